"""What is answered to a write: the document as it stands now, or what was proposed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from rest_framework.request import Request

from catalogue.api.reading import is_staff
from catalogue.api.rendering import SplicingJson
from catalogue.api.writing.preconditions import FULL
from catalogue.api.writing.refusing import writer
from catalogue.curation import Kept, Saved
from catalogue.documents import Document, build_documents
from catalogue.models import Revision

JSON = "application/json"


def kept(status: int, body: Any = None, headers: Mapping[str, str] | None = None) -> Kept:
    """An answer as text, as it is kept for a request that is sent again."""
    text = SplicingJson().render(body).decode() if body is not None else ""
    return Kept(status, dict(headers or {}), text)


def as_response(answer: Kept, *, replayed: bool = False) -> HttpResponse:
    """The answer as it is sent."""
    headers = {"Cache-Control": "private, no-store", **answer.headers}
    if replayed:
        headers["Idempotent-Replayed"] = "true"
    response = HttpResponse(answer.body, status=answer.status, headers=headers)
    if answer.body:
        response["Content-Type"] = JSON
    else:
        del response["Content-Type"]
    return response


def saved_document(request: Request, record_id: int) -> Document:
    """A record as who has just written it may see it."""
    found = build_documents([record_id], full=is_staff(request))
    if record_id not in found:  # deleted since
        raise Http404
    return found[record_id]


def etag_of_saved(request: Request, document: Document) -> str:
    """The tag of such a document: of the whole content for cataloguers, else of what the public sees."""
    return f'"{document["version"]}.{document["ripple"]}.{FULL if is_staff(request) else "json"}"'


def answer_saved(request: Request, saved: Saved, *, body: Any = None, address: str = "") -> Kept:
    """201 for what is new, 200 for what was changed or was so already, 202 for what an editor must decide on."""
    document = saved_document(request, saved.record_id)
    if saved.outcome == "proposed":
        return answer_proposed(request, saved, document)
    headers = {"ETag": etag_of_saved(request, document), "Content-Location": address or document["api_url"]}
    if saved.outcome == "created":
        headers["Location"] = request.build_absolute_uri(address or document["api_url"])
    return kept(201 if saved.outcome == "created" else 200, document if body is None else body(document), headers)


def answer_proposed(request: Request, saved: Saved, document: Document) -> Kept:
    """202: which proposal waits, and what stands until an editor decides."""
    proposals = Revision.objects.filter(subject=saved.uuid, state=Revision.State.PROPOSED, user_id=writer(request).pk)
    proposal = proposals.order_by("-pk").values_list("pk", flat=True).first()
    body = {"outcome": "proposed", "proposal": proposal, "version": saved.version, "present": document}
    return kept(202, body, {"ETag": etag_of_saved(request, document)})
