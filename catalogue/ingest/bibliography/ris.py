"""RIS: tagged lines to entries, each with the line where it begins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import rispy
from django.utils.translation import gettext as _
from rispy.config import TAG_KEY_MAPPING

from catalogue.ingest.bibliography.dates import from_ris
from catalogue.ingest.bibliography.entries import Entry, Item, Kept, Read, Trouble, line

TYPES = {
    **dict.fromkeys(("BOOK", "EBOOK", "EDBOOK", "WHOLE", "CONF", "PAMP", "SER", "CLSWK"), "book"),
    **dict.fromkeys(("CHAP", "ECHAP", "CPAPER"), "chapter"),
    **dict.fromkeys(("JOUR", "EJOUR", "JFULL", "ABST", "INPR"), "article-journal"),
    **dict.fromkeys(("MANSCPT", "UNPB"), "manuscript"),
    **dict.fromkeys(("RPRT", "GOVDOC", "STAND"), "report"),
    **dict.fromkeys(("ELEC", "WEB", "BLOG", "ICOMM"), "webpage"),
    **dict.fromkeys(("LEGAL", "STAT", "BILL", "UNBILL"), "legislation"),
    **dict.fromkeys(("VIDEO", "MPCT"), "motion_picture"),
    **dict.fromkeys(("DATA", "DBASE", "AGGR"), "dataset"),
    "MGZN": "article-magazine", "NEWS": "article-newspaper", "THES": "thesis", "ENCYC": "entry-encyclopedia",
    "DICT": "entry-dictionary", "MAP": "map", "PCOMM": "personal_communication", "SLIDE": "speech", "GEN": "document",
}  # fmt: skip
PLAIN = {
    "TI": "title", "T1": "title", "CT": "title", "TT": "title-translated", "T2": "container-title",
    "JO": "container-title",
    "JF": "container-title", "BT": "container-title", "JA": "container-title-short", "J2": "container-title-short",
    "T3": "collection-title", "VL": "volume", "PB": "publisher", "CY": "publisher-place", "PP": "publisher-place",
    "ET": "edition", "DO": "DOI", "LA": "language", "AB": "abstract", "N2": "abstract", "CN": "call-number",
    "M3": "genre", "NV": "number-of-volumes", "ST": "title-short", "AV": "archive_location", "AN": "archive_location",
}  # fmt: skip
ROLES = {"AU": "author", "A1": "author", "ED": "editor", "A2": "editor", "A4": "translator", "TA": "translator"}
_DATES = {"PY", "Y1", "DA", "Y2"}
_OTHERS = {"TY", "ID", "SP", "EP", "IS", "M1", "SN", "UR", "N1", "KW", "DB", *_DATES}
_TAG = re.compile(r"([A-Z][A-Z0-9]) {1,2}- ?(.*)")
_PERIODICAL = ("article-journal", "article-magazine", "article-newspaper")
_MAPPING = {tag: tag for tag in [*TAG_KEY_MAPPING, *PLAIN, *ROLES, *_OTHERS, "UK"]}


def read_ris(text: str) -> Read:
    """The entries of a .ris file; one that is not closed is named by its line, and the others are read."""
    read = Read()
    for number, lines in _blocks(text, read):
        tags = rispy.loads("\n".join(lines), mapping=_MAPPING, list_tags=list(_MAPPING), delimiter_tags_mapping={})
        read.entries.append(_entry(line(number), tags[0]))
    return read


def _blocks(text: str, read: Read) -> Iterator[tuple[int, list[str]]]:
    """The lines of each entry, continued lines joined, with the number of its first."""
    start, lines = 0, list[str]()
    for number, typed in enumerate(text.split("\n"), start=1):
        found = _TAG.fullmatch(typed.rstrip())
        tag = found[1] if found else ""
        if tag == "TY" or (tag and not start and tag != "ER"):
            if start:
                read.troubles.append(Trouble(line(start), "", "ER", _("the entry that begins here is not closed.")))
            start, lines = (number, []) if tag == "TY" else (0, [])
        if found and start:
            lines.append(f"{tag}  - {found[2]}")
        elif found and tag != "ER":
            read.troubles.append(Trouble(line(number), "", tag, _("this stands outside of any entry (TY … ER).")))
        elif typed.strip() and start:
            lines[-1] += f" {typed.strip()}"
        elif typed.strip() and not found:
            read.troubles.append(Trouble(line(number), "", "", _("this is no line of RIS.")))
        if tag == "ER" and start:
            yield start, lines
            start, lines = 0, []
    if start:
        read.troubles.append(Trouble(line(start), "", "ER", _("the entry that begins here is not closed.")))


def _entry(place: str, tags: dict[str, Any]) -> Entry:
    values = {tag: _words(tags[tag]) for tag in tags if tag != "UK"}
    sort = next(iter(values.get("TY", [])), "").strip()
    entry = Entry(place, next(iter(values.get("ID", [])), ""))
    entry.item["type"] = TYPES.get(sort, "document")
    if sort not in TYPES:
        entry.notices.append(_("the type “%(type)s” is not known; it is taken as a document.") % {"type": sort})
        entry.kept.append(Kept("TY", sort))
    unknown = {tag: _words(found) for tag, found in tags.get("UK", {}).items()}
    for tag, found in {**values, **unknown}.items():
        if tag in PLAIN:
            _put(entry, PLAIN[tag], found, tag)
        elif tag in ROLES:
            entry.item.setdefault(ROLES[tag], []).extend(map(_name, found))
        elif tag not in _OTHERS:
            entry.kept += [Kept(tag, words) for words in found]
    _dates(entry, values)
    _numbers(entry, values)
    return entry


def _words(found: Any) -> list[str]:
    return [word for word in map(str.strip, found if isinstance(found, list) else [str(found)]) if word]


def _put(entry: Entry, key: str, found: list[str], tag: str) -> None:
    for words in found:
        if entry.item.setdefault(key, words) != words:
            entry.kept.append(Kept(tag, words))


def _name(words: str) -> Item:
    """A name with its family name first; one without a comma has no parts."""
    parts = [part.strip() for part in words.split(",")]
    if len(parts) == 1:
        return {"literal": words}
    person = {"family": parts[0], "given": parts[1], "suffix": ", ".join(parts[2:])}
    return {key: part for key, part in person.items() if part}


def _dates(entry: Entry, values: dict[str, list[str]]) -> None:
    """The fullest of the dates; DA says the day where PY has the year only."""
    read = {tag: from_ris(words) for tag in ("DA", "PY", "Y1") for words in values.get(tag, [])[:1]}
    if issued := max(filter(None, read.values()), key=len, default=""):
        entry.item["issued"] = issued
    for tag, edtf in read.items():
        if not edtf:
            entry.kept.append(Kept(tag, values[tag][0]))
            notice = _("the date “%(date)s” cannot be read; it is kept in words.") % {"date": values[tag][0]}
            entry.notices.append(notice)
    for words in values.get("Y2", [])[:1]:
        entry.item["accessed"] = from_ris(words) or words


def _numbers(entry: Entry, values: dict[str, list[str]]) -> None:
    item = entry.item
    pages = [words for tag in ("SP", "EP") for words in values.get(tag, [])[:1]]
    if pages:
        item["page"] = "-".join(dict.fromkeys(pages))
    for tag in ("IS", "M1"):
        key = "issue" if item["type"] in _PERIODICAL else "number"
        _put(entry, key, values.get(tag, []), tag)
    for words in values.get("SN", []):
        _put(entry, "ISSN" if len(re.sub(r"[^\dXx]", "", words)) == 8 else "ISBN", [words], "SN")
    _put(entry, "URL", values.get("UR", []), "UR")
    _put(entry, "note", ["\n".join(values["N1"])] if values.get("N1") else [], "N1")
    _put(entry, "keyword", [", ".join(values["KW"])] if values.get("KW") else [], "KW")
    for words in values.get("DB", []):
        # For an article this is the database where it was found, for a file the archive that keeps it.
        if item["type"] in _PERIODICAL:
            entry.kept.append(Kept("DB", words))
        else:
            _put(entry, "archive", [words], "DB")
