"""The list of notes of an article: which number says what."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from catalogue.ingest.articles.placing import Label

_WORDS = r"notas?|notes?|notă|n\."
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_START = re.compile(
    rf"""\s*(?:[-*+]\s+)?(?:\*\*)?(?:
        \\?\[\^?\s*(?:(?P<word1>{_WORDS})\s*)?(?P<boxed>\d{{1,4}}|[a-z])\s*\\?\]\s*(?:\^|↑)?[:.]?
      | (?P<word2>{_WORDS})\s+(?P<worded>\d{{1,4}})\s*[.:)–—-]?
      | (?P<raised>[⁰¹²³⁴⁵⁶⁷⁸⁹]{{1,4}})\s*[.:]?
      | (?P<dotted>\d{{1,4}})\s*(?:[.)]-?|:|↑|\^)
      | (?P<bare>\d{{1,4}})\s
      | (?P<arrow>↑)
    )(?:\*\*)?\s*""",
    re.VERBOSE | re.IGNORECASE,
)
_BACKLINKS = re.compile(
    r"^[↑^]?\s*(?:(?:saltar a|jump up to|sari la)\s*:?\s*)?(?:a\s+(?:[b-z]\s+)+)?[↑^]?\s*", re.IGNORECASE
)


class Note(NamedTuple):
    """One note of the list: its label, its words, and the line where it begins."""

    label: Label
    words: str
    line: int


@dataclass(slots=True)
class NoteList:
    """The notes, and the lines that belong to none."""

    notes: list[Note] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)
    doubled: list[Note] = field(default_factory=list)

    def find(self, label: Label) -> Note | None:
        """The note of a label."""
        return next((note for note in self.notes if note.label == label), None)


def read_notes(text: str) -> NoteList:
    """Reads a list of notes, one or more lines each."""
    found = NoteList()
    starts: list[tuple[Label, list[str], int]] = []
    last = 0
    for number, line in enumerate(text.split("\n"), start=1):
        start = _START.match(line)
        label = _label(start, last) if start else None
        if start and label:
            starts.append((label, [line[start.end() :]], number))
            last = int(label.number) if label.number.isdigit() else last
        elif line.strip() and starts:
            starts[-1][1].append(line.strip())
        elif line.strip():
            found.loose.append(line.strip())
    plain = {label.number for label, _lines, _number in starts if not label.group}
    for label, lines, number in starts:
        # A word before the number tells notes apart only where plain ones have the same number.
        named = label if label.group and label.number in plain else Label(label.number)
        words = _BACKLINKS.sub("", " ".join(" ".join(lines).split()))
        note = Note(named, words, number)
        (found.doubled if found.find(named) else found.notes).append(note)
    return found


def _label(start: re.Match[str], last: int) -> Label | None:
    """The label with which a line begins a note; none when its number belongs to the words."""
    group = "nota" if start["word1"] or start["word2"] else ""
    if start["arrow"]:
        return Label(str(last + 1))
    if start["boxed"]:
        return Label(start["boxed"].lower().lstrip("0") or "0", group)
    if start["worded"]:
        return Label(start["worded"].lstrip("0"), group)
    number = (start["raised"] or start["dotted"] or start["bare"]).translate(_RAISED).lstrip("0") or "0"
    # "1944. Un año…" and a line that goes on with a figure are no new notes.
    follows = int(number) > last and (int(number) - last < 100)
    if start["bare"] and last and int(number) != last + 1:
        return None
    return Label(number) if follows else None
