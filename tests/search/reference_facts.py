"""What the tables say of each record, read row by row: no index has a part in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import QuerySet

from catalogue.models import (
    CLAIM_FIELDS,
    CLAIM_MODELS,
    KIND_MODELS,
    Attribute,
    Citation,
    Claim,
    Dating,
    Footnote,
    Kind,
    Record,
    Relation,
    RelationType,
    Source,
    Term,
)

Key = int | str
"""A value of a facet: the key of a term or record, or a word."""

# The classification of each kind: the facet's name, and the scheme of its terms ("": words of a closed list).
CLASSES: dict[str, dict[str, str]] = {
    "person": {"gender": "gender"},
    "unit": {"echelon": "echelon", "branch": "branch", "allegiance": "allegiance"},
    "organization": {"type": "organization-type"},
    "event": {"type": "event-type"},
    "place": {"type": "place-type"},
    "source": {"csl_type": "", "tier": "", "level": "", "text_language": ""},
}
NAMED: dict[str, tuple[str, ...]] = {"relation": ("attributed_to_id", "object_id", "context_id")}


class Time(NamedTuple):
    """A preferred dating of a record."""

    date: str
    date_reading: str
    earliest: int | None
    latest: int | None


@dataclass
class Facts:
    """One record as a reader knows it."""

    id: int
    uuid: str
    kind: str
    status: str
    slug: str
    title: str
    language: str
    sort_key: str
    modified_at: datetime
    earliest: int | None
    latest: int | None
    values: defaultdict[str, set[Key]] = field(default_factory=lambda: defaultdict(set))
    related: set[int] = field(default_factory=set)
    times: list[Time] = field(default_factory=list)

    @property
    def sources(self) -> set[Key]:
        """The sources on which it rests."""
        return self.values["source"]


class Catalogue:
    """All records with what is said of them, for the public or for cataloguers."""

    def __init__(self, *, staff: bool = False) -> None:
        self.staff = staff
        columns = [name for name in Facts.__dataclass_fields__ if name not in {"values", "related", "times"}]
        rows = Record.objects.order_by().values(*columns)
        self.records = {row["id"]: Facts(**row | {"uuid": str(row["uuid"])}) for row in rows}
        published = {key for key, facts in self.records.items() if facts.status == "published"}
        self.seen = set(self.records) if staff else published
        self.terms = {term.pk: term for term in Term.objects.order_by()}
        self.types = {each.pk: each for each in RelationType.objects.order_by()}
        sources: QuerySet[Source] = Source._default_manager.order_by()  # type: ignore[assignment]
        self.sources = {each.pk: each for each in sources}
        self._classify()
        self._read_times()
        self._read_attributes()
        self._read_relations()
        self._read_footnotes(self._read_claims())

    def of(self, kind: str | None) -> Iterator[Facts]:
        """The records of a kind, or all."""
        return (facts for facts in self.records.values() if kind in (None, facts.kind))

    @cached_property
    def properties(self) -> dict[str, Term]:
        """The properties that curators made facets, by the facet's name."""
        terms = self.terms.values()
        return {f"attr.{term.slug}": term for term in terms if term.scheme == "property" and term.facet}

    @cached_property
    def relation_types(self) -> dict[str, RelationType]:
        """The types of relation that curators made facets, by the facet's name."""
        return {f"rel.{each.slug}": each for each in self.types.values() if each.facet}

    @cached_property
    def namesakes(self) -> dict[str, list[str]]:
        """The kinds in which a slug is that of a record."""
        kinds: defaultdict[str, list[str]] = defaultdict(list)
        for facts in self.records.values():
            kinds[facts.slug].append(facts.kind)
        return kinds

    def _rows(self, model: type[Claim], *columns: str) -> Iterator[dict[str, Any]]:
        """The claims of a sort that this reader sees: they name nothing that is hidden from the reader."""
        named = NAMED.get(str(model._meta.model_name), ("attributed_to_id",))
        for row in model._default_manager.order_by().values("id", "record_id", "negated", "standing", *named, *columns):
            if all(row[each] is None or row[each] in self.seen for each in named):
                yield row

    def _affirmed(self, model: type[Claim], *columns: str) -> Iterator[dict[str, Any]]:
        """Those that say that it was so."""
        return (row for row in self._rows(model, *columns) if not row["negated"] and row["standing"] != "rejected")

    def _classify(self) -> None:
        for facts in self.records.values():
            for name in ("kind", "status", "language"):
                facts.values[name] = {getattr(facts, name)} - {""}
        for kind, classes in CLASSES.items():
            columns = [f"{name}_id" if scheme else name for name, scheme in classes.items()]
            for key, *values in KIND_MODELS[Kind(kind)]._default_manager.order_by().values_list("pk", *columns):
                for name, value in zip(classes, values, strict=True):
                    self.records[key].values[name] = {value} - {None, ""}

    def _read_times(self) -> None:
        preferred = Dating._default_manager.filter(standing="preferred", negated=False).order_by()
        for dating in preferred:
            time = Time(dating.date, dating.date_reading, dating.earliest, dating.latest)
            self.records[dating.record_id].times.append(time)

    def _read_attributes(self) -> None:
        for row in self._affirmed(Attribute, "property_id", "term_id", "text"):
            property_ = self.terms[row["property_id"]]
            value = row["term_id"] if property_.value_scheme else row["text"]
            if value:
                self.records[row["record_id"]].values[f"attr.{property_.slug}"].add(value)

    def _read_relations(self) -> None:
        for row in self._affirmed(Relation, "type_id"):
            subject, object_ = self.records[row["record_id"]], self.records.get(row["object_id"])
            if object_ is None:
                continue
            subject.values[f"rel.{self.types[row['type_id']].slug}"].add(object_.id)
            if object_.kind == "place":
                subject.values["place"].add(object_.id)
            subject.related.add(object_.id)
            if subject.id in self.seen:
                object_.related.add(subject.id)

    def _read_claims(self) -> dict[tuple[str, int], Facts]:
        """Certainty, dispute and lack of a source; which record each visible claim belongs to."""
        claims: dict[tuple[str, int], Facts] = {}
        for facts in self.records.values():
            facts.values["disputed"], facts.values["unsourced"] = {"false"}, {"false"}
        for model in CLAIM_MODELS:
            for row in self._rows(model, "certainty", "disagreement_id", "basis", "citation_count"):
                facts = claims[str(model._meta.model_name), row["id"]] = self.records[row["record_id"]]
                facts.values["certainty"].add(row["certainty"])
                if row["disagreement_id"]:
                    facts.values["disputed"] = {"true"}
                if row["basis"] == "sourced" and not row["citation_count"]:
                    facts.values["unsourced"] = {"true"}
        return claims

    def _read_footnotes(self, claims: dict[tuple[str, int], Facts]) -> None:
        citations = {each.pk: each for each in Citation.objects.order_by()}
        columns = [f"{sort}_id" for sort in CLAIM_FIELDS]
        for citation, *targets in Footnote.objects.order_by().values_list("citation_id", *columns):
            ((sort, claim),) = ((sort, key) for sort, key in zip(CLAIM_FIELDS, targets, strict=True) if key)
            source = citations[citation].source_id
            read_in = citations[via].source_id if (via := citations[citation].via_id) else None
            if (sort, claim) in claims and (source is None or source in self.seen):
                claims[sort, claim].sources.update(self.seen.intersection((source, read_in)))
