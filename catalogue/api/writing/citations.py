"""Citations and disagreements, which several records share: entered, replaced, patched and deleted."""

from __future__ import annotations

from hashlib import sha256
from typing import ClassVar
from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from catalogue.api.formats import JSON_LD, LINKED_ALONE
from catalogue.api.outgoing import Linked
from catalogue.api.problems import Refusal
from catalogue.api.reading import ReadingView, is_staff, refuse_unknown
from catalogue.api.schema import Described, Written
from catalogue.api.writing.answers import as_response, kept
from catalogue.api.writing.bodies import JSON, MERGE_PATCH, Parsed, parse_object, read_text
from catalogue.api.writing.documents import CHANGING, DELETING, ENTERING, PATCHES, READING, Writes
from catalogue.api.writing.entries import read_reason
from catalogue.api.writing.preconditions import FULL, require_match
from catalogue.api.writing.refusing import telling, writer
from catalogue.api.writing.repeating import once
from catalogue.citations import load_citations
from catalogue.curation import (
    Conflict,
    Kept,
    content_of_citation,
    refuse_without,
    retract_citation,
    retract_disagreement,
    submit_citation,
    submit_disagreement,
)
from catalogue.documents import PARTS, Document, note_of
from catalogue.documents.patching import merged
from catalogue.exports.linked import CONTEXT, disagreement_node
from catalogue.models import Citation, Disagreement, Record

AROUND = frozenset({"kind", "version", "url", "mark", "text", "api_url"})
"""What an answer has beside the content of a citation."""
DISAGREEMENTS = Linked(CONTEXT, disagreement_node)


class WritesCitations(Writes):
    """The list into which citations are entered."""

    http_method_names: tuple[str, ...] = (*READING, "post")

    written: ClassVar[dict[str, Written]] = {
        "post": Written("Citation", "CitationContent", status=201, idempotent=True, statuses=ENTERING)
    }

    def post(self, request: Request) -> HttpResponse:
        """Enters a place in a source; 409 if one with the uuid that is sent is there already."""
        reason, text = read_reason(request), read_text(request, (JSON,))
        return once(request, text, lambda: enter_citation(request, parse_object(text), reason))


class WritesCitation(Writes):
    """A citation that is replaced, patched and deleted."""

    http_method_names: tuple[str, ...] = (*READING, "put", "patch", "delete")

    written: ClassVar[dict[str, Written]] = {
        "put": Written("Citation", "CitationContent", if_match=True, statuses=CHANGING),
        "patch": Written(
            "Citation", "CitationContent", if_match=True, idempotent=True, statuses=CHANGING, types=PATCHES
        ),
        "delete": Written(status=204, if_match=True, statuses=DELETING),
    }

    def put(self, request: Request, uuid: UUID) -> HttpResponse:
        """Replaces a citation; its internal note is kept unless one is sent."""
        reason, text = read_reason(request), read_text(request, (JSON,))
        row = held_citation(request, uuid, "change")
        content = {"internal_note": row.internal_note, **sent_citation(parse_object(text), str(uuid))}
        return as_response(change_citation(request, row, content, reason))

    def patch(self, request: Request, uuid: UUID) -> HttpResponse:
        """Changes what the body names of a citation, and leaves the rest."""
        reason, text = read_reason(request), read_text(request, (MERGE_PATCH, JSON))
        return once(request, text, lambda: self.changed(request, uuid, text, reason))

    def changed(self, request: Request, uuid: UUID, text: str, reason: str) -> Kept:
        """The answer to a patch."""
        row = held_citation(request, uuid, "change")
        patch = sent_citation(parse_object(text), str(uuid))
        return change_citation(request, row, merged(plain_content(row), patch), reason)

    def delete(self, request: Request, uuid: UUID) -> HttpResponse:
        """Deletes a citation on which nothing rests."""
        reason = read_reason(request)
        row = held_citation(request, uuid, "delete")
        with telling(address_of(uuid)):
            retract_citation(uuid, user=writer(request), reason=reason, expected_version=row.version)
        return as_response(kept(204))


def enter_citation(request: Request, body: Parsed, reason: str) -> Kept:
    """The answer to a citation that was entered."""
    with telling():
        refuse_without(writer(request), "add", ("citation",))
    content = sent_citation(body, "")
    try:
        with telling():
            saved = submit_citation(content, user=writer(request), reason=reason, expected_version=0)
    except Refusal as refusal:
        if isinstance(refusal.__cause__, Conflict):
            raise already_there(address_of(refusal.__cause__.uuid)) from refusal
        raise
    address = request.build_absolute_uri(address_of(saved.uuid))
    return answer_citation(request, saved.record_id, 201, {"Location": address})


