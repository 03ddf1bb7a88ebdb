"""The permanent address: from a UUID to the page where that record, claim or citation stands now."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from catalogue.curation import absorbed_slug, may_see_drafts
from catalogue.documents import PARTS, ready_documents
from catalogue.models import CLAIM_MODELS, Record
from catalogue.web.citation import find_citation
from catalogue.web.former import answer_deleted
from catalogue.web.history import version_address
from catalogue.web.kinds import address_of
from catalogue.web.notes import citation_address


def by_uuid(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Where it stands today; the redirect is temporary, because a slug may change."""
    record = _record(request, uuid)
    version = version_address(request)
    if version:
        record = record or _absorbed(uuid)
    address = f"{record}{version}" if record else _citation(request, uuid) or _claim(uuid)
    return HttpResponseRedirect(address) if address else answer_deleted(request, uuid)


def _record(request: HttpRequest, uuid: UUID) -> str:
    record = Record.objects.filter(uuid=uuid).only("kind", "slug", "status").first()
    if record is None or not (record.is_published or may_see_drafts(request.user)):
        return ""
    return address_of({"kind": record.kind, "slug": record.slug})


def _absorbed(uuid: UUID) -> str:
    """Where the old versions of an entry stand that was merged into another; empty if it was not."""
    kind, slug = absorbed_slug(uuid) or ("", "")
    return address_of({"kind": kind, "slug": slug}) if slug else ""


def _citation(request: HttpRequest, uuid: UUID) -> str:
    return citation_address(str(uuid)) if find_citation(request, uuid) else ""


def _claim(uuid: UUID) -> str:
    """The place of a claim on its record's page, if the public document has it."""
    first, *others = (model._default_manager.filter(uuid=uuid).values_list("record_id") for model in CLAIM_MODELS)
    record_ids = [row[0] for row in first.union(*others).order_by()]
    for document in ready_documents(record_ids).values():
        if any(claim["uuid"] == str(uuid) for part in PARTS for claim in document[part.key]):
            return f"{address_of(document)}#claim-{uuid}"
    return ""
