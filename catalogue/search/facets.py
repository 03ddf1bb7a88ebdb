"""What a facet is: a filter with values that can be counted among the records found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db.models import BigIntegerField, BooleanField, Count, F, Func, Q, QuerySet, Value
from django.utils.translation import gettext as _
from django_filters import filters

from catalogue.search.errors import listed

MOST_CHOSEN = 100
MOST_SHOWN = 100


@dataclass(slots=True)
class FacetValue:
    """A value of a facet with the number of records that choosing it finds."""

    value: str
    label: str
    count: int
    selected: bool


@dataclass(slots=True)
class Facet:
    """The values of one filter among the records found, its own selection left out."""

    name: str
    label: str
    values: list[FacetValue] = field(default_factory=list)
    selected: list[str] = field(default_factory=list)
    missing: int = 0
    truncated: bool = False


class Said(NamedTuple):
    """What a claim of some sort is like."""

    record: int
    certainty: str
    disputed: bool
    unsourced: bool


class IsOneOf(Func):
    """Whether a key is in an array: one parameter, however many there are."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()


class Among:
    """The records among which facets count, found once: their keys, and the condition that a row belongs to one."""

    def __init__(self, records: QuerySet[Any]) -> None:
        self.ids: list[int] = list(records.order_by().values_list("pk", flat=True))
        # What facets of one sort have counted together.
        self.counted: dict[str, dict[Any, Tally]] = {}
        self.said: frozenset[Said] | None = None

    def rows(self, queryset: QuerySet[Any], record: str) -> QuerySet[Any]:
        """The rows that belong to these records."""
        keys = Value(self.ids, output_field=ArrayField(BigIntegerField()))
        return queryset.filter(IsOneOf(F(record), keys))


@dataclass(slots=True)
class Tally:
    """Records by value; how many have any; whether there were more values."""

    counts: dict[Any, int]
    present: int
    truncated: bool = False

    @classmethod
    def of(cls, pairs: QuerySet[Any], key: str, record: str) -> Tally:
        """Different records by key over rows of pairs; two queries."""
        counted = pairs.order_by().values_list(key).annotate(found=Count(record, distinct=True))
        rows = list(counted.order_by("-found", key)[: MOST_SHOWN + 1])
        present = pairs.order_by().aggregate(present=Count(record, distinct=True))["present"]
        return cls(dict(rows[:MOST_SHOWN]), present, len(rows) > MOST_SHOWN)

    @classmethod
    def by(cls, group: str, pairs: QuerySet[Any], key: str, record: str) -> dict[Any, Tally]:
        """The tallies of several facets over the same rows; two queries, however many facets."""
        different = Count(record, distinct=True)
        tallies = {each: cls({}, count) for each, count in pairs.order_by().values_list(group).annotate(n=different)}
        counted = pairs.order_by().values_list(group, key).annotate(n=different).order_by("-n", key)
        for each, value, count in counted:
            tally = tallies[each]
            if len(tally.counts) < MOST_SHOWN:
                tally.counts[value] = count
            else:
                tally.truncated = True
        return tallies


class Resolver(Protocol):
    """Turns typed values into the keys that they stand for, or refuses them."""

    def __call__(self, values: Sequence[str]) -> list[Any]: ...


class SeveralField(forms.Field):
    """Values of one parameter, repeated: any of them."""

    widget = forms.SelectMultiple

    def __init__(self, *, resolve: Resolver, **options: Any) -> None:
        super().__init__(**options)
        self.resolve = resolve

    def clean(self, value: Any) -> list[Any]:
        """What the typed values stand for, each once; empty ones of a form left blank do not count."""
        values = list(dict.fromkeys(each.strip() for each in value or () if each.strip()))
        if len(values) > MOST_CHOSEN:
            raise ValidationError(_("At most %(most)d values of a filter can be chosen.") % {"most": MOST_CHOSEN})
        return list(dict.fromkeys(self.resolve(values))) if values else []


