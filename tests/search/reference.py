"""The plain, slow answer to every question: records and counts worked out from the tables, one record at a time.

It is what page, API and index are judged by, so it shares nothing with them but the words of the parameters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from django.http import QueryDict

from catalogue.dates import read_date
from catalogue.models import PastSlug
from tests.search.reference_facts import CLASSES, Catalogue, Facts, Key
from tests.search.reference_words import records_with

FLAGS = ("disputed", "unsourced")
COMMON = ("place", "source", "certainty", *FLAGS, "language")
LISTING = frozenset({"ordering", "page", "cursor", "page_size", "facets", "fields", "include", "snippets"})
FAR = 10**9


class Span(NamedTuple):
    """A stretch of time; what is open lies far away."""

    start: int
    end: int


class Counts(NamedTuple):
    """A facet: records by word, and those without any value."""

    values: dict[str, int]
    missing: int


class Question:
    """One question to a catalogue."""

    def __init__(self, catalogue: Catalogue, kind: str | None, asked: QueryDict) -> None:
        self.catalogue = catalogue
        self.kind = kind
        self.asked = asked
        self.facets = facet_names(catalogue, kind)
        self.match = asked.get("date_match") or "overlaps"
        self._found: dict[str, set[int]] = {}

    def ids(self, *, without: str = "") -> set[int]:
        """The records that every parameter lets through; one facet's own selection may be left out."""
        without = without if without == "status" or without in self.asked else ""
        if without not in self._found:
            self._found[without] = self._look(without)
        return self._found[without]

    def _look(self, without: str) -> set[int]:
        conditions = list(self._conditions(without))
        any_status = self.catalogue.staff and (without == "status" or bool(self.asked.get("status")))
        among = (facts for facts in self.catalogue.of(self.kind) if any_status or facts.status == "published")
        return {facts.id for facts in among if all(holds(facts) for holds in conditions)}

    def counts(self, name: str) -> Counts:
        """What a facet says: how many records choosing each value would find, the other parameters kept."""
        among = [self.catalogue.records[key] for key in self.ids(without=name)]
        if name == "period":
            raise LookupError("Ask `touching` for each period that is shown.")
        found = Counter(key for facts in among for key in facts.values[name])
        words = {self.word(name, key): count for key, count in found.items()}
        return Counts(words, sum(not facts.values[name] for facts in among))

    def touching(self, period: str) -> int:
        """How many records choosing a decade or a year would find."""
        among = (self.catalogue.records[key] for key in self.ids(without="period"))
        return sum(lies(facts, span_of(period), self.match) for facts in among)

    def undated(self) -> int:
        """How many have no date at all."""
        return sum(not is_dated(self.catalogue.records[key]) for key in self.ids(without="period"))

    def _conditions(self, without: str) -> Iterator[Callable[[Facts], bool]]:
        for parameter, typed in self.asked.lists():
            name, _, variant = parameter.partition("__")
            words = [word.strip() for word in typed if word.strip()]
            if not words or parameter in {without, "date_from", "date_to", "date_match"} | LISTING:
                continue
            if name == "period":
                yield self._periods(words, variant)
            elif name in self.facets:
                yield self._values(name, words, variant)
            else:
                yield self._other(parameter, words)
        yield self._dates()

    def _values(self, name: str, words: list[str], variant: str) -> Callable[[Facts], bool]:
        if variant == "isnull":
            return lambda facts: bool(facts.values[name]) != (words[-1] in {"true", "1"})
        keys = [self.keys(name, word) for word in words]
        match variant:
            case "":
                return lambda facts: any(facts.values[name] & each for each in keys)
            case "not":
                return lambda facts: not any(facts.values[name] & each for each in keys)
            case "all":
                return lambda facts: all(facts.values[name] & each for each in keys)
        raise LookupError(f"{name}__{variant}")

    def _periods(self, words: list[str], variant: str) -> Callable[[Facts], bool]:
        if variant == "isnull":
            return lambda facts: is_dated(facts) != (words[-1] in {"true", "1"})
        spans = [span_of(word) for word in words]
        match variant:
            case "":
                return lambda facts: any(lies(facts, span, self.match) for span in spans)
            case "not":
                return lambda facts: not any(lies(facts, span, self.match) for span in spans)
            case "all":
                return lambda facts: all(lies(facts, span, self.match) for span in spans)
        raise LookupError(f"period__{variant}")

    def _other(self, parameter: str, words: list[str]) -> Callable[[Facts], bool]:
        match parameter:
            case "q":
                found = records_with(words[-1])
                return lambda facts: facts.id in found
            case "sources_min":
                return lambda facts: len(facts.sources) >= int(words[-1])
            case "sources_max":
                return lambda facts: len(facts.sources) <= int(words[-1])
            case "cites":
                wanted = self._with_parts(set().union(*(self.keys("source", word) for word in words)))
                return lambda facts: bool(facts.sources & wanted)
            case "related":
                others = set().union(*(self._records(word, ()) for word in words))
                return lambda facts: bool(facts.related & others)
        raise LookupError(f"The reference does not know the parameter “{parameter}”.")

    def _dates(self) -> Callable[[Facts], bool]:
        start, end = self.asked.get("date_from"), self.asked.get("date_to")
        if not (start or end):
            return lambda _facts: True
        first = read_date(start, language="es").earliest if start else None
        last = read_date(end, language="es").latest if end else None
        period = Span(-FAR if first is None else first, FAR if last is None else last)
        return lambda facts: lies(facts, period, self.match)

    def keys(self, name: str, word: str) -> set[Key]:
        """What a word of a facet stands for."""
        if scheme := self.scheme(name):
            return {key for key, term in self.catalogue.terms.items() if (term.scheme, term.slug) == (scheme, word)}
        if name == "source" and (named := {k for k, each in self.catalogue.sources.items() if each.citekey == word}):
            return set(named & self.catalogue.seen)
        if (kinds := self.kinds_of(name)) is not None:
            return set(self._records(word, kinds))
        return {{"1": "true", "0": "false"}.get(word, word)} if name in FLAGS else {word}

    def word(self, name: str, key: Key) -> str:
        """The word by which a value is asked for."""
        if self.scheme(name):
            return self.catalogue.terms[int(key)].slug
        if name == "source":
            return self.catalogue.sources[int(key)].citekey
        if (kinds := self.kinds_of(name)) is None:
            return str(key)
        facts = self.catalogue.records[int(key)]
        namesakes = [kind for kind in self.catalogue.namesakes[facts.slug] if not kinds or kind in kinds]
        return facts.slug if len(namesakes) == 1 else facts.uuid

    def scheme(self, name: str) -> str:
        """The scheme of a facet whose values are terms."""
        property_ = self.catalogue.properties.get(name)
        return property_.value_scheme if property_ else CLASSES.get(self.kind or "", {}).get(name, "")

    def kinds_of(self, name: str) -> tuple[str, ...] | None:
        """The kinds of a facet whose values are records (none: all); None for other facets."""
        type_ = self.catalogue.relation_types.get(name)
        return tuple(type_.object_kinds) if type_ else {"place": ("place",), "source": ("source",)}.get(name)

    def _records(self, word: str, kinds: Iterable[str]) -> set[int]:
        kind, _, slug = word.rpartition(":")
        wanted = {kind} if kind else set(kinds)
        among = [self.catalogue.records[key] for key in self.catalogue.seen]
        among = [facts for facts in among if not wanted or facts.kind in wanted]
        former = set(PastSlug.objects.filter(slug=slug).values_list("record_id", flat=True))
        return {facts.id for facts in among if slug in (facts.slug, facts.uuid)} or {
            facts.id for facts in among if facts.id in former
        }

    def _with_parts(self, sources: set[Key]) -> set[Key]:
        parts = {key for key, each in self.catalogue.sources.items() if each.parent_id in sources}
        return self._with_parts(sources | parts) if parts - sources else sources


