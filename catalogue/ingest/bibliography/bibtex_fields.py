"""The fields of BibTeX and biblatex in the words of CSL."""

from __future__ import annotations

import re

from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names
from django.utils.translation import gettext as _

from catalogue.ingest.bibliography.dates import MONTHS, from_parts, read_issued
from catalogue.ingest.bibliography.entries import Entry, Item, Kept
from catalogue.ingest.bibliography.latex import read_address, read_latex

TYPES = {
    **dict.fromkeys(("book", "mvbook", "booklet", "collection", "mvcollection", "proceedings"), "book"),
    **dict.fromkeys(("reference", "mvreference", "manual", "mvproceedings"), "book"),
    **dict.fromkeys(("inbook", "incollection", "inproceedings", "conference", "suppbook", "bookinbook"), "chapter"),
    **dict.fromkeys(("mastersthesis", "phdthesis", "thesis"), "thesis"),
    **dict.fromkeys(("techreport", "report"), "report"),
    **dict.fromkeys(("online", "electronic", "www", "webpage"), "webpage"),
    **dict.fromkeys(("movie", "video"), "motion_picture"),
    **dict.fromkeys(("article", "suppperiodical"), "article-journal"),
    "inreference": "entry-encyclopedia", "misc": "document", "unpublished": "manuscript", "periodical": "collection",
    "letter": "personal_communication", "dataset": "dataset", "legislation": "legislation", "review": "review",
    "map": "map", "interview": "interview", "speech": "speech", "treaty": "treaty", "newspaper": "article-newspaper",
}  # fmt: skip
PLAIN = {
    "journal": "container-title", "journaltitle": "container-title", "booktitle": "container-title",
    "publisher": "publisher", "institution": "publisher", "school": "publisher", "organization": "publisher",
    "address": "publisher-place", "location": "publisher-place", "edition": "edition", "volume": "volume",
    "issue": "issue", "isbn": "ISBN", "issn": "ISSN", "language": "language", "langid": "language",
    "pagetotal": "number-of-pages", "volumes": "number-of-volumes", "series": "collection-title",
    "library": "call-number",
    "abstract": "abstract", "note": "note", "annote": "annote", "annotation": "annote", "keywords": "keyword",
    "shorttitle": "title-short", "maintitle": "volume-title", "eventtitle": "event-title", "type": "genre",
    "archive": "archive", "collection": "archive_collection", "shelfmark": "archive_location", "entrysubtype": "genre",
}  # fmt: skip
ROLES = {"author": "author", "editor": "editor", "translator": "translator", "bookauthor": "container-author"}
ADDRESSES = {"doi": "DOI", "url": "URL"}
_OWN = {"title", "subtitle", "booksubtitle", "titleaddon", "pages", "number", "year", "month", "day", "date", "urldate"}
_SILENT = {"crossref", "xdata", "options", "ids"}
_URL = re.compile(r"https?://\S+")
_PAIR = re.compile(r"\s*(family|given|prefix|suffix)\s*=\s*(.*)")
_NUMBERED = {"article": "issue", "periodical": "issue", "suppperiodical": "issue"}
_IN_SERIES = {"book", "chapter"}


def read_fields(entry: Entry, sort: str, values: dict[str, str]) -> None:
    """Puts the values of an entry where CSL has them; those without a place are kept."""
    item = entry.item
    item["type"] = TYPES.get(sort, "document")
    if sort not in TYPES:
        entry.notices.append(_("the type “%(type)s” is not known; it is taken as a document.") % {"type": sort})
        entry.kept.append(Kept("type", sort))
    entry.within = values.get("crossref", values.get("xref", "")).strip()
    _plain(entry, values)
    _titles(entry, values)
    for name, role in ROLES.items():
        if values.get(name, "").strip():
            item[role] = read_names(values[name], entry, name)
    _dates(entry, values)
    _numbers(entry, sort, values)
    if item["type"] == "article-journal" and item.get("genre", "").lower() in ("newspaper", "magazine"):
        item["type"] = f"article-{item.pop('genre').lower()}"
    if "URL" not in item and (found := _URL.search(read_address(values.get("howpublished", "")))):
        item["URL"] = found.group()
    elif values.get("howpublished", "").strip():
        entry.kept.append(Kept("howpublished", latex(values["howpublished"], entry)))
    for name in (
        values.keys() - PLAIN.keys() - ROLES.keys() - ADDRESSES.keys() - _OWN - _SILENT - {"howpublished", "xref"}
    ):
        if values[name].strip():
            entry.kept.append(Kept(name, latex(values[name], entry)))
    entry.kept.sort()


