"""Single EDTF expressions: a day, a month, a season, a year, a decade, a century."""

from __future__ import annotations

import re

from catalogue.dates import groupings, masks
from catalogue.dates.calendar import encode, month_length, next_day
from catalogue.dates.errors import DateError, gettext_noop, quoted
from catalogue.dates.nodes import Atom, Kind

PLAIN = re.compile(r"(-?[0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
PARTS = re.compile(
    r"(?P<q1>[?~%]?)(?P<year>-?[0-9X]{4})(?P<q2>[?~%]?)"
    r"(?:-(?P<q3>[?~%]?)(?P<month>[0-9X]{2})(?P<q4>[?~%]?)"
    r"(?:-(?P<q5>[?~%]?)(?P<day>[0-9X]{2})(?P<q6>[?~%]?))?)?"
)
LONG_YEAR = re.compile(
    r"(?P<before>[?~%]?)(?:Y(?P<long>-?[0-9]+)(?:E(?P<power>[0-9]+))?|(?P<short>-?[0-9]{4})(?=S))"
    r"(?:S(?P<significant>[0-9]+))?(?P<after>[?~%]?)"
)
SHORT = re.compile(r"(?P<number>-?[0-9]{2,3})(?P<mark>[?~%]?)")
TIMED = re.compile(
    r"(-?[0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]+)?)?"
    r"(?:Z|([+\-\u2212])([0-9]{2})(?::?([0-9]{2}))?)?"
)
LARGEST_POWER = 15
EASTMOST, WESTMOST = 14 * 60, 12 * 60


def parse_atom(text: str, *, julian: bool = False) -> Atom:
    """Read one expression; an impossible day is refused, in the calendar in which it is counted."""
    if found := PLAIN.fullmatch(text):
        return _plain(text, *found.groups(default=""), julian=julian)
    if found := PARTS.fullmatch(text):
        return _parts(text, found, julian=julian)
    if found := LONG_YEAR.fullmatch(text):
        return _long_year(text, found)
    if found := SHORT.fullmatch(text):
        return _short(text, found["number"], found["mark"])
    if found := TIMED.fullmatch(text):
        return _timed(text, found, julian=julian)
    raise DateError(_why_not(text), date=quoted(text))


def _plain(text: str, year: str, month: str, day: str, *, julian: bool) -> Atom:
    if year == "-0000":
        raise DateError(
            gettext_noop("%(date)s has a year -0000, which does not exist; write 0000 for 1 BC."), date=quoted(text)
        )
    y = int(year)
    if not month:
        return Atom(text, Kind.YEAR, 0, encode(y, 1, 1), encode(y, 12, 31), y)
    m = int(month)
    if not 1 <= m <= 12:
        return _grouping(text, y, m, day)
    length = month_length(y, m, julian=julian)
    if not day:
        return Atom(text, Kind.MONTH, 0, encode(y, m, 1), encode(y, m, length), y, m)
    d = int(day)
    if not 1 <= d <= length:
        raise _no_such_day(
            text,
            DateError(
                gettext_noop("month %(month)s of %(year)s has %(days)d days"), month=month, year=year, days=length
            ),
        )
    value = encode(y, m, d)
    return Atom(text, Kind.DAY, 0, value, value, y, m, d)


def _grouping(text: str, year: int, code: int, day: str, last_year: int | None = None) -> Atom:
    if code not in groupings.MONTHS:
        raise DateError(
            gettext_noop(
                "%(date)s has no month %(code)s; write a month from 01 to 12, a season from 21 to 24,"
                " or two years as in %(year)s/%(next)s."
            ),
            date=quoted(text),
            code=f"{code:02}",
            year=f"{year:04}",
            next=f"{year + 1:04}",
        )
    if day:
        raise DateError(
            gettext_noop("%(date)s gives a day to a season; leave the day out, or write a month from 01 to 12."),
            date=quoted(text),
        )
    first, last = groupings.MONTHS[code]
    end = year if last_year is None else last_year
    latest = encode(end, last, month_length(end, last))
    return Atom(text, Kind.GROUPING, groupings.level(code), encode(year, first, 1), latest, year, code)


def _parts(text: str, found: re.Match[str], *, julian: bool) -> Atom:
    marks = [found[f"q{n}"] or "" for n in range(1, 7)]
    if any(left and right for left, right in zip(marks[::2], marks[1::2], strict=True)):
        raise DateError(
            gettext_noop("%(date)s marks one part twice; write one of ? ~ %% beside it (%% is both)."),
            date=quoted(text),
        )
    year, month, day = found["year"], found["month"] or "", found["day"] or ""
    if "X" in year + month + day:
        atom = _masked(text, year, month, day, julian=julian)
    else:
        atom = _plain(text, year, month, day, julian=julian)
    marked = [mark for mark in marks if mark]
    if not marked:
        return atom
    whole = len(marked) == 1 and text.endswith(marked[0])
    return _marked(atom, text, "".join(marked), max(atom.level, 1 if whole else 2))


def _marked(atom: Atom, text: str, marks: str, level: int) -> Atom:
    uncertain, approximate = "?" in marks or "%" in marks, "~" in marks or "%" in marks
    return Atom(
        text, atom.kind, level, atom.earliest, atom.latest, atom.year, atom.month, atom.day, uncertain, approximate,
        atom.masks,
    )  # fmt: skip


def _masked(text: str, year: str, month: str, day: str, *, julian: bool) -> Atom:
    if month.isdigit() and int(month) in groupings.MONTHS:
        years = list(masks.numbers(year))
        whole = _grouping(text, years[0], int(month), day, years[-1])
        return Atom(text, Kind.UNSPECIFIED, 2, whole.earliest, whole.latest, masks=(year, month, day))
    earliest = masks.edge(year, month, day, last=False, julian=julian)
    latest = masks.edge(year, month, day, last=True, julian=julian)
    if earliest is None or latest is None:
        raise _no_such_day(text, DateError(gettext_noop("no year, month and day of that pattern exist")))
    kind, base = Kind.UNSPECIFIED, 0
    if not month and (found := re.fullmatch("([0-9]{2})(?:XX|([0-9])X)", year)):
        kind = Kind.DECADE if found[2] else Kind.CENTURY
        base = int(year.replace("X", "0"))
    level = masks.level(year, month, day)
    return Atom(text, kind, level, earliest, latest, base, masks=(year, month, day))


def _long_year(text: str, found: re.Match[str]) -> Atom:
    digits, power = found["long"] or found["short"], found["power"]
    if found["long"] and digits.lstrip("-").startswith("0"):
        raise DateError(
            gettext_noop("%(date)s has a year that begins with 0; write the year without the zeros."), date=quoted(text)
        )
    if found["long"] and not power and len(digits.lstrip("-")) < 5:
        raise DateError(
            gettext_noop("%(date)s has a Y before a short year; Y needs five digits or more, so leave it out."),
            date=quoted(text),
        )
    if found["short"] == "-0000":
        raise DateError(
            gettext_noop("%(date)s has a year -0000, which does not exist; write 0000 for 1 BC."), date=quoted(text)
        )
    if power and (len(power) > 3 or int(power) > LARGEST_POWER):
        raise DateError(
            gettext_noop("%(date)s names a year that is out of range; write a smaller exponent."), date=quoted(text)
        )
    if found["significant"] is not None and not found["significant"].strip("0"):
        raise DateError(
            gettext_noop("%(date)s has no significant digit; write S1 or more, or leave S out."), date=quoted(text)
        )
    year = int(digits) * 10 ** int(power or 0)
    level = 2 if power or found["significant"] or found["before"] else 1
    marks = found["before"] + found["after"] + ("~" if found["significant"] else "")
    atom = Atom(text, Kind.YEAR, level, encode(year, 1, 1), encode(year, 12, 31), year)
    return _marked(atom, text, marks, level) if marks else atom


def _short(text: str, number: str, mark: str) -> Atom:
    century = len(number.lstrip("-")) == 2
    if number.startswith("-") and int(number) == 0:
        raise DateError(
            gettext_noop("%(date)s is a negative zero, which does not exist; leave the minus out."), date=quoted(text)
        )
    length = 100 if century else 10
    first = int(number) * length
    earliest, latest = encode(first, 1, 1), encode(first + length - 1, 12, 31)
    kind, level = (Kind.CENTURY, 0) if century else (Kind.DECADE, 2)
    atom = Atom(text, kind, level, earliest, latest, first)
    return _marked(atom, text, mark, max(level, 1)) if mark else atom


def _timed(text: str, found: re.Match[str], *, julian: bool) -> Atom:
    year, month, day, hour, minute, second, sign, east_hours, east_minutes = found.groups(default="")
    atom = _plain(text, year, month, day, julian=julian)
    if atom.kind is not Kind.DAY:
        raise DateError(
            gettext_noop("%(date)s gives a time to a season; write a month from 01 to 12."), date=quoted(text)
        )
    midnight = hour == "24" and not (minute + second).strip("0")
    if not midnight and (int(hour) > 23 or int(minute) > 59 or int(second or 0) > 59):
        raise DateError(
            gettext_noop("%(date)s has a time that no clock shows; write 00:00:00 to 24:00:00."), date=quoted(text)
        )
    offset = int(east_hours or 0) * 60 + int(east_minutes or 0)
    if int(east_minutes or 0) > 59 or offset > (EASTMOST if sign == "+" else WESTMOST):
        raise DateError(
            gettext_noop("%(date)s has an impossible time zone; write an offset from -12:00 to +14:00."),
            date=quoted(text),
        )
    if not midnight:
        return atom
    after = next_day(atom.year, atom.month, atom.day, julian=julian)
    value = encode(*after)
    return Atom(text, Kind.DAY, 0, value, value, *after)


def _no_such_day(text: str, why: DateError) -> DateError:
    return DateError(
        gettext_noop("%(date)s is not a day of the calendar, because %(why)s; correct the day or leave it out."),
        date=quoted(text),
        why=why,
    )


def _why_not(text: str) -> str:
    if "(" in text or ")" in text:
        return gettext_noop("%(date)s has parentheses; put ? ~ %% beside the part that they qualify, as in 2004-?06.")
    if re.fullmatch("[0-9ux?~%-]*", text) and re.search("[ux]", text):
        return gettext_noop("%(date)s has a small letter for an unspecified digit; write a capital X, as in 194X.")
    if re.fullmatch("[0-9]", text):
        return gettext_noop("%(date)s is too short for a date; write a year with four digits, as in 1944.")
    return gettext_noop("%(date)s is not an EDTF date; write a date such as 1944-09-12, 1944-09, 1944~ or 1944/1946.")
