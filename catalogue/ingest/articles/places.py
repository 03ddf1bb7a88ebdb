"""The place in a source that a note names: its page, folio or article, among the other numbers of a reference."""

from __future__ import annotations

import re
from typing import NamedTuple

from catalogue.text import Locus, fold, read_locus
from catalogue.text.loci import label_at

_RANK = (
    "page", "folio", "column", "article", "paragraph", "sentence", "line", "figure", "preamble", "section", "document",
    "chapter", "note", "volume",
)  # fmt: skip
_NUMBER = r"(?:\d+[rvab]?(?![\w.]*\d)|[IVXLCDM]{1,8}\b|[ivxlcdm]{1,8}\b)"
_YEARLESS = r"(?!(?:1[5-9]|20)\d\d\b)\d+[rv]?"
_PLACE = re.compile(
    rf"\s*{_NUMBER}(?:\s*[-–—]\s*{_NUMBER})?(?:\s*(?:,|\by\b|\band\b|\bși\b|&)\s*{_YEARLESS}(?:\s*[-–—]\s*{_YEARLESS})?)*"
    r"(?:\s+y\s+ss\.|\s*(?:ss|sqq|ff)\.)?"
)
_TAIL = re.compile(r",?\s*(?:nota|note|notă|n\.)\s*\d+", re.IGNORECASE)
_BEFORE = re.compile(
    r"(?:dosar(?:ul)?|expediente|exp\.|legajo|leg\.|caja|vol\.|volumen|volume|volumul|tomo|tomul|t\.)\s*([\w/]+)\s*,\s*$",
    re.IGNORECASE,
)
_WORD = re.compile(r"(?<![\w@/])[^\W\d_]|§")
_LAST_NUMBER = re.compile(r"[,:]\s*((?!(?:1[5-9]|20)\d\d\s*\.?\s*$)\d{1,4}(?:\s*[-–]\s*\d{1,4})?)\s*\.?\s*$")
NOWHERE = Locus("", "")


class _Named(NamedTuple):
    rank: int
    start: int
    label: str
    words: str


def place_in(words: str, own_numbers: str = "") -> Locus:
    """The place that the words of a note name; `own_numbers` are those of the source itself, which name no place."""
    named = list(_places(words))
    if named:
        best = max(named, key=lambda each: (-each.rank, each.start))
        before = _BEFORE.search(words[: best.start])
        if before and fold(before[1]) not in fold(own_numbers).split():
            return read_locus(f"{before.group()}{words[best.start :][: len(best.words)]}")
        if best.label not in ("volume", "note") or fold(best.words.split()[-1]) not in fold(own_numbers).split():
            return read_locus(best.words)
    last = _LAST_NUMBER.search(words)
    return Locus("page", re.sub(r"\s*[-–]\s*", "-", last[1])) if last else NOWHERE


def _places(words: str) -> list[_Named]:
    found = []
    for start in (each.start() for each in _WORD.finditer(words)):
        label, end = label_at(words, start, len(words))
        place = _PLACE.match(words, end) if label else None
        if not place:
            continue
        tail = _TAIL.match(words, place.end()) if label in ("page", "folio") else None
        whole = words[start : tail.end() if tail else place.end()].replace("–", "-").replace("—", "-")
        if label in _RANK:
            found.append(_Named(_RANK.index(label), start, label, whole))
    return found
