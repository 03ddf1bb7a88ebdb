"""Single dates said in words, and the two halves of a phrase such as "entre el 8 y el 12 de mayo de 1921"."""

from __future__ import annotations

from catalogue.dates.calendar import month_length
from catalogue.dates.language import ROMAN, Phrases
from catalogue.dates.nodes import Atom, Interval, Kind
from catalogue.dates.parts import MONTH_THIRDS, YEAR_THIRDS


def year_words(year: int, phrases: Phrases) -> str:
    """The year, with its era where four digits alone would not be read as a year of ours."""
    if year < 1:
        return phrases.before_christ.format(1 - year)
    if year < 1000:
        return phrases.after_christ.format(year)
    return str(year) if year <= 9999 else phrases.long_year.format(year)


def bare_words(atom: Atom, phrases: Phrases) -> str | None:
    """The date without its doubt, as it stands inside a phrase; None where the language has no words for it."""
    if atom.kind in (Kind.DAY, Kind.MONTH):
        month = phrases.month_year.format(phrases.months[atom.month - 1], year_words(atom.year, phrases))
        return month if atom.kind is Kind.MONTH else phrases.day_month.format(atom.day, month)
    if atom.kind is Kind.YEAR:
        return year_words(atom.year, phrases)
    if atom.kind is Kind.GROUPING:
        name = phrases.groupings.get(atom.month)
        return phrases.grouping_year.format(name, year_words(atom.year, phrases)) if name else None
    if atom.kind is Kind.DECADE:
        return phrases.decade.format(atom.year) if atom.year >= 1000 else None
    if atom.kind is Kind.CENTURY:
        return _century(atom.year // 100 + 1, phrases)
    return _unspecified(atom, phrases)


def _century(number: int, phrases: Phrases) -> str | None:
    if not 1 <= number <= 21:
        return None
    if phrases.ordinals:
        ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
        return phrases.century.format(f"{number}{ending}")
    return phrases.century.format(ROMAN[number].upper())


def _unspecified(atom: Atom, phrases: Phrases) -> str | None:
    year, month, day = atom.masks
    if year == "XXXX" and month in ("", "XX") and day in ("", "XX"):
        return phrases.unknown_year
    if not year.isdigit():
        return None
    said = year_words(int(year), phrases)
    if month == "XX" and day in ("", "XX"):
        return (phrases.some_day if day else phrases.some_month).format(said)
    if month.isdigit() and day == "XX":
        return phrases.some_day.format(phrases.month_year.format(phrases.months[int(month) - 1], said))
    return None


def with_doubt(words: str, atom: Atom, phrases: Phrases) -> str:
    """The words of the date with "about" before and the question mark after."""
    said = phrases.about.format(words) if atom.approximate else words
    return phrases.perhaps.format(said) if atom.uncertain else said


def pair_words(first: Atom, last: Atom, phrases: Phrases) -> tuple[str, str] | None:
    """Two dates of one phrase; the first leaves out the month and year that the second repeats. Without doubt."""
    later, earlier = bare_words(last, phrases), bare_words(first, phrases)
    if later is None or earlier is None:
        return None
    if not first.qualified and not last.qualified and first.year == last.year and last.month <= 12:
        earlier = _shared(first, last, phrases) or earlier
    return phrases.articles.get(first.kind, "") + earlier, phrases.articles.get(last.kind, "") + later


def _shared(first: Atom, last: Atom, phrases: Phrases) -> str | None:
    if first.kind is not last.kind or first.kind not in (Kind.DAY, Kind.MONTH):
        return None
    month = phrases.months[first.month - 1]
    if first.kind is Kind.MONTH:
        return month
    return str(first.day) if first.month == last.month else phrases.day_month.format(first.day, month)


def third_words(interval: Interval, phrases: Phrases) -> str | None:
    """The words "a finales de 1946" for the interval that they are read as."""
    first, last = interval.start, interval.end
    if not isinstance(first, Atom) or not isinstance(last, Atom) or first.kind is not last.kind:
        return None
    if any(atom.uncertain or not atom.approximate or atom.level != 1 or atom.year < 1000 for atom in (first, last)):
        return None
    for n in range(3):
        if words := _year_third(first, last, n, phrases) or _month_third(first, last, n, phrases):
            return phrases.thirds[n].format(words)
    return None


def _year_third(first: Atom, last: Atom, n: int, phrases: Phrases) -> str | None:
    if first.kind is not Kind.MONTH or first.year != last.year:
        return None
    if (first.month, last.month) != tuple(int(month) for month in YEAR_THIRDS[n]):
        return None
    return phrases.genitives.get("year", "{}").format(first.year)


def _month_third(first: Atom, last: Atom, n: int, phrases: Phrases) -> str | None:
    if first.kind is not Kind.DAY or (first.year, first.month) != (last.year, last.month):
        return None
    start, end = MONTH_THIRDS[n]
    if (first.day, last.day) != (start, min(end, month_length(first.year, first.month))):
        return None
    month = phrases.month_year.format(phrases.months[first.month - 1], first.year)
    return phrases.genitives.get("month", "{}").format(month)
