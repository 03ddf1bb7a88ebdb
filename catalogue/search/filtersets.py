"""One FilterSet a kind: the questions that can be asked of it, on its page and at the API alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from catalogue.models import (
    Audience,
    Certainty,
    CslType,
    FacetEntry,
    Kind,
    Level,
    Status,
    Tier,
)
from catalogue.search.claim_facets import (
    AttributeTermFacet,
    AttributeWordFacet,
    PlaceFacet,
    RelationFacet,
    SourceFacet,
)
from catalogue.search.dates import BoundFilter, MatchFilter, in_period
from catalogue.search.errors import ParameterProblem
from catalogue.search.facet_names import OfferedFacet, offered_facets
from catalogue.search.facets import Excluding, FacetFilter, Missing, Numbers, Requiring
from catalogue.search.periods import PeriodFacet
from catalogue.search.text_filter import TextFilter
from catalogue.search.ties import CitesFilter, RelatedFilter, SourcesFilter
from catalogue.search.word_facets import ChoiceFacet, FlagFacet, LanguageFacet, TermFacet

VARIANTS = {"not": Excluding, "all": Requiring, "isnull": Missing}
"""What may be asked of a facet beside choosing values: `place__not`, `place__all`, `place__isnull`."""


class RecordFilterSet(django_filters.FilterSet):
    """What can be asked of records of every kind."""

    q = TextFilter(label=_("Words"))
    place = PlaceFacet(label=_("Place"))
    source = SourceFacet(label=_("Source"))
    certainty = ChoiceFacet(choices=Certainty, label=_("Certainty"))
    disputed = FlagFacet(label=_("Disputed"))
    unsourced = FlagFacet(label=_("Unsourced"))
    language = LanguageFacet(label=_("Language of description"))
    period = PeriodFacet(label=_("Period"))
    status = ChoiceFacet(choices=Status, label=_("Status"))
    date_from = BoundFilter(end="earliest", label=_("From"))
    date_to = BoundFilter(end="latest", label=_("To"))
    date_match = MatchFilter(label=_("The dates"))
    sources_min = SourcesFilter(lookup="gte", label=_("At least so many sources"))
    sources_max = SourcesFilter(lookup="lte", label=_("At most so many sources"))
    cites = CitesFilter(label=_("Rests on the source"))
    related = RelatedFilter(label=_("Related to"))

    of_kind: str | None = None
    # Facets of the kind itself come first where facets are listed.
    own_facets: tuple[str, ...] = ()

    class Meta:
        model = FacetEntry
        fields: Sequence[str] = ()

    def __init__(self, data: QueryDict | None, *, staff: bool = False, offered: Sequence[OfferedFacet] = ()) -> None:
        self.asked = data or QueryDict()
        super().__init__(self.asked, FacetEntry._default_manager.all())
        self.staff = staff
        if not staff:
            del self.filters["status"]
        self._number(offered)
        known = {name: each for name, each in self.filters.items() if isinstance(each, FacetFilter)}
        self._facets: dict[str, FacetFilter] = {name: known[name] for name in self.own_facets} | known
        self.known = self._known_parameters()
        self._keep_asked()

    def _number(self, offered: Sequence[OfferedFacet]) -> None:
        """Tie the filters to their numbers in the index, and add those of the vocabulary."""
        language = (get_language() or "en")[:2]
        for facet in offered:
            name, each = facet.name, self.filters.get(facet.name)
            if name == "attr":
                name = f"attr.{facet.slug}"
                each = AttributeTermFacet(facet) if facet.value_scheme else AttributeWordFacet(facet)
            elif name == "rel" and self._may_have(facet.subject_kinds):
                name, each = f"rel.{facet.slug}", RelationFacet(facet)
            if isinstance(each, FacetFilter):
                each.name, each.language = facet.name, language
                each.numbers = Numbers(facet.number, facet.present or -1)
                self._add(name, each)

    def _may_have(self, kinds: Sequence[str]) -> bool:
        return not (kinds and self.of_kind) or self.of_kind in kinds

    def _add(self, name: str, each: Any) -> None:
        each.parent = self
        each.model = FacetEntry
        self.filters[name] = each

    def _known_parameters(self) -> dict[str, FacetFilter | None]:
        """Every parameter that filters, with the facet of which it is a variant."""
        known: dict[str, FacetFilter | None] = dict.fromkeys(self.filters)
        for name, each in self._facets.items():
            if each.kind != "flag":
                known |= {f"{name}__{variant}": each for variant in VARIANTS}
        return known

    def _keep_asked(self) -> None:
        """The form reads what was asked and nothing else: of a hundred parameters a question has two or three."""
        always = {"q", "date_from", "date_to", "date_match"}
        for name in [name for name in self.filters if name not in self.asked and name not in always]:
            del self.filters[name]
        for name in self.asked:
            base = self.known.get(name)
            if base is not None:
                self._add(name, VARIANTS[name.rpartition("__")[2]](base))

    def facets(self) -> dict[str, FacetFilter]:
        """The filters that can be counted, those of the kind first."""
        return self._facets

    def problems(self) -> list[ParameterProblem]:
        """Which values cannot be answered."""
        return [ParameterProblem(name, str(message)) for name, messages in self.errors.items() for message in messages]

    def base(self) -> QuerySet[Any]:
        """The entries among which is looked, as this reader may see them."""
        entries: QuerySet[Any] = FacetEntry._default_manager.order_by()
        hidden = Audience.PUBLIC if self.staff else Audience.STAFF
        entries = entries.exclude(audience=hidden)
        return entries.filter(kind=self.of_kind) if self.of_kind else entries

    @cached_property
    def selections(self) -> dict[str, Q]:
        """What was chosen in facets; cataloguers who do not ask for a status mean published entries."""
        chosen = {name: self._facets[name].condition(keys) for name in self._facets if (keys := self.chosen(name))}
        if self.staff and "status" not in chosen:
            chosen["status"] = self._facets["status"].condition([Status.PUBLISHED])
        return chosen

    def found(self, *, without: Sequence[str] = ()) -> QuerySet[Any]:
        """The entries that every filter lets through, the selections of some facets left out."""
        values = self.form.cleaned_data
        entries = self.base()
        for name, value in values.items():
            if name not in self._facets:
                entries = self.filters[name].filter(entries, value)
        for name, condition in self.selections.items():
            if name not in without:
                entries = entries.filter(condition)
        return entries.filter(in_period(values["date_from"], values["date_to"], values["date_match"]))

    def chosen(self, name: str) -> list[Any]:
        """The keys that were chosen of a facet."""
        return self.form.cleaned_data.get(name) or []

    @property
    def narrowing(self) -> set[str]:
        """The parameters that leave records out."""
        values = self.form.cleaned_data
        return {name for name, value in values.items() if name != "date_match" and value not in (None, "", [])}

    @property
    def is_open(self) -> bool:
        """Whether nothing was asked that narrows: the kept totals answer."""
        return not (self.narrowing or self.staff)


class AnyFilterSet(RecordFilterSet):
    """Questions to the whole catalogue."""

    kind = ChoiceFacet(choices=Kind, label=_("Kind"))

    own_facets = ("kind",)


class PersonFilterSet(RecordFilterSet):
    """Questions to persons."""

    gender = TermFacet(scheme="gender", label=_("Gender"))

    of_kind = Kind.PERSON
    own_facets = ("gender",)


class UnitFilterSet(RecordFilterSet):
    """Questions to units."""

    echelon = TermFacet(scheme="echelon", label=_("Echelon"))
    branch = TermFacet(scheme="branch", label=_("Branch"))
    allegiance = TermFacet(scheme="allegiance", label=_("Allegiance"))

    of_kind = Kind.UNIT
    own_facets = ("echelon", "branch", "allegiance")


class OrganizationFilterSet(RecordFilterSet):
    """Questions to organizations."""

    type = TermFacet(scheme="organization-type", label=_("Type"))

    of_kind = Kind.ORGANIZATION
    own_facets = ("type",)


class EventFilterSet(RecordFilterSet):
    """Questions to events."""

    type = TermFacet(scheme="event-type", label=_("Type"))

    of_kind = Kind.EVENT
    own_facets = ("type",)


class PlaceFilterSet(RecordFilterSet):
    """Questions to places."""

    type = TermFacet(scheme="place-type", label=_("Type"))

    of_kind = Kind.PLACE
    own_facets = ("type",)


class SourceFilterSet(RecordFilterSet):
    """Questions to sources."""

    csl_type = ChoiceFacet(choices=CslType, label=_("Type"))
    tier = ChoiceFacet(choices=Tier, label=_("Distance"))
    level = ChoiceFacet(choices=Level, label=_("Level of description"))
    text_language = LanguageFacet(label=_("Language of the text"))

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
    return FILTERSETS[kind](data, staff=staff, offered=offered_facets())
