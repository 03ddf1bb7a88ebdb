"""Which records look alike: by name, by identifier, and not against their dates."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from django.db.models import QuerySet

from catalogue.models import Dating, Identifier, Kind, Name, Record, Relation, Source, Standing
from catalogue.text import fold, initials, likeness, name_words, skeleton

DISTINCT = "distinct-from"
CROWD = 60
"""Where more records than this share a name, it says nothing."""
ENOUGH = 0.72
"""How alike the spellings of two names must be."""
FAR = 0.5
"""Degrees between two places that are not one."""
TELLING = ("volume", "issue", "pages", "number", "container", "reference_code")
"""Columns in which two sources of one title must not differ."""
NAME, IDENTIFIER, DATES = "name", "identifier", "dates"
_ADDRESS = re.compile(r"^https?://(?:dx\.)?(?:www\.)?[^/]+/(?:entity/|wiki/|viaf/|gnd/)?")
_PLAIN = re.compile(r"[^a-z0-9]+")
Pair = tuple[int, int]


@dataclass(slots=True)
class Likely:
    """How alike two records are, and why."""

    likeness: float
    grounds: list[str]


@dataclass(slots=True)
class Facts:
    """What is compared of records, by their keys."""

    names: dict[int, set[tuple[str, ...]]] = field(default_factory=lambda: defaultdict(set))
    marks: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Identifiers, however they are written."""
    dates: dict[int, dict[str, tuple[int | None, int | None]]] = field(default_factory=lambda: defaultdict(dict))
    points: dict[int, tuple[float, float]] = field(default_factory=dict)
    plain: dict[int, dict[str, str]] = field(default_factory=dict)
    """Of sources: what two of the same title must agree in."""


def likely_pairs(kind: str, among: Iterable[int] | None = None) -> dict[Pair, Likely]:
    """Pairs of records of a kind that may be the same, not those that were declared distinct."""
    records = Record.objects.filter(kind=kind, version__gt=0)
    facts = gather(kind, records if among is None else records.filter(pk__in=list(among)))
    found = {pair: likely for pair in candidates(facts) if (likely := judged(facts, *pair))}
    for pair in declared_distinct(found):
        found.pop(pair, None)
    return found


def gather(kind: str, records: QuerySet[Record]) -> Facts:
    """Reads what is compared."""
    facts = Facts()
    names = Name.objects.filter(record__in=records, negated=False).exclude(standing=Standing.REJECTED)
    for key, text in names.values_list("record_id", "text").iterator():
        facts.names[key].add(name_words(text))
    marks = Identifier.objects.filter(record__in=records).values_list("record_id", "scheme__slug", "value")
    for key, scheme, value in marks:
        facts.marks[key].add(f"{scheme} {_plain(_ADDRESS.sub('', value.lower()))}")
    datings = Dating.objects.filter(record__in=records, standing=Standing.PREFERRED, negated=False)
    for key, sort, *bounds in datings.values_list("record_id", "type__slug", "earliest", "latest").iterator():
        facts.dates[key][sort] = (bounds[0], bounds[1])
    if kind == Kind.PLACE:
        points = records.filter(place__latitude__isnull=False)
        rows = points.values_list("pk", "place__latitude", "place__longitude")
        facts.points = {
            key: (float(north), float(east)) for key, north, east in rows if north is not None and east is not None
        }
    if kind == Kind.SOURCE:
        gather_sources(facts, records)
    return facts


def gather_sources(facts: Facts, records: QuerySet[Record]) -> None:
    """Reads titles, numbers and addresses of sources."""
    columns = (
        "bibliographic_title",
        "title_transliterated",
        "doi",
        "isbn",
        "url",
        "issued",
        "volume",
        "issue",
        "pages",
    )
    more = ("reference_code", "container", "number")
    for row in Source.objects.filter(pk__in=records).values("pk", *columns, *more):
        key = row["pk"]
        for title in ("bibliographic_title", "title_transliterated"):
            if row[title]:
                facts.names[key].add(name_words(row[title]))
        for name in ("doi", "isbn"):
            if row[name]:
                facts.marks[key].add(f"{name} {_plain(_ADDRESS.sub('', row[name].lower()))}")
        if row["url"]:
            facts.marks[key].add(f"url {row['url'].lower().partition('://')[2].rstrip('/')}")
        plain = {name: fold(row[name] or "") for name in TELLING}
        facts.plain[key] = {**plain, "year": (row["issued"] or "")[:4]}


def _plain(text: str) -> str:
    return _PLAIN.sub("", text)


