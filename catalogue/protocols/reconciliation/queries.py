"""What a client asks, read with every mistake named, and how candidates are scored."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from catalogue.dates import DateError, parse_edtf
from catalogue.documents import Document, ready_documents
from catalogue.models import Identifier, Kind, Status
from catalogue.protocols.reconciliation.facts import MIDNIGHT, described, values_of
from catalogue.search import Alike, alike
from catalogue.text import name_parts, same_name

USUAL, MOST = 5, 25
LARGEST_BATCH = 50
READ = 3
"""Candidates read for each one that is wanted: what the properties say may change their order."""
SURE, AHEAD = 90.0, 8.0
NAME_WEIGHT = 0.7
"""How much of the score the name makes when properties are given."""
UNKNOWN = 0.7
"""How well an entry agrees that says nothing: worse than one that says the same, but not as if it said otherwise."""
SAME = 0.85
"""From what likeness on two words are taken for the same value."""


class Unreadable(Exception):
    """The request is not one of the protocol; the sentence says why."""


class Wanted(NamedTuple):
    """One value of a property that the client knows: an entry's id, or words."""

    property: str
    ids: frozenset[str]
    words: tuple[str, ...]


class Query(NamedTuple):
    """One question: a name, and what narrows it."""

    text: str
    kinds: frozenset[str]
    limit: int
    wanted: tuple[Wanted, ...]


def read_batch(text: str) -> dict[str, Query]:
    """The questions of a batch by their names."""
    try:
        batch = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise Unreadable(_("“%(name)s” is not JSON.") % {"name": "queries"}) from error
    if not isinstance(batch, dict):
        raise Unreadable(_("A batch is an object with a question under each name."))
    if len(batch) > LARGEST_BATCH:
        raise Unreadable(_("A batch has at most %(most)d questions.") % {"most": LARGEST_BATCH})
    return {str(name): _read(str(name), asked) for name, asked in batch.items()}


def _read(name: str, asked: object) -> Query:
    if not isinstance(asked, dict):
        raise Unreadable(_("Question “%(name)s” is not an object.") % {"name": name})
    text, limit = asked.get("query", ""), asked.get("limit", USUAL)
    kinds = asked.get("type") or []
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if not isinstance(text, str) or not isinstance(kinds, list) or isinstance(limit, bool) or not _number(limit):
        raise Unreadable(
            _("Question “%(name)s”: query is a text, type one or several, limit a number.") % {"name": name}
        )
    if "\x00" in text:
        raise Unreadable(_("Question “%(name)s” holds a null character.") % {"name": name})
    properties = asked.get("properties") or []
    if not isinstance(properties, list) or not all(isinstance(each, dict) and "pid" in each for each in properties):
        raise Unreadable(_("Question “%(name)s”: properties are a list of objects with pid and v.") % {"name": name})
    known = frozenset(str(kind) for kind in kinds)
    wanted = tuple(_wanted(each) for each in properties)
    return Query(text.strip()[:1000], known, max(1, min(int(limit), MOST)), wanted)


def _number(value: object) -> bool:
    return isinstance(value, int | float) and value == value and abs(value) < 1e9


def _wanted(asked: Mapping[str, Any]) -> Wanted:
    values = asked.get("v", [])
    values = values if isinstance(values, list) else [values]
    ids = frozenset(str(each["id"]).lower() for each in values if isinstance(each, dict) and each.get("id"))
    words = tuple(
        str(each.get("name", "") if isinstance(each, dict) else each).replace("\x00", "").strip() for each in values
    )
    return Wanted(str(asked["pid"]), ids, tuple(word for word in words if word))


def answer_batch(batch: Mapping[str, Query]) -> dict[str, Any]:
    """The candidates of every question, the best first; five queries for the whole batch."""
    texts = sorted({query.text for query in batch.values() if query.text})
    named = alike(texts, most=MOST * READ)
    identified = _identified(batch)
    chosen = {name: _chosen(query, named, identified) for name, query in batch.items()}
    documents = ready_documents(sorted({each.record_id for found in chosen.values() for each in found}))
    return {name: {"result": _ranked(batch[name], chosen[name], documents)} for name in batch}


