"""Records whose names are like given ones: as they are typed elsewhere, misspelled, without accents, transliterated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from catalogue.search.names import SHORTEST_TOKEN, plain, slips_of
from catalogue.search.statements import run
from catalogue.text import initials, likeness, name_words

CROWD = 300
"""Records read of those that share a word."""
ABBREVIATED = 0.8
"""How alike “I. Antonescu” and “Ion Antonescu” are held to be."""
LEAST = 0.5
_SLIPS = """
SELECT slip.form, token.token FROM catalogue_nameslip slip JOIN catalogue_nametoken token ON token.id = slip.token_id
WHERE slip.form = ANY(%(forms)s::text[])
"""
_NAMED = """
SELECT asked.token, found.record_id, found.kind, found.name
FROM unnest(%(tokens)s::text[]) AS asked (token) CROSS JOIN LATERAL (
    SELECT record_id, kind, name FROM catalogue_nameform
    WHERE form >= asked.token AND form < asked.token || '!' AND (form = asked.token OR form LIKE asked.token || ' %%')
    ORDER BY form, record_id LIMIT %(crowd)s::int
) found
"""


class Alike(NamedTuple):
    """A record with the name that is most alike, and how alike it is: 1 for the same words in whatever order."""

    record_id: int
    kind: str
    name: str
    likeness: float


def alike(texts: Sequence[str], *, most: int) -> dict[str, list[Alike]]:
    """For each text the published records with a name like it, the likest first; two queries for all."""
    words = {text: _words(text) for text in texts}
    tokens = _tokens({word for each in words.values() for word in each})
    bearers = _bearers(sorted({token for each in tokens.values() for token in each}))
    found = {}
    for text in texts:
        near = {entry for word in words[text] for token in tokens.get(word, ()) for entry in bearers.get(token, ())}
        found[text] = _likest(text, near)[:most]
    return found


def _words(text: str) -> set[str]:
    """The words by which bearers are looked for: as typed, and in Latin letters."""
    return {word for word in (*plain(text).split(), *name_words(text)) if len(word) >= SHORTEST_TOKEN}


def _tokens(words: set[str]) -> dict[str, set[str]]:
    """The words of names that each word may stand for: itself, and those that are one slip apart."""
    forms = defaultdict(set)
    for word in words:
        for form in slips_of(word):
            forms[form].add(word)
    tokens = {word: {word} for word in words}
    for form, token in run(_SLIPS, {"forms": sorted(forms)}) if forms else ():
        for word in forms[form]:
            tokens[word].add(token)
    return tokens


def _bearers(tokens: list[str]) -> dict[str, set[tuple[int, str, str]]]:
    bearers = defaultdict(set)
    for token, *entry in run(_NAMED, {"tokens": tokens, "crowd": str(CROWD)}) if tokens else ():
        bearers[token].add((entry[0], entry[1], entry[2]))
    return bearers


def _likest(text: str, near: Iterable[tuple[int, str, str]]) -> list[Alike]:
    wanted = name_words(text)
    best: dict[int, Alike] = {}
    for record_id, kind, name in near:
        degree = _degree(wanted, name_words(name))
        if degree >= LEAST and (record_id not in best or best[record_id].likeness < degree):
            best[record_id] = Alike(record_id, kind, name, degree)
    return sorted(best.values(), key=lambda each: (-each.likeness, each.name, each.record_id))


def _degree(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    degree = likeness(one, other)
    shortened = any(len(word) == 1 for word in (*one, *other))
    if shortened and len(one) == len(other) > 1 and initials(one) == initials(other):
        return max(degree, ABBREVIATED)
    return degree
