"""The first page: one search box and the six kinds."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from catalogue.models import Kind, Record
from catalogue.web.kinds import ABOUT, PLURALS, list_address


@dataclass(frozen=True, slots=True)
class KindCard:
    """A kind with the number of its published records."""

    label: str
    about: str
    url: str
    count: int


def home(request: HttpRequest) -> HttpResponse:
    """The door of the catalogue; one query."""
    rows = Record.objects.published().order_by().values_list("kind").annotate(number=Count("pk"))
    counts: dict[str, int] = {str(kind): number for kind, number in rows}
    cards = [
        KindCard(str(PLURALS[kind]), str(ABOUT[kind]), list_address(kind.value), counts.get(kind.value, 0))
        for kind in Kind
    ]
    return render(request, "web/home.html", {"kinds": cards, "total": sum(counts.values())})
