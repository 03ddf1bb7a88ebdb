"""Whether a client's copy of a document is still good."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.http import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from rest_framework.request import Request
from rest_framework.response import Response

from catalogue.documents import Document


def etag_of(document: Document, fields: Sequence[str], beside: Mapping[str, Any]) -> str:
    """`version.ripple.representation`: the save, the neighbours' changes, and the keys and neighbours asked for."""
    shown = "json"
    if fields or beside:
        said = [",".join(sorted(fields)), *(str(each) for value in beside.values() for each in _several(value))]
        shown = sha256("\n".join(said).encode()).hexdigest()[:8]
    return f'"{document["version"]}.{document["ripple"]}.{shown}"'


def _several(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else (value,)


def conditional(
    request: Request,
    response: Response,
    document: Document,
    fields: Sequence[str] = (),
    beside: Mapping[str, Any] | None = None,
) -> HttpResponseBase:
    """The response, or 304 when the client has it with all that stands beside it."""
    etag = etag_of(document, fields, beside or {})
    response["ETag"] = etag
    modified = None
    # A neighbour's change does not move the record's own time: then only the tag tells the truth.
    if not (document["ripple"] or beside):
        modified = int(datetime.fromisoformat(document["modified_at"]).timestamp())
        response["Last-Modified"] = http_date(modified)
    unchanged = get_conditional_response(request._request, etag=etag, last_modified=modified, response=response)
    return unchanged if unchanged is not None else response
