"""Whole documents: entered, replaced, patched and deleted."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.views import APIView

from catalogue.api.finding import Entry
from catalogue.api.problems import Refusal
from catalogue.api.reading import is_staff
from catalogue.api.schema import Written
from catalogue.api.writing.answers import answer_saved, as_response, kept
from catalogue.api.writing.bodies import JSON, MERGE_PATCH, Parsed, parse_object, read_text
from catalogue.api.writing.entries import (
    found_entry,
    read_reason,
    require_seen,
    same_entry,
    seen_content,
    standing,
    whole_content,
    without_surroundings,
)
from catalogue.api.writing.refusing import require_account, telling, unprocessable, writer
from catalogue.api.writing.repeating import once
from catalogue.curation import Conflict, Draft, Kept, Saved, refuse_without, retract_record, submit_records
from catalogue.documents.patching import Patched, patched
from catalogue.models import Kind

READING = ("get", "head", "options")
PATCHES = (MERGE_PATCH, JSON)
ENTERING = (400, 401, 403, 409, 413, 415, 422, 429)
CHANGING = (308, 400, 401, 403, 404, 409, 410, 413, 415, 422, 429)
DELETING = (308, 400, 401, 403, 404, 409, 410, 429)


class Writes(APIView):
    """An address at which somebody with an account may write."""

    http_method_names: tuple[str, ...] = READING

    def initial(self, request: Request, *args: Any, **named: Any) -> None:
        """Refuses writing without an account, before anything is read."""
        super().initial(request, *args, **named)
        if str(request.method).lower() not in READING:
            require_account(request)


class WritesRecords(Writes):
    """A list into which records are entered."""

    http_method_names: tuple[str, ...] = (*READING, "post")
    kind: ClassVar[str | None]

    written: ClassVar[dict[str, Written]] = {
        "post": Written("Answer", "Content", status=201, idempotent=True, statuses=ENTERING)
    }

    def post(self, request: Request) -> HttpResponse:
        """Enters a record; 409 if one with the uuid that is sent is there already."""
        reason = read_reason(request)
        text = read_text(request, (JSON,))
        return once(request, text, lambda: self.entered(request, parse_object(text), reason))

    def entered(self, request: Request, body: Parsed, reason: str) -> Kept:
        """The answer to a record that was entered."""
        content = without_surroundings(body)
        kind = self.kind or content.get("kind")
        if kind in Kind.values:
            with telling():
                refuse_without(writer(request), "add", (str(kind),))
        if self.kind:
            content = same_kind(content, self.kind)
        try:
            with telling():
                draft = Draft(content, expected_version=0)
                saved = submit_records([draft], user=writer(request), reason=reason, sourced=True)[0]
        except Refusal as refusal:
            if isinstance(refusal.__cause__, Conflict):
                raise already_there(refusal.__cause__.uuid) from refusal
            raise
        return answer_saved(request, saved)


def same_kind(content: Parsed, kind: str) -> Parsed:
    """The content as one of the kind that its list holds."""
    if content.get("kind") not in (None, kind):
        message = _("is “%(value)s” at this address; it does not change.") % {"value": kind}
        raise Refusal(422, message, errors=[{"pointer": "/kind", "detail": message}])
    return {**content, "kind": kind}


def already_there(uuid: str) -> Refusal:
    """The refusal of a second record with the same uuid."""
    address = reverse("api:record-detail", kwargs={"uuid": uuid})
    message = _("There is an entry with this uuid already, at %(address)s.") % {"address": address}
    return Refusal(409, message, errors=[{"pointer": "/uuid", "detail": message}], more={"api_url": address})


class WritesOne(Writes):
    """A record that is replaced, patched and deleted."""

    http_method_names: tuple[str, ...] = (*READING, "put", "patch", "delete")
    kind: ClassVar[str | None]

    written: ClassVar[dict[str, Written]] = {
        "put": Written("Answer", "Content", if_match=True, proposed=True, statuses=CHANGING),
        "patch": Written(
            "Answer", "Content", if_match=True, idempotent=True, proposed=True, statuses=CHANGING, types=PATCHES
        ),
        "delete": Written(status=204, if_match=True, statuses=DELETING),
    }

    def put(self, request: Request, slug: str = "", uuid: UUID | None = None) -> HttpResponse:
        """Replaces the whole content of a record; for those who see all of it."""
        reason, text = read_reason(request), read_text(request, (JSON,))
        entry = self.writable(request, uuid or slug, "change")
        if not is_staff(request):
            raise Refusal(403, _("Only who sees the whole of an entry replaces it; send a PATCH."))
        stood = standing(request, entry)
        require_seen(stood)
        content = same_entry(parse_object(text), entry.kind, stood.uuid)
        with telling(entry.address):
            draft = Draft(content, stood.expected)
            saved = submit_records([draft], user=writer(request), reason=reason, sourced=True)[0]
        return as_response(answer_saved(request, saved))

    def patch(self, request: Request, slug: str = "", uuid: UUID | None = None) -> HttpResponse:
        """Changes what the body names and leaves the rest; claims and footnotes are matched by uuid."""
        reason, text = read_reason(request), read_text(request, (MERGE_PATCH, JSON))
        return once(request, text, lambda: self.changed(request, uuid or slug, text, reason))

    def changed(self, request: Request, name: str | UUID, text: str, reason: str) -> Kept:
        """The answer to a patch."""
        entry = self.writable(request, name, "change")
        stood = standing(request, entry)
        patch = same_entry(parse_object(text), entry.kind, stood.uuid)
        found = patched(whole_content(entry.id), patch, seen=seen_content(request, entry.id))
        return answer_saved(request, submit_patched(request, entry, found, stood.version, reason))

    def delete(self, request: Request, slug: str = "", uuid: UUID | None = None) -> HttpResponse:
        """Deletes a record on which nothing rests."""
        reason = read_reason(request)
        entry = self.writable(request, uuid or slug, "delete")
        stood = standing(request, entry)
        with telling(entry.address):
            retract_record(entry.id, user=writer(request), reason=reason, expected_version=stood.version)
        return as_response(kept(204))

    def writable(self, request: Request, name: str | UUID, act: str) -> Entry:
        """The entry at this address, if the account may do this with entries of its kind."""
        entry = found_entry(request, self.kind, name)
        with telling():
            refuse_without(writer(request), act, (entry.kind,))
        return entry


def submit_patched(request: Request, entry: Entry, found: Patched, version: int, reason: str) -> Saved:
    """Saves a patched content; problems are told by their place in the patch."""
    if found.problems:
        raise unprocessable(found.problems)
    with telling(entry.address, found.place):
        draft = Draft(found.content, version)
        return submit_records([draft], user=writer(request), reason=reason, sourced=True)[0]
