"""Invented words with the letters of Spanish, Romanian and English, their frequencies, and names made like them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate

from catalogue.text import fold

ONSETS = ("b", "br", "c", "ch", "cr", "d", "dr", "f", "fl", "g", "gr", "h", "j", "l", "m", "n", "p", "pl", "pr",
          "r", "s", "st", "ș", "t", "tr", "ț", "v", "z")  # fmt: skip
VOWELS = ("a", "e", "i", "o", "u", "á", "é", "ó", "ă", "ia", "ie", "ea")
CODAS = ("", "", "", "n", "r", "l", "s", "m")
ENDINGS = ("o", "a", "ción", "dor", "mente", "eza", "ul", "ului", "ești", "are", "ing", "ment", "ness", "al", "ico")
# A word as readers know it is rare far down the list: the exponent of Zipf's law and what flattens its beginning.
EXPONENT, OFFSET = 1.05, 2.7

Forms = Callable[[Sequence[str]], list[frozenset[str] | None]]
"""All forms under which a search index may keep each word; None for a word that it does not keep at all."""


def syllable(rng: random.Random) -> str:
    """One syllable."""
    return rng.choice(ONSETS) + rng.choice(VOWELS) + rng.choice(CODAS)


def invented_words(rng: random.Random, count: int) -> list[str]:
    """So many different words."""
    found: dict[str, None] = {}
    while len(found) < count:
        root = "".join(syllable(rng) for _ in range(rng.choice((1, 2, 2, 3))))
        word = root + rng.choice(ENDINGS)
        if len(word) > 4:
            found.setdefault(word)
    return list(found)


def invented_names(rng: random.Random, count: int, syllables: Sequence[int], endings: Sequence[str]) -> list[str]:
    """So many names that stay different without their accents."""
    found: dict[str, str] = {}
    while len(found) < count:
        name = "".join(syllable(rng) for _ in range(rng.choice(syllables))) + rng.choice(endings)
        if len(name) > 3:
            found.setdefault(fold(name), name.capitalize())
    return list(found.values())


def told_apart(candidates: Sequence[str], count: int, forms: Forms, taken: Iterable[str]) -> list[str]:
    """The first so many words of which no index confuses two, nor one with a name or label.

    Systems that take off inflections and systems that do not then have to find the same records.
    """
    seen: set[str] = set()
    for each in forms(list(taken)):
        seen |= each or frozenset()
    kept = []
    for word, each in zip(candidates, forms(candidates), strict=True):
        if each is not None and seen.isdisjoint(each):
            seen |= each
            kept.append(word)
            if len(kept) == count:
                break
    return kept


class Zipf:
    """Draws words: the first of the list is the most frequent."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = list(words)
        self.weights = list(accumulate((rank + OFFSET) ** -EXPONENT for rank in range(len(words))))

    def draw(self, rng: random.Random, count: int) -> list[str]:
        """So many words."""
        return rng.choices(self.words, cum_weights=self.weights, k=count)
