"""Works in the words of CSL-JSON (1.0.2): sources as what they are, other entries as articles of this catalogue."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from catalogue.dates import DateError, parse_edtf
from catalogue.documents import Document
from catalogue.exports.site import Site
from catalogue.models import Kind

PLAIN = {
    "bibliographic_title": "title",
    "title_translated": "title-translated",
    "container": "container-title",
    "publisher": "publisher",
    "publisher_place": "publisher-place",
    "edition": "edition",
    "volume": "volume",
    "issue": "issue",
    "pages": "page",
    "number": "number",
    "isbn": "ISBN",
    "issn": "ISSN",
    "doi": "DOI",
    "url": "URL",
    "repository": "archive",
    "collection": "archive_collection",
    "reference_code": "archive_location",
    "text_language": "language",
    "extent": "dimensions",
    "note": "annote",
}
"""Columns of a source whose words CSL has a variable for."""
WITHIN = ("chapter", "entry", "entry-dictionary", "entry-encyclopedia", "review")
ARCHIVAL = ("fonds", "series", "file", "item")
_YEAR, _MONTH = 10_000, 100
Item = dict[str, Any]


class DatePart(NamedTuple):
    """A year, and as far as they are known a month and a day."""

    year: int
    month: int = 0
    day: int = 0

    def numbers(self) -> list[int]:
        """What is known, the year first."""
        return [number for number in self if number]


def csl_json(documents: Iterable[Document], *, site: Site) -> str:
    """A library of CSL-JSON."""
    return json.dumps([csl_item(document, site=site) for document in documents], ensure_ascii=False, indent=2) + "\n"


def csl_item(document: Document, *, site: Site) -> Item:
    """One public document as an item of CSL; empty variables are left out."""
    item = _source(document) if document["kind"] == Kind.SOURCE else _entry(document, site)
    return {key: value for key, value in item.items() if value}


def _source(document: Document) -> Item:
    item: Item = {"id": document["citekey"], "citation-key": document["citekey"], "type": document["csl_type"]}
    item |= {name: document[column] for column, name in PLAIN.items()}
    for creator in document["creators"]:
        item.setdefault(creator["role"], []).append(_name(creator))
    _within(document, item)
    item["issued"] = csl_date(document["issued"])
    item["accessed"] = csl_date(document["accessed"] or "")
    item["URL"] = document["url"] or document["archive_url"]
    return item


def _within(document: Document, item: Item) -> None:
    """The larger unit stands where nothing else says in what the work is contained."""
    parent = document["parent"]
    if not parent:
        return
    key = "archive_collection" if document["level"] in ARCHIVAL else "container-title"
    item[key] = item[key] or parent["title"]


def _name(creator: Document) -> Item:
    parts = {key: creator[key] for key in ("family", "given", "literal") if creator[key]}
    return parts or {"literal": str((creator["record"] or {}).get("title", ""))}


def _entry(document: Document, site: Site) -> Item:
    """An entry of the catalogue as one cites an article of an encyclopedia: by title, version and permanent address."""
    return {
        "id": f"{document['kind']}-{document['slug']}",
        "type": "entry-encyclopedia",
        "title": document["title"],
        "container-title": site.name,
        "publisher": site.publisher,
        "language": document["language"],
        "issued": csl_date(document["modified_at"][:10]),
        "version": str(document["version"]),
        "URL": site.address(f"/id/{document['uuid']}"),
    }


def csl_date(edtf: str) -> Item:
    """A date of CSL: parts where these say all of it, else the EDTF in words, so that nothing is made more exact."""
    ends = date_parts(edtf)
    if not edtf:
        return {}
    if not ends:
        return {"literal": edtf}
    date: Item = {"date-parts": [end.numbers() for end in ends]}
    return date | ({"circa": True} if edtf.endswith("~") else {})


def date_parts(edtf: str) -> list[DatePart]:
    """The parts of a day, month or year, or of both ends of an interval; none where parts cannot say all of it.

    A date that is approximate as a whole has parts too; who writes it must say “about” beside them.
    """
    words = edtf.split("/")
    ends = [end for word in words if (end := _part(word.removesuffix("~") if len(words) == 1 else word))]
    return ends if edtf and len(ends) == len(words) else []


def _part(edtf: str) -> DatePart | None:
    try:
        date = parse_edtf(edtf)
    except DateError:
        return None
    if date.level or date.earliest is None or date.latest is None or date.earliest < _YEAR:
        return None
    year, rest = divmod(date.earliest, _YEAR)
    # Its own length says how much of it is known: 1944, 1944-08, 1944-08-23.
    known = edtf.count("-")
    return DatePart(*(year, rest // _MONTH, rest % _MONTH)[: known + 1])
