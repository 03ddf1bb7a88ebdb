"""Records as tables: one row a record, what is preferred in columns, for spreadsheets and statistics."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import get_language

from catalogue.documents import AUTHORIZED, Document
from catalogue.documents.shape import KIND_KEYS, TERM_SCHEMES
from catalogue.exports.site import Site
from catalogue.models import (
    Attribute,
    Claim,
    Dating,
    Identifier,
    Kind,
    Relation,
    RelationType,
    Standing,
    Status,
    Term,
)

FIRST = ("uuid", "kind", "slug", "title", "sort_title", "language")
LAST = ("sources", "notes", "version", "modified_at", "address", "license")
BETWEEN = "|"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "'", "＝", "＋", "－", "＠")
"""What a spreadsheet may take for the beginning of a formula, and the sign that keeps it from doing so."""
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?\Z")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


class Line:
    """Takes a row that the writer of CSV has written."""

    text = ""

    def write(self, text: str) -> None:
        """Keeps the row."""
        self.text = text


def table_lines(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """The lines of a table after RFC 4180, each with its end."""
    line = Line()
    writer = csv.writer(line, lineterminator="\r\n")
    writer.writerow(header)
    yield line.text
    for row in rows:
        writer.writerow([guarded(cell(value)) for value in row])
        yield line.text


def cell(value: Any) -> str:
    """A value as the text of a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return joined(cell(each) for each in value)
    return _CONTROL.sub("", str(value))


def guarded(text: str) -> str:
    """Text that no spreadsheet runs: an apostrophe goes before what could be a formula, or begins with one."""
    return f"'{text}" if text.startswith(FORMULA) and not _NUMBER.match(text) else text


def joined(values: Iterable[str]) -> str:
    """Several values in one cell; a stroke or a backslash in a value is written after a backslash."""
    kept = dict.fromkeys(value for value in values if value)
    return BETWEEN.join(value.replace("\\", "\\\\").replace(BETWEEN, f"\\{BETWEEN}") for value in kept)


def flat_lines(keys: Sequence[str], documents: Iterable[Document]) -> Iterator[str]:
    """A table of documents that are flat, or whose values are references: of these the words that name them."""
    return table_lines(keys, ([_word(document.get(key)) for key in keys] for document in documents))


def _word(value: Any) -> Any:
    if isinstance(value, dict):
        return next((value[key] for key in ("mark", "citekey", "title", "label", "uuid") if value.get(key)), "")
    if isinstance(value, list):
        return [_word(each) for each in value]
    return value


def csv_lines(kind: str | None, documents: Iterable[Document], *, site: Site) -> Iterator[str]:
    """Public documents of one kind (None: of any) as a table: a line with the names of the columns, then a row each.

    Which columns there are depends on the catalogue, not on the documents, so that all pages of a list have the same.
    """
    table = Table(kind, site, (get_language() or "en")[:2])
    return table_lines(table.header(), (table.row(each) for each in documents))


