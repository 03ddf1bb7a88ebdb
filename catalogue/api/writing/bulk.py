"""Up to a thousand documents in one request: all or nothing, or each by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework.request import Request

from catalogue.api.problems import Refusal
from catalogue.api.reading import ReadingView, is_staff, refuse_unknown
from catalogue.api.schema import Described, Written
from catalogue.api.writing.answers import kept
from catalogue.api.writing.bodies import JSON, NDJSON, media_type, parse, read_text
from catalogue.api.writing.documents import ENTERING, Writes
from catalogue.api.writing.entries import reason_of, without_surroundings
from catalogue.api.writing.refusing import error_of, writer
from catalogue.api.writing.repeating import once
from catalogue.curation import (
    Conflict,
    Draft,
    InUse,
    Kept,
    Saved,
    SaveRefused,
    refuse_without,
    retract_record,
    submit_records,
)
from catalogue.documents import Document, build_contents, content_of
from catalogue.documents.patching import Patched, patched
from catalogue.models import Kind, Record

MOST = 1_000
METHODS = ("POST", "PUT", "PATCH", "DELETE")
KEYS = ("method", "uuid", "version", "document")
MODES = ("all", "each")
STATUSES = {"created": 201, "updated": 200, "unchanged": 200, "proposed": 202, "deleted": 204}


@dataclass(slots=True)
class Item:
    """One item of a request: what is to be done, and what became of it."""

    place: int
    method: str = "POST"
    uuid: str = ""
    version: int | None = None
    document: Document = field(default_factory=dict)
    row: tuple[int, str, int, str] | None = None
    """Key, kind, version and status of its record."""
    patched: Patched | None = None
    status: int = 0
    outcome: str = ""
    record_id: int = 0
    errors: list[dict[str, str]] = field(default_factory=list)

    def refuse(self, status: int, detail: str, pointer: str = "") -> None:
        """Notes why the item is not carried out."""
        self.status = status
        self.errors.append({"pointer": pointer, "detail": detail})

    def refuse_content(self, problem: Any) -> None:
        """Notes a problem of the document, at its place in the item."""
        pointer = self.patched.place(problem.pointer) if self.patched else problem.pointer
        told = error_of(problem, pointer)
        self.status = 422
        self.errors.append({**told, "pointer": f"/document{told['pointer']}"})

    def saved(self, saved: Saved) -> None:
        """Notes what became of the item."""
        self.status, self.outcome, self.version = STATUSES[saved.outcome], saved.outcome, saved.version
        self.uuid, self.record_id = saved.uuid, saved.record_id


class Bulk(Writes, ReadingView):
    """Many documents at once."""

    http_method_names: tuple[str, ...] = ("post", "options")
    described = Described("BulkAnswer", "mode", "reason")

    written: ClassVar[dict[str, Written]] = {
        "post": Written(
            "BulkAnswer", "Bulk", idempotent=True, statuses=ENTERING, names=("mode", "reason"), types=(JSON, NDJSON)
        )
    }

    def post(self, request: Request) -> HttpResponse:
        """Enters, replaces, patches and deletes up to 1,000 records: all of them or none, or each by itself."""
        refuse_unknown(request.query_params, ("mode", "reason"))
        reason, mode = reason_of(request), request.query_params.get("mode") or "all"
        if mode not in MODES:
            message = _("“%(value)s” is not known; known: %(known)s.") % {"value": mode[:80], "known": ", ".join(MODES)}
            raise Refusal(400, message, errors=[{"parameter": "mode", "detail": message}])
        text = read_text(request, (JSON, NDJSON))
        return once(request, text, lambda: Work(request, reason).answer(read_items(request, text), each=mode == "each"))


def read_items(request: Request, text: str) -> list[Item]:
    """The items of a body: a list under `items`, or one a line."""
    if media_type(request) == NDJSON:
        lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
        refuse_many(len(lines))
        given: Any = [parse(line, number) for number, line in lines]
    else:
        body = parse(text)
        given = body.get("items") if isinstance(body, dict) and body.keys() == {"items"} else None
    if not isinstance(given, list) or not given:
        message = _("An object with the key “items”, a list of objects, is expected.")
        raise Refusal(422, message, errors=[{"pointer": "/items", "detail": message}])
    refuse_many(len(given))
    return [read_item(place, each) for place, each in enumerate(given)]


def refuse_many(count: int) -> None:
    """Refuses more items than are carried out at once."""
    if count > MOST:
        raise Refusal(
            413, _("%(count)d items are more than the %(most)d of one request.") % {"count": count, "most": MOST}
        )


def read_item(place: int, given: Any) -> Item:
    """One item, with what is wrong with its form."""
    item = Item(place)
    if not isinstance(given, dict):
        item.refuse(422, _("An object is expected: {…}."))
        return item
    for key in sorted(given.keys() - set(KEYS)):
        item.refuse(422, _("unknown key; known are: %(known)s.") % {"known": ", ".join(KEYS)}, f"/{key}"[:200])
    item.method = given.get("method", "POST")
    if item.method not in METHODS:
        item.refuse(422, _("is one of: %(known)s.") % {"known": ", ".join(METHODS)}, "/method")
    document = given.get("document", {} if item.method == "DELETE" else None)
    if not isinstance(document, dict):
        item.refuse(422, _("the document is needed, as an object."), "/document")
        return item
    item.document = without_surroundings(document)
    version = given.get("version")
    if version is not None and (isinstance(version, bool) or not isinstance(version, int) or version < 0):
        item.refuse(422, _("must be a whole number from 0."), "/version")
    else:
        item.version = version
    read_uuid(item, given.get("uuid", item.document.get("uuid")))
    return item


def read_uuid(item: Item, given: Any) -> None:
    """Which record an item is about; a new one may have its uuid made."""
    if given in (None, "") and item.method == "POST":
        return
    try:
        item.uuid = str(UUID(given))
    except (ValueError, AttributeError, TypeError):
        item.refuse(422, _("the uuid of the record is needed."), "/uuid")
        return
    if str(item.document.get("uuid") or item.uuid).lower() != item.uuid:
        item.refuse(422, _("is not the uuid of the item."), "/document/uuid")
    item.document["uuid"] = item.uuid


class Work:
    """The carrying out of the items of one request."""

    def __init__(self, request: Request, reason: str) -> None:
        self.user = writer(request)
        self.staff = is_staff(request)
        self.reason = reason

    def answer(self, items: list[Item], *, each: bool) -> Kept:
        """200 with what became of each item; in mode `all` 422 with every item that is refused, and nothing done."""
        with transaction.atomic():
            self.prepare(items)
            if each or not any(item.errors for item in items):
                self.save([item for item in items if not item.errors and item.method != "DELETE"], each=each)
            if each or not any(item.errors for item in items):
                self.delete([item for item in items if not item.errors and item.method == "DELETE"])
            if not each and any(item.errors for item in items):
                raise refused(items)
            return kept(200, body_of(items))

    def prepare(self, items: list[Item]) -> None:
        """Looks up the records, and judges whether each item may be carried out on what stands."""
        known = {
            str(uuid): (key, kind, version, status)
            for uuid, key, kind, version, status in Record.objects.filter(
                uuid__in=[item.uuid for item in items if item.uuid]
            ).values_list("uuid", "pk", "kind", "version", "status")
        }
        seen: set[str] = set()
        for item in items:
            item.row = known.get(item.uuid)
            if item.row and item.row[3] != "published" and not self.staff:
                item.row = None if item.method != "POST" else item.row
            if item.uuid in seen:
                item.refuse(422, _("stands twice in this request."), "/uuid")
            seen |= {item.uuid} - {""}
            if not item.errors:
                self.judge(item)
        self.patch([item for item in items if item.method == "PATCH" and not item.errors])

    def judge(self, item: Item) -> None:
        """Whether the item's record is there, or not there, in the version that is named."""
        kind = item.row[1] if item.row else item.document.get("kind")
        if item.method == "POST" and item.row:
            item.refuse(409, _("There is an entry with this uuid already."), "/uuid")
        elif item.method != "POST" and item.row is None:
            item.refuse(404, _("There is no such entry."), "/uuid")
        elif item.method != "POST" and item.version is None:
            item.refuse(428, _("Say which version you change."), "/version")
        elif item.method != "POST" and item.row and item.version != item.row[2]:
            item.refuse(409, _("Version %(version)s stands now.") % {"version": item.row[2]}, "/version")
        elif item.method == "PUT" and not self.staff:
            item.refuse(403, _("Only who sees the whole of an entry replaces it; send a PATCH."), "/method")
        elif kind in Kind.values:
            self.judge_right(item, str(kind))
        if item.row:
            item.document.setdefault("kind", item.row[1])

    def judge_right(self, item: Item, kind: str) -> None:
        """Whether the account may do this with entries of the kind."""
        act = {"POST": "add", "DELETE": "delete"}.get(item.method, "change")
        try:
            refuse_without(self.user, act, (kind,))
        except PermissionDenied as denied:
            item.refuse(403, str(denied))

    def patch(self, items: Sequence[Item]) -> None:
        """Makes of each patch the whole content; a fixed number of queries."""
        keys = [item.row[0] for item in items if item.row]
        if not keys:
            return
        whole = build_contents(keys, full=True)
        seen = {} if self.staff else build_contents(keys, full=False)
        for item in items:
            key = item.row[0] if item.row else 0
            part = content_of(seen[key]) if key in seen else None
            item.patched = patched(content_of(whole[key]), item.document, seen=part)
            for problem in item.patched.problems:
                item.refuse(422, problem.message, f"/document{problem.pointer}")

    def save(self, items: Sequence[Item], *, each: bool) -> None:
        """Saves items in one batch, so that they may name each other; in mode `each` without those that are refused."""
        while items:
            try:
                with transaction.atomic():
                    saved = submit_records(
                        [draft_of(item) for item in items], user=self.user, reason=self.reason, sourced=True
                    )
            except SaveRefused as refusal:
                if each and len(items) > 1 and any(not problem.pointer for problem in refusal.problems):
                    # The database names no draft: half of them at a time, until it is alone.
                    half = len(items) // 2
                    self.save(items[:half], each=each)
                    self.save(items[half:], each=each)
                    return
                for problem in refusal.problems:
                    items[problem.draft].refuse_content(problem)
            except Conflict as conflict:
                held = next(item for item in items if item.uuid == conflict.uuid)
                held.refuse(409, str(conflict), "/version")
            else:
                for item, one in zip(items, saved, strict=True):
                    item.saved(one)
                return
            items = [item for item in items if not item.errors] if each else ()

    def delete(self, items: Sequence[Item]) -> None:
        """Deletes records, each judged on what the others have left."""
        for item in items:
            key, version = (item.row[0], item.row[2]) if item.row else (0, 0)
            try:
                with transaction.atomic():
                    retract_record(key, user=self.user, reason=self.reason, expected_version=version)
            except (InUse, Conflict) as held:
                item.refuse(409, str(held))
            except PermissionDenied as denied:
                item.refuse(403, str(denied))
            else:
                item.status, item.outcome = STATUSES["deleted"], "deleted"


