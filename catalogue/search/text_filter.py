"""`q`: the words of the search box as a filter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.postgres.search import SearchQueryField
from django.core.exceptions import ValidationError
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast
from django_filters import filters

from catalogue.models import IndexedValue, SearchEntry, Source
from catalogue.search.query import SOURCE, Alternative, Looked, QueryError, TextQuery, text_query


class Matches(Func):
    """Whether a vector matches a text query."""

    template = "%(expressions)s"
    arg_joiner = " @@ "
    output_field = BooleanField()


class Citekey(Func):
    """The words of a citekey as a vector."""

    template = "to_tsvector('simple', translate(%(expressions)s, '-_.:', '    '))"


class WordsField(forms.CharField):
    """Words, "phrases", OR, -without, begin*, field:value."""

    def clean(self, value: Any) -> TextQuery | None:
        """The question; None when the box was left empty."""
        typed = super().clean(value)
        if not typed:
            return None
        try:
            return text_query(typed)
        except QueryError as error:
            raise ValidationError(str(error)) from error


class TextFilter(filters.Filter):
    """Records with the words, in their names or in anything said of them."""

    # The FilterSet that django-filter hands over.
    parent: Any

    @property
    def field(self) -> forms.Field:
        """Reads the words."""
        return WordsField(label=self.label, required=False)

    def filter(self, qs: QuerySet[Any], value: TextQuery | None) -> QuerySet[Any]:
        """Those whose words match."""
        return qs.filter(matching(value, staff=self.parent.staff)) if value else qs


def matching(query: TextQuery, *, staff: bool) -> Q:
    """The condition on facet entries that their records' words match."""
    condition = Q()
    for alternative in query.alternatives:
        condition |= _condition(alternative, staff=staff)
    return condition


def _condition(alternative: Alternative, *, staff: bool) -> Q:
    condition = Q()
    if alternative.anywhere or alternative.in_names:
        entries = SearchEntry.objects.order_by()
        if alternative.anywhere:
            entries = entries.filter(matches("vector", alternative.anywhere))
        if alternative.in_names:
            entries = entries.filter(matches("named", alternative.in_names))
        condition &= Q(record__in=entries.values("record"))
    for tie in alternative.ties:
        tied = Q(values__overlap=_tied(tie, staff=staff).values("pk"))
        condition &= ~tied if tie.term.negated else tied
    return condition


def _tied(tie: Looked, *, staff: bool) -> QuerySet[IndexedValue]:
    """The numbers of the sources or places that bear the words; of published ones, unless cataloguers ask."""
    query = tie.sql().removeprefix("!")
    values = IndexedValue.objects.order_by().filter(facet__name=tie.term.field)
    named = SearchEntry.objects.order_by().filter(matches("named", query))
    found = Q(record__in=named.values("record"))
    if tie.term.field == SOURCE:
        # The citekey is among the words of the vector, so that its index narrows what is looked at.
        keyed = Source._default_manager.order_by().filter(pk=OuterRef("record"))
        keyed = keyed.filter(Matches(Citekey(F("citekey")), as_query(query)))
        worded = SearchEntry.objects.order_by().filter(matches("vector", query))
        found |= Q(record__in=worded.filter(Exists(keyed)).values("record"))
    values = values.filter(found)
    return values if staff else values.filter(record__status="published")


def matches(vector: str, query: str) -> Matches:
    """The condition that the words of an entry match."""
    return Matches(F(vector), as_query(query))


def as_query(query: str) -> Cast:
    """The text as PostgreSQL's text query."""
    return Cast(Value(query), SearchQueryField())
