"""The page of a citation: the place in a source, its words, and the claims that use it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from catalogue.citations import load_citations
from catalogue.documents import note_of
from catalogue.models import Citation, Status
from catalogue.web.former import answer_deleted
from catalogue.web.pager import make_pager, page_number
from catalogue.web.resting import resting_on
from catalogue.web.words import language_in_force, say


def citation_page(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One place in a source with everything that rests on it."""
    found = Citation.objects.filter(uuid=uuid).select_related("source").only("pk", "source__status").first()
    if found is None or not is_public(found):
        return answer_deleted(request, uuid)
    note = note_of(load_citations([found.pk])[found.pk], language_in_force())
    records, page = resting_on(Citation.objects.filter(pk=found.pk), page=page_number(request.GET.get("page")))
    context = {
        "note": note,
        "accessed": say(note["accessed"]),
        "resting": records,
        "resting_count": page.paginator.count,
        "resting_pager": make_pager(request.GET, page.number, page.paginator.num_pages, anchor="#resting"),
    }
    return render(request, "web/citation.html", context)


def is_public(citation: Citation) -> bool:
    """Whether the public may see it: its source is published, or not identified."""
    return citation.source is None or citation.source.status == Status.PUBLISHED
