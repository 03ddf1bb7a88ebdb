"""One change of one value, and one difference between two contents, as readers are told of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from django.utils.translation import gettext

from catalogue.documents.wording import SHORT, quoted

Deed = Literal["added", "removed", "changed"]
TOKENS = re.compile(r"\s+|[^\s]+")


class Piece(NamedTuple):
    """A stretch of a text: kept, taken out ("del") or put in ("ins")."""

    sort: Literal["", "del", "ins"]
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one value: all of it words."""

    key: str
    label: str
    before: str
    after: str
    words: str

    @property
    def is_long(self) -> bool:
        """Whether the values are texts that a sentence cannot hold."""
        return max(len(self.before), len(self.after)) > SHORT

    @property
    def pieces(self) -> list[Piece]:
        """Both values woven into one, word by word."""
        return woven(self.before, self.after)


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of one claim, or of one column of the record."""

    part: str
    uuid: str
    action: Deed
    subject: str
    changes: tuple[Change, ...]
    words: str


def change_of(key: str, label: str, before: str, after: str, *, is_text: bool = False) -> Change:
    """A changed value with its sentence; texts stand in quotation marks there, and long ones are not told."""
    if is_text and before and after and max(len(before), len(after)) > SHORT:
        return Change(key, label, before, after, gettext("%(label)s changed") % {"label": label})
    old, new = (quoted(each) if is_text and each else each for each in (before, after))
    values = {"label": label, "before": old, "after": new}
    if not before:
        words = gettext("%(label)s set to %(after)s") % values
    elif not after:
        words = gettext("%(label)s removed (was %(before)s)") % values
    else:
        words = gettext("%(label)s changed from %(before)s to %(after)s") % values
    return Change(key, label, before, after, words)


def sentence(subject: str, changes: tuple[Change, ...]) -> str:
    """The changes of one subject in one sentence."""
    said = ", ".join(change.words for change in changes)
    return gettext("%(subject)s: %(changes)s") % {"subject": subject, "changes": said}


def woven(before: str, after: str) -> list[Piece]:
    """Two texts as one: what stays, what goes, what comes, in the order of reading."""
    old, new = TOKENS.findall(before), TOKENS.findall(after)
    pieces: list[Piece] = []
    for sort, start, end, from_, to in SequenceMatcher(None, old, new).get_opcodes():
        if sort == "equal":
            pieces.append(Piece("", "".join(old[start:end])))
            continue
        if end > start:
            pieces.append(Piece("del", "".join(old[start:end])))
        if to > from_:
            pieces.append(Piece("ins", "".join(new[from_:to])))
    return pieces
