"""Lists with filters: the records of a kind, or whatever a search finds in all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalogue.curation import may_see_drafts
from catalogue.search import ORDERINGS, RELEVANCE, FilterError, Found, known_facets, search
from catalogue.web.chips import Chip, read_chips, said_problems
from catalogue.web.choices import Choice
from catalogue.web.counting import entries
from catalogue.web.facets import SHOWN, Box, Door, facets_to_count, hidden_fields, read_boxes, read_doors
from catalogue.web.feeds import feed_address
from catalogue.web.kinds import PLURALS, list_address
from catalogue.web.pager import Pager, make_pager
from catalogue.web.questions import ask, once
from catalogue.web.rows import Row, read_rows
from catalogue.web.timeline import Timeline, read_timeline

ORDER_WORDS: dict[str, Promise | str] = {
    "title": _("by title, A–Z"),
    "-title": _("by title, Z–A"),
    "earliest": _("earliest first"),
    "-earliest": _("latest first"),
    "-modified": _("last changed first"),
    "modified": _("longest unchanged first"),
    RELEVANCE: _("by relevance"),
}
MATCH_WORDS: dict[str, Promise | str] = {
    "overlaps": _("may touch the period"),
    "within": _("lie wholly within it"),
    "certain": _("surely touch it"),
}


@dataclass(frozen=True, slots=True)
class Listing:
    """What the template of a list prints."""

    heading: str
    kind: str
    feed: str
    asked: QueryDict
    robots: str
    matches: Sequence[Choice]
    orderings: Sequence[Choice]
    hidden: Sequence[tuple[str, str]]
    chips: Sequence[Chip] = ()
    boxes: Sequence[Box] = ()
    doors: Sequence[Door] = ()
    timeline: Timeline | None = None
    rows: Sequence[Row] = ()
    count: str = ""
    pager: Pager | None = None
    notices: Sequence[str] = ()
    corrected: str = ""
    problems: Sequence[str] = ()


LONGEST = 10_000
"""Letters of a question beyond which no filter that was refused is offered to be taken away."""


def list_page(request: HttpRequest, *, kind: str) -> HttpResponse:
    """The records of a kind."""
    return _answer(request, kind)


def search_page(request: HttpRequest) -> HttpResponse:
    """Records of every kind."""
    return _answer(request, None)


def _answer(request: HttpRequest, kind: str | None) -> HttpResponse:
    asked = once(request.GET)
    staff = may_see_drafts(request.user)
    known = [] if kind else known_facets(None, staff=staff)
    counted = "all" if kind else facets_to_count(asked, known)
    try:
        found = search(kind, asked, staff=staff, facets=counted, snippets=True, values=SHOWN)
    except FilterError as error:
        listing = _refused(asked, kind, said_problems(error), staff=staff)
    else:
        listing = replace(_found(asked, kind, found, staff=staff), doors=read_doors(known, counted, asked))
    context = {"listing": listing, "current": kind}
    return render(request, "web/list.html", context, status=400 if listing.problems else 200)


def _found(asked: QueryDict, kind: str | None, found: Found, *, staff: bool) -> Listing:
    boxes = read_boxes(found.facets, asked, found.count, kind)
    return replace(
        _form(asked, kind, found.ordering),
        hidden=hidden_fields(asked, boxes),
        chips=read_chips(asked, found.facets, drafts=staff),
        boxes=boxes,
        timeline=read_timeline(found.facets, asked, found.count),
        rows=read_rows(found.record_ids, drafts=staff, snippets=found.snippets),
        count=entries(found.count),
        pager=make_pager(
            asked, found.page, found.pages, next_cursor=found.next_cursor, previous_cursor=found.previous_cursor
        ),
        notices=found.notices,
        corrected=found.corrected,
    )


def _refused(asked: QueryDict, kind: str | None, problems: Sequence[str], *, staff: bool) -> Listing:
    """The form as it was sent, with what is wrong in it; nothing was looked up."""
    return replace(
        _form(asked, kind, asked.get("ordering", "")),
        robots="noindex, nofollow",
        chips=read_chips(asked, (), drafts=staff) if len(asked.urlencode()) < LONGEST else (),
        problems=problems,
    )


def _form(asked: QueryDict, kind: str | None, ordering: str) -> Listing:
    """What the form shows as typed, whatever is found."""
    match = asked.get("date_match", "")
    return Listing(
        heading=str(PLURALS[kind]) if kind else gettext("Search"),
        kind=kind or "",
        feed=feed_address(list_address(kind), ask(asked, {})),
        asked=asked,
        robots=_robots(asked),
        matches=[Choice(value, str(label), value == match) for value, label in MATCH_WORDS.items()],
        orderings=[
            Choice(value, str(label), value == ordering)
            for value, label in ORDER_WORDS.items()
            if value in ORDERINGS or asked.get("q")
        ],
        hidden=(),
    )


def _robots(asked: QueryDict) -> str:
    """Combinations of filters never end, so crawlers are sent away; the pages of a plain list lead to the entries."""
    if not asked:
        return ""
    return "noindex, follow" if set(asked) == {"page"} else "noindex, nofollow"
