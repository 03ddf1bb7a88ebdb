"""The identity of a citation, and the mark that says it."""

from __future__ import annotations

from typing import NamedTuple

from catalogue.text import Cite, print_cite


class CiteKey(NamedTuple):
    """What makes a citation the same as another: source, place in it, and where it was read."""

    citekey: str
    label: str
    locator: str
    via: CiteKey | None


def key_of(cite: Cite) -> CiteKey:
    """The identity of the citation that a mark names."""
    return CiteKey(cite.key, cite.label, cite.locator, key_of(cite.via) if cite.via else None)


def cite_of(key: CiteKey, stance: str = "supports") -> Cite:
    """The mark's parts for a citation."""
    via = cite_of(key.via) if key.via else None
    return Cite(key=key.citekey, label=key.label, locator=key.locator, stance=stance, via=via)


def mark_of(key: CiteKey, stance: str = "supports") -> str:
    """The canonical mark of a citation without its brackets: `@banu-2004, pp. 28-29`."""
    return print_cite(cite_of(key, stance))
