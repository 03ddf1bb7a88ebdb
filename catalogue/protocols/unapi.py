"""unAPI (version 1): where a reference manager fetches what a page shows, in the format that it reads best."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue.documents import Document, ready_documents
from catalogue.exports.references import bibtex, csl_json, ris
from catalogue.exports.site import this_site
from catalogue.models import Record

XML = "application/xml; charset=utf-8"
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$", re.IGNORECASE)


class Format(NamedTuple):
    """A format in which an entry can be fetched."""

    media_type: str
    write: Callable[..., str]


FORMATS: Mapping[str, Format] = {
    # The first that a reference manager knows is the one it takes.
    "ris": Format("application/x-research-info-systems", ris),
    "bibtex": Format("application/x-bibtex", bibtex),
    "csl-json": Format("application/vnd.citationstyles.csl+json", csl_json),
}


@require_safe
def unapi(request: HttpRequest) -> HttpResponse:
    """The formats, those of one entry (300, as unAPI says), or the entry in one of them; at most three queries."""
    name, wanted = request.GET.get("id", ""), request.GET.get("format", "")
    if not name:
        return _plain(400, _("Say which entry: id.")) if wanted else HttpResponse(_listed(""), content_type=XML)
    document = find_document(name)
    if document is None:
        return _plain(404, _("There is no such entry in the catalogue."))
    if not wanted:
        return HttpResponse(_listed(name), content_type=XML, status=300)
    if wanted not in FORMATS:
        return _plain(406, _("Known formats: %(known)s.") % {"known": ", ".join(FORMATS)})
    site = this_site(request.build_absolute_uri("/")[:-1])
    chosen = FORMATS[wanted]
    return HttpResponse(chosen.write([document], site=site), content_type=f"{chosen.media_type}; charset=utf-8")


def find_document(name: str) -> Document | None:
    """The public document that an identifier names: a UUID, or a permanent address that ends with it."""
    found = _UUID.search(name)
    record = Record.objects.published().filter(uuid=UUID(found[0])).only("pk").first() if found else None
    return ready_documents([record.pk]).get(record.pk) if record else None


def _listed(name: str) -> str:
    formats = format_html_join("", '<format name="{}" type="{}"/>', ((key, each[0]) for key, each in FORMATS.items()))
    of = format_html(' id="{}"', name) if name else ""
    return format_html('<?xml version="1.0" encoding="UTF-8"?>\n<formats{}>{}</formats>\n', of, formats)


def _plain(status: int, sentence: str) -> HttpResponse:
    return HttpResponse(f"{sentence}\n", content_type="text/plain; charset=utf-8", status=status)
