"""The choices of a select box."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice of a select box."""

    value: str
    label: str
    selected: bool
