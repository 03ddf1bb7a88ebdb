"""Sort keys, so that a list of names stands in the same alphabetical order on every server."""

from __future__ import annotations

from functools import lru_cache

from pyuca.collator import Collator_10_0_0

from catalogue.text.folding import comma_letters

# A PostgreSQL index row holds 2,704 bytes; what is cut only tells apart titles that agree for hundreds of letters.
_LONGEST_KEY = 2400
_LONGEST_TEXT = 1000


def sort_key(text: str) -> str:
    """Unicode Collation Algorithm key as hex text, four digits a weight: it orders by code point."""
    weights = _collator().sort_key(comma_letters(text[:_LONGEST_TEXT]))
    return "".join(f"{weight:04x}" for weight in weights)[:_LONGEST_KEY]


@lru_cache(maxsize=1)
def _collator() -> Collator_10_0_0:
    # A fixed version: the keys are stored, so they must not change with the Python that runs.
    return Collator_10_0_0()
