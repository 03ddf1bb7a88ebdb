"""The period as a figure: how many entries fall into each decade, or into each year of a decade."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from catalogue.search import Facet, FacetValue
from catalogue.web.counting import figure
from catalogue.web.figure import TICKS_WIDE, Bar, draw_bars, write_rows
from catalogue.web.questions import and_also, ask

LONGEST = 40
"""How many bars stand in true distance; where the first and the last lie farther apart, the empty ones are left out."""
FEW, WIDEST = 11, 76
"""So few bars do not fill the figure: none is wider than so many pixels."""
YEARS = 1000
"""A decade is written as three digits, a year as four."""
_PERIOD = re.compile(r"(-?\d{3})X|(-?\d{4})")
HOW_COUNTED: dict[str, Promise | str] = {
    "overlaps": _("An entry counts wherever its dates may fall: one with uncertain dates stands in several bars."),
    "certain": _("An entry counts only where its dates surely fall, however uncertain they are."),
    "within": _("An entry counts only where its whole time lies."),
}


@dataclass(frozen=True, slots=True)
class Timeline:
    """What the template of the figure prints."""

    title: str
    bars: str
    rows: str
    counted: str
    undated: str
    gaps: str
    switch: str
    switch_words: str
    ways_back: Sequence[tuple[str, str]]
    numbered: bool
    width: str


def read_timeline(facets: Iterable[Facet], asked: QueryDict, count: int) -> Timeline | None:
    """The figure of the period, if several entries were found and some have a date."""
    facet = next((facet for facet in facets if facet.kind == "period"), None)
    if facet is None or not any(value.count for value in facet.values) or not (count > 1 or facet.selected):
        return None
    # With a decade that is chosen come its years, and these are what is to be seen.
    shown = [value for value in facet.values if is_year(value.value)] or facet.values
    places = {place: value for value in shown if (place := place_of(value.value)) is not None}
    axis, has_gaps = _axis(places)
    every = ask(asked, {"period": ()})
    bars = [_bar(place, places.get(place), every) for place in axis]
    match = asked.get("date_match") or "overlaps"
    other = "overlaps" if match == "certain" else "certain"
    return Timeline(
        title=gettext("Entries by year") if is_year(shown[0].value) else gettext("Entries by decade"),
        bars=draw_bars(bars),
        rows=write_rows(bars),
        counted=str(HOW_COUNTED.get(match, "")),
        undated=_undated(facet.missing),
        gaps=gettext("Those without any entry are left out.") if has_gaps else "",
        switch=ask(asked, {"date_match": [other]}),
        switch_words=gettext("Count every entry that may belong")
        if other == "overlaps"
        else gettext("Count only what is certain"),
        ways_back=_ways_back(facet, asked),
        numbered=len(bars) <= TICKS_WIDE,
        width="100%" if len(bars) > FEW else str(len(bars) * WIDEST),
    )


def place_of(value: str) -> int | None:
    """The number of a decade or year, as written in EDTF: 194 of `194X`, 1944 of `1944`."""
    found = _PERIOD.fullmatch(value)
    return int(found[1] or found[2]) if found else None


def is_year(value: str) -> bool:
    """Whether it is a year, and not a decade or something else."""
    return value.lstrip("-").isdecimal()


def period_words(value: str) -> str:
    """A decade as its first and last year; a year as it is."""
    return f"{value[:-1]}0–{value[:-1]}9" if value.endswith("X") and place_of(value) is not None else value


def _axis(places: Iterable[int]) -> tuple[list[int], bool]:
    """The decades or years from the first to the last, and whether empty ones are missing."""
    known = sorted(places)
    if not known:
        return [], False
    if known[-1] - known[0] < LONGEST:
        return list(range(known[0], known[-1] + 1)), False
    return known, known[-1] - known[0] >= len(known)


def _bar(place: int, value: FacetValue | None, every: str) -> Bar:
    """A bar asks for itself alone: a year within its decade, not both; a chosen one asks for what is around it."""
    if value is None:
        return Bar("", f"{place}" if abs(place) >= YEARS else f"{place}0")
    short = f"{place}" if is_year(value.value) else f"{place}0"
    wanted = value.value
    if value.selected:
        wanted = _decade(wanted) if is_year(wanted) else ""
    url = and_also(every, "period", wanted) if wanted else every
    return Bar(value.label, short, value.count, url, value.selected)


def _undated(count: int) -> str:
    if not count:
        return ""
    return ngettext("%(shown)s entry has no date.", "%(shown)s entries have no date.", count) % {"shown": figure(count)}


def _ways_back(facet: Facet, asked: QueryDict) -> list[tuple[str, str]]:
    """From a year to its decade, and from there to all decades."""
    ways = []
    decades = list(dict.fromkeys(_decade(value) for value in facet.selected if is_year(value)))
    if decades:
        words = ", ".join(map(period_words, decades))
        ways.append((ask(asked, {"period": decades}), gettext("The whole of %(period)s") % {"period": words}))
    if facet.selected:
        ways.append((ask(asked, {"period": ()}), gettext("All decades")))
    return ways


def _decade(year: str) -> str:
    return f"{year[:-1]}X"
