"""Whether a client's copy of a document is still good."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from django.http import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from rest_framework.request import Request
from rest_framework.response import Response

from catalogue.documents import Document


def etag_of(document: Document, fields: tuple[str, ...]) -> str:
    """`version.ripple.representation`: the save, the neighbours' changes, and the keys that were asked."""
    shown = sha256(",".join(sorted(fields)).encode()).hexdigest()[:8] if fields else "json"
    return f'"{document["version"]}.{document["ripple"]}.{shown}"'


def conditional(request: Request, response: Response, document: Document, fields: tuple[str, ...]) -> HttpResponseBase:
    """The response, or 304 when the client has it."""
    etag = etag_of(document, fields)
    response["ETag"] = etag
    modified = None
    # A neighbour's change does not move the record's own time: then only the tag tells the truth.
    if not document["ripple"]:
        modified = int(datetime.fromisoformat(document["modified_at"]).timestamp())
        response["Last-Modified"] = http_date(modified)
    unchanged = get_conditional_response(request._request, etag=etag, last_modified=modified, response=response)
    return unchanged if unchanged is not None else response
