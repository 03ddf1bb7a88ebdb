"""The questions that are a click away: the present one with a value chosen, excluded, or taken back."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote_plus

from django.http import QueryDict

_LEFT = frozenset({"page", "cursor", "facet_q", "facet_order", "facet_page"})
"""What belongs to a page of the list, not to its question."""


class Addresses:
    """Query strings for the values of a facet; most are the present one with a value added."""

    def __init__(self, asked: QueryDict) -> None:
        self.pairs = [
            (name, value) for name, values in asked.lists() if name not in _LEFT for value in values if value != ""
        ]
        self.base = _encode(self.pairs)

    def choosing(self, name: str, value: str) -> str:
        """The question with the value chosen, and not excluded any more."""
        return self._with(name, value, other=f"{name}__not")

    def excluding(self, name: str, value: str) -> str:
        """The question with the value excluded, and not chosen any more."""
        return self._with(f"{name}__not", value, other=name)

    def without(self, name: str, value: str) -> str:
        """The question without the value of a parameter."""
        return f"?{_encode(pair for pair in self.pairs if pair != (name, value))}"

    def missing(self, name: str, *, selected: bool) -> str:
        """The question for records without a value of a facet, or back."""
        parameter = f"{name}__isnull"
        rest = [pair for pair in self.pairs if pair[0] != parameter]
        return f"?{_encode(rest if selected else [*rest, (parameter, 'true')])}"

    def _with(self, name: str, value: str, *, other: str) -> str:
        base = self.base
        if (other, value) in self.pairs:
            base = _encode(pair for pair in self.pairs if pair != (other, value))
        added = f"{name}={quote_plus(value)}"
        return f"?{base}&{added}" if base else f"?{added}"


def _encode(pairs: Iterable[tuple[str, str]]) -> str:
    return "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in pairs)
