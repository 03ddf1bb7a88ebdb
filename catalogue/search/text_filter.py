"""`q`: the words of the search box as a filter, and the order of what it finds."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQueryField
from django.core.exceptions import ValidationError
from django.db.models import BooleanField, Case, F, FloatField, Func, IntegerField, QuerySet, TextField, Value, When
from django.db.models.functions import Cast
from django_filters import filters

from catalogue.models import Kind
from catalogue.search.query import QueryError, TextQuery, text_query

VECTOR = "search_entry__vector"


class Matches(Func):
    """Whether a vector matches a text query."""

    template = "%(expressions)s"
    arg_joiner = " @@ "
    output_field = BooleanField()


class Weight(Func):
    """How much a vector has of the words: once in a name counts more than often in a narrative."""

    template = "ts_rank('{0.02, 0.1, 0.3, 1.0}', %(expressions)s, 1)"
    output_field = FloatField()


class Closeness(Func):
    """The length of the shortest name that holds all the words: “Ion Antonescu” before “Trial of Ion Antonescu”."""

    template = (
        "(SELECT min(length(line)) FROM unnest(string_to_array(%(expressions)s) AS word WHERE strpos(line, word) = 0))"
    )
    arg_joiner = ", E'\\n')) AS line WHERE NOT EXISTS (SELECT FROM unnest("
    output_field = IntegerField()


class WordsField(forms.CharField):
    """Words, "phrases", OR, -without, begin*."""

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

    @property
    def field(self) -> forms.Field:
        """Reads the words."""
        return WordsField(label=self.label, required=False)

    def filter(self, qs: QuerySet[Any], value: TextQuery | None) -> QuerySet[Any]:
        """Those whose search entry matches."""
        return qs.filter(matching(value.matches)) if value else qs


def matching(query: str) -> Matches:
    """The condition that a record's words match."""
    return Matches(F(VECTOR), as_query(query))


def by_relevance(records: QuerySet[Any], query: TextQuery) -> QuerySet[Any]:
    """Those that are named so first: shorter names before longer ones, who bears a name before works of that title."""
    words = Value(list(query.words), output_field=ArrayField(TextField()))
    weighed: QuerySet[Any] = records.annotate(
        named=Cast(matching(query.in_names), BooleanField()),
        closeness=Closeness(F("search_entry__names"), words),
        weight=Weight(F(VECTOR), as_query(query.weighs)),
    )
    weighed = weighed.annotate(work=Case(When(kind=Kind.SOURCE, closeness__isnull=False, then=1), default=0))
    return weighed.order_by("-named", F("closeness").asc(nulls_last=True), "work", "-weight", "sort_key", "pk")


def as_query(query: str) -> Cast:
    """The text as PostgreSQL's text query."""
    return Cast(Value(query), SearchQueryField())
