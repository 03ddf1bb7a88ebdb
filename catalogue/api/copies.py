"""Copies that are still good, told before anything else is looked up: most of what programs ask for has not changed."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers

from catalogue.api.finding import standing
from catalogue.api.formats import DETAILS, JSON, NotOffered, chosen
from catalogue.api.freshness import Tag, tag_of_entry
from catalogue.api.throttling import count_address, tell_count
from catalogue.models import Kind

KINDS = {Kind(kind).plural: kind for kind in Kind.values}
ENTRY = re.compile(f"/api/v1/({'|'.join(KINDS)})/([^/.]+)/")
VARIES = ("Accept-Language", "Accept", "Authorization", "Cookie")


class KnownCopies:
    """Answers 304 for the document of an entry to whoever asks without a key or a session; all else goes on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        found = ENTRY.fullmatch(request.path_info) if asks_again(request) else None
        tag = tag_of(*found.groups()) if found else None
        return (still_good(request, tag) if tag else None) or self.get_response(request)


def asks_again(request: HttpRequest) -> bool:
    """Whether somebody who has no rights of his own asks for a plain JSON document that he has a copy of."""
    if "HTTP_IF_NONE_MATCH" not in request.META or request.method not in ("GET", "HEAD"):
        return False
    known = "HTTP_AUTHORIZATION" in request.META or settings.SESSION_COOKIE_NAME in request.COOKIES
    if known or request.META.get("QUERY_STRING"):
        return False
    try:
        return chosen(DETAILS, "", request.META.get("HTTP_ACCEPT", "")) is JSON
    except NotOffered:
        return False


def tag_of(plural: str, slug: str) -> Tag | None:
    """The tag of a public document that stands ready; one query."""
    entry = standing(KINDS[plural], slug, None)
    return tag_of_entry(entry, JSON, (), ()) if entry and entry.public and entry.ready else None


def still_good(request: HttpRequest, tag: Tag) -> HttpResponseBase | None:
    """The answer that the copy is still good, counted as every request is; none if it is not, or for one too many."""
    response = HttpResponse()
    tag.mark(response)
    answer = get_conditional_response(request, etag=tag.etag, last_modified=tag.modified, response=response)
    if answer is None or answer.status_code != 304:
        return None
    allowance = count_address(request)
    if allowance and allowance.is_spent:
        return None
    patch_vary_headers(answer, VARIES)
    tell_count(allowance, answer)
    return answer
