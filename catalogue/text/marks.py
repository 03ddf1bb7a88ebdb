"""Citation marks in running text: where they stand in a narrative, and what stands in their place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from catalogue.text.cites import STANCE_WORDS, Cite, CiteReader
from catalogue.text.folding import fold

_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
_OF_INTEREST = re.compile(
    r"""^[ ]{0,3}(?P<fence>`{3,}(?=[^`\n]*$)|~{3,})   # a block of code
      | \\.                                            # an escaped character
      | (?P<ticks>`+)                                  # a span of code
      | (?P<bracket>\[)""",
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
_TICKS = re.compile("`+")
_OPENING = re.compile(r"\[\s*(?:(?P<word>[^\W\d_][\w\u0300-\u036f]*)\.?\s*)?@")
_INSIDE = re.compile(r"[^\[\]]*")
_REFERENCE = re.compile(r"(?<![^\s;(-])@[\w?]")


@dataclass(frozen=True, slots=True)
class Mark:
    """A citation mark of a text: what it cites, and where it stands (line and column count from 1)."""

    start: int
    end: int
    line: int
    column: int
    cites: tuple[Cite, ...]


def parse_marks(text: str) -> tuple[Mark, ...]:
    """All marks of a text in their order; brackets that cite nothing, escaped ones and code are left alone."""
    return tuple(_Scanner(text).marks())


def replace_marks(text: str, render: Callable[[Mark], str]) -> str:
    """The text with each mark replaced by what `render` makes of it."""
    pieces = []
    position = 0
    for mark in parse_marks(text):
        pieces += [text[position : mark.start], render(mark)]
        position = mark.end
    return "".join([*pieces, text[position:]])


class _Scanner:
    """One pass over a text; the indexes keep it linear however many brackets and backticks it holds."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.line_starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self.blank_lines = [found.start() for found in _BLANK_LINE.finditer(text)]
        self.ticks: dict[int, list[int]] = defaultdict(list)
        for found in _TICKS.finditer(text):
            self.ticks[len(found.group())].append(found.start())

    def marks(self) -> Iterator[Mark]:
        position = 0
        while found := _OF_INTEREST.search(self.text, position):
            if found["fence"]:
                position = self._after_fence(found)
            elif found["ticks"]:
                position = self._after_code(found)
            elif found["bracket"] and (mark := self._mark_at(found.start())):
                yield mark
                position = mark.end
            else:
                position = found.end()

    def _mark_at(self, start: int) -> Mark | None:
        reader = CiteReader(self.text, start, self._paragraph_end(start))
        if not self._is_mark(reader):
            return None
        cites = reader.read_bracketed()
        line = bisect_right(self.line_starts, start)
        return Mark(start, reader.position, line, start - self.line_starts[line - 1] + 1, cites)

    def _is_mark(self, reader: CiteReader) -> bool:
        opening = _OPENING.match(self.text, reader.position, reader.end)
        if opening and (opening["word"] is None or fold(opening["word"]) in STANCE_WORDS):
            return True
        inside = _INSIDE.match(self.text, reader.position + 1, reader.end)
        closed = inside is not None and self.text[inside.end() : inside.end() + 1] == "]"
        return closed and inside is not None and _REFERENCE.search(inside.group()) is not None

    def _paragraph_end(self, position: int) -> int:
        following = bisect_right(self.blank_lines, position)
        return self.blank_lines[following] if following < len(self.blank_lines) else len(self.text)

    def _after_fence(self, opening: re.Match[str]) -> int:
        fence = opening["fence"]
        closing = re.compile(rf"^ {{0,3}}{re.escape(fence[0])}{{{len(fence)},}}[ \t\r]*$", re.MULTILINE)
        found = closing.search(self.text, opening.end())
        return found.end() if found else len(self.text)

    def _after_code(self, opening: re.Match[str]) -> int:
        same = self.ticks[len(opening["ticks"])]
        following = bisect_right(same, opening.start())
        if following < len(same) and same[following] < self._paragraph_end(opening.start()):
            return same[following] + len(opening["ticks"])
        return opening.end()
