"""Addresses that no longer hold a record: it moved, it was deleted, or there never was one."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import gettext

from catalogue.curation import claim_now, may_see_drafts, merged_into
from catalogue.models import PastSlug, Record, Redaction, Revision, Status
from catalogue.web.kinds import address_of


def answer_former(request: HttpRequest, *, kind: str, slug: str) -> HttpResponse:
    """What to say at an address that was perhaps once a record's; three queries at most."""
    past = (
        PastSlug.objects.filter(kind=kind, slug=slug, record__status=Status.PUBLISHED).select_related("record").first()
    )
    if past:
        address = address_of({"kind": past.record.kind, "slug": past.record.slug})
        version = request.GET.get("version", "")
        if not version.isdecimal():
            return HttpResponsePermanentRedirect(address)
        # Who cited an old version by a former address finds that version.
        return HttpResponsePermanentRedirect(f"{address}?version={version}")
    once = Revision.objects.filter(kind=kind, slug=slug, public=True)
    deleted = Revision.objects.tombstones().filter(public=True, subject__in=once.values("subject")).first()
    if deleted is None:
        # The history of what was redacted is empty: its former addresses but the last one are not known any more.
        return _answer_redacted(request, Redaction.objects.filter(scope="record", kind=kind, slug=slug).first())
    return _answer(request, deleted)


def answer_deleted(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What to say at the permanent address of something that is not there: it was merged, deleted, or never was."""
    if address := merged_address(request, uuid):
        response = HttpResponsePermanentRedirect(address)
        # A merge can be taken back.
        response["Cache-Control"] = "no-cache"
        return response
    deleted = Revision.objects.tombstones().filter(public=True, subject=uuid).first()
    if deleted is None:
        return _answer_redacted(request, Redaction.objects.known_to_the_public().filter(subject=uuid).first())
    return _answer(request, deleted)


def merged_address(request: HttpRequest, uuid: UUID) -> str:
    """Where an entry or a claim is now that went into another; empty if it did not, or into one that is not public."""
    claim, holder = claim_now(str(uuid))
    record = Record.objects.filter(uuid=holder).first() if holder else merged_into(str(uuid))
    if record is None or not (record.is_published or may_see_drafts(request.user)):
        return ""
    address = address_of({"kind": record.kind, "slug": record.slug})
    return f"{address}#claim-{claim}" if claim else address


def _answer(request: HttpRequest, deleted: Revision) -> HttpResponse:
    return render(request, "web/gone.html", {"deleted": deleted}, status=410)


def _answer_redacted(request: HttpRequest, redacted: Redaction | None) -> HttpResponse:
    if redacted is None:
        raise Http404(gettext("There is no such entry in the catalogue."))
    return render(request, "web/redacted.html", {"redacted": redacted}, status=410)
