"""Pages of a long list, as plain links that keep the rest of the address."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict

from catalogue.web.questions import ask

WINDOW = 2
"""How many page numbers are shown on either side of the current one."""
DEEP = 400
"""From this page on a list goes on from its last entry: to count up to a page so far behind would be slow."""


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page number to go to; without an address it is the current one, without a number a gap."""

    number: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class Pager:
    """Where a reader stands in a long list."""

    number: int
    pages: int
    links: tuple[PageLink, ...]
    previous: str
    next: str


def make_pager(
    query: QueryDict,
    number: int,
    pages: int,
    *,
    parameter: str = "page",
    anchor: str = "",
    next_cursor: str | None = None,
    previous_cursor: str | None = None,
) -> Pager:
    """The pager of a list of so many pages, standing on one of them; 0 of 0 where only cursors lead on."""

    def url(page: int) -> str:
        kept = query.copy()
        kept.pop(parameter, None)
        if page > 1:
            kept[parameter] = str(page)
        return f"?{kept.urlencode()}{anchor}"

    if not pages:
        following, before = (ask(query, {"cursor": [each]}) if each else "" for each in (next_cursor, previous_cursor))
        return Pager(0, 0, (), before, following)
    following = url(number + 1) if number < pages else ""
    if next_cursor and number >= DEEP:
        following = ask(query, {"cursor": [next_cursor]})
    return Pager(
        number=number,
        pages=pages,
        links=tuple(PageLink(page, "" if page in (0, number) else url(page)) for page in _shown(number, pages)),
        previous=url(number - 1) if number > 1 else "",
        next=following,
    )


def _shown(number: int, pages: int) -> list[int]:
    """The first, the last and those around the current one; 0 is a gap, and stands for a last one too far away."""
    near = {page for page in range(number - WINDOW, number + WINDOW + 1) if 1 <= page <= max(number, min(pages, DEEP))}
    shown: list[int] = []
    for page in sorted(near | {1, min(pages, DEEP)}):
        if shown and page > shown[-1] + 1:
            shown.append(0)
        shown.append(page)
    return [*shown, 0] if pages > shown[-1] else shown


def page_number(text: str | None) -> int:
    """The page that an address asks for; the first when it asks for nothing sensible."""
    return int(text) if text and text.isascii() and text.isdecimal() and 0 < len(text) < 7 and int(text) else 1
