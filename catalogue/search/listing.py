"""One page of the records found, in the order that was asked, by number or from a cursor on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from catalogue.models import Record
from catalogue.search.cursors import MOST_WEIGHED, Cursor, CursorError, beyond, name_of_question
from catalogue.search.filtersets import RecordFilterSet
from catalogue.search.paging import KEYS, ORDERINGS, RELEVANCE, START, Listing
from catalogue.search.query import TextQuery
from catalogue.search.ranking import ranked, too_many_to_weigh

FEW = 5_000
"""Up to so many records found are sorted; of more, the order's own index is read until a page is full."""


@dataclass(slots=True)
class Page:
    """The records of a page, and the cursors that lead on from it."""

    ids: list[int]
    ordering: str
    next_cursor: str | None = None
    previous_cursor: str | None = None
    notices: list[str] = field(default_factory=list)


def read_page(question: RecordFilterSet, listing: Listing, query: TextQuery | None, count: int) -> Page:
    """The page of that number."""
    ordering = listing.order(words=query is not None)
    first = (listing.page - 1) * listing.page_size
    if query and ordering == RELEVANCE:
        return _weighed(question, query, count=count, first=first, size=listing.page_size)
    rows = among(question, count).order_by(*ORDERINGS[ordering])
    found = list(rows.values_list(*KEYS[ordering])[first : first + listing.page_size])
    return _told(question, ordering, found, before=first > 0, after=first + len(found) < count)


def read_cursor_page(question: RecordFilterSet, listing: Listing, query: TextQuery | None, count: int) -> Page:
    """The page that begins after the cursor, or ends before it."""
    ordering, size = listing.order(words=query is not None), listing.page_size
    cursor = None if listing.cursor == START else Cursor.read(listing.cursor, _name(question), ordering)
    if query and ordering == RELEVANCE:
        return _weighed(question, query, count=count, first=cursor.keys[0] if cursor else 0, size=size)
    records = among(question, count)
    if cursor is None:
        found = list(records.order_by(*ORDERINGS[ordering]).values_list(*KEYS[ordering])[: size + 1])
        return _told(question, ordering, found[:size], before=False, after=len(found) > size)
    found = list(beyond(records, cursor).values_list(*KEYS[ordering])[: size + 1])
    more, found = len(found) > size, found[:size]
    if cursor.backwards:
        return _told(question, ordering, found[::-1], before=more, after=True)
    return _told(question, ordering, found, before=True, after=more)


def among(question: RecordFilterSet, count: int) -> QuerySet[Any]:
    """The records found, so that the planner takes the way that their number asks for."""
    if question.is_open:
        published = Record.objects.published()
        return published.filter(kind=question.of_kind) if question.of_kind else published
    entries = question.found().order_by().values("record")
    # A limit fences the few off: the planner would read the whole order and look for them on the way.
    return Record.objects.filter(pk__in=entries[: FEW + 1] if count <= FEW else entries)


def _told(question: RecordFilterSet, ordering: str, rows: list[tuple[Any, ...]], *, before: bool, after: bool) -> Page:
    name = _name(question)
    return Page(
        ids=[row[-1] for row in rows],
        ordering=ordering,
        next_cursor=Cursor(ordering, rows[-1]).print(name) if after and rows else None,
        previous_cursor=Cursor(ordering, rows[0], backwards=True).print(name) if before and rows else None,
    )


def _weighed(question: RecordFilterSet, query: TextQuery, *, count: int, first: int, size: int) -> Page:
    ids = ranked(question.found(), query, count=count, first=first, size=size, published=not question.staff)
    page, name, last = Page(ids, RELEVANCE), _name(question), first + len(ids)
    if last < min(count, MOST_WEIGHED):
        page.next_cursor = Cursor(RELEVANCE, (last,)).print(name)
    elif last < count:
        page.notices.append(_("By relevance a list can be followed so far; ask for another order to go on."))
    if first:
        page.previous_cursor = Cursor(RELEVANCE, (max(first - size, 0),)).print(name)
    if too_many_to_weigh(count):
        page.notices.append(
            _("Very many entries have these words: who bears them in a name comes first, all others stand by title.")
        )
    return page


def _name(question: RecordFilterSet) -> str:
    return name_of_question(question.asked, question.of_kind)


__all__ = ["CursorError", "Page", "among", "read_cursor_page", "read_page"]
