"""All the values of a facet: to look among, by number or by name, page by page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from catalogue.curation import may_see_drafts
from catalogue.search import Facet, FacetPage, FacetValue, FilterError, facet_page, known_facets, search
from catalogue.web.chips import Chip, read_chips, said_problems
from catalogue.web.choices import Choice
from catalogue.web.counting import entries, figure
from catalogue.web.kinds import PLURALS, list_address
from catalogue.web.pager import Pager, make_pager
from catalogue.web.questions import FACET_PAGE, MISSING, PLACE_IN_LIST, ask, facet_of, once

ORDERS: dict[str, Promise | str] = {"count": _("by number of entries"), "label": _("by name, A–Z")}


@dataclass(frozen=True, slots=True)
class Line:
    """A value with the lists that choose it and leave it out."""

    label: str
    count: str
    words: str
    toggle: str
    exclude: str
    exclude_words: str
    sign: str = "−"
    state: str = ""


@dataclass(frozen=True, slots=True)
class Values:
    """What the template of the page prints."""

    heading: str
    list_heading: str
    back: str
    hidden: Sequence[tuple[str, str]]
    orders: Sequence[Choice]
    words: str = ""
    chips: Sequence[Chip] = ()
    lines: Sequence[Line] = ()
    count: str = ""
    pager: Pager | None = None
    problems: Sequence[str] = ()


def facet_values(request: HttpRequest, name: str, *, kind: str | None = None) -> HttpResponse:
    """The values of one facet among what the question finds."""
    staff = may_see_drafts(request.user)
    known = {each.name: each.label for each in known_facets(kind, staff=staff)}
    if name not in known:
        raise Http404(gettext("There is no such filter."))
    asked = once(request.GET)
    frame, question = _frame(asked, kind, known[name]), question_of(asked)
    try:
        found = facet_page(kind, name, asked, staff=staff)
        chips = _chips(kind, question, known, staff=staff) if question else []
    except FilterError as error:
        values = replace(frame, problems=said_problems(error))
    else:
        values = replace(_filled(frame, found, asked, kind), chips=chips)
    context = {"values": values, "current": kind}
    return render(request, "web/facet.html", context, status=400 if values.problems else 200)


def _frame(asked: QueryDict, kind: str | None, label: str) -> Values:
    """The page before anything was looked up."""
    question = question_of(asked)
    ordering = asked.get("facet_order", "count")
    return Values(
        heading=label,
        list_heading=str(PLURALS[kind]) if kind else gettext("Search"),
        back=list_address(kind) + ask(question, {}),
        hidden=[(name, value) for name, values in question.lists() for value in values if value],
        orders=[Choice(value, str(said), value == ordering) for value, said in ORDERS.items()],
        words=asked.get("facet_q", ""),
    )


def _chips(kind: str | None, question: QueryDict, known: Iterable[str], *, staff: bool) -> list[Chip]:
    """What else is asked; its facets are looked up for the words of the chosen values alone."""
    asked = {facet_of(parameter) for parameter in question}
    found = search(kind, question, staff=staff, facets=[name for name in known if name in asked], values=0)
    return read_chips(question, found.facets, drafts=staff)


def _filled(frame: Values, found: FacetPage, asked: QueryDict, kind: str | None) -> Values:
    question, address = question_of(asked), list_address(kind)
    lines = [_line(value, address) for value in found.facet.values]
    if found.facet.missing and found.page == found.pages and not found.words:
        lines.append(_missing(found.facet, question, address))
    return replace(
        frame,
        lines=lines,
        count=figure(found.count),
        pager=make_pager(asked, found.page, found.pages, parameter="facet_page"),
    )


def _line(value: FacetValue, address: str) -> Line:
    state, words, said = "", entries(value.count), gettext("Exclude %(value)s")
    if value.excluded:
        state, said = "excluded", gettext("Stop excluding %(value)s")
        words = f"{words}, {pgettext('state of a value of a filter', 'excluded')}"
    elif value.selected:
        chosen = gettext("selected")
        state, words = "selected", f"{words}, {chosen}"
    return Line(
        label=value.label,
        count=figure(value.count),
        words=words,
        toggle=address + value.toggle,
        exclude=address + value.exclude if value.exclude else "",
        exclude_words=said % {"value": value.label},
        sign="+" if value.excluded else "−",
        state=state,
    )


def _missing(facet: Facet, question: QueryDict, address: str) -> Line:
    """“No value” as a value."""
    label = gettext("no value")
    return Line(
        label=label,
        count=figure(facet.missing),
        words=entries(facet.missing),
        toggle=address + facet.missing_toggle,
        exclude=address + ask(question, {facet.name + MISSING: ["false"]}),
        exclude_words=gettext("Exclude %(value)s") % {"value": label},
        state="selected" if facet.missing_selected else "missing",
    )


def question_of(asked: QueryDict) -> QueryDict:
    """The question alone, without where the reader stands in the list or among the values."""
    question = asked.copy()
    for name in (*PLACE_IN_LIST, *FACET_PAGE):
        question.pop(name, None)
    return question
