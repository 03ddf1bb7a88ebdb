"""What crawlers may read: robots.txt, and the sitemap of every public entry with the day of its last change."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from catalogue.models import Item, Kind

LARGEST = 50_000
"""Addresses that one file may hold (sitemaps.org)."""
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
XML = "application/xml; charset=utf-8"
CLOSED = ("/admin/", "/report/", "/language/")
"""Where there is nothing to be found."""
ENDLESS = ("/*?", "/*/facets/", "/*/history/")
"""Combinations of filters never end."""


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The parts of the sitemap; one query."""
    parts = max(1, -(-_public().count() // LARGEST))
    places = (_address(request, reverse("sitemap-part", args=[number])) for number in range(1, parts + 1))
    body = "".join(format_html("<sitemap><loc>{}</loc></sitemap>\n", place) for place in places)
    return _answer(f'<sitemapindex xmlns="{NAMESPACE}">\n{body}</sitemapindex>\n')


@require_safe
def sitemap_part(request: HttpRequest, number: int) -> HttpResponse:
    """One part of the sitemap; one query."""
    body = "".join(_urls(request, number))
    if not body and number > 1:
        raise Http404
    return _answer(f'<urlset xmlns="{NAMESPACE}">\n{body}</urlset>\n')


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers may read, and where the sitemap is."""
    closed = "".join(f"Disallow: {path}\n" for path in (*CLOSED, *ENDLESS))
    # The longest rule wins: a plain list may be turned page by page.
    opened = "".join(f"Allow: /{kind.plural}/?page=\n" for kind in Kind)
    text = f"User-agent: *\n{opened}{closed}\nSitemap: {_address(request, reverse('sitemap'))}\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def _public() -> QuerySet[Item]:
    return Item.objects.filter(gone=False, record__isnull=False).order_by("uuid")


def _urls(request: HttpRequest, number: int) -> Iterator[str]:
    rows = _public().values_list("kind", "record__slug", "record__modified_at")
    for kind, slug, at in rows[(number - 1) * LARGEST : number * LARGEST].iterator(chunk_size=2_000):
        place = _address(request, f"/{Kind(kind).plural}/{slug}/")
        yield format_html("<url><loc>{}</loc><lastmod>{}</lastmod></url>\n", place, at.isoformat(timespec="seconds"))


def _address(request: HttpRequest, path: str) -> str:
    return request.build_absolute_uri(path)


def _answer(body: str) -> HttpResponse:
    return HttpResponse(f'<?xml version="1.0" encoding="UTF-8"?>\n{body}', content_type=XML)
