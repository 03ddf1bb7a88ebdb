"""How alike two names are, whatever their letters, order of words and spelling."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from catalogue.text.folding import fold, romanized

_WORD = re.compile(r"[^\W_]+")
_SAME_SOUND = (
    ("shch", "s"), ("sch", "s"), ("tch", "c"), ("kh", "h"), ("zh", "z"), ("sh", "s"), ("ch", "c"), ("ts", "t"),
    ("tz", "t"), ("ph", "f"), ("th", "t"), ("ck", "k"), ("qu", "k"), ("gh", "g"), ("x", "ks"), ("c", "k"), ("q", "k"),
    ("w", "v"), ("y", "i"), ("j", "i"),
)  # fmt: skip
_DOUBLE = re.compile(r"(.)\1+")
_VOWELS = re.compile(r"(?<=.)[aeiou]+")


def name_words(name: str) -> tuple[str, ...]:
    """The words of a name in Latin letters without accents, in alphabetical order."""
    return tuple(sorted(_WORD.findall(romanized(fold(name).replace("'", "")))))


def skeleton(words: tuple[str, ...]) -> str:
    """What names that are spelled or transliterated differently have in common: their consonants, roughly."""
    return " ".join(sorted(_bones(word) for word in words))


def sound(word: str) -> str:
    """A word as several languages would write it if they wrote one sound with one letter."""
    for letters, same in _SAME_SOUND:
        word = word.replace(letters, same)
    return _DOUBLE.sub(r"\1", word)


def _bones(word: str) -> str:
    return _DOUBLE.sub(r"\1", _VOWELS.sub("", sound(word)))


def initials(words: tuple[str, ...]) -> str:
    """The longest word, and the first letters of the others: what “I. Antonescu” and “Ion Antonescu” share."""
    longest = max(words, key=len, default="")
    others = list(words)
    if longest:
        others.remove(longest)
    return f"{_bones(longest)} {' '.join(sorted(word[0] for word in others))}"


def likeness(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """From 0 to 1: how alike the words of two names are; 1 for the same words in whatever order."""
    return 1.0 if one == other else SequenceMatcher(None, " ".join(one), " ".join(other), autojunk=False).ratio()
