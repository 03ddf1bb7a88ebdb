"""Making a profile step by step: from what a curator says of each column to the TOML that the next file is read by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalogue.documents import AUTHORIZED
from catalogue.ingest.tables.reading import Table
from catalogue.ingest.tables.toml_lines import dump_toml
from catalogue.models import Term
from catalogue.text import fold, slugify

MOST_WORDS = 500
"""Different words of a column that are looked up as terms."""


@dataclass(frozen=True, slots=True)
class ColumnAnswer:
    """What a column becomes, and how its cells are read."""

    column: str
    role: str
    """`name:alias`, `dating:birth`, `until:birth`, `attribute:rank`, `relation:born-at:place`, `words:born-at`…"""
    split: str = ""
    date: str = ""
    sentinels: tuple[str, ...] = ()

    @property
    def cell(self) -> str:
        """The cell in a template."""
        return f"{{{self.column}}}"


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything that was answered."""

    name: str
    kind: str
    match: str
    status: str
    language: str
    citekey: str
    label: str
    reading: Mapping[str, Any]
    columns: Sequence[ColumnAnswer]


def profile_text(answers: Answers, table: Table) -> str:
    """The profile in TOML."""
    return dump_toml(ProfileMaker(answers, table).make())


class ProfileMaker:
    """Puts the answers together."""

    def __init__(self, answers: Answers, table: Table) -> None:
        self.answers = answers
        self.table = table
        self.citation = self.cited()

    def make(self) -> dict[str, Any]:
        """The profile as plain values."""
        found: dict[str, Any] = {"name": self.answers.name, "language": self.answers.language}
        found["table"] = {key: value for key, value in self.answers.reading.items() if value}
        if columns := dict(self.columns()):
            found["columns"] = columns
        found["record"] = self.record()
        found["identifiers"] = [
            {"scheme": each.role.partition(":")[2], "value": each.cell} for each in self.having("identifier")
        ]
        for part, blocks in (
            ("names", self.names()),
            ("datings", self.datings()),
            ("attributes", self.attributes()),
            ("narratives", self.narratives()),
            ("relations", self.relations()),
        ):
            found[part] = list(blocks)
        return {key: value for key, value in found.items() if value not in ([], {})}

    def having(self, sort: str) -> Iterator[ColumnAnswer]:
        """The columns of a sort."""
        return (each for each in self.answers.columns if each.role.partition(":")[0] == sort)

    def columns(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """How cells are read where a curator has said it."""
        for each in self.answers.columns:
            spec: dict[str, Any] = {}
            if each.sentinels:
                spec["sentinels"] = list(each.sentinels)
            if each.date:
                spec["date"] = [each.date]
            if spec:
                yield each.column, spec

    def record(self) -> dict[str, Any]:
        """Which record a row speaks of."""
        answers = self.answers
        by, _colon, column = answers.match.partition(":")
        cell = ColumnAnswer(column, "").cell
        spec: dict[str, Any] = {"kind": answers.kind, "status": answers.status}
        if by == "identifier":
            scheme, _colon, column = column.partition(":")
            spec |= {"match": "identifier", "scheme": scheme, "identifier": ColumnAnswer(column, "").cell}
        else:
            spec |= {"match": by, by: cell}
        heads = {each.role.partition(":")[2]: each.cell for each in self.having("column")}
        return spec | ({"columns": heads} if heads else {})

    def cited(self) -> dict[str, Any]:
        """The citation that every claim has: a source, and the place that a column names."""
        source = next(self.having("source"), None)
        place = next(self.having("locator"), None)
        named = source.cell if source else self.answers.citekey
        if not named:
            return {}
        spec: dict[str, Any] = {"source": named}
        if place is not None:
            spec |= {"locator": place.cell} | ({"label": self.answers.label} if self.answers.label else {})
        return {"citation": spec}

    def block(self, each: ColumnAnswer, key: str, **spec: Any) -> dict[str, Any]:
        """A claim, one for each piece of a cell where it is split."""
        if not each.split:
            return {**spec, **self.citation}
        spec[key] = {**spec[key], "value": "{piece}"} if isinstance(spec[key], dict) else "{piece}"
        pieces = {"name": "piece", "value": each.cell, "split": each.split}
        return {**spec, "each": pieces, "key": "{piece}", **self.citation}

    def names(self) -> Iterator[dict[str, Any]]:
        """Names; family and given name belong to the authorised form, and make it where it has no column."""
        parts = {each.role.partition(":")[2]: each.cell for each in self.having("part")}
        own = [each for each in self.having("name") if each.role == f"name:{AUTHORIZED}"]
        if parts and not own:
            whole = " ".join(parts[key] for key in ("given", "family") if key in parts)
            yield {"type": AUTHORIZED, "text": whole, **parts, **self.citation}
        for each in self.having("name"):
            beside = parts if each in own else {}
            yield self.block(each, "text", type=each.role.partition(":")[2], text=each.cell, **beside)

    def datings(self) -> Iterator[dict[str, Any]]:
        """Datings; a column with the end makes an interval of it."""
        ends = {each.role.partition(":")[2]: each for each in self.having("until")}
        for each in self.having("dating"):
            sort = each.role.partition(":")[2]
            end = ends.get(sort)
            date = {"from": each.cell, "to": end.cell} if end else {"date": each.cell}
            yield {"type": sort, **date, **self.citation}

    def attributes(self) -> Iterator[dict[str, Any]]:
        """Attributes: terms where the property has a vocabulary, numbers where asked, else words."""
        for each in self.having("attribute"):
            slug = each.role.partition(":")[2]
            terms = self.terms(slug, each)
            if terms:
                yield self.block(each, "term", property=slug, term={"value": each.cell, "map": terms})
            else:
                yield self.block(each, "text", property=slug, text=each.cell)
        for each in self.having("number"):
            yield self.block(each, "number", property=each.role.partition(":")[2], number=each.cell)

    def terms(self, slug: str, each: ColumnAnswer) -> dict[str, str]:
        """The words of a column and the terms that they are; nothing where the property has no vocabulary."""
        scheme = Term.objects.filter(scheme="property", slug=slug).values_list("value_scheme", flat=True).first()
        if not scheme:
            return {}
        known: dict[str, str] = {}
        for term in Term.objects.filter(scheme=scheme):
            known |= {
                fold(word): term.slug for word in (term.slug, term.label_en, term.label_es, term.label_ro) if word
            }
        return {word: known[fold(word)] for word in self.words(each) if fold(word) in known}

    def words(self, each: ColumnAnswer) -> list[str]:
        """The different words of a column."""
        at = self.table.column(each.column)
        cells = (row.cells[at] for row in self.table.rows)
        pieces = (piece.strip() for cell in cells for piece in (cell.split(each.split) if each.split else [cell]))
        return list(dict.fromkeys(piece for piece in pieces if piece))[:MOST_WORDS]

    def narratives(self) -> Iterator[dict[str, Any]]:
        """Texts."""
        for each in self.having("narrative"):
            language = self.answers.language
            yield {"type": each.role.partition(":")[2], "language": language, "text": each.cell, **self.citation}

    def relations(self) -> Iterator[dict[str, Any]]:
        """Relations: to the record that has the name, or to words."""
        for each in self.having("relation"):
            slug, _colon, kind = each.role.partition(":")[2].partition(":")
            target = {"kind": kind, "name": "{piece}" if each.split else each.cell}
            made = self.block(each, "object_text", type=slug, object_text=each.cell)
            del made["object_text"]
            yield {"type": slug, "object": target, **made}
        for each in self.having("words"):
            yield self.block(each, "object_text", type=each.role.partition(":")[2], object_text=each.cell)


def suggested_name(file_name: str) -> str:
    """A name for the profile of a file."""
    return slugify(file_name.rpartition(".")[0] or file_name, max_length=60) or "table"
