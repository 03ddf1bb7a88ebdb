"""What is answered at an address that an entry has left: it has another slug, or went into another entry."""

from __future__ import annotations

from django.http import HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from catalogue.api.finding import Merged, Moved
from catalogue.api.problems import CONTENT_TYPE, problem
from catalogue.documents import load_briefs


def answer_moved(request: Request, moved: Moved, below: str = "", suffix: str = "") -> HttpResponseBase:
    """To the address that the entry has now, the question kept; a merge says into what."""
    query = request.META.get("QUERY_STRING", "")
    path = f"{moved.entry.address}{below}"
    path = f"{path.removesuffix('/')}.{suffix}" if suffix else path
    address = f"{path}{f'?{query}' if query else ''}"
    if isinstance(moved, Merged):
        return answer_merged(moved, address)
    return HttpResponsePermanentRedirect(address)


def answer_merged(merged: Merged, address: str) -> Response:
    """308 with the entry that took the other in; a client that keeps its own copy merges it too."""
    brief = load_briefs([merged.entry.id])[merged.entry.id]
    body = problem(308, _("This entry was merged into another one."))
    body["merged_into"] = {**brief.ref(), "api_url": merged.entry.address}
    # A merge can be taken back.
    headers = {"Location": address, "Cache-Control": "no-cache"}
    return Response(body, status=308, headers=headers, content_type=CONTENT_TYPE)
