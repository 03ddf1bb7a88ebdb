"""The panel of the worklists on the first page, and the page of each."""

from __future__ import annotations

import time
from typing import Any, NamedTuple

from django.contrib import admin
from django.core.cache import cache
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from catalogue.admin.editing import curator
from catalogue.admin.worklist_scope import Scope
from catalogue.admin.worklists import Worklist, counted, plain, worklists_of
from catalogue.models import Kind, Status

PER_PAGE = 50
SLOW, KEPT = 0.5, 60
"""Seconds: counts that took longer are kept, and for how long."""


class Panel(NamedTuple):
    """A worklist on the first page, with its counts."""

    title: Any
    help: Any
    address: str
    all: int
    mine: int


def panel(request: HttpRequest) -> list[Panel]:
    """The worklists of an account with how long each is, as a whole and of its own entries; one query at most."""
    own = worklists_of(request.user)
    numbers = kept_counts(own, curator(request).pk)
    return [Panel(each.title, each.help, address_of(each), *numbers[each.slug]) for each in own]


def kept_counts(worklists: list[Worklist], user_id: int) -> dict[str, list[int]]:
    """The counts of the first page; in a large catalogue, where counting takes its time, those of a minute ago."""
    key = f"worklists.{user_id}.{'.'.join(each.slug for each in worklists)}"
    kept: dict[str, list[int]] | None = cache.get(key)
    if kept is not None:
        return kept
    begun = time.monotonic()
    numbers = counted(worklists, (Scope(), Scope(mine=user_id)))
    if time.monotonic() - begun > SLOW:
        cache.set(key, numbers, KEPT)
    return numbers


def worklist_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One worklist, filtered and in pages."""
    worklist = next((each for each in worklists_of(request.user) if each.slug == slug), None)
    if worklist is None:
        raise Http404
    scope = Scope.read(request.GET, curator(request).pk, worklist.filters)
    rows = worklist.rows(scope)
    pages = Paginator(rows, PER_PAGE)
    # Counted without what is read only to be shown.
    pages.count = counted_rows(worklist, scope)
    page = pages.get_page(request.GET.get("page"))
    context = {
        **admin.site.each_context(request),
        "title": worklist.title,
        "worklist": worklist,
        "scope": scope,
        "page": page,
        "lines": worklist.lines(list(page.object_list)),
        "whose": whose(scope),
        "choices": choices(worklist, scope),
        "before": scope.address(page=str(page.previous_page_number())) if page.has_previous() else "",
        "after": scope.address(page=str(page.next_page_number())) if page.has_next() else "",
        "cite_many": cite_many() if worklist.citable else "",
        "is_nav_sidebar_enabled": False,
    }
    return render(request, "admin/catalogue/worklist.html", context)


def counted_rows(worklist: Worklist, scope: Scope) -> int:
    """How many rows the filters let through."""
    return plain(worklist.rows(scope)).count()


def address_of(worklist: Worklist) -> str:
    """Where a worklist stands."""
    return reverse("admin:catalogue_worklist", args=[worklist.slug])


def whose(scope: Scope) -> list[tuple[bool, str, bool]]:
    """The two links of a list: everybody's and my own; which of them is chosen."""
    everybody = Scope(None, scope.kind, scope.status, scope.source, scope.q)
    return [(False, everybody.address() or "?", not scope.mine), (True, everybody.address(mine="1"), bool(scope.mine))]


def choices(worklist: Worklist, scope: Scope) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """The filters of a list that are chosen from few words: name, what is chosen, and what there is."""
    offered = {"kind": Kind.choices, "status": Status.choices}
    return [
        (name, getattr(scope, name), [(value, str(label)) for value, label in words])
        for name, words in offered.items()
        if name in worklist.filters
    ]


def cite_many() -> str:
    """The page on which one citation is given to several claims; empty while there is none."""
    try:
        return reverse("admin:catalogue_cite_many")
    except NoReverseMatch:
        return ""
