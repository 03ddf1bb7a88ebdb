"""One cite of a mark, as `contra @decreto-221, art. 3 via @libro, p. 9`: its grammar, read and printed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from catalogue.text.folding import fold
from catalogue.text.keys import KEY_PATTERN, UNIDENTIFIED
from catalogue.text.loci import Locus, label_at, label_word, print_locus, read_locus, tidy


def gettext_noop(sentence: str) -> str:
    """Marks a sentence for the translators; marks know no Django, so others translate it."""
    return sentence


STANCE_WORDS = {
    "contra": "contradicts",
    "cf": "mentions",
    "see": "mentions",
    "vease": "mentions",
    "vezi": "mentions",
}
_PRINTED_STANCES = {"supports": "", "contradicts": "contra ", "mentions": "cf. "}
_LONGEST_CHAIN = 10
_LONGEST_QUOTED = 40

_SPACE = re.compile(r"\s*")
_WORD = re.compile(r"[^\s@;,\[\]]+")
_KEY = re.compile(rf"{KEY_PATTERN}|\?")
_VIA = re.compile(r"(?<!\S)via(?![^\s;\[\]])")
_PLAIN_END = re.compile(rf"[;\[\]@]|{_VIA.pattern}")
_BRACED = re.compile(r"\{((?:[^\\}]|\\.)*)\}", re.DOTALL)
_TO_ESCAPE = re.compile(r"[\\}]")
_NO_PLACE = gettext_noop('a place is missing after the comma, as ", p. 9"; leave the comma out to cite the whole')
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Cite:
    """A place in a source as a mark names it, with what it does to the claim and where it was read."""

    key: str
    label: str = ""
    locator: str = ""
    stance: str = "supports"
    via: Cite | None = None


class MarkError(ValueError):
    """A mark that cannot be read: what is wrong, where, and the cure."""

    def __init__(self, sentence: str, line: int, column: int, text: str, **values: str) -> None:
        self.message = sentence % values if values else sentence
        super().__init__(f"line {line}, column {column}: {self.message}")
        self.sentence = sentence
        self.values = values
        self.line = line
        self.column = column
        self.text = text


@dataclass(slots=True)
class CiteReader:
    """Reads cites from `position` on, up to `end` or to the character that cannot belong to one."""

    text: str
    position: int
    end: int

    def read_items(self) -> tuple[Cite, ...]:
        """One or more cites, separated by semicolons."""
        cites = [self._read_item()]
        while self._at(";"):
            self.position += 1
            cites.append(self._read_item())
        return tuple(cites)

    def read_bracketed(self) -> tuple[Cite, ...]:
        """The cites of one mark, from its opening to its closing bracket."""
        start = self.position
        self.position += 1
        cites = self.read_items()
        if not self._at("]"):
            raise self._misplaced(start)
        self.position += 1
        return cites

    def read_bare(self) -> tuple[Cite, ...]:
        """Cites without brackets, to the end of the text."""
        cites = self.read_items()
        if self.position < self.end:
            raise self._misplaced(self.position)
        return cites

    def skip_space(self) -> None:
        found = _SPACE.match(self.text, self.position, self.end)
        self.position = found.end() if found else self.position

    def skip_separator(self) -> None:
        """Between two marks of a cell a semicolon may stand, as between two cites of one mark."""
        self.skip_space()
        if self._at(";"):
            self.position += 1
            self.skip_space()

    def error(self, sentence: str, position: int | None = None, **values: str) -> MarkError:
        """The error at a place of the text, by default where reading stopped."""
        where = self.position if position is None else position
        line_start = self.text.rfind("\n", 0, where) + 1
        line = self.text.count("\n", 0, where) + 1
        rest = self.text[where : min(self.end, where + _LONGEST_QUOTED)]
        return MarkError(sentence, line, where - line_start + 1, rest, **values)

    def _read_item(self) -> Cite:
        stance = self._read_stance()
        self.skip_space()
        start = self.position
        chain = [self._read_reference()]
        while found := _VIA.match(self.text, self.position, self.end):
            self.position = found.end()
            self._expect_key_after_via()
            chain.append(self._read_reference())
            if len(chain) > _LONGEST_CHAIN:
                raise self.error(
                    gettext_noop("more than %(count)s sources one in another; cite the last ones only"),
                    start,
                    count=str(_LONGEST_CHAIN),
                )
        if chain[-1][0] == UNIDENTIFIED:
            raise self.error(
                gettext_noop(
                    '"@?" is a note of an unknown source: say where it was read, as "@?, n. 24 via @book, p. 9"'
                ),
                start,
            )
        cite: Cite | None = None
        for key, locus in reversed(chain[1:]):
            cite = Cite(key, locus.label, locus.locator, via=cite)
        key, locus = chain[0]
        return Cite(key, locus.label, locus.locator, stance, cite)

    def _read_stance(self) -> str:
        self.skip_space()
        found = _WORD.match(self.text, self.position, self.end)
        if not found:
            return "supports"
        stance = STANCE_WORDS.get(fold(found.group()).removesuffix("."))
        if stance is None:
            raise self.error(
                gettext_noop(
                    '"%(word)s" cannot stand before a key; the words are "contra" and "cf.", '
                    'the sources are parted by ";", and "\\[" is a bracket that is no citation'
                ),
                word=_clip(found.group()),
            )
        self.position = found.end()
        return stance

    def _expect_key_after_via(self) -> None:
        self.skip_space()
        if not self._at("@"):
            raise self.error(
                gettext_noop(
                    'after "via" stands the source in which this one was read, as "via @book, p. 9"; '
                    'if the word belongs to the place, put the place in braces: "{…}"'
                )
            )

    def _read_reference(self) -> tuple[str, Locus]:
        self.skip_space()
        if not self._at("@"):
            raise self.error(gettext_noop('a source is missing here: write its key, as "@banu-2004"'))
        found = _KEY.match(self.text, self.position + 1, self.end)
        if not found:
            raise self.error(gettext_noop('after "@" stands the key of a source, with no space, as "@banu-2004"'))
        self.position = found.end()
        key = unicodedata.normalize("NFC", found.group())
        self.skip_space()
        if not self._at(","):
            return key, Locus("", "")
        self.position += 1
        return key, self._read_locus()

    def _read_locus(self) -> Locus:
        self.skip_space()
        label, after = label_at(self.text, self.position, self.end)
        start, self.position = self.position, after
        self.skip_space()
        if self._at("{"):
            return self._read_braced(label)
        found = _PLAIN_END.search(self.text, start, self.end)
        self.position = found.start() if found else self.end
        words = tidy(self.text[start : self.position])
        if not words:
            raise self.error(_NO_PLACE)
        return read_locus(words)

    def _read_braced(self, label: str) -> Locus:
        found = _BRACED.match(self.text, self.position, self.end)
        if not found:
            raise self.error(gettext_noop('the brace that opens here is not closed: add "}"'))
        inside = found.group(1)
        locator = tidy(_ESCAPED.sub(r"\1", inside))
        if not label and not locator:
            raise self.error(_NO_PLACE)
        self.position = found.end()
        self.skip_space()
        # As in Pandoc the braces may hold the label too, unless a backslash says that these are mere words.
        return Locus(label, locator) if label or inside.startswith("\\") else read_locus(locator)

    def _misplaced(self, start: int) -> MarkError:
        if self.position >= self.end:
            return self.error(gettext_noop('the mark that opens here is not closed: add "]"'), start)
        if self._at("@"):
            return self.error(gettext_noop('part two sources with ";"; a place with "@" in it stands in braces: "{…}"'))
        if self._at("["):
            return self.error(
                gettext_noop(
                    'close the mark with "]" before the next one; a place with brackets stands in braces: "{…}"'
                )
            )
        return self.error(
            gettext_noop(
                'after a key stand a comma and the place, as "@banu-2004, p. 9"; after a place ";", "via" or "]"'
            )
        )

    def _at(self, character: str) -> bool:
        return self.position < self.end and self.text[self.position] == character


def parse_cites(text: str) -> tuple[Cite, ...]:
    """The marks of a claim's row or cell, "[@a, p. 3; @b] [@c]" or, without brackets, "@a, p. 3; @b"."""
    reader = CiteReader(text, 0, len(text))
    reader.skip_space()
    cites: list[Cite] = []
    while reader.position < reader.end:
        cites.extend(reader.read_bracketed() if text[reader.position] == "[" else reader.read_bare())
        reader.skip_separator()
    return tuple(cites)


