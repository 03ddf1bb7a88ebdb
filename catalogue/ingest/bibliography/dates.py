"""Dates of a bibliography: CSL date parts, biblatex EDTF, years and words, to EDTF."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from typing import Any

from catalogue.dates import DateError, parse_edtf, read_date

_SEASONS = {
    "1": "21",
    "2": "22",
    "3": "23",
    "4": "24",
    "spring": "21",
    "summer": "22",
    "autumn": "23",
    "fall": "23",
    "winter": "24",
}
_ABOUT = ("c", "ca", "circa")
_SLASHED = re.compile(r"(-?\d{4})/(\d{1,2})?/?(\d{1,2})?/?(.*)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTHS = {name: str(number) for number, name in enumerate(_MONTHS, start=1)}


def read_issued(value: Any) -> str:
    """The EDTF of a date however it is written; empty when it cannot be read."""
    if isinstance(value, Mapping):
        return _from_csl(value)
    # A year that the cataloguer of the file supplied stands in brackets; EDTF would read a set of one.
    words = re.sub(r"^\[([^,.\]]+)\]$", r"\1", str(value).strip())
    return _known(words) or _from_words(words.strip("[] "))


def read_day(value: Any) -> str:
    """A whole day, `2026-11-22`; empty when the date is no single day."""
    found = read_issued(value)
    try:
        return datetime.date.fromisoformat(found).isoformat() if len(found) == 10 else ""
    except ValueError:
        return ""


def from_parts(parts: Sequence[Any]) -> str:
    """The EDTF of a year, a month and a day, as far as they are given."""
    numbers = [str(part).strip() for part in parts if str(part).strip() not in ("", "0", "None")]
    if not numbers or not all(re.fullmatch(r"-?\d+", number) for number in numbers):
        return ""
    year = int(numbers[0])
    shown = f"-{-year:04d}" if year < 0 else f"{year:04d}"
    return _known("-".join([shown, *(f"{int(number):02d}" for number in numbers[1:3])]))


def from_ris(value: str) -> str:
    """The EDTF of a RIS date, `1998/03/12/other words`."""
    found = _SLASHED.fullmatch(value.strip())
    if not found:
        return read_issued(value)
    edtf = from_parts([found[1], found[2] or "", found[3] or ""])
    words = found[4].strip()
    if words.rstrip(".").lower() in _ABOUT:
        return _known(f"{edtf}~")
    return _from_words(f"{words} {found[1]}") or edtf if words and not found[2] else edtf


def _from_csl(value: Mapping[str, Any]) -> str:
    lists = value.get("date-parts")
    parts = [part for part in lists if isinstance(part, list)] if isinstance(lists, list) else []
    ends = [edtf for part in parts[:2] if (edtf := from_parts(part))]
    if not ends or len(ends) != len(parts[:2]):
        words = str(value.get("literal") or value.get("raw") or value.get("edtf") or "")
        return read_issued(words) if words else ""
    season = _SEASONS.get(str(value.get("season") or "").lower())
    if season and len(ends) == 1 and len(ends[0]) == 4:
        ends = [f"{ends[0]}-{season}"]
    about = "~" if value.get("circa") and str(value["circa"]).lower() != "false" else ""
    return _known("/".join(f"{end}{about}" for end in ends))


def _known(edtf: str) -> str:
    try:
        return parse_edtf(edtf).text
    except DateError:
        return ""


def _from_words(words: str) -> str:
    if not re.search(r"\d{3}", words):
        return ""
    try:
        return read_date(words).text
    except DateError:
        return ""
