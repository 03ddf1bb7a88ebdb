"""`period`: decades, and the years of a decade, in which a record existed or happened.

Values are EDTF: `194X` for the years 1940 to 1949, `1944` for a year; any other bounded date may be asked as well. How
a fuzzy span counts is what `date_match` says: in every period that it may touch, that it surely touches, or in which
it wholly lies.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from catalogue.citations import in_words
from catalogue.dates import DateError, parse_edtf
from catalogue.search.counting import Counted
from catalogue.search.dates import in_period
from catalogue.search.facets import FacetFilter

# ruff: noqa: S608 -- around SQL that the ORM has made
DECADE, YEAR = 100_000, 10_000
"""Days as year*10000 + month*100 + day in a decade and in a year."""
_CENTURY_OR_DECADE = re.compile(r"[0-9]{2}(?:XX|[0-9]X)")
_LAST_YEAR = 9999


class Span(NamedTuple):
    """A period that was chosen: the value, its first day and its last."""

    value: str
    start: int
    end: int


class PeriodFacet(FacetFilter):
    """Decades and years, counted by what a record's time may touch."""

    kind = "period"

    def resolve(self, values: Sequence[str]) -> list[Any]:
        """The periods that these dates are."""
        return [_span(value) for value in values]

    def value_numbers(self, keys: Sequence[Any]) -> list[int]:
        """None: periods are bounds, not numbered values."""
        return []

    def condition(self, keys: Sequence[Span]) -> Q:
        """That the record's time lies so to one of the periods."""
        either = Q()
        for span in keys:
            either |= in_period(span.start, span.end, self.match)
        return either

    def every(self, keys: Sequence[Span]) -> Q:
        """That it lies so to all of them."""
        every = Q()
        for span in keys:
            every &= in_period(span.start, span.end, self.match)
        return every

    @property
    def match(self) -> str:
        """How a span must lie to a period."""
        return str(self.parent.form.cleaned_data["date_match"])

    @property
    def step(self) -> int:
        """Years where a decade was chosen, or where the question is about two decades at most; else decades."""
        values = self.parent.form.cleaned_data
        spans = self.parent.chosen("period")
        if spans:
            return YEAR if len({start // DECADE for _value, start, end in spans} | _ends(spans)) == 1 else DECADE
        start, end = values["date_from"], values["date_to"]
        return YEAR if start and end and end // YEAR - start // YEAR < 20 else DECADE

    @property
    def window(self) -> tuple[int, int]:
        """The first and the last year that are worth showing."""
        values = self.parent.form.cleaned_data
        spans = self.parent.chosen("period")
        if spans and self.step == YEAR:
            decade = spans[0].start // DECADE * 10
            return decade, decade + 9
        start, end = values["date_from"], values["date_to"]
        return (start // YEAR if start else 0), (end // YEAR if end else _LAST_YEAR)

    @property
    def is_kept(self) -> bool:
        """Whether the index has counted what is to be shown: decades that a span may touch."""
        return self.step == DECADE and self.match == "overlaps"

    def show(self, counted: Counted) -> tuple[str, str]:
        """Nothing by itself: starts and ends are added up."""
        return counted.word or "", counted.word or ""

    def from_numbers(self, counted: Iterable[Counted]) -> dict[str, int]:
        """The decades with how many records may touch each, from the counted starts and ends."""
        starts, ends = Counter[int | None](), Counter[int | None]()
        for each in counted:
            side, _space, decade = (each.word or "").partition(" ")
            sum_of = {"from": starts, "to": ends}.get(side)
            if sum_of is not None:
                sum_of[int(decade) if decade else None] += each.records
        return self._added_up(starts, ends, DECADE)

    def from_rows(self, rows: QuerySet[Any]) -> dict[str, int]:
        """The periods with how many of these records lie so to each; one query."""
        low, high = ("begun", "lasting") if self.match == "certain" else ("earliest", "latest")
        dated = rows.order_by().exclude(**{f"{low}__isnull": True, f"{high}__isnull": True})
        if self.match != "overlaps":
            dated = dated.filter(**{f"{low}__isnull": False, f"{high}__isnull": False})
        sql, parameters = dated.values_list(low, high).annotate(low=F(low), high=F(high)).query.sql_with_params()
        order = {"overlaps": "true", "certain": "first <= last", "within": "first = last"}[self.match]
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT first, last, count(*) FROM (SELECT floor(low / {self.step}.0)::bigint AS first,"
                f" floor(high / {self.step}.0)::bigint AS last FROM ({sql}) AS row ({low}_, {high}_, low, high)) spans"
                f" WHERE {order} GROUP BY first, last",
                parameters,
            )
            counted = cursor.fetchall()
        starts, ends = Counter[int | None](), Counter[int | None]()
        for first, last, count in counted:
            starts[first] += count
            ends[last] += count
        return self._added_up(starts, ends, self.step)

    def _added_up(self, starts: Counter[int | None], ends: Counter[int | None], step: int) -> dict[str, int]:
        """The count of each period: what has begun by its end, less what ended before it."""
        years = step // YEAR
        size = _LAST_YEAR * YEAR // step + 1
        change = [0] * (size + 1)
        for first, count in starts.items():
            if first is None or first < size:
                change[max(first or 0, 0)] += count
        for last, count in ends.items():
            if last is not None and last < size:
                change[max(last + 1, 0)] -= count
        first_year, last_year = self.window
        shown = range(first_year * YEAR // step, min(last_year * YEAR // step, size - 1) + 1)
        counts = list(accumulate(change))
        # Where many spans are open, every decade of all time is touched; those before and after all bounds say nothing.
        bounds = sorted(each for each in {*starts, *ends} if each is not None and 0 <= each < size)
        if not bounds:
            return {}
        told = range(max(shown.start, bounds[0]), min(shown.stop - 1, bounds[-1]) + 1)
        return {_value(place, years): counts[place] for place in told if counts[place]}


def period_label(value: str) -> str:
    """1940–1949 for 194X; a year as it is."""
    if value.endswith("X"):
        return f"{value.replace('X', '0')}–{value.replace('X', '9')}"
    return value


def _value(place: int, years: int) -> str:
    return f"{place:03d}X" if years == 10 else f"{place:04d}"


def _ends(spans: Iterable[Span]) -> set[int]:
    return {end // DECADE for _value, _start, end in spans}


def _span(value: str) -> Span:
    if _CENTURY_OR_DECADE.fullmatch(value):
        return Span(value, int(value.replace("X", "0")) * YEAR + 101, int(value.replace("X", "9")) * YEAR + 1231)
    try:
        date = parse_edtf(value)
    except DateError as error:
        raise ValidationError(in_words(error)) from error
    if date.earliest is None or date.latest is None:
        raise ValidationError(_("“%(date)s” is open at this end.") % {"date": value[:80]})
    return Span(value, date.earliest, date.latest)
