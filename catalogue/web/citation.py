"""The page of a citation: the place in a source, its words, and the claims that use it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from catalogue.citations import load_citations
from catalogue.curation import may_see_drafts
from catalogue.documents import note_of
from catalogue.models import Citation
from catalogue.search import public_end
from catalogue.web.former import answer_deleted
from catalogue.web.pager import make_pager, page_number
from catalogue.web.resting import resting_on
from catalogue.web.words import language_in_force, say


def citation_page(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One place in a source with everything that rests on it."""
    found = find_citation(request, uuid)
    if found is None:
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


def find_citation(request: HttpRequest, uuid: UUID) -> Citation | None:
    """The citation, if who asks may see it: the public not those that only drafts use."""
    found = Citation.objects.filter(uuid=uuid)
    if not may_see_drafts(request.user):
        found = found.in_public_use().filter(public_end("source"), public_end("via__source"))
    return found.only("pk").first()