def already_there(address: str) -> Refusal:
    """The refusal of a second part with the same uuid."""
    message = _("This uuid is taken: look at %(address)s.") % {"address": address}
    return Refusal(409, message, errors=[{"pointer": "/uuid", "detail": message}], more={"api_url": address})


def held_citation(request: Request, uuid: UUID, act: str) -> Citation:
    """The citation as it stands, if the account may do this and saw what stands."""
    row = Citation.objects.select_related("source", "via").filter(uuid=uuid).first()
    if row is None:
        raise Http404
    with telling():
        refuse_without(writer(request), act, ("citation",))
    require_match(request, row.version, address_of(uuid))
    return row


def sent_citation(body: Parsed, uuid: str) -> Document:
    """The content of a citation as it was sent; a `via` as notes show it names its citation."""
    if uuid and str(body.get("uuid") or uuid).lower() != uuid:
        message = _("is “%(value)s” at this address; it does not change.") % {"value": uuid}
        raise Refusal(422, message, errors=[{"pointer": "/uuid", "detail": message}])
    content = {key: value for key, value in body.items() if key not in AROUND}
    via = content.get("via")
    if isinstance(via, dict) and "uuid" not in via and "citation" in via:
        content["via"] = {"uuid": via["citation"]}
    return content | ({"uuid": uuid} if uuid else {})


def plain_content(row: Citation) -> Document:
    """The content of a citation as it stands, without its identity."""
    return {key: value for key, value in content_of_citation(row).items() if key not in {"kind", "uuid"}}


def change_citation(request: Request, row: Citation, content: Document, reason: str) -> Kept:
    """Saves a citation and answers with it."""
    with telling(address_of(row.uuid)):
        submit_citation(content, user=writer(request), reason=reason, expected_version=row.version)
    return answer_citation(request, row.pk, 200, {})


def answer_citation(request: Request, key: int, status: int, headers: dict[str, str]) -> Kept:
    """A citation as who has just written it may see it."""
    facts = load_citations([key])[key]
    tag = f'"{facts.version}.0.{FULL if is_staff(request) else "json"}"'
    document = {"kind": "citation", "uuid": facts.uuid, "version": facts.version}
    note = note_of(facts, get_language() or "es")
    document |= {name: value for name, value in note.items() if name not in {"number", "citation"}}
    if is_staff(request):
        document["internal_note"] = Citation.objects.values_list("internal_note", flat=True).get(pk=key)
    return kept(status, document | {"api_url": address_of(facts.uuid)}, {"ETag": tag, **headers})


def address_of(uuid: UUID | str) -> str:
    """The address of a citation."""
    return reverse("api:citation-detail", kwargs={"uuid": uuid})


class DisagreementList(Writes, ReadingView):
    """Disagreements."""

    http_method_names: tuple[str, ...] = ("post", "options")
    described = Described("Disagreement")

    written: ClassVar[dict[str, Written]] = {
        "post": Written("Disagreement", "DisagreementContent", status=201, idempotent=True, statuses=ENTERING)
    }

    def post(self, request: Request) -> HttpResponse:
        """Enters a disagreement; claims join it by naming it."""
        read_reason(request)
        text = read_text(request, (JSON,))
        return once(request, text, lambda: self.entered(request, parse_object(text)))

    def entered(self, request: Request, body: Parsed) -> Kept:
        """The answer to a disagreement that was entered."""
        with telling():
            refuse_without(writer(request), "add", ("disagreement",))
            uuid = body.get("uuid")
            if isinstance(uuid, str) and (there := find_disagreement(uuid)):
                raise already_there(address_of_disagreement(str(there.uuid)))  # which may have been sent in capitals
            saved = submit_disagreement(sent_words(body), user=writer(request))
        row = Disagreement.objects.get(pk=saved.record_id)
        address = address_of_disagreement(str(row.uuid))
        return answer_disagreement(row, 201, {"Location": request.build_absolute_uri(address)})


