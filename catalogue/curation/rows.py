"""From contents to rows: columns of kinds, claims, footnotes, as tuples in the order of their columns."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from operator import itemgetter
from typing import Any, NamedTuple

from catalogue.documents import Document, Part
from catalogue.documents.resolving import Resolver
from catalogue.documents.shape import (
    CLAIM_KEYS,
    FOOTNOTE_KEYS,
    KIND_KEYS,
    NUMBER_COLUMNS,
    TERM_SCHEMES,
    form_of,
    model_of,
)
from catalogue.documents.values import bounds_of
from catalogue.models import Stance

NO_NUMBER: Document = {"low": None, "high": None, "approximate": False, "unit": ""}
DERIVED = ("uuid", "record_id", "position", "earliest", "latest", "citation_count", "disagreement_id")
FOOTNOTE_COLUMNS = ("uuid", "citation_id", "position", *FOOTNOTE_KEYS)


class Keys:
    """Keys of the rows that documents name by UUID or slug."""

    def __init__(self, resolver: Resolver) -> None:
        self.resolver = resolver
        self.records = {brief.uuid: brief.id for brief in resolver.records.values() if brief.id}
        self.citations = {facts.uuid: facts.id for facts in resolver.citations.values()}
        self.disagreements: dict[str, int] = {}

    def record(self, ref: Document | None) -> int | None:
        """The key of the record that a reference names."""
        return self.records[ref["uuid"]] if ref else None

    def term(self, scheme: str, slug: str) -> int | None:
        """The key of a term."""
        return self.resolver.terms[scheme, slug].pk if slug else None


class Tie(NamedTuple):
    """A key whose column points at another row."""

    key: str
    way: str
    scheme: str


class Columns(NamedTuple):
    """How some keys of a document become columns: those that are kept as they are, then those that point elsewhere."""

    names: tuple[str, ...]
    plain: Callable[[Document], tuple[Any, ...]]
    ties: tuple[Tie, ...]

    def values(self, keys: Keys, document: Document) -> list[Any]:
        """The values of the columns, in the order of their names."""
        found = list(self.plain(document))
        for key, way, scheme in self.ties:
            value = document[key]
            if way == "day":
                found.append(value or None)
            elif not value:
                found.append(None)
            elif way == "record":
                found.append(keys.records[value["uuid"]])
            elif way == "type":
                found.append(keys.resolver.relation_types[value].pk)
            else:
                found.append(keys.term(scheme or _value_scheme(keys, document), value))
        return found


@cache
def columns_of(model: type, kind: str, keys: tuple[str, ...]) -> Columns:
    """The columns of some keys of a model: looked up once, not for each row."""
    forms = {key: form_of(model, key).name for key in keys}
    plain = [key for key, form in forms.items() if form not in {"term", "record", "type", "day"}]
    ties = tuple(Tie(key, form, TERM_SCHEMES.get((kind, key), "")) for key, form in forms.items() if key not in plain)
    names = (*plain, *(tie.key if tie.way == "day" else f"{tie.key}_id" for tie in ties))
    return Columns(names, _taking(plain), ties)


def _taking(keys: list[str]) -> Callable[[Document], tuple[Any, ...]]:
    """Takes the values of some keys at once."""
    if len(keys) > 1:
        return itemgetter(*keys)
    return lambda document: tuple(document[key] for key in keys)


def _value_scheme(keys: Keys, values: Document) -> str:
    """The scheme of the values of an attribute's property."""
    return keys.resolver.terms["property", values["property"]].value_scheme


@cache
def kind_columns(kind: str) -> Columns:
    """The columns of the kind's own table."""
    return columns_of(model_of(kind), kind, tuple(key for key in KIND_KEYS[kind] if key not in {"creators", "links"}))


@cache
def own_columns(part: Part) -> Columns:
    """The columns of a sort of claim that its keys become."""
    return columns_of(part.model, part.target, tuple(key for key in (*part.keys, *CLAIM_KEYS) if key != "number"))


@cache
def claim_columns(part: Part) -> tuple[str, ...]:
    """The columns of a sort of claim, its key apart."""
    numbers = tuple(NUMBER_COLUMNS.values()) if part.key == "attributes" else ()
    return (*own_columns(part).names, *numbers, single_column(part), *DERIVED)


def single_column(part: Part) -> str:
    """The column that copies the flag of the type."""
    return "property_single" if part.key == "attributes" else "type_single"


def claim_row(keys: Keys, part: Part, claim: Document, *, record_id: int, position: int) -> list[Any]:
    """The values of one claim in the order of its columns, with those that are derived from it."""
    row = own_columns(part).values(keys, claim)
    if part.key == "attributes":
        number = claim["number"] or NO_NUMBER
        row += [number[key] for key in NUMBER_COLUMNS]
    row.append(_is_single(keys, part, claim))
    earliest, latest = bounds_of(claim["date"], claim["date_calendar"]) if claim["date"] else (None, None)
    supporting = sum([note["stance"] == Stance.SUPPORTS for note in claim["footnotes"]])
    disagreement = claim["disagreement"]
    tie = keys.disagreements[disagreement["uuid"]] if disagreement else None
    row += (claim["uuid"], record_id, position, earliest, latest, supporting, tie)
    return row


def _is_single(keys: Keys, part: Part, claim: Document) -> bool:
    """The copy of the type's flag."""
    resolver = keys.resolver
    if part.key == "attributes":
        return resolver.terms["property", claim["property"]].single
    if part.key == "relations":
        return resolver.relation_types[claim["type"]].single
    return resolver.terms[f"{part.target}-type", claim["type"]].single


def footnote_row(keys: Keys, note: Document, *, position: int) -> list[Any]:
    """The values of one footnote in the order of `FOOTNOTE_COLUMNS`; its claim stands apart."""
    return [note["uuid"], keys.citations[note["citation"]["uuid"]], position, *(note[key] for key in FOOTNOTE_KEYS)]
