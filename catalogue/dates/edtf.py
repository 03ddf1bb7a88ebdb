"""EDTF (ISO 8601-2, Library of Congress profile) levels 0, 1 and 2, with the first and last day of each date.

Conventions where the standard leaves a choice:

- Bounds are whole days of the calendar in which the date is written. Qualifiers (? ~ %) do not widen them, and a
  year estimated to some significant digits (1950S2) counts as the year that is written, marked approximate.
- Open (..) and unknown (empty) ends of an interval have no bound: None.
- Seasons are quarters of their year; see :mod:`catalogue.dates.groupings`.
- A time is checked and then counts as its local calendar day as written; 24:00:00 is the next day.
- A number of two digits is a century (19 is 1900 to 1999), one of three digits a decade (199).
- An impossible day (1900-02-29), and an interval whose end lies before its start, are refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from catalogue.dates.atoms import parse_atom
from catalogue.dates.errors import DateError, gettext_noop, quoted
from catalogue.dates.nodes import Atom, Choice, End, Interval, Kind, Node, Span

LONGEST = 200
PAIRS = {"[": "]", "{": "}"}


@dataclass(frozen=True, slots=True)
class Bounds:
    """First and last day as ``year*10000 + month*100 + day`` (signed year); None is open or unknown."""

    earliest: int | None
    latest: int | None


@dataclass(frozen=True, slots=True)
class Edtf:
    """A date as typed, with what can be asked of it without reading it again."""

    text: str
    level: int
    earliest: int | None
    latest: int | None
    uncertain: bool
    approximate: bool
    exact: bool

    @property
    def bounds(self) -> Bounds:
        """First and last day."""
        return Bounds(self.earliest, self.latest)


def parse_edtf(text: str, *, julian: bool = False) -> Edtf:
    """Read an EDTF string or raise DateError; ``julian`` admits the leap days of the Julian calendar."""
    return _parsed(text, julian)


@lru_cache(maxsize=8192)
def _parsed(text: str, julian: bool) -> Edtf:
    node = parse_node(text, julian=julian)
    if isinstance(node, Atom):
        exact = node.kind is Kind.DAY and not node.qualified
        return Edtf(text, node.level, node.earliest, node.latest, node.uncertain, node.approximate, exact)
    if isinstance(node, Interval):
        return _interval(text, node)
    return _choice(text, node)


def parse_node(text: str, *, julian: bool = False) -> Node:
    """The structure of an EDTF string."""
    if len(text) > LONGEST:
        raise DateError(
            gettext_noop("%(date)s is too long for a date; write at most %(longest)s characters."),
            date=quoted(text),
            longest=LONGEST,
        )
    if not text or text != text.strip():
        raise DateError(
            gettext_noop("%(date)s is empty or has a space at its edge; write the date alone, as in 1944-09-12."),
            date=quoted(text),
        )
    if text[0] in PAIRS or text[-1] in PAIRS.values():
        return _parse_choice(text, julian=julian)
    if "/" in text:
        return _parse_interval(text, julian=julian)
    return parse_atom(text, julian=julian)


def _parse_interval(text: str, *, julian: bool) -> Interval:
    ends = text.split("/")
    if len(ends) != 2 or text == "/":
        raise DateError(
            gettext_noop("%(date)s is not an interval; write a start, one slash and an end, as in 1944/1946."),
            date=quoted(text),
        )
    start, end = (_end(part, julian=julian) for part in ends)
    _in_order(text, start, end)
    return Interval(start, end)


def _end(text: str, *, julian: bool) -> Atom | End:
    return End(text) if text in ("", "..") else parse_atom(text, julian=julian)


def _in_order(text: str, start: object, end: object) -> None:
    if isinstance(start, Atom) and isinstance(end, Atom) and start.earliest > end.latest:
        raise DateError(
            gettext_noop("%(date)s ends before it starts; write the earlier date first."), date=quoted(text)
        )


def _parse_choice(text: str, *, julian: bool) -> Choice:
    if PAIRS.get(text[0]) != text[-1] or len(text) < 3:
        raise DateError(
            gettext_noop("%(date)s is not a set; write dates between one pair of brackets, as in [1944,1945]."),
            date=quoted(text),
        )
    members = text[1:-1].split(",")
    spans = [
        _span(text, member.lstrip(" ") if n else member, first=n == 0, last=n == len(members) - 1, julian=julian)
        for n, member in enumerate(members)
    ]
    return Choice(tuple(spans), text[0] == "{")


def _span(text: str, member: str, *, first: bool, last: bool, julian: bool) -> Span:
    before, dots, after = member.partition("..")
    if not dots:
        atom = parse_atom(member, julian=julian)
        return Span(atom, atom)
    if (not before and not after) or (not before and not first) or (not after and not last):
        raise DateError(
            gettext_noop("%(date)s has .. without a date beside it; open a set only at its first or last date."),
            date=quoted(text),
        )
    start = parse_atom(before, julian=julian) if before else None
    end = parse_atom(after, julian=julian) if after else None
    _in_order(text, start, end)
    return Span(start, end)


def _interval(text: str, node: Interval) -> Edtf:
    atoms = [end for end in (node.start, node.end) if isinstance(end, Atom)]
    closed = len(atoms) == 2
    return Edtf(
        text=text,
        level=max([atom.level for atom in atoms] + [0 if closed else 1]),
        earliest=node.start.earliest if isinstance(node.start, Atom) else None,
        latest=node.end.latest if isinstance(node.end, Atom) else None,
        uncertain=any(atom.uncertain for atom in atoms),
        approximate=any(atom.approximate for atom in atoms),
        exact=False,
    )


def _choice(text: str, node: Choice) -> Edtf:
    firsts, lasts = [span.first for span in node.spans], [span.last for span in node.spans]
    atoms = [atom for atom in firsts + lasts if atom is not None]
    return Edtf(
        text=text,
        level=2,
        earliest=None if None in firsts else min(atom.earliest for atom in atoms),
        latest=None if None in lasts else max(atom.latest for atom in atoms),
        uncertain=any(atom.uncertain for atom in atoms),
        approximate=any(atom.approximate for atom in atoms),
        exact=False,
    )
