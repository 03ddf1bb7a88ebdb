"""What is wrong with a question that was asked of the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

_MOST_NAMED = 60


class ParameterProblem(NamedTuple):
    """One parameter that cannot be answered, and why, in a sentence."""

    parameter: str
    message: str


class FilterError(ValueError):
    """The question is refused; nothing was looked up."""

    def __init__(self, problems: Sequence[ParameterProblem]) -> None:
        super().__init__(" ".join(problem.message for problem in problems))
        self.problems = list(problems)


class SearchTimeout(FilterError):
    """The question would have kept the database too long."""


def listed(words: Iterable[str]) -> str:
    """The known words for an error message, cut where nobody would read on."""
    known = sorted(words)
    if not known:
        return "—"
    more = f" … ({len(known)})" if len(known) > _MOST_NAMED else ""
    return ", ".join(known[:_MOST_NAMED]) + more
