"""What a language brings to reading and saying dates; words_es, words_en and words_ro are the three we have."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from catalogue.dates.nodes import Kind

APOSTROPHES = re.compile("[\u2018\u2019\u02bc\u00b4`]")
DASHES = re.compile("[\u2010-\u2015\u2212]")


def fold(text: str) -> str:
    """Small letters without accents, plain dashes and apostrophes, single spaces: what the words are matched with."""
    plain = DASHES.sub("-", APOSTROPHES.sub("'", text))
    letters = unicodedata.normalize("NFKD", plain).casefold()
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).split())


@dataclass(frozen=True, slots=True)
class Lexicon:
    """How a language's dates are read: regular expressions over folded text."""

    months: dict[str, int]
    groupings: dict[str, int]
    decades: dict[str, int]
    numerals: dict[str, int]
    fillers: frozenset[str]
    about: str
    perhaps: str
    before_christ: str
    after_christ: str
    ranges: tuple[tuple[str, str], ...]
    since: str
    until: str
    before: str
    after: str
    or_earlier: str
    or_later: str
    either: str
    both: str
    thirds: tuple[str, str, str]
    decade: str
    century: str
    some_month: str
    some_day: str
    unknown_year: str
    unknown_start: str
    unknown_end: str
    any_time: str
    month_first: bool = False


@dataclass(frozen=True, slots=True)
class Phrases:
    """How a language's dates are said; ``{}`` is the date, ``{0}`` and ``{1}`` two of them, ``{y}`` a year."""

    months: tuple[str, ...]
    groupings: dict[int, str]
    day_month: str
    month_year: str
    grouping_year: str
    before_christ: str
    after_christ: str
    long_year: str
    about: str
    about_between: str
    perhaps: str
    between: str
    since: str
    until: str
    until_day: str
    before: str
    after: str
    or_earlier: str
    or_later: str
    either: str
    both: str
    thirds: tuple[str, str, str]
    decade: str
    century: str
    some_month: str
    some_day: str
    unknown_year: str
    unknown_start: str
    unknown_end: str
    any_time: str
    articles: dict[Kind, str]
    genitives: dict[str, str]
    mending: tuple[tuple[str, str], ...] = ()
    ordinals: bool = False


@dataclass(frozen=True, slots=True)
class Language:
    """One language: its code, how its dates are read, how they are said, and an example for messages."""

    code: str
    lexicon: Lexicon
    phrases: Phrases
    example: str


ROMAN = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi",
         "xvii", "xviii", "xix", "xx", "xxi")  # fmt: skip
