"""The generated records as rows of the project's tables."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import psycopg

from bench.records import Made, Names
from bench.shape import (
    FIRST_PERSON,
    FIRST_PLACE,
    FIRST_SOURCE,
    SEVERAL_FACET,
    SINGLE_FACETS,
    Shape,
    value_slug,
)
from bench.tables import Table, filling
from catalogue.models import (
    Attribute,
    Basis,
    Certainty,
    Citation,
    CslType,
    Dating,
    Footnote,
    Kind,
    Locator,
    Name,
    Narrative,
    Person,
    Place,
    Record,
    Relation,
    RelationType,
    Source,
    Status,
    Term,
)
from catalogue.text import fold, locator_sort_key, slugify, sort_key

RECORD = ("id", "uuid", "kind", "title", "sort_title", "sort_key", "fold_key", "slug", "language", "status", "version",
          "earliest", "latest")  # fmt: skip
CLAIM = ("id", "uuid", "record_id", "position", "certainty", "basis", "citation_count")
DATED = ("date", "earliest", "latest")
SEPARATOR = "0000"
_CHECKED = 20


class Rows:
    """Collects the rows of each table until they are sent."""

    def __init__(self, shape: Shape, names: Names) -> None:
        self.shape = shape
        self.names = names
        self.rng = random.Random(f"rows/{shape.seed}")
        self.terms = Table(Term, ("id", "uuid", "scheme", "slug", "label_en", "label_es", "single", "facet",
                                  "value_scheme"))  # fmt: skip
        self.types = Table(RelationType, ("id", "uuid", "slug", "label_en", "inverse_en", "facet"))
        self.records = Table(Record, RECORD)
        self.persons = Table(Person, ("record_ptr_id",))
        self.places = Table(Place, ("record_ptr_id",))
        self.sources = Table(Source, ("record_ptr_id", "citekey", "csl_type", "bibliographic_title"))
        self.citations = Table(Citation, ("id", "uuid", "source_id", "label", "locator", "locator_sort"))
        self.named = Table(Name, (*CLAIM, "type_id", "text", "family", "given", "language"))
        self.datings = Table(Dating, (*CLAIM, *DATED, "type_id", "type_single"))
        self.attributes = Table(Attribute, (*CLAIM, "property_id", "property_single", "term_id"))
        self.relations = Table(Relation, (*CLAIM, "type_id", "object_id"))
        self.narratives = Table(Narrative, (*CLAIM, "type_id", "language", "text"))
        self.footnotes = Table(Footnote, ("id", "uuid", "citation_id", "position", "dating_id", "attribute_id"))
        self.tables = [each for each in vars(self).values() if isinstance(each, Table)]
        self.keys: dict[str, int] = {}
        self.properties: list[tuple[int, int]] = []

    @contextmanager
    def filling(self, connection: psycopg.Connection[Any]) -> Iterator[None]:
        """The time in which rows are sent."""
        with filling(connection, self.tables):
            yield

    def flush(self, connection: psycopg.Connection[Any]) -> None:
        """Sends what was collected, in an order that foreign keys allow."""
        for table in self.tables:
            table.flush(connection)

    # -- what comes before the persons ------------------------------------------------------------------

    def add_vocabulary(self) -> None:
        """Terms, the facets with their values, places and sources."""
        self.authorized = self._term("name-type", "authorized")
        self.birth = self._term("dating-type", "birth", single=True)
        self.death = self._term("dating-type", "death", single=True)
        self.biography = self._term("narrative-type", "biography")
        for facet in SINGLE_FACETS:
            key = self._term("property", facet, single=True, facet=True, values=facet)
            self.properties.append((key, key + 1))
            for value in range(self.shape.values_of(facet)):
                self._term(facet, value_slug(facet, value))
        self.types.add(1, self._uuid(), SEVERAL_FACET, SEVERAL_FACET, SEVERAL_FACET, True)
        for number, place in enumerate(self.names.places[: self.shape.places]):
            self._record(FIRST_PLACE + number, Kind.PLACE, place, place, sort_key(place),
                         slug=value_slug(SEVERAL_FACET, number))  # fmt: skip
            self.places.add(FIRST_PLACE + number)
            self._name(FIRST_PLACE + number, place, "", "")
        for number in range(self.shape.sources):
            self._source(number)

    def _term(self, scheme: str, slug: str, *, single: bool = False, facet: bool = False, values: str = "") -> int:
        key = self._next("term")
        label = f"valor {slug}" if scheme in SINGLE_FACETS else slug
        self.terms.add(key, self._uuid(), scheme, slug, label, label, single, facet, values)
        return key

    def _source(self, number: int) -> None:
        key, title, citekey = FIRST_SOURCE + number, f"fuente {number}", f"fuente-{number}"
        self._record(key, Kind.SOURCE, title, title, sort_key(title), slug=citekey)
        self.sources.add(key, citekey, CslType.BOOK, title)
        page = str(number % 300 + 1)
        self.citations.add(number + 1, self._uuid(), key, Locator.PAGE, page, locator_sort_key(Locator.PAGE, page))

    # -- persons ----------------------------------------------------------------------------------------

    def add(self, made: Made) -> None:
        """One person with every claim."""
        record = FIRST_PERSON + made.number
        slug = f"{slug_of(made.given)}-{slug_of(made.family)}-{made.number}"
        bounds = (f"{made.birth}0101", f"{made.death}1231")
        self._record(record, Kind.PERSON, made.title, made.sort_title, self.sort_key(made), slug=slug, bounds=bounds)
        self.persons.add(record)
        self._name(record, made.title, made.family, made.given)
        birth = self._dating(record, 0, made.birth, self.birth)
        death = self._dating(record, 1, made.death, self.death)
        first = 0
        for position, ((property_, value), chosen) in enumerate(zip(self.properties, made.values, strict=True)):
            claim = self._claim("attribute", record, position, sourced=not position)
            self.attributes.add(*claim, property_, True, value + chosen)
            first = first or int(str(claim[0]))
        for position, place in enumerate(made.places):
            self.relations.add(*self._claim("relation", record, position), 1, FIRST_PLACE + place)
        self.narratives.add(*self._claim("narrative", record, 0), self.biography, made.language, made.text)
        targets = ((birth, None), (death, None), (None, first))
        for citation, target in zip(made.citations, targets, strict=False):
            self.footnotes.add(self._next("footnote"), self._uuid(), citation + 1, 0, *target)

    def sort_key(self, made: Made) -> str:
        """The sort key of a person, put together from those of the names: each of them recurs."""
        key = joined_keys(key_of(f"{made.family}, "), key_of(made.given))
        if made.number < _CHECKED and key != sort_key(made.sort_title):
            raise AssertionError(f"The sort key of “{made.sort_title}” is not that of its parts.")
        return key

    def _record(
        self,
        key: int,
        kind: str,
        title: str,
        filed: str,
        sorted_by: str,
        *,
        slug: str,
        bounds: tuple[Any, Any] = (None, None),
    ) -> None:
        folded = fold(filed)
        self.records.add(
            key, self._uuid(), kind, title, filed, sorted_by, folded, slug, "es", Status.PUBLISHED, 1, *bounds
        )

    def _name(self, record: int, text: str, family: str, given: str) -> None:
        self.named.add(*self._claim("name", record, 0), self.authorized, text, family, given, "")

    def _dating(self, record: int, position: int, year: int, type_: int) -> int:
        claim = self._claim("dating", record, position, sourced=True)
        self.datings.add(*claim, year, f"{year}0101", f"{year}1231", type_, True)
        return int(str(claim[0]))

    def _claim(self, sort: str, record: int, position: int, *, sourced: bool = False) -> tuple[object, ...]:
        basis = Basis.SOURCED if sourced else Basis.EDITORIAL
        return (self._next(sort), self._uuid(), record, position, Certainty.PROBABLE, basis, int(sourced))

    def _next(self, sort: str) -> int:
        key = self.keys[sort] = self.keys.get(sort, 0) + 1
        return key

    def _uuid(self) -> str:
        return f"{self.rng.getrandbits(128):032x}"


@cache
def key_of(text: str) -> tuple[str, ...]:
    """The levels of a sort key, most important first; weights have four digits."""
    key = sort_key(text)
    levels: list[str] = [""]
    for start in range(0, len(key), 4):
        weight = key[start : start + 4]
        if weight == SEPARATOR:
            levels.append("")
        else:
            levels[-1] += weight
    return tuple(levels)


@cache
def slug_of(name: str) -> str:
    """The name in an address."""
    return slugify(name)


def joined_keys(first: tuple[str, ...], second: tuple[str, ...]) -> str:
    """The sort key of two texts one after the other."""
    return SEPARATOR.join(one + other for one, other in zip(first, second, strict=True))
