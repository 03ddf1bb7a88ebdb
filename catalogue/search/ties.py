"""Filters by what a record is tied to or rests on: `related`, `cites`, the number of sources."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django_filters import filters

from catalogue.models import IndexedValue, Kind, Relation
from catalogue.search.claim_facets import resolve_sources
from catalogue.search.facets import SeveralField, has_any
from catalogue.search.pairs import affirmed
from catalogue.search.references import resolve_records

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_LARGEST = 1_000_000
_PARTS = """
WITH RECURSIVE part (id) AS (
    SELECT unnest(%s::bigint[])
    UNION SELECT source.record_ptr_id FROM catalogue_source source JOIN part ON source.parent_id = part.id
) SELECT id FROM part
"""


class RelatedFilter(filters.Filter):
    """`related`: records that a relation ties to one of these, whichever of the two says so."""

    parent: Any

    @property
    def field(self) -> forms.Field:
        """Reads slugs, uuids, or kind:slug."""
        return SeveralField(resolve=self.resolve, label=self.label, required=False)

    def resolve(self, values: Sequence[str]) -> list[Any]:
        """The records that are named; `kind:slug` tells apart those of different kinds that share a slug."""
        found: list[Any] = []
        for value in values:
            kind, colon, slug = value.partition(":")
            kinds, name = ((kind,), slug) if colon and kind in Kind.values else ((), value)
            found += resolve_records([name], kinds=kinds, staff=self.parent.staff)
        return found

    def filter(self, qs: QuerySet[Any], value: list[Any] | None) -> QuerySet[Any]:
        """Those at the other end of an affirmed relation."""
        if not value:
            return qs
        relations = affirmed(Relation, staff=self.parent.staff)
        objects = relations.filter(record__in=value, object__isnull=False).values("object")
        subjects = relations.filter(object__in=value)
        if not self.parent.staff:
            subjects = subjects.filter(record__status="published")
            objects = objects.filter(record__status="published")
        return qs.filter(Q(record__in=objects) | Q(record__in=subjects.values("record")))


class CitesFilter(filters.Filter):
    """`cites`: everything that rests on a source, or on a part of it: the files of a fonds, the chapters of a book."""

    parent: Any

    @property
    def field(self) -> forms.Field:
        """Reads citekeys, slugs or uuids of sources."""
        return SeveralField(resolve=self.resolve, label=self.label, required=False)

    def resolve(self, values: Sequence[str]) -> list[Any]:
        """The sources that are named."""
        return resolve_sources(values, staff=self.parent.staff)

    def filter(self, qs: QuerySet[Any], value: list[Any] | None) -> QuerySet[Any]:
        """Those of which a claim cites one of them."""
        if not value:
            return qs
        numbered: Any = IndexedValue._default_manager.filter(facet__name="source", record__in=with_parts(value))
        return qs.filter(has_any(list(numbered.values_list("pk", flat=True))))


class SourcesFilter(filters.Filter):
    """`sources_min`, `sources_max`: how many different sources the claims of a record cite."""

    def __init__(self, *, lookup: str, label: StrOrPromise) -> None:
        super().__init__(label=label)
        self.lookup = lookup

    @property
    def field(self) -> forms.Field:
        """Reads a number."""
        return NumberField(label=self.label, required=False)

    def filter(self, qs: QuerySet[Any], value: int | None) -> QuerySet[Any]:
        """Those with so many."""
        return qs if value is None else qs.filter(**{f"sources__{self.lookup}": value})


class NumberField(forms.CharField):
    """A number from 0 on."""

    def clean(self, value: Any) -> int | None:
        """The number; None when nothing was typed."""
        typed = super().clean(value)
        if not typed:
            return None
        if not (typed.isascii() and typed.isdigit() and len(typed) < 8 and int(typed) <= _LARGEST):
            raise ValidationError(_("“%(value)s” is not a number of the kind 0, 1, 2.") % {"value": typed[:40]})
        return int(typed)


def with_parts(source_ids: Sequence[int]) -> list[int]:
    """The sources and everything that is part of them, by however many steps; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_PARTS, [list(source_ids)])
        return [row[0] for row in cursor.fetchall()]
