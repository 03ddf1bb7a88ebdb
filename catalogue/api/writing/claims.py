"""Single claims by their uuid: read, added, replaced, patched and taken out."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from catalogue.api.elsewhere import STATEMENTS, statement
from catalogue.api.finding import Entry, find_entry
from catalogue.api.formats import JSON_LD, LINKED_ALONE
from catalogue.api.pages import list_body, numbered
from catalogue.api.problems import Refusal
from catalogue.api.reading import ReadingView, is_staff, refuse_unknown
from catalogue.api.schema import Described, Written
from catalogue.api.writing.answers import answer_saved, as_response
from catalogue.api.writing.bodies import JSON, MERGE_PATCH, Parsed, parse_object, read_text
from catalogue.api.writing.documents import CHANGING, DELETING, PATCHES, READING, Writes, submit_patched
from catalogue.api.writing.entries import found_entry, read_reason, seen_content, standing, whole_content
from catalogue.api.writing.refusing import telling, writer
from catalogue.api.writing.repeating import once
from catalogue.curation import Conflict, Kept, Saved, claim_now, place_of_claim, refuse_without
from catalogue.documents import PARTS, Document, build_documents, ready_documents
from catalogue.documents.patching import DELETE, Patched, patched
from catalogue.models import Record, Status

AROUND = frozenset({"record", "notes", "labels"})
"""What an answer has beside a claim and its list."""
LISTS = tuple(part.key for part in PARTS)


class ClaimList(Writes, ReadingView):
    """The claims of a record."""

    http_method_names: tuple[str, ...] = (*READING, "post")
    formats = LINKED_ALONE
    described = Described("StatementList", statuses=(308, 400, 404, 410))

    written: ClassVar[dict[str, Written]] = {
        "post": Written("Statement", "ClaimContent", status=201, idempotent=True, proposed=True, statuses=CHANGING)
    }

    def get(self, request: Request, uuid: UUID) -> HttpResponseBase:
        """Every claim of the record, list by list in their order."""
        refuse_unknown(request.query_params, ())
        entry = found_entry(request, None, uuid)
        if not entry.public:
            self.hide(request)
        document = document_of(request, entry)
        said = (statement(document, claim["uuid"]) for part in PARTS for claim in document[part.key])
        found = [each for each in said if each]
        if self.shown is JSON_LD:
            return STATEMENTS.answer(request, found, f"{entry.kind}-{entry.slug}-claims")
        return Response(list_body(request, found, numbered(len(found), 1, 1)))

    def post(self, request: Request, uuid: UUID) -> HttpResponse:
        """Adds a claim at the end of one of the record's lists."""
        reason, text = read_reason(request), read_text(request, (JSON,))
        return once(request, text, lambda: self.added(request, uuid, parse_object(text), reason))

    def added(self, request: Request, uuid: UUID, body: Parsed, reason: str) -> Kept:
        """The answer to a claim that was added."""
        entry = found_entry(request, None, uuid)
        with telling():
            refuse_without(writer(request), "change", (entry.kind,))
        list_key, claim = read_claim(body)
        claim = {**claim, "uuid": claim.get("uuid") or str(uuid4())}
        saved = append_claim(request, entry, list_key, claim, reason)
        kept = answer_saved(request, saved, body=body_of(str(claim["uuid"])), address=address_of(str(claim["uuid"])))
        if kept.status != 200:
            return kept
        location = request.build_absolute_uri(address_of(str(claim["uuid"])))
        return kept._replace(status=201, headers={**kept.headers, "Location": location})


def append_claim(request: Request, entry: Entry, list_key: str, claim: Document, reason: str) -> Saved:
    """Adds a claim to whatever stands in the entry; what is saved meanwhile is no hindrance."""
    for last in (False, False, True):
        found, version = patched_list(request, entry, list_key, claim, new=True)
        try:
            return submit_patched(request, entry, found, version, reason)
        except Refusal as refusal:
            if last or not isinstance(refusal.__cause__, Conflict):
                raise
    raise AssertionError


