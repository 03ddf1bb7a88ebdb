"""The entry at an address that is written to, and what of it the writer can see."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.request import Request

from catalogue.api.finding import Entry, Moved, find_entry
from catalogue.api.problems import Refusal
from catalogue.api.reading import is_staff, refuse_unknown
from catalogue.api.writing.preconditions import ANY, require_match, require_whole
from catalogue.documents import Document, bare, build_contents, content_of
from catalogue.models import Record

LONGEST_REASON = 500
AROUND = frozenset({"included", "included_truncated"})
"""What an answer has beside a document."""


class Standing(NamedTuple):
    """An entry as it stands, and the version on which it is written; none when any will do."""

    entry: Entry
    uuid: str
    version: int
    expected: int | None
    tags: list[str]


def read_reason(request: Request) -> str:
    """Why something is written, for the history: the parameter `reason`."""
    refuse_unknown(request.query_params, ("reason",))
    return reason_of(request)


def reason_of(request: Request) -> str:
    """The reason that a request gives, if it is not too long."""
    reason = str(request.query_params.get("reason", "")).strip()
    if len(reason) > LONGEST_REASON:
        message = _("The reason has more than %(most)d characters.") % {"most": LONGEST_REASON}
        raise Refusal(400, message, errors=[{"parameter": "reason", "detail": message}])
    return reason


def found_entry(request: Request, kind: str | None, name: str | UUID) -> Entry:
    """The entry at an address; the client is sent on to where it is now."""
    try:
        return find_entry(kind, name, staff=is_staff(request))
    except Moved as moved:
        address = request.build_absolute_uri(moved.entry.address)
        message = _("This entry is at %(address)s now.") % {"address": moved.entry.address}
        raise Refusal(308, message, headers={"Location": address}) from moved


def standing(request: Request, entry: Entry) -> Standing:
    """The entry as it stands, if it is what the request expects (If-Match)."""
    row = Record.objects.filter(pk=entry.id).values_list("uuid", "version").first()
    if row is None:  # deleted since it was looked up
        raise Http404
    uuid, version = row
    tags = require_match(request, version, entry.address)
    return Standing(entry, str(uuid), version, None if ANY in tags else version, tags)


def whole_content(record_id: int) -> Document:
    """The content of an entry, with all that only cataloguers see."""
    found = build_contents([record_id], full=True)
    if record_id not in found:
        raise Http404
    return content_of(found[record_id])


def seen_content(request: Request, record_id: int) -> Document | None:
    """What the writer can see of the content, if that is not the whole."""
    if is_staff(request):
        return None
    return content_of(build_contents([record_id], full=False)[record_id])


def require_seen(stood: Standing) -> None:
    """Refuses to replace an entry of which the public sees a part by what was read of that part."""
    if not stood.entry.public or ANY in stood.tags:
        return
    key = stood.entry.id
    public = content_of(build_contents([key], full=False)[key])
    if bare(public) != bare(whole_content(key)):
        require_whole(stood.tags, stood.entry.address)


def same_entry(body: dict[str, Any], kind: str, uuid: str) -> Document:
    """The content that is sent for an entry; its kind and uuid may be left out, but not be another's."""
    for key, value in (("kind", kind), ("uuid", uuid)):
        given = body.get(key)
        if given is not None and str(given).lower() != value:
            message = _("is “%(value)s” at this address; it does not change.") % {"value": value}
            raise Refusal(422, message, errors=[{"pointer": f"/{key}", "detail": message}])
    return {**without_surroundings(body), "kind": kind, "uuid": uuid}


def without_surroundings(body: dict[str, Any]) -> Document:
    """What is sent, without what an answer has beside a document."""
    return {key: value for key, value in body.items() if key not in AROUND}
