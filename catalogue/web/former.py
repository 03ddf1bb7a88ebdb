"""Addresses that no longer hold a record: it moved, it was deleted, or there never was one."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import gettext

from catalogue.models import PastSlug, Revision, Status
from catalogue.web.kinds import address_of


def answer_former(request: HttpRequest, *, kind: str, slug: str) -> HttpResponse:
    """What to say at an address that was perhaps once a record's; two queries at most."""
    past = (
        PastSlug.objects.filter(kind=kind, slug=slug, record__status=Status.PUBLISHED).select_related("record").first()
    )
    if past:
        return HttpResponsePermanentRedirect(address_of({"kind": past.record.kind, "slug": past.record.slug}))
    once = Revision.objects.filter(kind=kind, slug=slug, public=True)
    deleted = Revision.objects.tombstones().filter(public=True, subject__in=once.values("subject")).first()
    return _answer(request, deleted)


def answer_deleted(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What to say at the permanent address of something that is not there; one query."""
    return _answer(request, Revision.objects.tombstones().filter(public=True, subject=uuid).first())


def _answer(request: HttpRequest, deleted: Revision | None) -> HttpResponse:
    if deleted is None:
        raise Http404(gettext("There is no such entry in the catalogue."))
    return render(request, "web/gone.html", {"deleted": deleted}, status=410)