class ClaimDetail(Writes, ReadingView):
    """A claim."""

    http_method_names: tuple[str, ...] = (*READING, "put", "patch", "delete")
    formats = LINKED_ALONE
    described = Described("Statement", statuses=(304, 308, 400, 404))

    written: ClassVar[dict[str, Written]] = {
        "put": Written("Statement", "ClaimContent", if_match=True, proposed=True, statuses=CHANGING),
        "patch": Written(
            "Statement", "ClaimContent", if_match=True, idempotent=True, proposed=True, statuses=CHANGING, types=PATCHES
        ),
        "delete": Written(status=204, if_match=True, proposed=True, statuses=(*DELETING, 422)),
    }

    def get(self, request: Request, uuid: UUID) -> HttpResponseBase:
        """The claim with that uuid, its record, and the notes that it cites."""
        refuse_unknown(request.query_params, ())
        entry, _list_key = entry_of_claim(request, uuid)
        if not entry.public:
            self.hide(request)
        document = document_of(request, entry)
        found = statement(document, str(uuid))
        if found is None:
            raise Http404
        etag = f'"{document["version"]}.{document["ripple"]}.claim"'
        response: HttpResponse = Response(found, headers={"ETag": etag})
        if self.shown is JSON_LD:
            etag = f'{etag[:-1]}-{JSON_LD.suffix}"'
            response = STATEMENTS.answer(request, found, f"claim-{uuid}")
            response["ETag"] = etag
        if not entry.public:
            response["Cache-Control"] = "private, no-store"
        unchanged = get_conditional_response(request._request, etag=etag, response=response)
        return unchanged if unchanged is not None else response

    def put(self, request: Request, uuid: UUID) -> HttpResponse:
        """Replaces a claim; what is left out has its default."""
        reason, text = read_reason(request), read_text(request, (JSON,))
        return as_response(self.changed(request, uuid, text, reason, whole=True))

    def patch(self, request: Request, uuid: UUID) -> HttpResponse:
        """Changes what the body names of a claim, and leaves the rest."""
        reason, text = read_reason(request), read_text(request, (MERGE_PATCH, JSON))
        return once(request, text, lambda: self.changed(request, uuid, text, reason))

    def changed(self, request: Request, uuid: UUID, text: str, reason: str, *, whole: bool = False) -> Kept:
        """The answer to a change of a claim."""
        entry, list_key, version = self.writable(request, uuid)
        if whole and not is_staff(request):
            raise Refusal(403, _("Only who sees the whole of a claim replaces it; send a PATCH."))
        list_key, claim = read_claim(parse_object(text), list_key, str(uuid))
        found, version = patched_list(request, entry, list_key, claim, whole=whole, version=version)
        saved = submit_patched(request, entry, found, version, reason)
        return answer_saved(request, saved, body=body_of(str(uuid)), address=address_of(str(uuid)))

    def delete(self, request: Request, uuid: UUID) -> HttpResponse:
        """Takes a claim out of its record."""
        reason = read_reason(request)
        entry, list_key, version = self.writable(request, uuid)
        gone = {"uuid": str(uuid), DELETE: True}
        found, version = patched_list(request, entry, list_key, gone, version=version)
        saved = submit_patched(request, entry, found, version, reason)
        answer = answer_saved(request, saved)
        return as_response(answer if answer.status == 202 else Kept(204, {"ETag": answer.headers["ETag"]}, ""))

    def writable(self, request: Request, uuid: UUID) -> tuple[Entry, str, int]:
        """The entry of a claim, its list and version, if the account may change it and saw what stands."""
        entry, list_key = entry_of_claim(request, uuid)
        with telling():
            refuse_without(writer(request), "change", (entry.kind,))
        return entry, list_key, standing(request, entry).version


def entry_of_claim(request: Request, uuid: UUID) -> tuple[Entry, str]:
    """The entry and the list in which a claim stands; one that went into another by a merge leads there."""
    place = place_of_claim(uuid)
    holder = place and Record.objects.filter(pk=place.record_id).values_list("uuid", flat=True).first()
    if place is None or holder is None:
        raise moved_claim(uuid) or Http404
    entry = find_entry(None, holder, staff=is_staff(request))
    return entry, place.list_key


