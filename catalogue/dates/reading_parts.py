"""Single dates in words: "septiembre de 1944", "a finales de 1946", "12.IX.1944", "the 19th century"."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from catalogue.dates.errors import DateError, gettext_noop, quoted
from catalogue.dates.language import ROMAN, Language, Lexicon
from catalogue.dates.parts import Part, third, year_text

Piece = tuple[Part, Part]

ABOUT = "circa|cca\\.?|ca\\.|c\\.|ca?(?= ?[0-9])|~"
PERHAPS_AFTER = re.compile(
    " ?(?:\\(\\?\\)|\\?|\\((?:incierto|incierta|dudoso|uncertain|maybe|incert)\\)|,? (?:uncertain|maybe))"
)
ABOUT_AFTER = re.compile(" ?(?:\\(?(?:aprox\\.?|approx\\.?|aproximadamente|approximately|aproximativ|circa)\\)?|~)")
LITERAL = re.compile("(-?[0-9]{3}[0-9x]|y-?[0-9]{5,})(?:-([0-9x]{2})(?:-([0-9x]{2}))?)?([?~%]?)")
NUMERIC = re.compile("([0-9]{1,2})(?: ?([./-]) ?)([0-9]{1,2}|[ivx]{1,4})(?: ?\\2 ?| )([0-9]{1,4})")
NUMERIC_MONTH = re.compile("([0-9]{1,2}|[ivx]{1,4}) ?[./-] ?([0-9]{4})")
DAY = re.compile("([0-9]{1,2})(?:\\.?o|\\.?a|st|nd|rd|th|\\.|-a)?")


class Reader:
    """Reads dates in one language; ``typed`` is what the curator wrote, for messages."""

    def __init__(self, language: Language, typed: str, *, julian: bool) -> None:
        self.lexicon: Lexicon = language.lexicon
        self.typed = typed
        self.julian = julian

    def piece(self, words: str) -> Piece | None:
        """First and last part of what the words name; both are the same for a plain date."""
        words, approximate, uncertain = self.without_marks(words)
        found = self._stretch(words) or self._single(words)
        if found is None:
            return None
        first, last = (part.marked(uncertain=uncertain, approximate=approximate) for part in found)
        return first, last

    def without_marks(self, words: str) -> tuple[str, bool, bool]:
        """The words without "about" and "perhaps", and whether each stood there."""
        words, approximate, uncertain = self.without_leading_marks(words)
        while True:
            if found := _suffix(PERHAPS_AFTER, words):
                words, uncertain = found, True
            elif found := _suffix(ABOUT_AFTER, words):
                words, approximate = found, True
            else:
                return words, approximate, uncertain

    def without_leading_marks(self, words: str) -> tuple[str, bool, bool]:
        """The same for the marks before the date, which hold for the whole of "hacia 1944-1946"."""
        approximate = uncertain = False
        while True:
            if found := _prefix(f"(?:{self.lexicon.about}|{ABOUT})(?![a-z])", words):
                words, approximate = found, True
            elif found := _prefix(f"(?:¿|(?:{self.lexicon.perhaps})(?![a-z]))", words):
                words, uncertain = found, True
            else:
                return words, approximate, uncertain

    def _stretch(self, words: str) -> Piece | None:
        for n, prefix in enumerate(self.lexicon.thirds):
            found = compiled(prefix).match(words)
            inner = self._single(words[found.end() :]) if found else None
            if inner and inner[0] == inner[1]:
                return third(inner[0], n, julian=self.julian)
        return None

    def _single(self, words: str) -> Piece | None:
        part = self._numeric(words) or _literal(words) or self._some_day(words) or self._decade(words)
        if part is None and (century := self._century(words)):
            return century
        part = part or self._words(words)
        return (part, part) if part else None

    def _numeric(self, words: str) -> Part | None:
        if found := NUMERIC.fullmatch(words):
            day, month = self._day_and_month(found[1], found[3])
            if len(found[4]) < 4:
                raise self._short_year()
            return Part(found[4], f"{month:02}", f"{day:02}")
        if found := NUMERIC_MONTH.fullmatch(words):
            month = _number(found[1])
            return Part(found[2], f"{month:02}") if month and month <= 12 else None
        return None

    def _day_and_month(self, first: str, second: str) -> tuple[int, int]:
        one, two = _number(first), _number(second)
        day_first = not second.isdigit() or one > 12 or one == two or not self.lexicon.month_first
        if not day_first and two <= 12:
            raise DateError(
                gettext_noop(
                    "%(date)s can be read day first or month first; write the month as a word,"
                    " or the date as 1944-09-12."
                ),
                date=quoted(self.typed),
            )
        day, month = (one, two) if day_first else (two, one)
        if not 1 <= month <= 12:
            raise DateError(
                gettext_noop("%(date)s has no month from 1 to 12 after its day; write it as 1944-09-12."),
                date=quoted(self.typed),
            )
        return day, month

    def _short_year(self) -> DateError:
        return DateError(
            gettext_noop("%(date)s has a short year; write all four digits, as in 1944."), date=quoted(self.typed)
        )

    def _some_day(self, words: str) -> Part | None:
        if found := compiled(self.lexicon.some_month).fullmatch(words):
            part = self._words(found["of"])
            return replace(part, month="XX") if part and not part.month and not part.day else None
        if found := compiled(self.lexicon.some_day).fullmatch(words):
            part = self._words(found["of"])
            return replace(part, month=part.month or "XX", day="XX") if part and not part.day else None
        return None

    def _decade(self, words: str) -> Part | None:
        found = compiled(self.lexicon.decade).fullmatch(words)
        if found is None:
            return None
        digits = found["n"]
        if digits in self.lexicon.decades:
            digits = f"{self.lexicon.decades[digits]}0"
        if not digits.isdigit() or len(digits) not in (2, 4) or not digits.endswith("0"):
            return None
        if self.lexicon.month_first and digits.endswith("00"):
            raise DateError(
                gettext_noop(
                    "%(date)s can be a decade or a century; write %(decade)sX for the decade,"
                    " %(century)sXX for the century."
                ),
                date=quoted(self.typed),
                decade=digits[:-1],
                century=digits[:-2],
            )
        # Decades of two digits are those of the twentieth century, the one this catalogue is about.
        return Part(f"{digits[:-1]}X" if len(digits) == 4 else f"19{digits[0]}X")

    def _century(self, words: str) -> Piece | None:
        found = compiled(self.lexicon.century).fullmatch(words)
        if found is None:
            return None
        number = self.lexicon.numerals.get(found["n"]) or _number(found["n"])
        if not 1 <= number <= 21:
            return None
        if found["bc"]:
            return Part(year_text(1 - number * 100)), Part(year_text(100 - number * 100))
        part = Part(f"{number - 1:02}XX")
        return part, part

    def _words(self, words: str) -> Part | None:
        for phrase, code in sorted(self.lexicon.groupings.items(), key=lambda item: -len(item[0])):
            words = re.sub(rf"(?<![a-z]){phrase}(?![a-z])", f"g{code}", words)
        tokens = [token for token in re.split("[ ,]+", words) if token and token not in self.lexicon.fillers]
        fields: dict[str, str] = {}
        for token, after in zip(tokens, [*tokens, ""][1:], strict=True):
            if token in ("bc", "ad"):
                continue
            field = self._field(token, after)
            if field is None:
                return None
            if field[0] in fields:
                if field[0] == "day" and set(fields) == {"day", "month"} and not after and "," not in words:
                    raise self._short_year()
                return None
            fields[field[0]] = field[1]
        if not fields or ("day" in fields and int(fields.get("month", "0")) > 12):
            return None
        return Part(fields.get("year", ""), fields.get("month", ""), fields.get("day", ""))

    def _field(self, token: str, after: str) -> tuple[str, str] | None:
        if token.isdigit() and after in ("bc", "ad") and int(token) > 0:
            return "year", year_text(1 - int(token) if after == "bc" else int(token))
        if re.fullmatch("[0-9]{4,}", token):
            return "year", token if len(token) == 4 else year_text(int(token))
        if re.fullmatch("g[0-9]{2}", token):
            return "month", token[1:]
        if month := self.lexicon.months.get(token.rstrip(".")):
            return "month", f"{month:02}"
        if found := DAY.fullmatch(token):
            return "day", f"{int(found[1]):02}"
        return None


def _literal(words: str) -> Part | None:
    found = LITERAL.fullmatch(words)
    if found is None:
        return None
    year, month, day, mark = (group.upper() for group in found.groups(default=""))
    return Part(year, month, day, mark in ("?", "%"), mark in ("~", "%"))


def _number(text: str) -> int:
    """A number in digits or in Roman numerals; 0 when it is neither."""
    if text.isdigit():
        return int(text)
    return ROMAN.index(text) if text in ROMAN else 0


def _prefix(pattern: str, words: str) -> str:
    found = compiled(f"{pattern} ?").match(words)
    return words[found.end() :] if found else ""


def _suffix(pattern: re.Pattern[str], words: str) -> str:
    for found in pattern.finditer(words):
        if found.end() == len(words):
            return words[: found.start()]
    return ""


@lru_cache(maxsize=256)
def compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
