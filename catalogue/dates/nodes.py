"""The parts of which a date is made: what parsing yields and what saying reads."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum


class Kind(Enum):
    """What stretch of time a single expression names."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    GROUPING = "grouping"
    DECADE = "decade"
    CENTURY = "century"
    UNSPECIFIED = "unspecified"


@dataclass(frozen=True, slots=True)
class Atom:
    """One expression without interval or set: a day, a season, a decade. ``month`` holds a grouping's code too."""

    text: str
    kind: Kind
    level: int
    earliest: int
    latest: int
    year: int = 0
    month: int = 0
    day: int = 0
    uncertain: bool = False
    approximate: bool = False
    masks: tuple[str, ...] = field(default=())

    @property
    def qualified(self) -> bool:
        """Whether the source is in doubt about it."""
        return self.uncertain or self.approximate


class End(Enum):
    """An end of an interval that is not a date."""

    OPEN = ".."
    UNKNOWN = ""


@dataclass(frozen=True, slots=True)
class Interval:
    """From one date to another; either end may be open or unknown."""

    start: Atom | End
    end: Atom | End


@dataclass(frozen=True, slots=True)
class Span:
    """A member of a set: one date, or a run of dates; None is an open side."""

    first: Atom | None
    last: Atom | None


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several dates (square brackets), or all of them (braces)."""

    spans: tuple[Span, ...]
    every: bool


Node = Atom | Interval | Choice