def draft_of(item: Item) -> Draft:
    """What is to be saved of an item."""
    if item.patched:
        return Draft(item.patched.content, item.version)
    return Draft(item.document, 0 if item.method == "POST" else item.version)


def refused(items: Sequence[Item]) -> Refusal:
    """422 with what is wrong with every item, by its place in the request."""
    errors = [
        {"pointer": f"/items/{item.place}{error['pointer']}", "detail": error["detail"]}
        for item in items
        for error in item.errors
    ]
    return Refusal(422, _("Some items cannot be carried out; nothing was changed."), errors=errors[:MOST])


def body_of(items: Sequence[Item]) -> dict[str, Any]:
    """What became of each item, in the order of the request; one query."""
    rows = Record.objects.filter(pk__in=[item.record_id for item in items if item.record_id])
    records = {key: (kind, slug) for key, kind, slug in rows.values_list("pk", "kind", "slug")}
    return {"results": [result_of(item, records.get(item.record_id)) for item in items]}


def result_of(item: Item, record: tuple[str, str] | None) -> dict[str, Any]:
    """What became of one item."""
    found: dict[str, Any] = {"status": item.status}
    if item.errors:
        return {**found, "uuid": item.uuid or None, "errors": item.errors}
    found |= {"uuid": item.uuid, "outcome": item.outcome}
    if record:
        kind, slug = record
        found |= {"version": item.version, "kind": kind, "slug": slug, "api_url": f"/api/v1/{kind}s/{slug}/"}
    return found
