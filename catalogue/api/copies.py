"""Copies that are still good, told before anything else is looked up: most of what programs ask for has not changed."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language_from_request, override

from catalogue.api.finding import standing
from catalogue.api.formats import DETAILS, JSON, NotOffered, chosen
from catalogue.api.freshness import Tag, tag_of_entry, tag_of_state
from catalogue.api.throttling import count_address, tell_count
from catalogue.models import Kind

API = "/api/v1/"
KINDS = {Kind(kind).plural: kind for kind in Kind.values}
ENTRY = re.compile(f"{API}({'|'.join(KINDS)})/([^/.]+)/")
VARIES_BESIDE = ("Accept-Language", "Authorization", "Cookie")
VARIES = (*VARIES_BESIDE, "Accept")


class KnownCopies:
    """Answers 304 for documents and lists to whoever asks without a key or a session; all else goes on.

    A tag is only ever found again that the address itself gave out for the same question in the same state of the
    catalogue: nothing has to be read to know that it would answer the same.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        tag = known_tag(request) if asks_again(request) else None
        return (still_good(request, tag) if tag else None) or self.get_response(request)


def asks_again(request: HttpRequest) -> bool:
    """Whether somebody who has no rights of his own asks the API for what he has a copy of."""
    if "HTTP_IF_NONE_MATCH" not in request.META or request.method not in ("GET", "HEAD"):
        return False
    known = "HTTP_AUTHORIZATION" in request.META or settings.SESSION_COOKIE_NAME in request.COOKIES
    return not known and request.path_info.startswith(API)


def known_tag(request: HttpRequest) -> Tag | None:
    """The tag that the answer would have, where that is known without making it."""
    entry = ENTRY.fullmatch(request.path_info)
    try:
        if not entry:
            return tag_of_list(request)
        plain = not request.META.get("QUERY_STRING") and chosen(DETAILS, "", accepted(request)) is JSON
    except (NotOffered, Resolver404):
        return None
    return tag_of(*entry.groups()) if plain else None


def accepted(request: HttpRequest) -> str:
    """The formats that the client takes."""
    return str(request.META.get("HTTP_ACCEPT", ""))


def tag_of(plural: str, slug: str) -> Tag | None:
    """The tag of a public document that stands ready; one query."""
    entry = standing(KINDS[plural], slug, None)
    return tag_of_entry(entry, JSON, (), ()) if entry and entry.public and entry.ready else None


def tag_of_list(request: HttpRequest) -> Tag | None:
    """The tag of what depends on the whole catalogue or on its vocabulary; one query."""
    found = resolve(request.path_info)
    view = getattr(found.func, "cls", None)
    depends = getattr(view, "depends", "")
    if view is None or not depends:
        return None
    shown = chosen(view.formats, str(found.kwargs.get("format", "")), accepted(request))
    with override(get_language_from_request(request)):
        return tag_of_state(request, depends, shown)


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
    # An address with a suffix says itself in which format it answers.
    patch_vary_headers(answer, VARIES if request.path_info.endswith("/") else VARIES_BESIDE)
    tell_count(allowance, answer)
    return answer