class DisagreementDetail(Writes, ReadingView):
    """A disagreement: claims that cannot all be true."""

    http_method_names: tuple[str, ...] = (*READING, "patch", "delete")
    formats = LINKED_ALONE
    described = Described("Disagreement", statuses=(400, 404))

    written: ClassVar[dict[str, Written]] = {
        "patch": Written(
            "Disagreement", "DisagreementContent", if_match=True, idempotent=True, statuses=CHANGING, types=PATCHES
        ),
        "delete": Written(status=204, if_match=True, statuses=DELETING),
    }

    def get(self, request: Request, uuid: UUID) -> HttpResponseBase:
        """The disagreement with that uuid, and its sides as far as the public sees them."""
        refuse_unknown(request.query_params, ())
        row = Disagreement.objects.filter(uuid=uuid).first()
        plain = self.shown is not JSON_LD  # which tells nobody what is hidden
        staff = is_staff(request) and plain
        sides = sides_of(row, staff=staff) if row else []
        if row is None or not (sides or staff):
            raise Http404
        body = words_of(row) | {"claims": [], "elsewhere": sides}
        response: HttpResponse = Response(body, headers={"ETag": f'"{stamp(row)}"'})
        if not plain:
            body["api_url"] = address_of_disagreement(str(uuid))
            response = DISAGREEMENTS.answer(request, body, f"disagreement-{uuid}")
            response["ETag"] = f'"{stamp(row)}.{JSON_LD.suffix}"'
        if is_staff(request):
            response["Cache-Control"] = "private, no-store"
        return response

    def patch(self, request: Request, uuid: UUID) -> HttpResponse:
        """Changes the note or the reason of a disagreement."""
        read_reason(request)
        text = read_text(request, (MERGE_PATCH, JSON))
        return once(request, text, lambda: self.changed(request, uuid, text))

    def changed(self, request: Request, uuid: UUID, text: str) -> Kept:
        """The answer to a patch."""
        row = self.held(request, uuid, "change")
        content = {"uuid": str(uuid), **{key: merged(getattr(row, key), value) or "" for key, value in sent(text)}}
        with telling():
            submit_disagreement({**words_of(row), **content}, user=writer(request))
        row.refresh_from_db()
        return answer_disagreement(row, 200, {})

    def delete(self, request: Request, uuid: UUID) -> HttpResponse:
        """Deletes a disagreement in which no claim stands."""
        read_reason(request)
        self.held(request, uuid, "delete")
        with telling():
            retract_disagreement(uuid, user=writer(request))
        return as_response(kept(204))

    def held(self, request: Request, uuid: UUID, act: str) -> Disagreement:
        """The disagreement as it stands, if the account may do this and saw what stands."""
        row = Disagreement.objects.filter(uuid=uuid).first()
        if row is None:
            raise Http404
        with telling():
            refuse_without(writer(request), act, ("disagreement",))
        require_match(request, stamp(row), address_of_disagreement(str(uuid)))
        return row


def sent(text: str) -> list[tuple[str, object]]:
    """The words of a patch of a disagreement."""
    return list(sent_words(parse_object(text)).items())


def sent_words(body: Parsed) -> Document:
    """What is sent of a disagreement, without what an answer has beside it."""
    return {key: value for key, value in body.items() if key not in {"kind", "claims", "elsewhere"}}


def find_disagreement(uuid: str) -> Disagreement | None:
    """The disagreement with that uuid, if it is one."""
    try:
        return Disagreement.objects.filter(uuid=UUID(uuid)).first()
    except ValueError:
        return None


def words_of(row: Disagreement) -> Document:
    """What a disagreement says."""
    return {"uuid": str(row.uuid), "note": row.note, "reason": row.reason}


def stamp(row: Disagreement) -> str:
    """What changes with the words of a disagreement, which has no versions."""
    return sha256(f"{row.note}\n{row.reason}".encode()).hexdigest()[:16]


def sides_of(row: Disagreement, *, staff: bool) -> list[Document]:
    """The claims that stand in a disagreement, each with its record."""
    found: list[Document] = []
    for part in PARTS:
        claims = part.model._default_manager.filter(disagreement=row).order_by("record", "position", "id")
        shown = claims if staff else claims.filter(record__in=Record.objects.published())
        for claim, *record in shown.values_list(
            "uuid", "record__uuid", "record__kind", "record__slug", "record__title"
        ):
            names = dict(zip(("uuid", "kind", "slug", "title"), map(str, record), strict=True))
            found.append({"uuid": str(claim), "list": part.key, "record": names})
    return found


def answer_disagreement(row: Disagreement, status: int, headers: dict[str, str]) -> Kept:
    """A disagreement as it stands after a write."""
    body = words_of(row) | {"claims": [], "elsewhere": sides_of(row, staff=True)}
    return kept(status, body, {"ETag": f'"{stamp(row)}"', **headers})


def address_of_disagreement(uuid: str) -> str:
    """The address of a disagreement."""
    return reverse("api:disagreement-detail", kwargs={"uuid": uuid})
