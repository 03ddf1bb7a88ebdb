"""Whether two writings of a name can be one name: word by word, as a reader of lists would compare them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from math import sqrt

from catalogue.text.folding import fold, romanized
from catalogue.text.likeness import sound

ABBREVIATED = 0.86
"""How alike “I. Antonescu” and “Ion Antonescu” are held to be: enough only with something else that agrees."""
ONLY_INITIALS = 0.5
"""How alike “L. P.” and “Lucrețiu Pătrășcanu” are."""
OTHER_NUMBER = 0.6
"""At most, where the numbers differ: the 57th Army is not the 53rd."""
SOUNDS_SAME, SLIP, NEARLY, SHORTENED = 0.97, 0.88, 0.8, 0.8
SLIP_IN_SHORT = {1: 0.0, 2: 0.0, 3: 0.5, 4: 0.75}
"""A slip in a short word makes another word of it."""
OF_A_WOMAN = 0.5
"""How alike Iulia and Iuliu are, or Ștefan and Ștefana."""
NEAR, LONG_ENOUGH = 0.75, 5
LONGEST_SHORT_FORM = 3
NUMBER_WEIGHT, LIGHT = 2.5, 0.3
_PARTICLES = """
al an and cu da das de dei del della den der des di die din do dos du ei el en et fi in la las le los of on pe pentru si
the und van von zu
"""
_RANKS = """
air almirante amiral amiralul admiral brigadier cap capitan capitanul capt captain col colonel colonelul comandante
comisar comisario commissar conde contele coronel count doctor dr feldmarschall freiherr gen general
generalfeldmarschall generalleutnant generaloberst generalul genl graf gral herr ing ingeniero inginer king konig
lieutenant locotenent lt maior maiorul major maresal maresalul marechal mariscal marshal mayor mr mrs oberst polkovnik
prince principe principele printul prof profesor profesorul professor regele rey ritter sir teniente tte vice
"""
PARTICLES = frozenset(_PARTICLES.split())
RANKS = frozenset(_RANKS.split())
"""What stands beside the name of a person in a list, and is hardly part of it."""
_ORDINAL = re.compile(r"\b(\d+)[.\-]{0,2}(?:o|a|er|ro|do|to|mo|vo|no|ea|lea|st|nd|rd|th|i|e|y|ii|iy|ya|aya|oi|go)\b")
_WORD = re.compile(r"[^\W_]+")
_ROMAN = re.compile(r"[ivx]{2,5}")
Words = tuple[str, ...]


_sound = lru_cache(maxsize=4096)(sound)


@lru_cache(maxsize=4096)
def name_parts(name: str) -> Words:
    """The words of a name in Latin letters, in alphabetical order; ordinals as bare numbers, P.C.R. as PCR."""
    latin = romanized(fold(name).replace("'", ""))
    words = _WORD.findall(_ORDINAL.sub(r"\1", latin))
    if len(words) > 1 and all(len(word) == 1 and word.isalpha() for word in words):
        words = ["".join(words)]
    return tuple(sorted(words))


def same_name(one: Words, other: Words, light: frozenset[str] = PARTICLES) -> float:
    """From 0 to 1: how far two names can be one; 1 for the same words in whatever order, light ones count little."""
    if not one or not other or one == other:
        return float(bool(one) and one == other)
    pairs = list(_paired(one, other))
    both = sum(_weight(word, light) for word in (*one, *other))
    agreed = sum(degree * (_weight(here, light) + _weight(there, light)) for degree, here, there in pairs) / both
    shortened = [_shortens(here, there) for _degree, here, there in pairs]
    if any(shortened):
        agreed = min(agreed, ONLY_INITIALS if all(shortened) else ABBREVIATED)
    ours, theirs = ({word for word in words if _is_number(word)} for words in (one, other))
    return min(agreed, OTHER_NUMBER) if ours and theirs and ours != theirs else agreed


def _paired(one: Words, other: Words) -> Iterator[tuple[float, str, str]]:
    """Each word with the one that it is most like, and no word twice."""
    found = [
        (-degree, here, there)
        for here, first in enumerate(one)
        for there, second in enumerate(other)
        if (degree := _same_word(first, second))
    ]
    ours, theirs = set(range(len(one))), set(range(len(other)))
    for degree, here, there in sorted(found):
        if here in ours and there in theirs:
            ours.remove(here)
            theirs.remove(there)
            yield -degree, one[here], other[there]


def _weight(word: str, light: frozenset[str]) -> float:
    if _is_number(word):
        return NUMBER_WEIGHT
    return LIGHT if word in light else sqrt(len(word))


@lru_cache(maxsize=4096)
def _is_number(word: str) -> bool:
    return word.isdigit() or _ROMAN.fullmatch(word) is not None


@lru_cache(maxsize=65536)
def _same_word(one: str, other: str) -> float:
    if one == other:
        return 1.0
    if _is_number(one) or _is_number(other):
        return 0.0
    first, second = _sound(one), _sound(other)
    if first == second:
        return SOUNDS_SAME
    if _shortens(one, other):
        return SHORTENED
    shorter = min(len(first), len(second))
    if _one_slip(first, second):
        return OF_A_WOMAN if _of_a_woman(first, second) else SLIP_IN_SHORT.get(shorter, SLIP)
    if shorter < LONG_ENOUGH or first[0] != second[0]:
        return 0.0
    degree = SequenceMatcher(None, first, second, autojunk=False).ratio()
    return degree * NEARLY if degree >= NEAR else 0.0


def _shortens(one: str, other: str) -> bool:
    """Whether one is an initial of the other, or its first two or three letters."""
    short, long = sorted((one, other), key=len)
    if len(short) == 1:
        return len(long) > 1 and _sound(long)[0] == _sound(short)
    return len(short) <= LONGEST_SHORT_FORM and len(long) > LONG_ENOUGH and long.startswith(short)


def _of_a_woman(one: str, other: str) -> bool:
    """Whether a last “a” is all in which the two differ."""
    return one.endswith("a") != other.endswith("a") and one.rstrip("aou") == other.rstrip("aou")


def _one_slip(one: str, other: str) -> bool:
    """Whether a letter more, less or other, or two that changed places, make one of the other."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    first, second = one[start:], other[start:]
    swapped = len(first) > 1 and second[:2] == first[1::-1] and first[2:] == second[2:]
    return swapped or first[1:] == second or first == second[1:] or first[1:] == second[1:]
