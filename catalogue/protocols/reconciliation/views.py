"""The addresses of the reconciliation service: manifest and queries, suggestions, preview, and values to fetch."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from catalogue.citations.prose import first_words
from catalogue.documents import Document, ready_documents
from catalogue.documents.resolving import is_uuid
from catalogue.exports.site import this_site
from catalogue.models import Kind, Record
from catalogue.protocols.reconciliation.facts import described, values_of
from catalogue.protocols.reconciliation.properties import all_properties, suggested, types
from catalogue.protocols.reconciliation.queries import Unreadable, answer_batch, read_batch
from catalogue.search import suggest
from catalogue.text import fold

LISTED = 20
MOST_ROWS, MOST_COLUMNS = 1_000, 50


def answered(view: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], HttpResponse]:
    """A view of plain data, open to pages of other sites; what cannot be read is 400 with a sentence."""

    @csrf_exempt
    def wrapped(request: HttpRequest) -> HttpResponse:
        if request.method == "OPTIONS":
            return HttpResponse(status=204)
        if request.method not in {"GET", "HEAD", "POST"}:
            return JsonResponse({"error": _("Ask with GET or POST.")}, status=405)
        try:
            return JsonResponse(view(request))
        except Unreadable as error:
            return JsonResponse({"error": str(error)}, status=400)

    return wrapped


def _asked(request: HttpRequest, name: str) -> str:
    return str(request.POST.get(name) or request.GET.get(name) or "")


@answered
def service(request: HttpRequest) -> Any:
    """The manifest, the candidates for a batch of queries, or the values of an extension."""
    if queries := _asked(request, "queries"):
        return answer_batch(read_batch(queries))
    if extension := _asked(request, "extend"):
        return extended(extension)
    return manifest(request.build_absolute_uri("/")[:-1])


def manifest(origin: str) -> dict[str, Any]:
    """What the service can do, and where."""
    site = this_site(origin)
    root = reverse("reconcile")
    service = {"service_url": origin, "flyout_service_url": origin}
    return {
        "versions": ["0.2"],
        "name": site.name,
        "identifierSpace": f"{origin}/id/",
        "schemaSpace": f"{origin}{reverse('api:schema')}",
        "documentation": f"{origin}{reverse('api:docs')}",
        "defaultTypes": types(),
        "view": {"url": f"{origin}/id/{{{{id}}}}"},
        "preview": {"url": f"{origin}{root}preview/?id={{{{id}}}}", "width": 400, "height": 200},
        "suggest": {
            "entity": service
            | {"service_path": f"{root}suggest/entity/", "flyout_service_path": f"{root}flyout/?id=${{id}}"},
            "property": {"service_url": origin, "service_path": f"{root}suggest/property/"},
            "type": {"service_url": origin, "service_path": f"{root}suggest/type/"},
        },
        "extend": {
            "propose_properties": {"service_url": origin, "service_path": f"{root}properties/"},
            "property_settings": [
                {
                    "name": "limit",
                    "label": _("Values"),
                    "type": "number",
                    "default": 0,
                    "help_text": _("How many values at most; 0: all."),
                }
            ],
        },
    }


def extended(text: str) -> dict[str, Any]:
    """The values of some properties of some entries; four queries."""
    ids, wanted = _read_extension(text)
    known = {each.id: each for each in all_properties()}
    documents = by_uuid([each for each in ids if is_uuid(each)])
    meta = []
    for each in wanted:
        found = known.get(each["id"])
        named: dict[str, Any] = {"id": each["id"], "name": found.name if found else each["id"]}
        meta.append(
            named | ({"type": {"id": found.type, "name": str(Kind(found.type).label)}} if found and found.type else {})
        )
    rows = {key: {each["id"]: _cells(documents.get(key.lower()), each) for each in wanted} for key in ids}
    return {"meta": meta, "rows": rows}


def _read_extension(text: str) -> tuple[list[str], list[dict[str, Any]]]:
    try:
        asked = json.loads(text)
        ids, wanted = asked["ids"], asked["properties"]
        right = all(isinstance(each, str) for each in ids) and all(isinstance(each["id"], str) for each in wanted)
    except (json.JSONDecodeError, RecursionError, KeyError, TypeError) as error:
        raise Unreadable(_("An extension names ids, and properties as objects with an id.")) from error
    if not right:
        raise Unreadable(_("An extension names ids, and properties as objects with an id."))
    if len(ids) > MOST_ROWS or len(wanted) > MOST_COLUMNS:
        message = _("Ask for at most %(rows)d entries and %(columns)d properties at once.")
        raise Unreadable(message % {"rows": MOST_ROWS, "columns": MOST_COLUMNS})
    return ids, wanted


def _cells(document: Document | None, wanted: dict[str, Any]) -> list[dict[str, Any]]:
    if document is None:
        return []
    settings = wanted.get("settings")
    limit = str((settings if isinstance(settings, dict) else {}).get("limit", "0"))
    values = values_of(document, wanted["id"])
    return values[: int(limit)] if limit.isascii() and limit.isdecimal() and int(limit) else values


def by_uuid(uuids: list[str]) -> dict[str, Document]:
    """Public documents by their UUIDs."""
    keys = Record.objects.published().filter(uuid__in=uuids).values_list("pk", flat=True)
    return {document["uuid"]: document for document in ready_documents(list(keys)).values()}


@answered
def suggest_entity(request: HttpRequest) -> Any:
    """Entries one of whose names begins so."""
    found = suggest(_prefix(request), limit=_cursor(request) + LISTED)[_cursor(request) :]
    return {
        "result": [
            {
                "id": str(each.uuid),
                "name": each.title,
                "description": each.name,
                "notable": [{"id": each.kind, "name": str(Kind(each.kind).label)}],
            }
            for each in found
        ]
    }


@answered
def suggest_property(request: HttpRequest) -> Any:
    """Properties named so."""
    start = _cursor(request)
    found = suggested(_prefix(request), start + LISTED)[start:]
    return {"result": [{"id": each.id, "name": each.name, "description": each.id} for each in found]}


@answered
def suggest_type(request: HttpRequest) -> Any:
    """Kinds named so."""
    wanted = fold(_prefix(request))
    return {
        "result": [each for each in types() if fold(each["name"]).startswith(wanted) or each["id"].startswith(wanted)]
    }


def _prefix(request: HttpRequest) -> str:
    return _asked(request, "prefix").replace("\x00", "")[:200]


def _cursor(request: HttpRequest) -> int:
    typed = _asked(request, "cursor")
    return min(int(typed), 30) if typed.isascii() and typed.isdecimal() and len(typed) < 6 else 0


@answered
def propose_properties(request: HttpRequest) -> Any:
    """The properties that entries of a kind may have."""
    kind = _asked(request, "type")
    typed = _asked(request, "limit")
    found = all_properties(kind if kind in Kind.values else "")
    most = int(typed) if typed.isascii() and typed.isdecimal() and 0 < len(typed) < 6 else len(found)
    listed = [{"id": each.id, "name": each.name} for each in found[:most]]
    return {"type": kind, "properties": listed} | ({"limit": most} if typed else {})


@answered
def flyout(request: HttpRequest) -> Any:
    """A line on an entry, shown beside a suggestion."""
    document = _document(request)
    html = (
        render(request, "reconciliation/preview.html", _told(document, bare=True)).content.decode() if document else ""
    )
    return {"id": _asked(request, "id"), "html": html}


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
def preview(request: HttpRequest) -> HttpResponse:
    """A card on an entry, shown in a frame by other programs."""
    document = _document(request)
    context = _told(document, bare=False) if document else {}
    return render(request, "reconciliation/preview.html", context, status=200 if document else 404)


def _document(request: HttpRequest) -> Document | None:
    wanted = _asked(request, "id").lower()
    return by_uuid([wanted]).get(wanted) if is_uuid(wanted) else None


def _told(document: Document, *, bare: bool) -> dict[str, Any]:
    story = first_words(document["narratives"][0]["text"]) if document["narratives"] else ""
    return {
        "document": document,
        "bare": bare,
        "kind_label": Kind(document["kind"]).label,
        "line": described(document),
        "story": story,
        "notes": len(document["notes"]),
    }