def latex(value: str, entry: Entry) -> str:
    """The words of a value; commands that are not known are noted."""
    words, unknown = read_latex(value)
    for command in dict.fromkeys(unknown):
        entry.notices.append(_("the LaTeX command %(command)s is not known and stays.") % {"command": command})
    return words


def read_names(value: str, entry: Entry, field: str) -> list[Item]:
    """The persons of a field, `von Last, Jr, First and {A Corporation}`."""
    found = []
    for name in split_multiple_persons_names(" ".join(value.split())):
        if name == "others":
            entry.notices.append(_("%(field)s: there are others, whom the file does not name.") % {"field": field})
        elif is_braced(name):
            found.append({"literal": latex(name, entry)})
        elif pairs := _pairs(name):
            found.append({key: latex(part, entry) for key, part in pairs.items()})
        else:
            found.append(_person(name, entry))
    return found


def is_braced(name: str) -> bool:
    """Whether one pair of braces holds the whole name, so that it has no parts."""
    depth = 0
    for position, character in enumerate(name):
        depth += {"{": 1, "}": -1}.get(character, 0)
        if depth == 0:
            return position == len(name) - 1 and name.startswith("{")
    return False


def _pairs(name: str) -> dict[str, str]:
    """The parts of a name in biblatex's extended form, `family=Groza, given=Petru`."""
    pairs = [_PAIR.fullmatch(part) for part in name.split(",")]
    if not all(pairs):
        return {}
    renamed = {"prefix": "non-dropping-particle"}
    return {renamed.get(pair[1], pair[1]): pair[2].strip(' "') for pair in pairs if pair}


def _person(name: str, entry: Entry) -> Item:
    parts = parse_single_name_into_parts(name, strict=False)
    family, given = " ".join([*parts.von, *parts.last]), " ".join(parts.first)
    person = {"family": latex(family, entry), "given": latex(given, entry), "suffix": latex(" ".join(parts.jr), entry)}
    return {key: words for key, words in person.items() if words}


def _plain(entry: Entry, values: dict[str, str]) -> None:
    for name, key in PLAIN.items():
        words = latex(values[name], entry) if values.get(name, "").strip() else ""
        if words and key in entry.item and entry.item[key] != words:
            entry.kept.append(Kept(name, words))
        elif words:
            entry.item[key] = words
    for name, key in ADDRESSES.items():
        if address := read_address(values.get(name, "")):
            entry.item[key] = address


def _titles(entry: Entry, values: dict[str, str]) -> None:
    for name, sub, key in (("title", "subtitle", "title"), ("booktitle", "booksubtitle", "container-title")):
        main = latex(values.get(name, ""), entry)
        more = latex(values.get(sub, ""), entry)
        if main:
            entry.item[key] = f"{main}: {more}" if more else main
    if addition := latex(values.get("titleaddon", ""), entry):
        entry.kept.append(Kept("titleaddon", addition))


def _dates(entry: Entry, values: dict[str, str]) -> None:
    # In a date of biblatex “~” is no space: it says “about”.
    written = values.get("date", "").strip("{} ")
    year, month, day = (latex(values.get(name, ""), entry) for name in ("year", "month", "day"))
    month = MONTHS.get(month.lower().rstrip(".")[:3], month)
    issued = read_issued(written) if written else from_parts([year, month, day]) or read_issued(f"{day} {month} {year}")
    issued = issued or read_issued(year)
    if issued:
        entry.item["issued"] = issued
    elif words := written or " ".join(part for part in (day, month, year) if part):
        entry.kept.append(Kept("date", words))
        entry.notices.append(_("the date “%(date)s” cannot be read; it is kept in words.") % {"date": words})
    if values.get("urldate", "").strip():
        entry.item["accessed"] = latex(values["urldate"], entry)


def _numbers(entry: Entry, sort: str, values: dict[str, str]) -> None:
    if pages := latex(values.get("pages", ""), entry):
        entry.item["page"] = pages
    if number := latex(values.get("number", ""), entry):
        kind = "collection-number" if entry.item["type"] in _IN_SERIES else "number"
        entry.item[_NUMBERED.get(sort, kind)] = number