class FacetFilter(filters.Filter):
    """A filter by values; each sort says how a value is found, what it asks for, and how it is counted."""

    # The FilterSet and the model that django-filter hands over.
    parent: Any
    model: Any
    # How the values are called in the schema: words of a vocabulary, or any text.
    known_values: tuple[str, ...] = ()

    @property
    def field(self) -> forms.Field:
        """The form field that reads the parameter."""
        return SeveralField(resolve=self.resolve, label=self.label, required=False)

    @property
    def staff(self) -> bool:
        """Whether entries that are not published count."""
        return bool(self.parent.staff)

    def resolve(self, values: Sequence[str]) -> list[Any]:
        """The keys that the typed values stand for."""
        raise NotImplementedError

    def condition(self, keys: Sequence[Any]) -> Q:
        """That a record has one of these values."""
        raise NotImplementedError

    def present(self) -> Q:
        """That a record has a value at all."""
        raise NotImplementedError

    def tally(self, among: Among) -> Tally:
        """How many of the records have each value, frequent ones first."""
        raise NotImplementedError

    def describe(self, keys: Iterable[Any]) -> dict[Any, tuple[str, str]]:
        """The word in the address and the label of each."""
        raise NotImplementedError

    def filter(self, qs: QuerySet[Any], value: list[Any] | None) -> QuerySet[Any]:
        """Those that have one of the chosen values."""
        return qs.filter(self.condition(value)) if value else qs

    def facet(self, name: str, among: Among, chosen: Sequence[Any]) -> Facet:
        """The counts among these records; a chosen value without a hit stays visible."""
        tally = self.tally(among)
        counts = tally.counts | {key: 0 for key in chosen if key not in tally.counts}
        words = self.describe(counts) if counts else {}
        values = [FacetValue(*words[key], count, key in chosen) for key, count in counts.items() if key in words]
        selected = [each.value for each in values if each.selected]
        missing = len(among.ids) - tally.present
        return Facet(name, str(self.label), values, selected, missing, tally.truncated)


class Excluding(filters.Filter):
    """`name__not`: records without any of these values."""

    def __init__(self, base: FacetFilter) -> None:
        super().__init__(label=_("%(filter)s: none of") % {"filter": base.label})
        self.base = base

    @property
    def field(self) -> forms.Field:
        """Reads the values as the filter itself does."""
        return SeveralField(resolve=self.base.resolve, label=self.label, required=False)

    def filter(self, qs: QuerySet[Any], value: list[Any] | None) -> QuerySet[Any]:
        """Those that have none of the chosen values."""
        return qs.exclude(self.base.condition(value)) if value else qs


class Missing(filters.Filter):
    """`name__isnull`: records with no value (true), or with any (false)."""

    def __init__(self, base: FacetFilter) -> None:
        super().__init__(label=_("%(filter)s: without a value") % {"filter": base.label})
        self.base = base

    @property
    def field(self) -> forms.Field:
        """Reads true or false."""
        return YesNoField(label=self.label, required=False)

    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        """Those without a value, or with one."""
        if value is None:
            return qs
        return qs.exclude(self.base.present()) if value else qs.filter(self.base.present())


class YesNoField(forms.Field):
    """true or false, as an address says it."""

    widget = forms.TextInput
    words = {"true": True, "1": True, "false": False, "0": False}

    def clean(self, value: Any) -> bool | None:
        """The truth value; None when it was not asked."""
        typed = (value or "").strip().lower()
        if not typed:
            return None
        if typed not in self.words:
            raise ValidationError(_("“%(value)s” is not true or false.") % {"value": value})
        return self.words[typed]


def unknown(value: str, known: Iterable[str]) -> ValidationError:
    """The refusal of a value, with those that there are."""
    return ValidationError(_("“%(value)s” is not known; known: %(known)s.") % {"value": value, "known": listed(known)})
