"""The versions of a record at the API: their list, and one of them as a document."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from django.http.response import HttpResponseBase
from rest_framework.request import Request

from catalogue.api.collecting import CollectionView
from catalogue.api.finding import Entry, Merged, Moved, find_entry
from catalogue.api.moved import answer_moved
from catalogue.api.reading import refuse_unknown
from catalogue.api.schema import Described
from catalogue.documents import Document
from catalogue.documents.former import former_document, public_versions, record_of
from catalogue.models import Record, Revision

LONGEST = 9
"""Digits of a version's number."""


class RevisionList(CollectionView):
    """The versions of a record."""

    columns = ("version", "at", "action", "reason", "user", "slug", "title", "page_url", "api_url")
    described = Described("RevisionList", "page", "page_size", statuses=(308, 400, 404, 410))

    def get(self, request: Request, uuid: UUID) -> HttpResponseBase:
        """The versions that were public when they were saved, the last first; of a merged entry its own."""
        refuse_unknown(request.query_params, ("page", "page_size"))
        try:
            entry = find_entry(None, uuid, staff=False)
        except Moved as moved:
            if not (isinstance(moved, Merged) and moved.entry.public):
                return answer_moved(request, moved)
            entry = moved.was
        rows = public_versions(uuid).select_related("user").defer("content").order_by("-version")
        return self.answer(request, rows, lambda page: [revision_body(each, entry) for each in page])


def revision_body(revision: Revision, entry: Entry) -> dict[str, Any]:
    """One version; of who saved it only the name that they gave themselves."""
    return {
        "version": revision.version,
        "at": revision.at.isoformat(),
        "action": revision.action,
        "reason": revision.reason,
        "user": revision.user.get_full_name() if revision.user else "",
        "slug": revision.slug,
        "title": revision.title,
        "page_url": f"/{entry.kind}s/{entry.slug}/?version={revision.version}",
        "api_url": f"{entry.address}?version={revision.version}",
    }


def former_of(entry: Entry, version: str) -> Document:
    """The document of an old version, as far as the public may see it today."""
    number = int(version) if version.isascii() and version.isdecimal() and len(version) <= LONGEST else 0
    revision = public_versions(entry.uuid).filter(version=number).first() if entry.uuid and entry.public else None
    if revision is None or not revision.content.get("kind"):
        raise Http404
    record = Record.objects.filter(pk=entry.id).first() if entry.id else record_of(revision, entry.slug)
    if record is None:  # deleted since it was looked up
        raise Http404
    return former_document(revision, record)
