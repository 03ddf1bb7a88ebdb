"""What is asked: drawn from the seed, the same for every system, with answers that can be compared."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from bench.shape import SINGLE_FACETS, Shape

EACH = 5
"""Questions of a workload."""
TYPOS = 100
FREQUENCIES = {"frequent": 0.20, "medium": 0.01, "rare": 0.0001}
"""In what share of the records a word of each sort stands."""
WORKLOADS = {
    "landing": "first page, total, nine facets, nothing asked",
    "frequent": "a word of about 20 % of the records, ranked, nine facets",
    "medium": "a word of about 1 %",
    "rare": "a word of about 0.01 %",
    "disjunctive": "two values each of two facets and a span of years; each facet counted without its own choice",
    "prefix": "autocomplete: the first letters of a family name, ten suggestions",
    "typo": "a name with one letter wrong in each of its words, first ten",
    "first": "the first page of ten by title, no facets",
    "deep": "page 10,000 of ten by title (or the last one), by cursor",
}

WAYS = {
    "page": "as its page asks: every facet, ten values of each, snippets",
    "api": "as the API asks: every facet, a hundred values of each",
}
"""How the project is asked the same besides, which whole answers over HTTP are compared with."""
ASKED_IN_WAYS = ("landing", "frequent", "disjunctive")


@dataclass(slots=True)
class Question:
    """One thing that is asked of every system."""

    workload: str
    word: str = ""
    chosen: dict[str, list[int]] = field(default_factory=dict)
    years: tuple[int, int] | None = None
    prefix: str = ""
    name: str = ""
    title: str = ""
    page: int = 1


@dataclass(slots=True)
class Answer:
    """What a system says: how many, the first keys, and for each facet its values with counts."""

    total: int | None = None
    keys: list[int] = field(default_factory=list)
    facets: dict[str, dict[int, int]] = field(default_factory=dict)
    titles: list[str] = field(default_factory=list)


def as_json(questions: Sequence[Question]) -> list[dict[str, Any]]:
    """Questions for a plan file."""
    return [asdict(question) for question in questions]


def from_json(rows: Sequence[dict[str, Any]]) -> list[Question]:
    """Questions of a plan file."""
    return [Question(**{**row, "years": tuple(row["years"]) if row["years"] else None}) for row in rows]


def drawn(shape: Shape, frequencies: dict[str, int], titles: Sequence[tuple[str, str]]) -> list[Question]:
    """The questions of a run: from words with the number of their records, and given and family names."""
    rng = random.Random(f"questions/{shape.seed}/{shape.records}")
    found = [Question("landing")]
    for workload, share in FREQUENCIES.items():
        words = words_of_share(rng, frequencies, share * shape.records)
        found += [Question(workload, word=word) for word in words]
    found += [_disjunctive(rng, shape) for _ in range(EACH)]
    for _given, family in rng.sample(list(titles), min(20, len(titles))):
        found.append(Question("prefix", prefix=family[: rng.choice((3, 4, 5))]))
    for given, family in rng.sample(list(titles), min(TYPOS, shape.records // 10, len(titles))):
        name = f"{mistyped(rng, given)} {mistyped(rng, family)}"
        found.append(Question("typo", name=name, title=f"{given} {family}"))
    found.append(Question("first"))
    found.append(Question("deep", page=max(2, min(10_000, shape.records // 10))))
    return found


def words_of_share(rng: random.Random, frequencies: dict[str, int], wanted: float) -> list[str]:
    """Words that stand in about so many records: drawn among those within a quarter of it, else the nearest."""
    wanted = max(1.0, wanted)
    near = sorted(word for word, count in frequencies.items() if abs(count - wanted) <= wanted / 4)
    if len(near) >= EACH:
        return rng.sample(near, EACH)
    return sorted(frequencies, key=lambda word: (abs(frequencies[word] - wanted), word))[:EACH]


def mistyped(rng: random.Random, word: str) -> str:
    """The word with two neighbouring letters changed round, or with one letter that is another."""
    places = [place for place in range(len(word) - 1) if word[place].lower() != word[place + 1].lower()]
    if places and rng.random() < 0.5:
        place = rng.choice(places)
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    place = rng.randrange(len(word))
    other = rng.choice([letter for letter in "abcdefghijklmnopqrstuvwxyz" if letter != word[place].lower()])
    return word[:place] + other + word[place + 1 :]


def _disjunctive(rng: random.Random, shape: Shape) -> Question:
    facets = rng.sample([facet for facet in SINGLE_FACETS if shape.values_of(facet) in range(4, 401)], 2)
    # Frequent values, as readers choose them: the first tenth of the list, four at least.
    chosen = {facet: sorted(rng.sample(range(max(4, shape.values_of(facet) // 10)), 2)) for facet in facets}
    first = rng.randint(1860, 1960)
    return Question("disjunctive", chosen=chosen, years=(first, first + rng.randint(10, 40)))
