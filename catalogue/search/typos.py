"""Mistyped names: words that occur nowhere are read as the nearest words of names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from catalogue.search.names import LONGEST_TOKEN, SHORTEST_TOKEN, slips_of
from catalogue.search.query import TITLE, Alternative, Looked, TextQuery, corrected
from catalogue.search.statements import run
from catalogue.search.vectors import words_of

FEW = 3
"""Where no more records are found, words may be mistyped."""
# A word of so many letters may have two slips.
_LONG = 8
# A word of so many letters that occurs seldom may still be a slip; shorter ones are words too often.
_SURE = 6
_ANCHOR = 5
_MOST_READINGS = 30
_MOST_READ = 100
_NEAR = """
SELECT DISTINCT token.token FROM catalogue_nameslip slip JOIN catalogue_nametoken token ON token.id = slip.token_id
WHERE slip.form = ANY(%(forms)s::text[])
"""
# The match is made first, by its index; what is published is asked of the few that match.
_HITS = """
WITH hit AS MATERIALIZED (SELECT record_id, names FROM catalogue_searchentry WHERE {condition})
SELECT names FROM hit
WHERE (SELECT status FROM catalogue_record entry WHERE entry.id = hit.record_id) = 'published' LIMIT %(most)s::int
"""

# By what words a term may be read; the first is the likeliest.
Near = dict[Looked, tuple[str, ...]]


def corrected_query(query: TextQuery) -> TextQuery | None:
    """The question with its mistyped words read as words of names; None when nothing is to mend.

    To be asked when little was found (`FEW`). A word that no name has is read as its nearest instead if it occurs
    nowhere, and as its nearest too if it occurs seldom. If each word occurs, but nowhere all together, any may be
    mistyped.
    """
    asked = _names_asked(query)
    near = _near(asked)
    unknown = [each for each in asked if each in near and not _is_name(each, near[each])]
    found = {each: len(_hits([Alternative(anywhere=each.sql())], most=FEW + 1)) for each in unknown}
    others = {each: replace(each, instead=near[each]) for each in unknown if not found[each]}
    seldom = (each for each in unknown if 0 < found[each] <= FEW and len(each.exact[0]) >= _SURE)
    others |= {each: replace(each, also=near[each]) for each in seldom}
    mended = _mended(query, others, near)
    if mended or len(asked) < 2 or _hits(query.alternatives, most=1):
        return mended
    return _mended(query, {each: replace(each, instead=near[each]) for each in asked if each in near}, near)


def _names_asked(query: TextQuery) -> list[Looked]:
    """The terms that may be names; one of three letters is like too many others to be read by itself."""
    asked = [each for each in query.terms if _may_be_name(each)]
    anchored = any(len(each.exact[0]) >= _ANCHOR for each in asked)
    return [each for each in asked if anchored or len(each.exact[0]) > SHORTEST_TOKEN]


def _may_be_name(looked: Looked) -> bool:
    term = looked.term
    if (
        term.phrase
        or term.prefix
        or term.field not in {"", TITLE}
        or len(looked.exact) != 1
        or looked.instead
        or looked.also
    ):
        return False
    return SHORTEST_TOKEN <= len(looked.exact[0]) <= LONGEST_TOKEN and looked.exact[0].isalpha()


def _is_name(looked: Looked, near: Sequence[str]) -> bool:
    """Whether somebody is called so now; words of names that were corrected since are still known."""
    return looked.exact[0] in near and bool(_hits([Alternative(in_names=looked.sql())], most=1))


def _near(asked: Iterable[Looked]) -> Near:
    """The words of names that each may stand for, the nearest first, if there are any; one query for all."""
    words = {each: each.exact[0] for each in asked}
    forms = {form for word in words.values() for form in _typed_forms(word)}
    tokens = [row[0] for row in run(_NEAR, {"forms": sorted(forms)})] if forms else []
    near = {each: tuple(_nearest(word, tokens)[:_MOST_READINGS]) for each, word in words.items()}
    return {each: readings for each, readings in near.items() if readings}


def _typed_forms(word: str) -> set[str]:
    """The word without a letter, so that it meets words of names without one of theirs; long ones without two."""
    forms = slips_of(word)
    if len(word) >= _LONG:
        forms.update("".join(letters) for letters in combinations(word, len(word) - 2))
    return forms


def _nearest(word: str, tokens: Iterable[str]) -> list[str]:
    distances = {token: distance(word, token) for token in tokens if abs(len(token) - len(word)) <= 2}
    within = 1 if len(word) < _LONG or 1 in distances.values() else 2
    near = [token for token, apart in distances.items() if apart <= within]
    return sorted(near, key=lambda token: (distances[token], token[0] != word[0], len(token) != len(word), token))


def distance(one: str, other: str) -> int:
    """How many slips lie between two words: a letter too many, too few, another one, or two neighbours swapped."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        now = [row]
        for column, wanted in enumerate(other, 1):
            cost = min(last[column] + 1, now[-1] + 1, last[column - 1] + (letter != wanted))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == wanted:
                cost = min(cost, before[column - 2] + 1)
            now.append(cost)
        before, last = last, now
    return last[-1]


def _hits(alternatives: Sequence[Alternative], *, most: int) -> list[str]:
    """The names of some published records of which one of the alternatives holds, their sources and places aside."""
    own = [each for each in alternatives if each.anywhere or each.in_names]
    if not own:
        return []
    parts: list[str] = []
    asked = {"most": str(most)}
    for each in own:
        columns = {"vector": each.anywhere, "named": each.in_names}
        wanted = {f"{column}_{len(parts)}": (column, query) for column, query in columns.items() if query}
        parts.append(" AND ".join(f"{column} @@ %({name})s::tsquery" for name, (column, _query) in wanted.items()))
        asked |= {name: query for name, (_column, query) in wanted.items()}
    return [row[0] for row in run(_HITS.format(condition=" OR ".join(f"({part})" for part in parts)), asked)]


def _mended(query: TextQuery, others: Mapping[Looked, Looked], near: Near) -> TextQuery | None:
    """The question with other terms for some, the best of their words first, if anything is called so."""
    if not others:
        return None
    read = {each: near[each] for each in others}
    names = _hits(corrected(query, others, {}).alternatives, most=_MOST_READ)
    told = Counter(combination for each in names if (combination := _combination(set(words_of(each)), read)))
    if not told:
        return None
    best = min(told, key=lambda combination: (_slips(combination, read), -told[combination], combination))
    words = dict(zip(others, best, strict=True))
    return corrected(query, {each: _first(others[each], words[each]) for each in others}, words)


def _first(looked: Looked, word: str) -> Looked:
    """The term with this word as the likeliest."""

    def ordered(words: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(sorted(words, key=lambda each: each != word))

    return replace(looked, instead=ordered(looked.instead), also=ordered(looked.also))


def _combination(words: set[str], read: Near) -> tuple[str, ...]:
    """The nearest of the words for each of the terms that a record's names have; none unless they have all."""
    found = [next((word for word in readings if word in words), "") for readings in read.values()]
    return tuple(found) if all(found) else ()


def _slips(combination: tuple[str, ...], read: Near) -> int:
    return sum(distance(each.exact[0], word) for each, word in zip(read, combination, strict=True))