class Table:
    """The columns of a kind: what is common, its own, and one for each scheme, dating, property and type in use."""

    def __init__(self, kind: str | None, site: Site, language: str) -> None:
        self.kind, self.site, self.language = kind, site, language
        self.own = _own_columns(kind)
        self.schemes = _used(Term.objects.filter(scheme="identifier-scheme"), Identifier, "scheme", kind)
        self.datings = _used(Term.objects.filter(scheme="dating-type"), Dating, "type", kind)
        self.properties = _used(Term.objects.filter(scheme="property"), Attribute, "property", kind)
        self.relations = _used(RelationType.objects.all(), Relation, "type", kind)

    def header(self) -> list[str]:
        """The names of the columns."""
        return [
            *FIRST,
            *(name for key in self.own for name in _names_of(key, self.kind)),
            *("name", "other_names", "earliest", "latest"),
            *(f"identifier.{slug}" for slug in self.schemes),
            *(f"dating.{slug}" for slug in self.datings),
            *(f"attr.{slug}" for slug in self.properties),
            *(f"rel.{slug}" for slug in self.relations),
            *LAST,
        ]

    def row(self, document: Document) -> list[Any]:
        """The cells of one record."""
        return [
            *(document[key] for key in FIRST),
            *(value for key in self.own for value in self._own(document, key)),
            *_names(document),
            *(_day(document[end]) for end in ("earliest", "latest")),
            *_grouped(self.schemes, ((each["scheme"], each["value"]) for each in document["identifiers"])),
            *_grouped(self.datings, ((each["type"], _dating(each)) for each in _preferred(document["datings"]))),
            *_grouped(self.properties, self._attributes(document)),
            *_grouped(self.relations, ((each["type"], _object(each)) for each in _preferred(document["relations"]))),
            *self._around(document),
        ]

    def _own(self, document: Document, key: str) -> Iterator[Any]:
        value = document.get(key)
        if key == "creators":
            yield [_creator(each) for each in value or ()]
        elif key == "links":
            yield [each["url"] for each in value or ()]
        elif key == "parent":
            yield value.get("citekey") or value["title"] if value else ""
        else:
            yield value
        if (document["kind"], key) in TERM_SCHEMES:
            yield self._label(document, TERM_SCHEMES[document["kind"], key], str(value or ""))
        elif key in _LABELLED:
            yield ""  # the kind has no such column; another in the table has

    def _attributes(self, document: Document) -> Iterator[tuple[str, str]]:
        for each in _preferred(document["attributes"]):
            term = self._label(document, each.get("scheme", ""), each["term"]) if each["term"] else ""
            yield each["property"], term or each["text"] or _number(each["number"]) or each["wording"]

    def _label(self, document: Document, scheme: str, slug: str) -> str:
        labels = document["labels"].get(f"{scheme}/{slug}", {})
        return str(labels.get(self.language) or labels.get("en") or slug)

    def _around(self, document: Document) -> tuple[Any, ...]:
        cited = {note["source"]["uuid"] for note in document["notes"] if note["source"]}
        address = self.site.address(document["permanent_url"])
        stamp = (document["version"], document["modified_at"])
        return (len(cited), len(document["notes"]), *stamp, address, self.site.license)


_LABELLED = frozenset(key for kind, key in TERM_SCHEMES if kind in KIND_KEYS)


def _own_columns(kind: str | None) -> tuple[str, ...]:
    kinds = [kind] if kind else [each for each in Kind.values if each != Kind.SOURCE]
    return tuple(dict.fromkeys(key for each in kinds for key in KIND_KEYS[each]))


def _names_of(key: str, kind: str | None) -> tuple[str, ...]:
    labelled = (kind, key) in TERM_SCHEMES if kind else key in _LABELLED
    return (key, f"{key}_label") if labelled else (key,)


def _used(words: QuerySet[Any], model: Any, column: str, kind: str | None) -> list[str]:
    """The words of the vocabulary that published records of the kind use, in the order of the vocabulary."""
    rows = model._default_manager.filter(**{column: OuterRef("pk")}, record__status=Status.PUBLISHED)
    if kind:
        rows = rows.filter(record__kind=kind)
    if issubclass(model, Claim):
        rows = rows.filter(standing=Standing.PREFERRED, negated=False)
    return list(words.filter(Exists(rows)).order_by("slug").values_list("slug", flat=True))


def _preferred(claims: Iterable[Document]) -> Iterator[Document]:
    """The claims that hold: neither denied nor less than the preferred ones."""
    return (each for each in claims if each["standing"] == Standing.PREFERRED and not each["negated"])


def _names(document: Document) -> tuple[str, list[str]]:
    preferred = list(_preferred(document["names"]))
    first = next((each["text"] for each in preferred if each["type"] == AUTHORIZED), document["title"])
    return first, [each["text"] for each in preferred if each["text"] != first]


def _grouped(columns: Sequence[str], pairs: Iterable[tuple[str, str]]) -> Iterator[list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return (found.get(name, []) for name in columns)


def _dating(claim: Document) -> str:
    return str(claim["date"] or claim["date_wording"])


def _object(claim: Document) -> str:
    return str(claim["object"]["title"] if claim["object"] else claim["object_text"])


def _creator(creator: Document) -> str:
    if creator["literal"]:
        return str(creator["literal"])
    named = ", ".join(part for part in (creator["family"], creator["given"]) if part)
    return named or str((creator["record"] or {}).get("title", ""))


def _number(number: Document | None) -> str:
    if not number:
        return ""
    ends = dict.fromkeys(str(end) for end in (number["low"], number["high"]) if end is not None)
    return " ".join(filter(None, ("~" * bool(number["approximate"]) + "/".join(ends), number["unit"])))


def _day(bound: int | None) -> str:
    """The day of a bound, year*10000 + month*100 + day, as 1944-08-23."""
    if bound is None:
        return ""
    year, rest = divmod(bound, 10000)
    return f"{'-' * (year < 0)}{abs(year):04}-{rest // 100:02}-{rest % 100:02}"


__all__ = ["csv_lines", "flat_lines", "guarded", "joined", "table_lines"]
