"""The profile of a table: how its columns become records, claims and citations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from catalogue.documents import Document
from catalogue.ingest.tables.reading import Options
from catalogue.ingest.tables.templates import Template

REFUSE, KEEP, SKIP = "refuse", "keep", "skip"


@dataclass(frozen=True, slots=True)
class Value:
    """What a key takes from a row: a template, then a word for the word that came out."""

    key: str
    template: Template
    map: Mapping[str, str] = field(default_factory=dict)
    patterns: tuple[tuple[str, str], ...] = ()
    otherwise: str = KEEP
    """What becomes of a text that neither the map nor a pattern knows: refuse, keep, skip, or a constant."""
    constant: Any = None
    """A value that is no text: true, 12."""


@dataclass(frozen=True, slots=True)
class Each:
    """A splitter: one cell becomes several pieces, each called by a name in the templates."""

    name: str
    value: Value
    split: str
    pattern: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """Another record, named by the row."""

    by: str
    """“key”, “uuid”, “slug”, “identifier”, “name” or “citekey”."""
    value: Value
    scope: str = ""
    """The set of a key, the kind of a slug or a name, the scheme of an identifier."""


@dataclass(frozen=True, slots=True)
class Condition:
    """When a part of the profile applies to a row."""

    value: Value
    among: tuple[str, ...] | None = None
    never: tuple[str, ...] = ()

    def holds(self, text: str) -> bool:
        """Whether the text lets the part apply."""
        return text not in self.never and (bool(text) if self.among is None else text in self.among)


@dataclass(frozen=True, slots=True)
class Cite:
    """A citation of a claim: a mark, or a source with a place in it."""

    mark: Value | None = None
    source: Value | None = None
    locator: Value | None = None
    label: str = ""
    stance: str = ""
    scope: str = ""
    note: Value | None = None
    each: Each | None = None
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A claim that each row makes."""

    part: str
    slot: str
    """What the claim is called within its record: with it a second import finds the claim again."""
    values: Mapping[str, Value]
    references: Mapping[str, Reference] = field(default_factory=dict)
    citations: tuple[Cite, ...] = ()
    each: Each | None = None
    when: Condition | None = None
    key: Value | None = None
    join: bool = True
    """Whether a claim that says the same gets the citations, instead of standing twice."""
    rivals: str = "alternative"
    disagreement: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """How the cells of a column are read."""

    sentinels: frozenset[str] | None = None
    date: tuple[str, ...] = ()
    zeros: str = ""
    decimal: str = "."
    thousands: str = ""


@dataclass(frozen=True, slots=True)
class Matching:
    """How the record of a row is found."""

    by: str
    value: Value
    scope: str = ""
    dating: tuple[str, Value] | None = None
    """The type and date of a dating that tells namesakes apart."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile that was read and found right."""

    name: str
    text: str
    language: str
    options: Options
    kind: str
    matching: Matching
    status: str = "draft"
    many: bool = False
    """Whether several rows speak of one record."""
    create: bool = True
    trim: bool = True
    sentinels: frozenset[str] = frozenset()
    columns: Mapping[str, Columns] = field(default_factory=dict)
    head: Mapping[str, Value] = field(default_factory=dict)
    head_references: Mapping[str, Reference] = field(default_factory=dict)
    identifiers: tuple[tuple[Value, Value], ...] = ()
    blocks: tuple[Block, ...] = ()
    sources: tuple[Document, ...] = ()
    terms: tuple[Document, ...] = ()
    relation_types: tuple[Document, ...] = ()
    when: Condition | None = None

    def reading(self, column: str) -> Columns:
        """How a column is read."""
        return self.columns.get(column, PLAIN)


PLAIN = Columns()
