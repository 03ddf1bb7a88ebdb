"""One FilterSet a kind: the questions that can be asked of it, on its page and at the API alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from catalogue.models import CslType, Kind, Level, Record, RelationType, Status, Term, Tier
from catalogue.search.claim_facets import AttributeFacet, PlaceFacet, RelationFacet, SourceFacet
from catalogue.search.column_facets import ChoiceFacet, LanguageFacet, TermFacet
from catalogue.search.condition_facets import CertaintyFacet, DisputedFacet, UnsourcedFacet
from catalogue.search.dates import BoundFilter, MatchFilter, in_period
from catalogue.search.errors import ParameterProblem
from catalogue.search.facets import Excluding, FacetFilter, Missing
from catalogue.search.text_filter import TextFilter


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The properties and relation types that curators made facets."""

    properties: Sequence[Term] = ()
    relation_types: Sequence[RelationType] = ()

    @classmethod
    def load(cls, kind: str | None) -> Vocabulary:
        """Those that records of the kind may have; two queries."""
        types = RelationType.objects.filter(facet=True)
        if kind:
            types = types.filter(Q(subject_kinds=[]) | Q(subject_kinds__contains=[kind]))
        return cls(tuple(Term.objects.filter(scheme="property", facet=True)), tuple(types))


class RecordFilterSet(django_filters.FilterSet):
    """What can be asked of records of every kind."""

    q = TextFilter(label=_("Words"))
    place = PlaceFacet(label=_("Place"))
    source = SourceFacet(label=_("Source"))
    certainty = CertaintyFacet(label=_("Certainty"))
    disputed = DisputedFacet(label=_("Disputed"))
    unsourced = UnsourcedFacet(label=_("Unsourced"))
    language = LanguageFacet("language", label=_("Language of description"))
    status = ChoiceFacet("status", choices=Status, label=_("Status"))
    date_from = BoundFilter(end="earliest", label=_("From"))
    date_to = BoundFilter(end="latest", label=_("To"))
    date_match = MatchFilter(label=_("The dates"))

    of_kind: str | None = None
    # Facets of the kind itself come first where facets are listed.
    own_facets: tuple[str, ...] = ()

    class Meta:
        model = Record
        fields: Sequence[str] = ()

    def __init__(self, data: QueryDict | None, *, staff: bool = False, vocabulary: Vocabulary | None = None) -> None:
        self.asked = data or QueryDict()
        super().__init__(self.asked, Record.objects.all())
        self.staff = staff
        if not staff:
            del self.filters["status"]
        self._add_vocabulary(vocabulary or Vocabulary())
        self._add_variants()

    def _add_vocabulary(self, vocabulary: Vocabulary) -> None:
        self.filters |= {f"attr.{term.slug}": AttributeFacet(term) for term in vocabulary.properties}
        self.filters |= {f"rel.{type_.slug}": RelationFacet(type_) for type_ in vocabulary.relation_types}
        each: Any
        for each in self.filters.values():
            each.parent = self
            each.model = Record

    def _add_variants(self) -> None:
        for name, each in self.facets().items():
            if name not in {"disputed", "unsourced"}:
                self.filters[f"{name}__not"] = Excluding(each)
                self.filters[f"{name}__isnull"] = Missing(each)

    def facets(self) -> dict[str, FacetFilter]:
        """The filters that can be counted, those of the kind first."""
        known = {name: each for name, each in self.filters.items() if isinstance(each, FacetFilter)}
        return {name: known[name] for name in self.own_facets} | known

    def problems(self) -> list[ParameterProblem]:
        """Which values cannot be answered."""
        return [ParameterProblem(name, str(message)) for name, messages in self.errors.items() for message in messages]

    def base(self, *, without: str = "") -> QuerySet[Any]:
        """The records among which is looked: published ones, unless cataloguers ask for others."""
        records = Record.objects.filter(kind=self.of_kind) if self.of_kind else Record.objects.all()
        asked = self.staff and (without == "status" or self.form.cleaned_data["status"])
        return records if asked else records.published()

    def found(self, *, without: str = "") -> QuerySet[Any]:
        """The records that every filter lets through, one of them left out if a facet asks."""
        values = self.form.cleaned_data
        records = self.base(without=without)
        for name, value in values.items():
            if name != without:
                records = self.filters[name].filter(records, value)
        return records.filter(in_period(values["date_from"], values["date_to"], values["date_match"]))

    def chosen(self, name: str) -> list[Any]:
        """The keys that were chosen of a facet."""
        return self.form.cleaned_data.get(name) or []


class AnyFilterSet(RecordFilterSet):
    """Questions to the whole catalogue."""

    kind = ChoiceFacet("kind", choices=Kind, label=_("Kind"))

    own_facets = ("kind",)


class PersonFilterSet(RecordFilterSet):
    """Questions to persons."""

    gender = TermFacet("person__gender", scheme="gender", label=_("Gender"))

    of_kind = Kind.PERSON
    own_facets = ("gender",)


class UnitFilterSet(RecordFilterSet):
    """Questions to units."""

    echelon = TermFacet("unit__echelon", scheme="echelon", label=_("Echelon"))
    branch = TermFacet("unit__branch", scheme="branch", label=_("Branch"))
    allegiance = TermFacet("unit__allegiance", scheme="allegiance", label=_("Allegiance"))

    of_kind = Kind.UNIT
    own_facets = ("echelon", "branch", "allegiance")


class OrganizationFilterSet(RecordFilterSet):
    """Questions to organizations."""

    type = TermFacet("organization__type", scheme="organization-type", label=_("Type"))

    of_kind = Kind.ORGANIZATION
    own_facets = ("type",)


class EventFilterSet(RecordFilterSet):
    """Questions to events."""

    type = TermFacet("event__type", scheme="event-type", label=_("Type"))

    of_kind = Kind.EVENT
    own_facets = ("type",)


class PlaceFilterSet(RecordFilterSet):
    """Questions to places."""

    type = TermFacet("place__type", scheme="place-type", label=_("Type"))

    of_kind = Kind.PLACE
    own_facets = ("type",)


class SourceFilterSet(RecordFilterSet):
    """Questions to sources."""

    csl_type = ChoiceFacet("source__csl_type", choices=CslType, label=_("Type"))
    tier = ChoiceFacet("source__tier", choices=Tier, label=_("Distance"))
    level = ChoiceFacet("source__level", choices=Level, label=_("Level of description"))
    text_language = LanguageFacet("source__text_language", label=_("Language of the text"))

    of_kind = Kind.SOURCE
    own_facets = ("csl_type", "tier", "level", "text_language")


FILTERSETS: dict[str | None, type[RecordFilterSet]] = {
    None: AnyFilterSet,
    Kind.PERSON: PersonFilterSet,
    Kind.UNIT: UnitFilterSet,
    Kind.ORGANIZATION: OrganizationFilterSet,
    Kind.EVENT: EventFilterSet,
    Kind.PLACE: PlaceFilterSet,
    Kind.SOURCE: SourceFilterSet,
}


def filterset(kind: str | None, data: QueryDict | None = None, *, staff: bool = False) -> RecordFilterSet:
    """The FilterSet of a kind, or of the whole catalogue, with the facets of the vocabulary."""
    return FILTERSETS[kind](data, staff=staff, vocabulary=Vocabulary.load(kind))
