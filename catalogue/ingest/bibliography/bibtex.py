"""BibTeX and biblatex: blocks, strings and crossrefs to entries, each with the line where it stands."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

from bibtexparser.entrypoint import parse_string
from bibtexparser.library import Library
from bibtexparser.model import Block, DuplicateFieldKeyBlock, Field, ParsingFailedBlock
from bibtexparser.model import Entry as BibEntry
from django.utils.translation import gettext as _

from catalogue.ingest.bibliography.bibtex_fields import read_fields
from catalogue.ingest.bibliography.dates import MONTHS
from catalogue.ingest.bibliography.entries import Entry, Read, Trouble, line

_PIECE = re.compile(r'\s*(?:(?P<group>[{"])|(?P<word>[^\s#{}",]+))')
_KEY = re.compile(r"@\s*\w+\s*[{(]\s*([^,\s{}]*)")
# What the parser would say on the standard error stands in the report.
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)


def read_bibtex(text: str) -> Read:
    """The entries of a .bib file; a broken block is named by its line, and the others are read."""
    library = parse_string(text, parse_stack=[])
    strings = dict(MONTHS)
    for each in library.strings:
        strings[each.key.lower()] = _value(str(each.value), strings)[0]
    read = Read()
    for block in library.blocks:
        for entry in _entries(block, read):
            read.entries.append(_entry(entry, strings))
    _inherit(read.entries, library)
    return read


def _entries(block: Block, read: Read) -> Iterator[BibEntry]:
    if isinstance(block, BibEntry):
        yield block
    elif isinstance(block, ParsingFailedBlock):
        # A key that stands twice is a matter of duplicates, not of reading.
        double = block.ignore_error_block
        if isinstance(double, BibEntry) and not isinstance(block, DuplicateFieldKeyBlock):
            yield double
        else:
            read.troubles.append(_broken(block))


def _broken(block: ParsingFailedBlock) -> Trouble:
    found = _KEY.match(block.raw or "")
    key, place = found[1] if found else "", line((block.start_line or 0) + 1)
    if isinstance(block, DuplicateFieldKeyBlock):
        doubled = ", ".join(sorted(block.duplicate_keys))
        return Trouble(place, key, doubled, _("this field stands twice in the entry; leave one."))
    message = _(
        "the entry that begins here cannot be read: a brace or a quotation mark is not closed, or a comma lacks."
    )
    return Trouble(place, key, "", message)


def _entry(block: BibEntry, strings: dict[str, str]) -> Entry:
    entry = Entry(line((block.start_line or 0) + 1), block.key.strip())
    values: dict[str, str] = {}
    for each in block.fields:
        values[each.key.lower()] = _field(each, strings, entry)
    read_fields(entry, block.entry_type.lower(), values)
    return entry


def _field(each: Field, strings: dict[str, str], entry: Entry) -> str:
    value, unknown = _value(str(each.value), strings)
    for word in unknown:
        entry.notices.append(_("%(field)s: the string “%(word)s” is not defined.") % {"field": each.key, "word": word})
    return value


def _value(raw: str, strings: dict[str, str]) -> tuple[str, list[str]]:
    """The value of a field without its delimiters, joined over `#`, and the strings that are not defined."""
    pieces, unknown, position = [], [], 0
    while found := _PIECE.match(raw, position):
        if found["group"]:
            end = _closing(raw, found.end() - 1)
            pieces.append(raw[found.end() : end])
            position = end + 1
        else:
            word = found["word"]
            if not word.isdigit() and word.lower() not in strings:
                unknown.append(word)
            pieces.append(strings.get(word.lower(), word))
            position = found.end()
        position = len(raw[:position]) + len(re.match(r"\s*#?", raw[position:])[0])  # type: ignore[index]
    return "".join(pieces), unknown


def _closing(raw: str, start: int) -> int:
    """Where the group that opens at `start` closes."""
    depth, quoted = 0, raw[start] == '"'
    for position in range(start, len(raw)):
        if raw[position - 1 : position] == "\\":
            continue
        if quoted and position > start and raw[position] == '"' and depth == 0:
            return position
        depth += {"{": 1, "}": -1}.get(raw[position], 0)
        if not quoted and depth == 0:
            return position
    return len(raw)


_INHERITED = ("publisher", "publisher-place", "issued", "editor", "edition", "language", "container-title", "volume")


def _inherit(entries: list[Entry], library: Library) -> None:
    """Gives an entry what it leaves to the one that it is part of; not its ISBN or address, which name the whole."""
    by_key = {entry.key.lower(): entry for entry in reversed(entries)}
    for entry in entries:
        whole = by_key.get(entry.within.lower()) if entry.within else None
        if entry.within and whole is None:
            notice = _("“%(key)s”, of which it is part (crossref), is not in the file.") % {"key": entry.within}
            entry.notices.append(notice)
        if whole is None or whole is entry:
            continue
        inherited = {key: whole.item[key] for key in _INHERITED if key in whole.item}
        if title := whole.item.get("title"):
            inherited["container-title"] = title
        entry.item = inherited | entry.item
