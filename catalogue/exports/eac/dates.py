"""Dates: EDTF in `standardDate`, with the first and the last day where these are not what is written."""

from __future__ import annotations

from catalogue.dates import DateError, parse_edtf
from catalogue.documents import Document
from catalogue.exports.eac.elements import Element, add

_NEVER = {"": "unknown", "..": "ongoing"}


def put_date(parent: Element, claim: Document) -> None:
    """The date of a claim, if it has one: an interval as a range."""
    edtf, words = claim["date"], claim["date_wording"]
    if is_range(edtf):
        begin, _stroke, end = edtf.partition("/")
        put_range(parent, claim, begin, end)
    elif edtf or words:
        _put(parent, "date", edtf, words, claim)


def put_range(parent: Element, claim: Document, begin: str, end: str) -> Element:
    """A range of two dates; an end that is open or not known is said to be so."""
    made = add(parent, "dateRange")
    if begin.strip("."):
        _put(made, "fromDate", begin, "", claim)
    if end.strip("."):
        _put(made, "toDate", end, "", claim)
    elif begin.strip("."):
        add(made, "toDate", status=_NEVER[end])
    return made


def put_end(parent: Element, name: str, claim: Document) -> Element:
    """The date of a claim as one end of a range."""
    return _put(parent, name, claim["date"], claim["date_wording"], claim)


def is_range(edtf: str) -> bool:
    """Whether a date has a beginning and an end, of which one is known."""
    return "/" in edtf and bool(edtf.strip("./"))


def _put(parent: Element, name: str, edtf: str, words: str, claim: Document) -> Element:
    calendar = claim["date_calendar"] if claim["date_calendar"] != "gregorian" else ""
    said = {"standardDate": edtf, "calendar": calendar, **_bounds(edtf, bool(calendar))} if edtf else {}
    return add(parent, name, words or edtf, **said)


def _bounds(edtf: str, julian: bool) -> dict[str, str]:
    """First and last day of a date that is more than a day, a month or a year; and what is not sure about it."""
    try:
        date = parse_edtf(edtf, julian=julian)
    except DateError:
        return {}
    sure = {"certainty": "uncertain" if date.uncertain else "approximate" if date.approximate else ""}
    if date.level == 0 and "/" not in edtf:
        return sure
    return {**sure, "notBefore": _day(date.earliest), "notAfter": _day(date.latest)}


def _day(number: int | None) -> str:
    """A day as ISO 8601 has it; none for years that need a sign."""
    if number is None or number < 0:
        return ""
    return f"{number // 10_000:04}-{number // 100 % 100:02}-{number % 100:02}"
