"""Pages of other sites may read what is public: CORS for the API and the protocols, without credentials."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

OPEN = ("/api/", "/oai", "/unapi", "/reconcile/")
ASKED_BY_FORM = ("/oai", "/reconcile/")
"""Where reading may be a POST."""
EXPOSED = (
    "ETag, Link, Location, Last-Modified, Content-Disposition, Content-Language, RateLimit, RateLimit-Policy,"
    " Retry-After, Deprecation, Sunset"
)
SENT = (
    "Accept, Accept-Language, Authorization, Content-Type, Idempotency-Key, If-Match, If-Modified-Since, If-None-Match"
)
KEPT = "86400"
ACCEPTED = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")
Answer = Callable[[HttpRequest], HttpResponseBase]


class OtherOrigins:
    """Answers preflights, and lets scripts of any page read the answers and their useful headers."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(OPEN):
            return self.get_response(request)
        if request.method == "OPTIONS" and "HTTP_ACCESS_CONTROL_REQUEST_METHOD" in request.META:
            response: HttpResponseBase = HttpResponse(status=204)
            methods = "GET, HEAD, OPTIONS, POST" if request.path.startswith(ASKED_BY_FORM) else "GET, HEAD, OPTIONS"
            response["Access-Control-Allow-Methods"] = methods
            response["Access-Control-Allow-Headers"] = SENT
            response["Access-Control-Max-Age"] = KEPT
        else:
            response = self.get_response(request)
            response["Access-Control-Expose-Headers"] = EXPOSED
        # The same for everybody: an answer that a cache keeps serves every page.
        response["Access-Control-Allow-Origin"] = "*"
        return response


class PublicCompression(GZipMiddleware):
    """Compresses what everybody may read: beside secrets, the length of what is compressed would give them away."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The answer, compressed if the client asks for it and it is public data."""
        if not request.path.startswith(OPEN):
            return response
        if response.status_code == 304:
            return _compared(request, response)
        if is_public(request, response) and ACCEPTED.search(request.META.get("HTTP_ACCEPT_ENCODING", "")):
            return super().process_response(request, response)
        patch_vary_headers(response, ("Accept-Encoding",))
        return response


def is_public(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether an answer is the same for everybody: no key was sent, and with a session only what says so itself."""
    if "HTTP_AUTHORIZATION" in request.META:
        return False
    said = response.get("Cache-Control", "")
    return "public" in said if settings.SESSION_COOKIE_NAME in request.COOKIES else "private" not in said


def _compared(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """A copy that was compressed has a weak tag: with a strong one, a cache would not know which copy is still good."""
    tag = response.get("ETag", "")
    if tag.startswith('"') and f"W/{tag}" in request.META.get("HTTP_IF_NONE_MATCH", ""):
        response["ETag"] = f"W/{tag}"
    patch_vary_headers(response, ("Accept-Encoding",))
    return response