def candidates(facts: Facts) -> set[Pair]:
    """Pairs that share an identifier or a way of writing their name."""
    groups: dict[str, set[int]] = defaultdict(set)
    for key, marks in facts.marks.items():
        for mark in marks:
            groups[f"= {mark}"].add(key)
    short: set[str] = set()
    for key, names in facts.names.items():
        for words in names:
            if not words:
                continue
            groups[f"~ {skeleton(words)}"].add(key)
            if len(words) > 1:
                groups[f"i {initials(words)}"].add(key)
                if any(map(_is_initial, words)):
                    short.add(f"i {initials(words)}")
    return {
        pair
        for sort, keys in groups.items()
        if 1 < len(keys) <= CROWD and (sort[0] != "i" or sort in short)
        for pair in combinations(sorted(keys), 2)
    }


def judged(facts: Facts, one: int, other: int) -> Likely | None:
    """How alike two records are; None when something speaks against it."""
    grounds, best = [], 0.0
    name = name_likeness(facts.names.get(one, set()), facts.names.get(other, set()))
    shared = facts.marks.get(one, set()) & facts.marks.get(other, set())
    # The parts of a book have its ISBN, the pages of a site may have one address.
    if any(name >= ENOUGH or not mark.startswith(("isbn ", "url ")) for mark in shared):
        grounds.append(IDENTIFIER)
        best = 0.98
    if name >= ENOUGH:
        grounds.append(NAME)
        best = max(best, name * 0.9)
    dates = dates_agree(facts.dates.get(one, {}), facts.dates.get(other, {}))
    is_identified = IDENTIFIER in grounds
    if not grounds or (not is_identified and (dates is False or differs(facts, one, other))):
        return None
    if dates:
        grounds.append(DATES)
        best = min(1.0, best + 0.08)
    return Likely(round(best, 3), grounds)


def name_likeness(one: Iterable[tuple[str, ...]], other: Iterable[tuple[str, ...]]) -> float:
    """How alike the most alike of their names are; an initial stands for any name that begins with it."""
    return max((_likeness(first, second) for first in one for second in other), default=0.0)


def _likeness(first: tuple[str, ...], second: tuple[str, ...]) -> float:
    if not first or not second:
        return 0.0
    if first == second:
        return 1.0
    if _numbers(first) != _numbers(second):
        return 0.0
    has_initial = any(_is_initial(word) for word in (*first, *second)) and len(first) == len(second) > 1
    if has_initial and initials(first) == initials(second) and max(first, key=len) == max(second, key=len):
        return 0.8
    return likeness(first, second) * 0.95 if skeleton(first) == skeleton(second) else 0.0


def _is_initial(word: str) -> bool:
    return len(word) == 1 and word.isalpha()


def _numbers(words: tuple[str, ...]) -> list[str]:
    """The 57th Army is not the 53rd."""
    return [word for word in words if not word.isalpha()]


def dates_agree(
    one: Mapping[str, tuple[int | None, int | None]], other: Mapping[str, tuple[int | None, int | None]]
) -> bool | None:
    """Whether what is dated in both could be the same; None where nothing is."""
    both = one.keys() & other.keys()
    if not both:
        return None
    return all(_overlap(one[sort], other[sort]) for sort in both)


def _overlap(one: tuple[int | None, int | None], other: tuple[int | None, int | None]) -> bool:
    after = one[1] is not None and other[0] is not None and one[1] < other[0]
    before = other[1] is not None and one[0] is not None and other[1] < one[0]
    return not (after or before)


def differs(facts: Facts, one: int, other: int) -> bool:
    """Whether two records of one name are told apart by where they lie, or as parts of one work."""
    here, there = facts.points.get(one), facts.points.get(other)
    if here and there and max(abs(here[0] - there[0]), abs(here[1] - there[1])) > FAR:
        return True
    first, second = facts.plain.get(one, {}), facts.plain.get(other, {})
    return any(first[key] and second[key] and first[key] != second[key] for key in first.keys() & second.keys())


def declared_distinct(pairs: Iterable[Pair] | None = None) -> Iterator[Pair]:
    """The pairs that somebody has declared to be different, whichever of the two says it."""
    ties = Relation.objects.filter(type__slug=DISTINCT, object__isnull=False, negated=False)
    ties = ties.exclude(standing=Standing.REJECTED)
    if pairs is not None:
        ties = ties.filter(record__in={key for pair in pairs for key in pair})
    for one, other in ties.values_list("record_id", "object_id"):
        yield (one, other) if one < other else (other, one)
