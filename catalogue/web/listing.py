"""Lists with filters: the records of a kind, or whatever a search finds in all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalogue.search import ORDERINGS, RELEVANCE, FilterError, Found, known_facets, search
from catalogue.web.facets import MISSING, NOT, Box, Chip, hidden_fields, read_boxes, read_chips
from catalogue.web.kinds import PLURALS
from catalogue.web.pager import Pager, make_pager
from catalogue.web.rows import Row, read_rows

ORDER_WORDS: dict[str, Promise | str] = {
    "title": _("by title, A–Z"),
    "-title": _("by title, Z–A"),
    "earliest": _("earliest first"),
    "-earliest": _("latest first"),
    "-modified": _("last changed first"),
    "modified": _("longest unchanged first"),
    RELEVANCE: _("by relevance"),
}
FACETS_OF_ALL = {"kind", "place", "disputed", "unsourced", "status"}
MATCH_WORDS: dict[str, Promise | str] = {
    "overlaps": _("may touch the period"),
    "within": _("lie wholly within it"),
    "certain": _("surely touch it"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice of a select box."""

    value: str
    label: str
    selected: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """What the template of a list prints."""

    heading: str
    kind: str
    words: str
    date_from: str
    date_to: str
    matches: Sequence[Choice]
    orderings: Sequence[Choice]
    hidden: Sequence[tuple[str, str]]
    chips: Sequence[Chip]
    boxes: Sequence[Box] = ()
    rows: Sequence[Row] = ()
    count: int = 0
    pager: Pager | None = None
    notices: Sequence[str] = ()
    problems: Sequence[str] = ()


def list_page(request: HttpRequest, *, kind: str) -> HttpResponse:
    """The records of a kind."""
    return _answer(request, kind)


def search_page(request: HttpRequest) -> HttpResponse:
    """Records of every kind."""
    return _answer(request, None)


def _answer(request: HttpRequest, kind: str | None) -> HttpResponse:
    try:
        found = search(kind, request.GET, user=request.user, facets=_facets(request, kind))
    except FilterError as error:
        listing = _refused(request, kind, [problem.message for problem in error.problems])
    else:
        listing = _found(request, kind, found)
    context = {"listing": listing, "current": kind}
    return render(request, "web/list.html", context, status=400 if listing.problems else 200)


def _facets(request: HttpRequest, kind: str | None) -> list[str]:
    """All that a kind offers; in the whole catalogue few say something of every kind, so the rest waits to be asked."""
    known = [facet.name for facet in known_facets(kind, staff=request.user.is_staff)]
    if kind:
        return known
    asked = {name.removesuffix(NOT).removesuffix(MISSING) for name in request.GET}
    return [name for name in known if name in asked or name in FACETS_OF_ALL]


def _found(request: HttpRequest, kind: str | None, found: Found) -> Listing:
    boxes = read_boxes(found.facets, request.GET, found.count)
    return Listing(
        **_form(request, kind, found.ordering),
        hidden=hidden_fields(request.GET, boxes),
        chips=list(read_chips(request.GET, found.facets)),
        boxes=boxes,
        rows=read_rows(found.record_ids, drafts=request.user.is_staff),
        count=found.count,
        pager=make_pager(request.GET, found.page, found.pages),
        notices=found.notices,
    )


def _refused(request: HttpRequest, kind: str | None, problems: Sequence[str]) -> Listing:
    """The form as it was sent, with what is wrong in it; nothing was looked up."""
    return Listing(
        **_form(request, kind, request.GET.get("ordering", "")),
        hidden=(),
        chips=list(read_chips(request.GET, ())),
        problems=problems,
    )


class _Form(TypedDict):
    heading: str
    kind: str
    words: str
    date_from: str
    date_to: str
    matches: Sequence[Choice]
    orderings: Sequence[Choice]


def _form(request: HttpRequest, kind: str | None, ordering: str) -> _Form:
    """What the form shows as typed, whatever is found."""
    asked = request.GET
    match = asked.get("date_match", "")
    return {
        "heading": str(PLURALS[kind]) if kind else gettext("Search"),
        "kind": kind or "",
        "words": asked.get("q", ""),
        "date_from": asked.get("date_from", ""),
        "date_to": asked.get("date_to", ""),
        "matches": [Choice(value, str(label), value == match) for value, label in MATCH_WORDS.items()],
        "orderings": [
            Choice(value, str(label), value == ordering)
            for value, label in ORDER_WORDS.items()
            if value in ORDERINGS or asked.get("q")
        ],
    }
