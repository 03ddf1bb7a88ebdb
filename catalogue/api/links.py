"""The header Link: where else to go from an answer."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from rest_framework.request import Request

from catalogue.api.formats import Format
from catalogue.exports.site import this_site


def link(address: str, rel: str, media_type: str = "") -> str:
    """One link of the header."""
    return f'<{address}>; rel="{rel}"' + (f'; type="{media_type}"' if media_type else "")


def alternates(request: Request, formats: Iterable[Format], now: Format) -> list[str]:
    """The same answer in the other formats, the question kept."""
    bare = _bare_path(request.path, now)
    query = request.META.get("QUERY_STRING", "")
    rest = f"?{query}" if query else ""
    return [
        link(request.build_absolute_uri(f"{bare}.{each.suffix}{rest}"), "alternate", each.media_type)
        for each in formats
        if each is not now
    ]


def _bare_path(path: str, now: Format) -> str:
    """The path without its last stroke or its suffix."""
    return path.rstrip("/") if path.endswith("/") else path.removesuffix(f".{now.suffix}")


def common_links(request: Request) -> list[str]:
    """What every answer names: the schema that describes it, and the licence of the data."""
    links = [link(request.build_absolute_uri(reverse("api:schema")), "describedby", "application/vnd.oai.openapi")]
    if licence := this_site().license:
        links.append(link(licence, "license"))
    return links