def _identified(batch: Mapping[str, Query]) -> dict[tuple[str, str], Alike]:
    """The entries that bear an identifier which a question names."""
    values = [
        (each.property.partition(".")[2], word)
        for query in batch.values()
        for each in query.wanted
        if each.property.startswith("identifier.")
        for word in each.words
    ]
    if not values:
        return {}
    rows = Identifier.objects.filter(
        scheme__slug__in={scheme for scheme, _value in values},
        value__in={value for _scheme, value in values},
        record__status=Status.PUBLISHED,
    ).values_list("scheme__slug", "value", "record_id", "record__kind", "record__title")
    return {(scheme, value): Alike(key, kind, title, 1.0) for scheme, value, key, kind, title in rows}


def _chosen(query: Query, named: Mapping[str, list[Alike]], identified: Mapping[Any, Alike]) -> list[Alike]:
    found = [
        identified[key]
        for each in query.wanted
        for word in each.words
        if (key := (each.property.partition(".")[2], word)) in identified and each.property.startswith("identifier.")
    ]
    known = {each.record_id for each in found}
    found += [each for each in named.get(query.text, ()) if each.record_id not in known]
    of_kind = [each for each in found if not query.kinds or each.kind in query.kinds]
    return of_kind[: query.limit * READ]


def _ranked(query: Query, found: Sequence[Alike], documents: Mapping[int, Document]) -> list[dict[str, Any]]:
    candidates = [_candidate(query, each, documents[each.record_id]) for each in found if each.record_id in documents]
    candidates.sort(key=lambda each: (-each["score"], each["name"], each["id"]))
    best = [each["score"] for each in candidates[:2]]
    if best and best[0] >= SURE and (len(best) == 1 or best[0] - best[1] >= AHEAD):
        candidates[0]["match"] = True
    return candidates[: query.limit]


def _candidate(query: Query, found: Alike, document: Document) -> dict[str, Any]:
    name = round(found.likeness * 100, 2)
    agreed = {each.property: _agrees(each, document) for each in query.wanted if each.ids or each.words}
    score = name
    if agreed:
        rest = sum(agreed.values()) / len(agreed) * 100
        certain = any(key.startswith("identifier.") and value == 1 for key, value in agreed.items())
        score = 100.0 if certain else name * NAME_WEIGHT + rest * (1 - NAME_WEIGHT)
    kind = Kind(document["kind"])
    features = [{"id": "name", "value": name}, *({"id": key, "value": value * 100} for key, value in agreed.items())]
    return {
        "id": document["uuid"],
        "name": document["title"],
        "description": described(document),
        "score": round(score, 2),
        "match": False,
        "type": [{"id": kind.value, "name": str(kind.label)}],
        "features": features,
    }


def _agrees(wanted: Wanted, document: Document) -> float:
    """From 0 to 1: how well the best value of the entry agrees with one that the client knows."""
    values = values_of(document, wanted.property)
    if not values:
        return UNKNOWN
    if wanted.ids & {str(value.get("id", "")) for value in values}:
        return 1.0
    said = [str(next(iter({key: value[key] for key in value if key != "id"}.values()), "")) for value in values]
    said = [each.removesuffix(MIDNIGHT) for each in said]
    if wanted.property.startswith("identifier."):
        return float(not {*wanted.words}.isdisjoint(said))
    return max((_same(word, each) for word in wanted.words for each in said), default=0.0)


def _same(one: str, other: str) -> float:
    if one == other or _dates_agree(one, other):
        return 1.0
    degree = same_name(name_parts(one), name_parts(other))
    return degree if degree >= SAME else 0.0


def _dates_agree(one: str, other: str) -> bool:
    """Whether two dates can both be true: 1882 and 1882-06-14."""
    try:
        first, second = parse_edtf(one), parse_edtf(other)
    except DateError:
        return False
    starts = [each.earliest for each in (first, second)]
    ends = [each.latest for each in (first, second)]
    if None in starts or None in ends:
        return False
    return max(each or 0 for each in starts) <= min(each or 0 for each in ends)
