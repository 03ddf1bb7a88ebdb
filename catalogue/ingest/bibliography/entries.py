"""What a bibliography's file holds, in whatever format: entries in the words of CSL, and what could not be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

Item = dict[str, Any]
"""A work in the keys of CSL-JSON; `issued` and `accessed` may be words or EDTF too."""


class Trouble(NamedTuple):
    """What is wrong with an entry: where in the file, which entry, which field, what."""

    place: str
    key: str
    field: str
    message: str

    def __str__(self) -> str:
        head = ", ".join(part for part in (self.place, self.key, self.field) if part)
        return f"{head}: {self.message}"


class Kept(NamedTuple):
    """A field that has no column: it is kept in the internal note."""

    field: str
    value: str


@dataclass(slots=True)
class Entry:
    """One work of a file."""

    place: str
    key: str
    item: Item = field(default_factory=dict)
    within: str = ""
    """The key of the entry that it is part of, where the file says so."""
    kept: list[Kept] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)

    def refuse(self, name: str, message: str) -> None:
        """Notes why the entry cannot be taken."""
        self.troubles.append(Trouble(self.place, self.key, name, message))


@dataclass(slots=True)
class Read:
    """A file that was read: its entries, and the places where no entry could be made out."""

    entries: list[Entry] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)


class Unreadable(ValueError):
    """The file as a whole cannot be read."""


def line(number: int) -> str:
    """A place in a file, in words."""
    return _("line %(number)d") % {"number": number}
