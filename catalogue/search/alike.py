"""Records whose names are like given ones: as they are typed elsewhere, misspelled, without accents, transliterated."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from catalogue.models import Kind
from catalogue.search.names import SHORTEST_TOKEN, plain, slips_of
from catalogue.search.statements import as_array, run
from catalogue.text import PARTICLES, RANKS, name_parts, same_name

MOST_WORDS, LONGEST_NAME = 10, 24
"""Words of a text by which bearers are looked for, the longest ones; and those that are compared with theirs."""
CROWD = 300
"""Records read of those that share a word."""
LEAST = 0.5
ROUGHLY = 0.35
"""How alike the name must be by which a record was found, for its other names to be read."""
_AS_IN_ROMANIAN = (
    ("shch", "s"),
    ("dzh", "g"),
    ("sh", "s"),
    ("zh", "j"),
    ("ch", "c"),
    ("ts", "t"),
    ("kh", "h"),
    ("k", "c"),
)
"""Romanian names come back from Cyrillic with the letters of English."""
_CYRILLIC = re.compile("[\u0400-\u052f]")
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
# What begins a longer name of the same record is not kept as a form of its own: another name may be hidden behind it.
_OTHER_NAMES = """
SELECT record_id, kind, name FROM catalogue_nameform WHERE record_id = ANY(%(records)s::bigint[]) AND NOT "inner"
"""
Entry = tuple[int, str, str]


class Alike(NamedTuple):
    """A record with the name that is most alike, and how alike it is: 1 for the same words in whatever order."""

    record_id: int
    kind: str
    name: str
    likeness: float


def alike(texts: Sequence[str], *, most: int) -> dict[str, list[Alike]]:
    """For each text the published records with a name like it, the likest first; three queries for all."""
    words = {text: _words(text) for text in texts}
    tokens = _tokens({word for each in words.values() for word in each})
    bearers = _bearers(sorted({token for each in tokens.values() for token in each}))
    near = {
        text: _likest(
            text,
            {entry for word in words[text] for token in tokens.get(word, ()) for entry in bearers.get(token, ())},
            ROUGHLY,
        )[:most]
        for text in texts
    }
    names = _names({each.record_id for found in near.values() for each in found})
    return {text: _likest(text, _entries(found, names), LEAST) for text, found in near.items()}


def _words(text: str) -> set[str]:
    """What bearers are looked for by: the words as typed and in Latin letters, numbers, and the name from its start."""
    words = {*plain(text).split(), *(word for parts in _readings(text) for word in parts)}
    telling = {word for word in words if word.isdigit() or (len(word) >= SHORTEST_TOKEN and word not in PARTICLES)}
    chosen = sorted(telling - RANKS or telling, key=lambda word: (-len(word), word))[:MOST_WORDS]
    return {plain(text), *chosen} - {""}


def _readings(text: str) -> tuple[tuple[str, ...], ...]:
    """The words of a name in Latin letters; what is Cyrillic also as a Romanian would write it."""
    latin = name_parts(text)[:LONGEST_NAME]
    if not _CYRILLIC.search(text):
        return (latin,)
    return latin, tuple(sorted(map(_as_in_romanian, latin)))


def _as_in_romanian(word: str) -> str:
    for letters, same in _AS_IN_ROMANIAN:
        word = word.replace(letters, same)
    return word


def _tokens(words: set[str]) -> dict[str, set[str]]:
    """The words of names that each word may stand for: itself, and those that are one slip apart."""
    forms = defaultdict(set)
    for word in words:
        for form in slips_of(word) if word.isalpha() else ():
            forms[form].add(word)
    tokens = {word: {word} for word in words}
    for form, token in run(_SLIPS, {"forms": sorted(forms)}) if forms else ():
        for word in forms[form]:
            tokens[word].add(token)
    return tokens


def _bearers(tokens: list[str]) -> dict[str, set[Entry]]:
    bearers = defaultdict(set)
    for token, *entry in run(_NAMED, {"tokens": tokens, "crowd": str(CROWD)}) if tokens else ():
        bearers[token].add((entry[0], entry[1], entry[2]))
    return bearers


def _names(records: set[int]) -> dict[int, list[Entry]]:
    names = defaultdict(list)
    for entry in run(_OTHER_NAMES, {"records": as_array(sorted(records))}) if records else ():
        names[entry[0]].append((entry[0], entry[1], entry[2]))
    return names


def _entries(found: Iterable[Alike], names: Mapping[int, list[Entry]]) -> Iterable[Entry]:
    for each in found:
        yield each.record_id, each.kind, each.name
        yield from names.get(each.record_id, ())


def _likest(text: str, near: Iterable[Entry], least: float) -> list[Alike]:
    readings = _readings(text)
    best: dict[int, Alike] = {}
    for record_id, kind, name in near:
        light = PARTICLES | RANKS if kind == Kind.PERSON else PARTICLES
        degree = max(same_name(reading, name_parts(name), light) for reading in readings)
        if degree >= least and (record_id not in best or best[record_id].likeness < degree):
            best[record_id] = Alike(record_id, kind, name, degree)
    return sorted(best.values(), key=lambda each: (-each.likeness, each.name, each.record_id))