def print_cite(cite: Cite, *, language: str = "es") -> str:
    """One cite as a mark says it, without the brackets."""
    printed = _PRINTED_STANCES[cite.stance] + _print_reference(cite, language)
    while cite.via:
        cite = cite.via
        printed += f" via {_print_reference(cite, language)}"
    return printed


def print_cites(cites: Iterable[Cite], *, language: str = "es") -> str:
    """The mark of these cites, "[@a, p. 3; contra @b]"; nothing for none."""
    items = "; ".join(print_cite(cite, language=language) for cite in cites)
    return f"[{items}]" if items else ""


def _print_reference(cite: Cite, language: str) -> str:
    locus = Locus(cite.label, cite.locator)
    return f"@{cite.key}, {_print_locus(locus, language)}" if cite.label or cite.locator else f"@{cite.key}"


def _print_locus(locus: Locus, language: str) -> str:
    words = print_locus(locus.label, locus.locator, language=language)
    if _reads_as(words, locus):
        return words
    escaped = _TO_ESCAPE.sub(r"\\\g<0>", locus.locator)
    if locus.label:
        return f"{label_word(locus.label, language)} {{{escaped}}}"
    braced = f"{{{escaped}}}"
    return braced if _reads_as(braced, locus) else f"{{\\{escaped}}}"


def _reads_as(words: str, locus: Locus) -> bool:
    reader = CiteReader(f"@k, {words}", 0, len(words) + 4)
    try:
        cites = reader.read_items()
    except MarkError:
        return False
    return reader.position == reader.end and cites == (Cite("k", locus.label, locus.locator),)


def _clip(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTED else f"{text[:_LONGEST_QUOTED]}…"
