"""Days as integers, and the two calendars in which the sources count them.

A day is ``year*10000 + month*100 + day`` with a signed astronomical year (0 is 1 BC), so that integers order as
days do. Decode with floor division: ``year, rest = divmod(value, 10000)``; ``month, day = divmod(rest, 100)``
(-439685 is the 15th of March of the year -44).
"""

from __future__ import annotations

from catalogue.dates.errors import DateError, gettext_noop

LARGEST_YEAR = 922_337_203_685_476
LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
# Days from a Julian to a Gregorian count from 1 March of the year 0: the calendars agree in the third century.
JULIAN_SHIFT = 2


def encode(year: int, month: int, day: int) -> int:
    """The day as one integer that fits a signed 64-bit column."""
    if not -LARGEST_YEAR <= year <= LARGEST_YEAR:
        raise DateError(
            gettext_noop("The year %(year)s is out of range; write a year of at most 14 digits."), year=str(year)[:30]
        )
    return year * 10000 + month * 100 + day


def decode(value: int) -> tuple[int, int, int]:
    """Year, month and day of an encoded day."""
    year, rest = divmod(value, 10000)
    month, day = divmod(rest, 100)
    return year, month, day


def month_length(year: int, month: int, *, julian: bool = False) -> int:
    """How many days the month has in that year of that calendar."""
    if month != 2:
        return LENGTHS[month - 1]
    return 29 if year % 4 == 0 and (julian or year % 100 != 0 or year % 400 == 0) else 28


def next_day(year: int, month: int, day: int, *, julian: bool = False) -> tuple[int, int, int]:
    """The day after."""
    if day < month_length(year, month, julian=julian):
        return year, month, day + 1
    return (year, month + 1, 1) if month < 12 else (year + 1, 1, 1)


def previous_day(year: int, month: int, day: int, *, julian: bool = False) -> tuple[int, int, int]:
    """The day before."""
    if day > 1:
        return year, month, day - 1
    if month == 1:
        return year - 1, 12, 31
    return year, month - 1, month_length(year, month - 1, julian=julian)


def julian_to_gregorian(year: int, month: int, day: int) -> tuple[int, int, int]:
    """The Gregorian name of a day of the Julian calendar (Old Style): 1917-10-25 is 1917-11-07."""
    if not 1 <= month <= 12 or not 1 <= day <= month_length(year, month, julian=True):
        raise DateError(
            gettext_noop("The Julian calendar has no day %(year)s-%(month)s-%(day)s; correct the month or the day."),
            year=year,
            month=month,
            day=day,
        )
    # The year is counted from March, so that the leap day is its last.
    march_year, march_month = (year, month - 3) if month > 2 else (year - 1, month + 9)
    days = 365 * march_year + march_year // 4 + (153 * march_month + 2) // 5 + day - 1 - JULIAN_SHIFT
    return _gregorian_day(days)


def _gregorian_day(days: int) -> tuple[int, int, int]:
    """The Gregorian day that many days after 1 March of the year 0."""
    cycle, rest = divmod(days, 146_097)
    year = (rest - rest // 1_460 + rest // 36_524 - rest // 146_096) // 365
    rest -= 365 * year + year // 4 - year // 100
    march_month = (5 * rest + 2) // 153
    day = rest - (153 * march_month + 2) // 5 + 1
    month = march_month + 3 if march_month < 10 else march_month - 9
    return 400 * cycle + year + (1 if month <= 2 else 0), month, day
