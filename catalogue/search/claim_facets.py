"""Facets over what is claimed: a record may have several values, and is counted once for each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from catalogue.models import Kind, Source, Status
from catalogue.search.facet_names import OfferedFacet
from catalogue.search.facets import FacetFilter
from catalogue.search.references import resolve_records
from catalogue.search.word_facets import TermFacet, WordFacet

if TYPE_CHECKING:
    from catalogue.search.counting import Counted


class AttributeTermFacet(TermFacet):
    """`attr.<slug>`: the terms that records have for a property that curators made a facet."""

    def __init__(self, property_: OfferedFacet) -> None:
        super().__init__(scheme=property_.value_scheme, label=property_.label())


class AttributeWordFacet(WordFacet):
    """`attr.<slug>`: the words that they have for a property without a vocabulary of values."""

    def __init__(self, property_: OfferedFacet) -> None:
        super().__init__(label=property_.label())


class ObjectFacet(FacetFilter):
    """A facet whose values are records, named by slug or uuid."""

    key_column = "record"

    def kinds(self) -> Sequence[str]:
        """The kinds among which a slug is looked for; none: all."""
        return ()

    def resolve(self, values: Sequence[str]) -> list[Any]:
        """The records that these slugs, former slugs or uuids name."""
        return resolve_records(values, kinds=self.kinds(), staff=self.staff)

    def show(self, counted: Counted) -> tuple[str, str]:
        """Slug and title; the uuid where records of other kinds share the slug."""
        shared = counted.namesakes and set(counted.namesakes) & set(self.kinds() or Kind.values)
        return (str(counted.uuid) if shared else counted.slug or ""), counted.title or ""


class RelationFacet(ObjectFacet):
    """`rel.<slug>`: what records are tied to in one way."""

    def __init__(self, type_: OfferedFacet) -> None:
        super().__init__(label=type_.label())
        self.type = type_

    def kinds(self) -> Sequence[str]:
        """The kinds that the type may point at."""
        return self.type.object_kinds


class PlaceFacet(ObjectFacet):
    """`place`: the places to which a record is tied in any way."""

    def kinds(self) -> Sequence[str]:
        """Places only."""
        return (Kind.PLACE,)


class SourceFacet(ObjectFacet):
    """`source`: everything of which a claim cites the source, itself or as read in it."""

    def kinds(self) -> Sequence[str]:
        """Sources only."""
        return (Kind.SOURCE,)

    def resolve(self, values: Sequence[str]) -> list[Any]:
        """Sources by citekey first, then as other records are named."""
        return resolve_sources(values, staff=self.staff)

    def show(self, counted: Counted) -> tuple[str, str]:
        """Citekey and title."""
        return counted.citekey or counted.slug or "", counted.title or ""


def resolve_sources(values: Sequence[str], *, staff: bool) -> list[int]:
    """Sources by citekey first, then as other records are named; three queries at most."""
    sources: QuerySet[Any] = Source._default_manager.order_by()
    visible = sources if staff else sources.filter(status=Status.PUBLISHED)
    known = dict(visible.filter(citekey__in=values).values_list("citekey", "pk"))
    rest = [value for value in values if value not in known]
    return [*known.values(), *resolve_records(rest, kinds=(Kind.SOURCE,), staff=staff)]
