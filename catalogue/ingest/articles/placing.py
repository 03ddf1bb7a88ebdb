"""The marks of an article, and where they belong: to what stands before them, never to what follows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

_FIGURES = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_NUMBER = r"\d{1,4}"
_LIST = rf"{_NUMBER}(?:\s*(?:[,;–—-]|\b(?:y|and|și)\b)\s*{_NUMBER})*"
WORDS = r"notas?|notes?|nota|notă|not\.|nn?\."


def _inside(number: int) -> str:
    return rf"\^?\s*(?:(?P<word{number}>{WORDS})\s*)?(?P<list{number}>{_LIST}|[a-z])\s*"


_LINK = r"(?:\((?:\#|https?://|/)[^()\s]*\))?"
MARK = re.compile(
    rf"""(?<!\\)\[\\?\[{_inside(1)}\\?\]\]{_LINK}      # [[12]](#note), as pages are copied
       | \\\[{_inside(2)}\\\]                          # \\[12\\], as converters write it
       | (?<!\\)\[{_inside(3)}\]{_LINK}                # [12]
       | (?P<raised>[{_SUPERSCRIPT}]+(?:[,⁻][{_SUPERSCRIPT}]+)*)""",
    re.VERBOSE | re.IGNORECASE,
)
_UNIT = re.compile(r"(?:\d|[₀-₉]|(?<!\w)(?:[kcdm]?m|ha|s|mi|ft|hm|dam))$")
_LONGEST_RANGE = 60
_RANGE = re.compile(rf"({_NUMBER})\s*[–—-]\s*({_NUMBER})|({_NUMBER})|([a-z])(?![a-z])", re.IGNORECASE)
_FURNITURE = re.compile(r"\s*(?:(?:>|[-*+]|\d{1,3}[.)]|\#{1,6})\s+|>)*[«“„\"'‘(\[¿¡*_—–-]*\s*")
_GAP = re.compile(r"\s+[«“„\"'‘(\[¿¡*_]*$")
_SENTENCE_END = re.compile(r"[.!?…][»”\"'’)\]*_]*$")
_GOES_ON = re.compile(r"\s*(?:[a-zà-ÿăâîșțşţа-я]|[,;:.)»”])")
_TO_ESCAPE = re.compile(r"(?<!\\)(?:\\\\)*(\[)(?=[^\[\]]*@)")


class Label(NamedTuple):
    """The number of a note, and the word before it where notes of two sorts are told apart."""

    number: str
    group: str = ""

    @property
    def shown(self) -> str:
        """The label as the article has it."""
        return f"{self.group} {self.number}".strip()


class Place(NamedTuple):
    """A mark in the text without marks: after which character, and which notes it names."""

    offset: int
    labels: tuple[Label, ...]
    moved: bool


class Orphan(NamedTuple):
    """A mark before which nothing stands that it could belong to."""

    labels: tuple[Label, ...]
    line: int
    words: str


@dataclass(slots=True)
class Placement:
    """An article without its marks, and where they stood."""

    text: str
    places: list[Place] = field(default_factory=list)
    orphans: list[Orphan] = field(default_factory=list)

    def labels(self) -> list[Label]:
        """The notes that the text names, in its order, each once."""
        labels = [*(each.labels for each in self.places), *(each.labels for each in self.orphans)]
        named = (label for each in labels for label in each)
        return list(dict.fromkeys(named))


class Found(NamedTuple):
    """A run of marks in the article as it was given."""

    start: int
    end: int
    labels: tuple[Label, ...]


def place_marks(text: str, known: Collection[Label] = ()) -> Placement:
    """Takes the marks out of a text and says where each belongs.

    A mark stays where it stood. One that opens a sentence goes back to the sentence before it; one that opens a line
    is an orphan, unless the line goes on with the sentence of the line above.
    """
    placement = Placement("")
    position, pending = 0, list[tuple[int, tuple[Label, ...], bool]]()
    out = ""
    for found in _runs(text, known):
        out += text[position : found.start]
        position = found.end
        offset, moved = _belongs(out, text[position:])
        if offset is None:
            words = " ".join(text[position:].split("\n")[0].split()[:8])
            placement.orphans.append(Orphan(found.labels, text.count("\n", 0, found.start) + 1, words))
        else:
            pending.append((offset, found.labels, moved))
        if moved or offset is None:
            position += len(text[position:]) - len(text[position:].lstrip(" \t"))
    placement.text = out + text[position:]
    placement.places = [Place(*each) for each in pending]
    return placement


def write_marks(placement: Placement, marks: dict[Label, str]) -> str:
    """The text with a citation mark at each place; what would be read as a mark and is none is escaped."""
    text = placement.text
    inserts = [(found.start(1), 0, "\\") for found in _TO_ESCAPE.finditer(text)]
    for number, place in enumerate(placement.places, start=1):
        cites = "; ".join(dict.fromkeys(marks[label] for label in place.labels if marks.get(label)))
        if cites:
            guard = " " if text[: place.offset].endswith("\\") else ""
            inserts.append((place.offset, -number, f"{guard}[{cites}]"))
    pieces, position = [], 0
    # At one place the marks keep their order, and stand before the escape of what follows.
    for offset, _order, words in sorted(inserts, key=lambda each: (each[0], each[1] == 0, -each[1])):
        pieces += [text[position:offset], words]
        position = offset
    return "".join([*pieces, text[position:]])


def labels_of(words: str, group: str = "") -> tuple[Label, ...]:
    """The labels of a list such as “12, 14-16”."""
    found: list[Label] = []
    for one in _RANGE.finditer(words):
        if one[1]:
            first, last = int(one[1]), int(one[2])
            numbers = range(first, last + 1) if first <= last <= first + _LONGEST_RANGE else (first, last)
            found += [Label(str(number), group) for number in numbers]
        else:
            found.append(Label((one[3].lstrip("0") or "0") if one[3] else one[4].lower(), group))
    return tuple(dict.fromkeys(found))


def _runs(text: str, known: Collection[Label]) -> Iterator[Found]:
    """The marks of a text; those that stand side by side as one."""
    run: Found | None = None
    for found in _marks(text, known):
        if run and not text[run.end : found.start].strip(" \t"):
            run = Found(run.start, found.end, tuple(dict.fromkeys([*run.labels, *found.labels])))
            continue
        if run:
            yield run
        run = found
    if run:
        yield run


def _marks(text: str, known: Collection[Label]) -> Iterator[Found]:
    numbers = {label.number for label in known}
    for found in MARK.finditer(text):
        if found["raised"]:
            labels = labels_of(found["raised"].translate(_FIGURES))
            if _UNIT.search(text[: found.start()][-5:]) or not text[: found.start()][-1:].strip():
                continue
        else:
            word = next((found[f"word{n}"] for n in (1, 2, 3) if found[f"word{n}"]), "")
            inside = next(found[f"list{n}"] for n in (1, 2, 3) if found[f"list{n}"])
            labels = labels_of(inside, _group(word, known))
        if all(label.number in numbers or _looks_like_a_note(label.number) for label in labels):
            yield Found(found.start(), found.end(), labels)


def _group(word: str, known: Collection[Label]) -> str:
    """The word of a mark counts only where the notes are told apart by it."""
    groups = {label.group for label in known}
    return "nota" if word and "nota" in groups else ""


def _looks_like_a_note(number: str) -> bool:
    """Whether a number in brackets is a note although none has it: years and letters are words of the text."""
    return number.isdigit() and 0 < len(number) < 4 and number != "0"


def _line(out: str) -> str:
    return out[out.rfind("\n") + 1 :]


def _belongs(out: str, after: str) -> tuple[int | None, bool]:
    """After which character a mark belongs, and whether it was moved there; None for an orphan."""
    line = _line(out)
    if _FURNITURE.fullmatch(line):
        return _across_lines(out, after)
    gap = _GAP.search(line)
    opens = gap is not None and after.strip() and not after.lstrip(" \t").startswith("\n")
    if gap and opens and _SENTENCE_END.search(line[: gap.start()]):
        return len(out) - len(gap.group()), True
    return len(out), False


def _across_lines(out: str, after: str) -> tuple[int | None, bool]:
    """A mark that opens a line belongs to the line above only where the sentence visibly goes on after it."""
    if _line(out).strip() or not out.strip() or re.search(r"\n[ \t]*\n[ \t]*$", out):
        return None, False
    above = out.rstrip()
    if _SENTENCE_END.search(above) or not _GOES_ON.match(after) or _line(above).lstrip().startswith("#"):
        return None, False
    return len(above), True
