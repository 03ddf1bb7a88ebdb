"""The whole of an entry, as cataloguers read it before they replace it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from catalogue.api.finding import Entry
from catalogue.api.including import included
from catalogue.api.reading import is_staff, only, truth
from catalogue.api.wanted import Wanted
from catalogue.api.writing.preconditions import FULL
from catalogue.documents import build_documents


def asks_whole(request: Request) -> bool:
    """Whether the whole is asked for; refused to whom it is not open."""
    asked = truth(request.query_params.get("full", ""), "full") is True
    if asked and not is_staff(request):
        raise PermissionDenied
    return asked


def whole_answer(entry: Entry, wanted: Wanted) -> Response:
    """The document with all that only cataloguers see, and the tag by which it may be replaced."""
    found = build_documents([entry.id], full=True)
    if entry.id not in found:  # deleted since it was looked up
        raise Http404
    document = found[entry.id]
    beside = included([document], wanted.include, wanted.fields)
    response = Response({**only(document, wanted.fields), **beside})
    response["Cache-Control"] = "private, no-store"
    response["ETag"] = f'"{document["version"]}.{document["ripple"]}.{FULL}"'
    return response