def facet_names(catalogue: Catalogue, kind: str | None) -> list[str]:
    """The facets of a kind, or of the whole catalogue; the period stands apart."""
    types = catalogue.relation_types.items()
    ties = [name for name, type_ in types if not kind or not type_.subject_kinds or kind in type_.subject_kinds]
    own = CLASSES[kind] if kind else ["kind"]
    return [*own, *COMMON, *(["status"] if catalogue.staff else []), *catalogue.properties, *ties]


def span_of(period: str) -> Span:
    """The days of a year (1944), a decade (194X), or any other date that is not open."""
    date = read_date(period, language="en")
    return Span(date.earliest or -FAR, date.latest or FAR)


def is_dated(facts: Facts) -> bool:
    """Whether anything is said of its time."""
    return facts.earliest is not None or facts.latest is not None


def lies(facts: Facts, period: Span, match: str) -> bool:
    """Whether a record's time lies so to a period."""
    earliest = -FAR if facts.earliest is None else facts.earliest
    latest = FAR if facts.latest is None else facts.latest
    inside = (period.start == -FAR or (facts.earliest is not None and earliest >= period.start)) and (
        period.end == FAR or (facts.latest is not None and latest <= period.end)
    )
    match match:
        case "overlaps":
            return is_dated(facts) and earliest <= period.end and latest >= period.start
        case "within":
            return inside
        case "certain":
            begun = period.end == FAR or any(begins <= period.end for begins, _ends in sure_times(facts))
            lasts = period.start == -FAR or any(ends >= period.start for _begins, ends in sure_times(facts))
            return begun and lasts if facts.times else inside
    raise LookupError(match)


def sure_times(facts: Facts) -> Iterator[tuple[int, int]]:
    """For each dating the day on which it had surely begun, and that until which it surely lasted."""
    for date, reading, earliest, latest in facts.times:
        first = -FAR if earliest is None else earliest
        last = FAR if latest is None else latest
        if "/" in date and reading == "throughout":
            # An end that is merely unknown (1944/) is no end that is open (1944/..): nothing is sure of it.
            yield first if earliest or date.startswith("..") else FAR, last if latest or date.endswith("..") else -FAR
        else:
            yield last, first


def in_order(catalogue: Catalogue, ids: Iterable[int], ordering: str) -> list[int]:
    """Records in an order that does not depend on words."""

    def title(facts: Facts) -> tuple[str, int]:
        return facts.sort_key, facts.id

    orders: dict[str, Callable[[list[Facts]], list[Facts]]] = {
        "title": lambda rows: sorted(rows, key=title),
        "-title": lambda rows: sorted(rows, key=title, reverse=True),
        "earliest": lambda rows: sorted(rows, key=lambda each: (_or(each.earliest, FAR), title(each))),
        "-earliest": lambda rows: sorted(rows, key=lambda each: (-_or(each.earliest, -FAR), title(each))),
        "modified": lambda rows: sorted(rows, key=_changed),
        "-modified": lambda rows: sorted(rows, key=_changed, reverse=True),
    }
    return [facts.id for facts in orders[ordering]([catalogue.records[key] for key in ids])]


def _or(bound: int | None, otherwise: int) -> int:
    return otherwise if bound is None else bound


def _changed(facts: Facts) -> tuple[datetime, int]:
    return facts.modified_at, facts.id
