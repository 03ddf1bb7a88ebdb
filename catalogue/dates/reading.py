"""Dates as curators type them: EDTF, or words in Spanish, English or Romanian.

Conventions: "a finales de 1946" is September to December, each end approximate (early, mid, late are thirds of four
months; of a month ten days; of a decade 0-3, 4-6, 7-9; of a century 0-32, 33-66, 67-99). "Antes de 1946" is
``[..1945]``, "hasta 1946" is ``../1946``, "después de 1946" is ``[1947..]``, "desde 1946" is ``1946/..``. "Años
cuarenta" is ``194X``; "siglo XIX" is ``18XX``; 44 BC is the astronomical year -43. 12/9/1944 has the day first, but
is refused when the language is English; 12/1944 is a month and its year.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from catalogue.dates.edtf import LONGEST, Edtf, parse_edtf
from catalogue.dates.errors import DateError, gettext_noop, quoted
from catalogue.dates.language import Language, fold
from catalogue.dates.languages import LANGUAGES, language_of
from catalogue.dates.reading_parts import Piece, Reader, compiled

MONTH_AND_YEAR = re.compile("(?:0[1-9]|1[0-2])/[0-9]{4}")
SHORT_YEAR = re.compile("(?:[0-9]{4}/)?(2[1-9]|[3-9][0-9])")
ENGLISH_DAYS = re.compile("([a-z]+\\.?) ([0-9]{1,2})( ?- ?| to | and | or )([0-9]{1,2}),? ([0-9]{4})")
ONE_YEAR = re.compile("[0-9]{4}")
COMMAS_IN_A_DATE = 2
HYPHENATED = ("", " ?- ?")


def read_date(text: str, *, language: str = "es", julian: bool = False) -> Edtf:
    """The EDTF that the text is or means; words of the language are tried first, then those of the other two."""
    first = language_of(language)
    typed = text.strip()
    if len(typed) > LONGEST:
        raise DateError(
            gettext_noop("%(date)s is too long for a date; write at most %(longest)s characters."),
            date=quoted(typed),
            longest=LONGEST,
        )
    if not typed:
        raise DateError(gettext_noop('The date "" is empty; write one, such as 1944-09-12 or "hacia 1944".'))
    # The standard has centuries to come here (44 is 4400 to 4499): nobody who types them means them.
    if short := SHORT_YEAR.fullmatch(typed):
        raise DateError(
            gettext_noop("%(date)s has a short year; write all four digits, as in 19%(digits)s."),
            date=quoted(typed),
            digits=short[1],
        )
    refusal = None
    if not MONTH_AND_YEAR.fullmatch(typed):
        try:
            return parse_edtf(typed, julian=julian)
        except DateError as error:
            refusal = error
    for tongue in (first, *(other for other in LANGUAGES.values() if other is not first)):
        if (found := _Phrase(tongue, typed, julian=julian).read()) is not None:
            return _parsed(typed, found, julian=julian)
    if refusal is not None and not re.search("[a-z]{2}", fold(typed)):
        raise refusal
    raise _not_understood(typed, first)


def _parsed(typed: str, found: str, *, julian: bool) -> Edtf:
    try:
        return parse_edtf(found, julian=julian)
    except DateError as error:
        if found == typed:
            raise
        raise DateError(
            gettext_noop("%(date)s means %(found)s, but %(error)s"), date=quoted(typed), found=found, error=error
        ) from error


def _not_understood(typed: str, language: Language) -> DateError:
    patterns = " ".join(fold(repr(tongue.lexicon)) for tongue in LANGUAGES.values())
    known = set(re.findall("[a-z]+", patterns.replace("[ai]", "a") + patterns.replace("[ai]", "i")))
    strange = [word for word in re.findall(r"[^\W\d_]{2,}", fold(typed)) if word not in known]
    what = DateError(gettext_noop("its parts do not make a date with a year"))
    if strange:
        what = DateError(gettext_noop("the word %(word)s is not known"), word=quoted(strange[0]))
    return DateError(
        gettext_noop('%(date)s is not understood: %(what)s; write EDTF such as 1944-09-12, or "%(example)s".'),
        date=quoted(typed),
        what=what,
        example=language.example,
    )


class _Phrase(Reader):
    """A whole phrase: a single date, or dates tied by "between", "or", "since"."""

    def __init__(self, language: Language, typed: str, *, julian: bool) -> None:
        super().__init__(language, typed, julian=julian)
        words = re.sub(r"(?<=[0-9])\.$", "", fold(typed))
        for era, pattern in (("bc", self.lexicon.before_christ), ("ad", self.lexicon.after_christ)):
            words = re.sub(rf"(?<=[0-9ivxy]) ?(?<![a-z]{{2}})(?:{pattern})(?![a-z])(?! ?[0-9])", f" {era}", words)
        words = re.sub(r"^(?:ad|a\.d\.) ([0-9]+)$", r"\1 ad", words)
        if self.lexicon.month_first:
            words = ENGLISH_DAYS.sub(r"\2\3\4 \1 \5", words)
        self.words = words
        self.hopeless: set[str] = set()

    def read(self) -> str | None:
        """The EDTF that the phrase means; None when this language does not know it."""
        words = self.words
        for rule in (self._fixed, self._open, self._doubted, self._range, self._choice, self._plain, self._hyphenated):
            if (found := rule(words)) is not None:
                return found
        return None

    def _fixed(self, words: str) -> str | None:
        if compiled(self.lexicon.any_time).fullmatch(words):
            return "../.."
        return "XXXX" if compiled(self.lexicon.unknown_year).fullmatch(words) else None

    def _open(self, words: str) -> str | None:
        lexicon = self.lexicon
        if found := _after(lexicon.since, words):
            bare, unknown = _without(lexicon.unknown_end, found)
            if piece := self._dated(bare):
                return f"{piece[0].text}/{'' if unknown else '..'}"
        if found := _after(lexicon.until, words):
            bare, unknown = _without(lexicon.unknown_start, found)
            if piece := self._dated(bare):
                return f"{'' if unknown else '..'}/{piece[1].text}"
        if (found := _after(lexicon.before, words)) and (piece := self._dated(found)):
            return f"[..{piece[0].before(julian=self.julian).text}]"
        if (found := _after(lexicon.after, words)) and (piece := self._dated(found)):
            return f"[{piece[1].after(julian=self.julian).text}..]"
        return self._or_beyond(words)

    def _or_beyond(self, words: str) -> str | None:
        bare, earlier = _without(self.lexicon.or_earlier, words)
        if earlier and (piece := self._dated(bare)):
            return f"[..{piece[1].text}]"
        bare, later = _without(self.lexicon.or_later, words)
        if later and (piece := self._dated(bare)):
            return f"[{piece[0].text}..]"
        return None

    def _dated(self, words: str) -> Piece | None:
        piece = self.piece(words)
        return piece if piece and piece[0].year else None

    def _doubted(self, words: str) -> str | None:
        """A doubt before two dates holds for both: "hacia 1944-1946", "¿1944-1946?"."""
        if words.startswith("¿") and words.endswith("?"):
            words = words[:-1]
        bare, approximate, uncertain = self.without_leading_marks(words)
        if not (approximate or uncertain):
            return None
        found = self._dates(bare, (*self.lexicon.ranges, HYPHENATED))
        if found is None:
            return None
        first, last = (part.marked(uncertain=uncertain, approximate=approximate) for part in found)
        return f"{first.text}/{last.text}"

    def _range(self, words: str) -> str | None:
        found = self._dates(words, self.lexicon.ranges)
        return f"{found[0].text}/{found[1].text}" if found else None

    def _dates(self, words: str, ranges: Iterable[tuple[str, str]]) -> Piece | None:
        for prefix, separator in ranges:
            found = compiled(prefix).match(words)
            pair = self._pair(words[found.end() :], separator) if found else None
            if pair:
                return pair[0][0], pair[1][1]
        return None

    def _pair(self, words: str, separator: str) -> tuple[Piece, Piece] | None:
        for found in compiled(separator).finditer(words):
            later = self._dated(words[found.end() :])
            earlier = self.piece(words[: found.start()]) if later else None
            if earlier and later and (completed := _completed(earlier, later)):
                return completed, later
        return None

    def _choice(self, words: str) -> str | None:
        words = words.removeprefix("either ")
        for separator, brackets in ((self.lexicon.either, "[]"), (self.lexicon.both, "{}")):
            found = list(compiled(separator).finditer(words))
            if not found:
                continue
            last = self._dated(words[found[-1].end() :])
            pieces = self._list(words[: found[-1].start()], last) if last else None
            if last and pieces:
                return brackets[0] + ",".join(_span(piece) for piece in [*pieces, last]) + brackets[1]
        return None

    def _list(self, words: str, last: Piece) -> list[Piece] | None:
        """The dates before the last, parted by commas; English has commas inside its dates too."""
        if words in self.hopeless:
            return None
        if (piece := self.piece(words)) and (completed := _completed(piece, last)):
            return [completed]
        for found in islice(re.finditer(", ?", words), COMMAS_IN_A_DATE + 1):
            piece = self.piece(words[: found.start()])
            completed = _completed(piece, last) if piece else None
            rest = self._list(words[found.end() :], last) if completed else None
            if completed and rest:
                return [completed, *rest]
        self.hopeless.add(words)
        return None

    def _plain(self, words: str) -> str | None:
        piece = self._dated(words)
        if piece is None:
            return None
        return piece[0].text if piece[0] == piece[1] else f"{piece[0].text}/{piece[1].text}"

    def _hyphenated(self, words: str) -> str | None:
        found = self._dates(words, (HYPHENATED,))
        if found is None:
            return None
        first, last = found
        if first.month.isdigit() and int(first.month) > 12 and ONE_YEAR.fullmatch(last.text):
            raise DateError(
                gettext_noop("%(date)s is a season over two years; write its months, as in 1944-12/1945-02."),
                date=quoted(self.typed),
            )
        return f"{first.text}/{last.text}"


def _completed(earlier: Piece, later: Piece) -> Piece | None:
    first, last = (part.completed_by(later[1]) for part in earlier)
    return (first, last) if first and last else None


def _span(piece: Piece) -> str:
    return piece[0].text if piece[0] == piece[1] else f"{piece[0].text}..{piece[1].text}"


def _after(pattern: str, words: str) -> str:
    found = compiled(pattern).match(words)
    return words[found.end() :] if found else ""


def _without(pattern: str, words: str) -> tuple[str, bool]:
    found = compiled(f"(?:{pattern})$").search(words)
    return (words[: found.start()], True) if found else (words, False)
