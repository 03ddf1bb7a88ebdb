"""Filtering by the time in which a record existed or happened.

overlaps: its span may touch the period. within: the whole span lies in the period. certain: its span touches the
period however its fuzzy dates are read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_filters import filters

from catalogue.citations import in_words
from catalogue.dates import DateError, read_date
from catalogue.search.errors import listed

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MATCHES = ("overlaps", "within", "certain")


class DateField(forms.CharField):
    """A day, month, year or any date that a curator could type; one of its ends counts."""

    def __init__(self, *, end: str, **options: Any) -> None:
        super().__init__(**options)
        self.end = end

    def clean(self, value: Any) -> int | None:
        """The bound as year*10000 + month*100 + day; None when nothing was typed."""
        typed = super().clean(value)
        if not typed:
            return None
        try:
            date = read_date(typed, language=get_language() or "es")
        except DateError as error:
            raise ValidationError(in_words(error)) from error
        bound = date.earliest if self.end == "earliest" else date.latest
        if bound is None:
            raise ValidationError(_("“%(date)s” is open at this end.") % {"date": typed})
        return bound


class BoundFilter(filters.Filter):
    """One end of the period; the FilterSet joins both, so that alone it filters nothing."""

    def __init__(self, *, end: str, label: StrOrPromise) -> None:
        super().__init__(label=label)
        self.end = end

    @property
    def field(self) -> forms.Field:
        """Reads the date."""
        return DateField(end=self.end, label=self.label, required=False)

    def filter(self, qs: Any, value: Any) -> Any:
        """Left to the period."""
        return qs


class MatchFilter(filters.Filter):
    """How a span must lie to the period."""

    @property
    def field(self) -> forms.Field:
        """Reads overlaps, within or certain."""
        return MatchField(label=self.label, required=False)

    def filter(self, qs: Any, value: Any) -> Any:
        """Left to the period."""
        return qs


class MatchField(forms.CharField):
    """overlaps, within or certain."""

    def clean(self, value: Any) -> str:
        """The word; overlaps when nothing was typed."""
        typed = super().clean(value) or MATCHES[0]
        if typed not in MATCHES:
            raise ValidationError(
                _("“%(value)s” is not known; known: %(known)s.") % {"value": typed, "known": listed(MATCHES)}
            )
        return str(typed)


def in_period(start: int | None, end: int | None, match: str) -> Q:
    """The condition that a record's time lies so to the period; open ends of either count as far away."""
    if start is None and end is None:
        return Q()
    return {"overlaps": _overlaps, "within": _within, "certain": _certain}[match](start, end)


def _overlaps(start: int | None, end: int | None) -> Q:
    dated = Q(earliest__isnull=False) | Q(latest__isnull=False)
    if start is not None:
        dated &= Q(latest__isnull=True) | Q(latest__gte=start)
    if end is not None:
        dated &= Q(earliest__isnull=True) | Q(earliest__lte=end)
    return dated


def _within(start: int | None, end: int | None) -> Q:
    inside = Q()
    if start is not None:
        inside &= Q(earliest__gte=start)
    if end is not None:
        inside &= Q(latest__lte=end)
    return inside


def _certain(start: int | None, end: int | None) -> Q:
    """It had surely begun by the end of the period, and surely not ended before its start."""
    sure = Q()
    if end is not None:
        sure &= Q(begun__lte=end)
    if start is not None:
        sure &= Q(lasting__gte=start)
    return sure


__all__ = ["MATCHES", "BoundFilter", "MatchFilter", "in_period"]
