"""What a facet is: a filter with values that are counted among the records found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django_filters import filters

from catalogue.models import FacetEntry, IndexedValue
from catalogue.search.errors import listed
from catalogue.search.facet_names import FEW

if TYPE_CHECKING:
    from catalogue.search.counting import Counted

MOST_CHOSEN = 100
MOST_SHOWN = 100


@dataclass(slots=True)
class FacetValue:
    """A value of a facet with the number of records that choosing it finds, and the questions a click away."""

    value: str
    label: str
    count: int
    selected: bool = False
    excluded: bool = False
    toggle: str = ""
    exclude: str = ""


@dataclass(slots=True)
class Facet:
    """The values of one filter among the records found, its own selection left out."""

    name: str
    label: str
    kind: str = "values"
    values: list[FacetValue] = field(default_factory=list)
    selected: list[str] = field(default_factory=list)
    excluded: list[str] = field(default_factory=list)
    missing: int = 0
    missing_selected: bool = False
    missing_toggle: str = ""
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers by which the index knows a facet: its own, and that of “any value” of it."""

    facet: int
    present: int


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
    """A filter by values that have numbers in the index; each sort says how a typed value is found and shown."""

    # The FilterSet and the model that django-filter hands over, and the facet's numbers in the index.
    parent: Any
    model: Any
    name = ""
    language = "en"
    numbers: Numbers | None = None
    kind = "values"
    # How the values are called in the schema: words of a vocabulary, or any text.
    known_values: tuple[str, ...] = ()
    # Which column of the numbered values holds the key: term, record or word.
    key_column = "word"

    def __deepcopy__(self, _memo: object) -> FacetFilter:
        """A FilterSet copies its filters for each question; what they hold is never changed in place."""
        return copy(self)

    @property
    def field(self) -> forms.Field:
        """The form field that reads the parameter."""
        return SeveralField(resolve=self.resolve, label=self.label, required=False)

    @property
    def staff(self) -> bool:
        """Whether entries that are not published count."""
        return bool(self.parent.staff)

    @property
    def facet_number(self) -> int:
        """The facet's number; one that no row has while nothing is indexed."""
        return self.numbers.facet if self.numbers else -1

    def resolve(self, values: Sequence[str]) -> list[Any]:
        """The keys that the typed values stand for."""
        raise NotImplementedError

    def show(self, counted: Counted) -> tuple[str, str]:
        """The word in the address and the label of a value that was counted."""
        raise NotImplementedError

    def value_numbers(self, keys: Sequence[Any]) -> list[int]:
        """The numbers of the values with these keys; one query."""
        column = f"{self.key_column}__in"
        return list(
            IndexedValue._default_manager.filter(facet=self.facet_number, **{column: list(keys)}).values_list(
                "pk", flat=True
            )
        )

    @property
    def numbers_column(self) -> str:
        """The column of the facet entries that holds the values."""
        return "marks" if self.name in FEW else "values"

    def condition(self, keys: Sequence[Any]) -> Q:
        """That a record has one of these values."""
        return has_any(self.value_numbers(keys), column=self.numbers_column)

    def every(self, keys: Sequence[Any]) -> Q:
        """That a record has all of these values."""
        numbers = self.value_numbers(keys)
        return Q(**{f"{self.numbers_column}__contains": numbers}) if len(numbers) == len(keys) else nobody()

    def present(self) -> Q:
        """That a record has a value at all."""
        return Q(marks__overlap=[self.numbers.present if self.numbers else -1])

    def filter(self, qs: QuerySet[Any], value: list[Any] | None) -> QuerySet[Any]:
        """Those that have one of the chosen values."""
        return qs.filter(self.condition(value)) if value else qs


class _Variant(filters.Filter):
    """A question about the values of a facet that is not simply choosing them."""

    parent: Any
    model: Any
    words = "%(filter)s"

    def __init__(self, base: FacetFilter) -> None:
        super().__init__(label=_(self.words) % {"filter": base.label})
        self.base = base

    @property
    def field(self) -> forms.Field:
        """Reads the values as the filter itself does."""
        return SeveralField(resolve=self.base.resolve, label=self.label, required=False)


class Excluding(_Variant):
    """`name__not`: records without any of these values."""

    words = _("%(filter)s: none of")

    def filter(self, qs: QuerySet[Any], value: list[Any] | None) -> QuerySet[Any]:
        """Those that have none of the chosen values."""
        return qs.filter(~self.base.condition(value)) if value else qs


class Requiring(_Variant):
    """`name__all`: records with every one of these values."""

    words = _("%(filter)s: all of")

    def filter(self, qs: QuerySet[Any], value: list[Any] | None) -> QuerySet[Any]:
        """Those that have all of the chosen values."""
        return qs.filter(self.base.every(value)) if value else qs


class Missing(_Variant):
    """`name__isnull`: records with no value (true), or with any (false)."""

    words = _("%(filter)s: without a value")

    @property
    def field(self) -> forms.Field:
        """Reads true or false."""
        return YesNoField(label=self.label, required=False)

    def filter(self, qs: QuerySet[Any], value: bool | None) -> QuerySet[Any]:
        """Those without a value, or with one."""
        if value is None:
            return qs
        return qs.filter(~self.base.present() if value else self.base.present())


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
            raise ValidationError(_("“%(value)s” is not true or false.") % {"value": value[:80]})
        return self.words[typed]


def has_any(numbers: Sequence[int], *, column: str = "values") -> Q:
    """That a record has one of the numbered values."""
    return Q(**{f"{column}__overlap": list(numbers)}) if numbers else nobody()


def nobody() -> Q:
    """A condition that no record meets."""
    return Q(values__overlap=[-1])


def unknown(value: str, known: Iterable[str]) -> ValidationError:
    """The refusal of a value, with those that there are."""
    words = {"value": value[:80], "known": listed(known)}
    return ValidationError(_("“%(value)s” is not known; known: %(known)s.") % words)


__all__ = [
    "MOST_CHOSEN",
    "MOST_SHOWN",
    "Excluding",
    "Facet",
    "FacetEntry",
    "FacetFilter",
    "FacetValue",
    "Missing",
    "Numbers",
    "Requiring",
    "SeveralField",
    "YesNoField",
    "has_any",
    "nobody",
    "unknown",
]
