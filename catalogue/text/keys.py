"""Citekeys: the names by which marks call a source, and what to offer for a mistyped one."""

from __future__ import annotations

import difflib
import heapq
import re
from collections.abc import Iterable
from itertools import pairwise

from catalogue.text.folding import fold

UNIDENTIFIED = "?"
# A combining accent may follow its letter: some keyboards type ă as two characters.
KEY_PATTERN = r"\w(?:[\w\u0300-\u036f.:/-]*[\w\u0300-\u036f])?"
_KEY = re.compile(KEY_PATTERN)
_TOKENS = re.compile(r"[^\W_]+")
_LONGEST_COMPARED = 100
_COMPARED_CLOSELY = 100
_ALIKE = 0.6


def is_key(text: str) -> bool:
    """Whether a source can be called `@text` in a mark."""
    return _KEY.fullmatch(text) is not None


def nearest_keys(key: str, keys: Iterable[str], limit: int = 3) -> list[str]:
    """The known citekeys that the writer of an unknown one may have meant, likeliest first."""
    wanted = fold(key[:_LONGEST_COMPARED])
    ranked = []
    for candidate in _shortlist(wanted, keys):
        folded = fold(candidate)
        likeness = difflib.SequenceMatcher(None, wanted, folded).ratio()
        rank = _rank(wanted, folded, likeness)
        if rank is not None:
            ranked.append((rank, -likeness, candidate))
    return [candidate for _, _, candidate in sorted(ranked)[:limit]]


def _shortlist(wanted: str, keys: Iterable[str]) -> list[str]:
    # difflib takes 50 µs a pair: in a catalogue of 100,000 sources only keys with common letters are worth it.
    pairs = _pairs(wanted)

    def kinship(candidate: str) -> tuple[bool, float]:
        folded = fold(candidate)
        others = _pairs(folded)
        return _begins_alike(wanted, folded), len(pairs & others) / (len(pairs) + len(others) or 1)

    return heapq.nlargest(_COMPARED_CLOSELY, keys, key=kinship)


def _rank(wanted: str, folded: str, likeness: float) -> int | None:
    if wanted == folded:
        return 0
    if _begins_alike(wanted, folded):
        return 1
    return 2 if likeness >= _ALIKE or _tokens(wanted) & _tokens(folded) else None


def _begins_alike(wanted: str, folded: str) -> bool:
    return min(len(wanted), len(folded)) >= 3 and (folded.startswith(wanted) or wanted.startswith(folded))


def _pairs(text: str) -> set[str]:
    return {first + second for first, second in pairwise(text)}


def _tokens(text: str) -> set[str]:
    return {token for token in _TOKENS.findall(text) if len(token) >= 3}
