"""The identity of a citation, and the mark that says it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from catalogue.text import UNIDENTIFIED, Cite, parse_cites, parse_marks, print_cite

REMEMBERED = 16_384
"""Marks kept in memory: printing one reads it back, and the same places are cited again and again."""
REMEMBERED_TEXTS = 2_048
"""Narratives whose marks are kept: a batch reads each of its narratives twice."""


class CiteKey(NamedTuple):
    """What makes a citation the same as another: source, place in it, and where it was read."""

    citekey: str
    label: str
    locator: str
    via: CiteKey | None


def key_of(cite: Cite) -> CiteKey:
    """The identity of the citation that a mark names."""
    return CiteKey(cite.key, cite.label, cite.locator, key_of(cite.via) if cite.via else None)


def steps_of(key: CiteKey) -> Iterator[CiteKey]:
    """A citation and those in which it was read, one in another."""
    step: CiteKey | None = key
    while step is not None:
        yield step
        step = step.via


def citekeys_of(key: CiteKey) -> list[str]:
    """The citekeys that a mark names."""
    return [step.citekey for step in steps_of(key) if step.citekey != UNIDENTIFIED]


def line_of(text: str, citekey: str) -> int:
    """The line of a narrative in which a source is first cited; 0 if it is not."""
    lines = (
        mark.line for mark in parse_marks(text) if any(citekey in citekeys_of(key_of(cite)) for cite in mark.cites)
    )
    return next(lines, 0)


def cite_of(key: CiteKey, stance: str = "supports") -> Cite:
    """The mark's parts for a citation."""
    via = cite_of(key.via) if key.via else None
    return Cite(key=key.citekey, label=key.label, locator=key.locator, stance=stance, via=via)


@lru_cache(maxsize=REMEMBERED)
def mark_of(key: CiteKey, stance: str = "supports") -> str:
    """The canonical mark of a citation without its brackets: `@banu-2004, pp. 28-29`."""
    return print_cite(cite_of(key, stance))


@lru_cache(maxsize=REMEMBERED)
def cites_of_row(marks: str) -> tuple[Cite, ...]:
    """What the marks of a row cite; raises MarkError."""
    return parse_cites(marks)


@lru_cache(maxsize=REMEMBERED_TEXTS)
def cites_of_text(text: str) -> tuple[Cite, ...]:
    """What the marks of a narrative cite; raises MarkError."""
    return tuple(cite for mark in parse_marks(text) for cite in mark.cites)
