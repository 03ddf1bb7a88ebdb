"""Works as RIS, the tagged format that every reference manager reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from catalogue.documents import Document
from catalogue.exports.references.csl import DatePart, Item, csl_item, date_parts
from catalogue.exports.site import Site
from catalogue.models import Kind

TYPES = {
    "article": "JOUR",
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "book": "BOOK",
    "chapter": "CHAP",
    "collection": "SER",
    "dataset": "DATA",
    "entry": "ENCYC",
    "entry-dictionary": "DICT",
    "entry-encyclopedia": "ENCYC",
    "interview": "GEN",
    "legislation": "STAT",
    "manuscript": "MANSCPT",
    "map": "MAP",
    "motion_picture": "MPCT",
    "personal_communication": "PCOMM",
    "report": "RPRT",
    "speech": "SLIDE",
    "thesis": "THES",
    "webpage": "ELEC",
}
TAGS = {
    "title": "TI",
    "container-title": "T2",
    "title-translated": "TT",
    "publisher": "PB",
    "publisher-place": "CY",
    "edition": "ET",
    "volume": "VL",
    "DOI": "DO",
    "URL": "UR",
    "language": "LA",
    "archive_location": "AV",
    "annote": "N1",
}
ROLES = {"author": "AU", "editor": "ED", "translator": "TA", "recipient": "A3", "compiler": "A2"}
PERIODICAL = ("article", "article-journal", "article-magazine", "article-newspaper")


def ris(documents: Iterable[Document], *, site: Site) -> str:
    """A file of RIS; lines end as the format says, with carriage return and line feed."""
    lines = (line for document in documents for line in _lines(document, csl_item(document, site=site)))
    return "".join(f"{line}\r\n" for line in lines)


def _lines(document: Document, item: Item) -> Iterator[str]:
    # The type comes first; readers take everything before it for another entry.
    yield f"TY  - {TYPES.get(item['type'], 'GEN')}"
    for tag, value in _tagged(document, item):
        yield f"{tag}  - {' '.join(value.split())}"
    yield "ER  - "


def _tagged(document: Document, item: Item) -> Iterator[tuple[str, str]]:
    yield "ID", item["id"]
    for role, tag in ROLES.items():
        for name in item.get(role, ()):
            yield tag, name.get("literal") or ", ".join(name[key] for key in ("family", "given") if name.get(key))
    for key, tag in TAGS.items():
        if item.get(key):
            yield tag, item[key]
    yield from _numbers(item)
    yield from _archive(item)
    yield from _dates(document)


def _numbers(item: Item) -> Iterator[tuple[str, str]]:
    number = item.get("issue") if item["type"] in PERIODICAL else item.get("number")
    if number:
        yield "IS", number
    if pages := item.get("page", ""):
        first, _dash, last = pages.partition("-")
        yield "SP", first
        if last:
            yield "EP", last
    for key in ("ISBN", "ISSN"):
        if item.get(key):
            yield "SN", item[key]


def _archive(item: Item) -> Iterator[tuple[str, str]]:
    if item["type"] not in PERIODICAL and item.get("archive"):
        yield "DB", item["archive"]
    if item.get("archive_collection"):
        yield "T3", item["archive_collection"]


def _dates(document: Document) -> Iterator[tuple[str, str]]:
    source = document["kind"] == Kind.SOURCE
    issued = document["issued"] if source else document["modified_at"][:10]
    parts = date_parts(issued)
    if len(parts) == 1:
        yield "PY", f"{parts[0].year:04d}"
        yield "DA", _day(parts[0], "circa" if issued.endswith("~") else "")
    elif issued:
        # What has no year of its own is told as it is written, rather than by a year that it does not say.
        yield "DA", issued
    if source and document["accessed"]:
        yield "Y2", document["accessed"].replace("-", "/")


def _day(part: DatePart, words: str) -> str:
    """`1944/08/23/words`; the last place is for what figures do not say."""
    month, day = (f"{number:02d}" if number else "" for number in part[1:])
    return f"{part.year:04d}/{month}/{day}/{words}"
