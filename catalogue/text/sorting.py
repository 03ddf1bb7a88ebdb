"""Sort keys, so that a list of names stands in the same alphabetical order on every server."""

from __future__ import annotations

import sys
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from pyuca.collator import Collator_10_0_0

from catalogue.text.folding import comma_letters

# A PostgreSQL index row holds 2,704 bytes; what is cut only tells apart titles that agree for hundreds of letters.
_LONGEST_KEY = 2400
_LONGEST_TEXT = 1000
_LEVELS = 4
_SEPARATOR = "0000"


class _Weights(NamedTuple):
    """What one letter with its marks adds to each level of a key, as hex text."""

    letter: str
    accent: str
    case: str
    rest: str


def sort_key(text: str) -> str:
    """Unicode Collation Algorithm key as hex text, four digits a weight: it orders by code point."""
    plain = unicodedata.normalize("NFD", comma_letters(text[:_LONGEST_TEXT]))
    # Letter by letter, since a few hundred of them make all names: the algorithm itself takes 250 µs a name.
    weights = [_weights(letter) for letter in _letters(plain)]
    levels = zip(*weights, strict=True) if weights else ((),) * _LEVELS
    return _SEPARATOR.join("".join(level) for level in levels)[:_LONGEST_KEY]


@lru_cache(maxsize=8192)
def _weights(letter: str) -> _Weights:
    elements = _collator().collation_elements(letter)
    return _Weights(
        *(
            "".join(f"{element[level]:04x}" for element in elements if len(element) > level and element[level])
            for level in range(_LEVELS)
        )
    )


def _letters(text: str) -> list[str]:
    # A letter ends where the next character neither is a mark nor continues what the collation reads as one letter.
    letters: list[str] = []
    following = _following()
    for character in text:
        if character in following and letters:
            letters[-1] += character
        else:
            letters.append(character)
    return letters


@lru_cache(maxsize=1)
def _following() -> frozenset[str]:
    marks = (letter for letter in map(chr, range(sys.maxunicode + 1)) if unicodedata.combining(letter))
    return frozenset({*map(chr, _continuing()), *marks})


def _continuing() -> set[int]:
    found: set[int] = set()
    nodes = [node for node in _collator().table.root.children.values() if node.children]
    while nodes:
        children = nodes.pop().children
        found.update(children)
        nodes += [node for node in children.values() if node.children]
    return found


@lru_cache(maxsize=1)
def _collator() -> Collator_10_0_0:
    # A fixed version: the keys are stored, so they must not change with the Python that runs.
    return Collator_10_0_0()