def moved_claim(uuid: UUID) -> Refusal | None:
    """The way to the claim, or to the entry, into which a claim went."""
    claim, holder = claim_now(str(uuid))
    if not Record.objects.filter(uuid=holder or uuid, status=Status.PUBLISHED).exists():
        return None
    address = address_of(claim) if claim else reverse("api:record-detail", kwargs={"uuid": holder})
    return Refusal(308, _("This claim went into %(address)s.") % {"address": address}, headers={"Location": address})


def document_of(request: Request, entry: Entry) -> Document:
    """The document of an entry: the public one, or that of a draft."""
    found = ready_documents([entry.id]) if entry.public else build_documents([entry.id], full=is_staff(request))
    if entry.id not in found:
        raise Http404
    return found[entry.id]


def read_claim(body: Parsed, list_key: str = "", uuid: str = "") -> tuple[str, Document]:
    """The list and the claim that a body has; what an answer has beside them is left aside."""
    errors = [
        {"pointer": f"/{key}", "detail": _("unknown key; known are: %(known)s.") % {"known": "list, claim"}}
        for key in sorted(body.keys() - AROUND - {"list", "claim"})
    ]
    given, claim = body.get("list", list_key), body.get("claim")
    if given not in ((list_key,) if list_key else LISTS):
        known = list_key or ", ".join(LISTS)
        errors.append({"pointer": "/list", "detail": _("is one of: %(known)s.") % {"known": known}})
    if not isinstance(claim, dict):
        errors.append({"pointer": "/claim", "detail": _("an object with the keys of the claim is needed.")})
    elif uuid and str(claim.get("uuid") or uuid).lower() != uuid:
        message = _("is “%(value)s” at this address; it does not change.") % {"value": uuid}
        errors.append({"pointer": "/claim/uuid", "detail": message})
    if errors or not isinstance(claim, dict):
        raise Refusal(422, _("This cannot be saved as it stands; nothing was changed."), errors=errors)
    return str(given), {**claim, **({"uuid": uuid} if uuid else {})}


def patched_list(
    request: Request,
    entry: Entry,
    list_key: str,
    claim: Document,
    *,
    whole: bool = False,
    new: bool = False,
    version: int | None = None,
) -> tuple[OneClaim, int]:
    """The content of an entry with one claim added, replaced, patched or taken out, and the version it rests on."""
    if version is None:
        version = Record.objects.filter(pk=entry.id).values_list("version", flat=True).first() or 0
    content = whole_content(entry.id)
    own = [each["uuid"] for each in content[list_key]]
    if new and str(claim["uuid"]).lower() in own:
        message = _("There is a claim with this uuid already.")
        raise Refusal(409, message, errors=[{"pointer": "/claim/uuid", "detail": message}])
    if whole:
        content[list_key] = [each for each in content[list_key] if each["uuid"] != claim["uuid"]]
    found = patched(content, {list_key: [claim]}, seen=seen_content(request, entry.id))
    if whole and not found.problems:
        place = own.index(claim["uuid"])
        listed = found.content[list_key]
        listed.insert(place, listed.pop())
    return OneClaim(found.content, found.origins, found.problems), version


class OneClaim(Patched):
    """A content of which one claim was sent."""

    def place(self, pointer: str) -> str:
        """Where the body has what stands at a place of the content."""
        found = super().place(pointer)
        head = found.split("/")
        return "/".join(("", "claim", *head[3:])) if len(head) > 2 and head[1] in LISTS else ""


def body_of(uuid: str) -> Any:
    """What is answered of a document: one of its claims as a statement; the document itself if it is not there."""
    return lambda document: statement(document, uuid) or document


def address_of(uuid: str) -> str:
    """The address of a claim."""
    return reverse("api:claim-detail", kwargs={"uuid": uuid})
