"""Citing an entry: the formats in which its reference is fetched, at addresses beside its page."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext

from catalogue.curation import may_see_drafts
from catalogue.exports.site import this_site
from catalogue.models import Record
from catalogue.web.detail import find_document
from catalogue.web.former import answer_former
from catalogue.web.referring import REFERENCES


def reference_file(request: HttpRequest, slug: str, ending: str, *, kind: str) -> HttpResponse:
    """The reference of an entry as a file: of a source the work itself, of others the entry of this catalogue."""
    if ending not in REFERENCES:
        raise Http404(gettext("Known formats: %(known)s.") % {"known": ", ".join(REFERENCES)})
    record = Record.objects.filter(kind=kind, slug=slug).only("pk", "status").first()
    if record is None or not (record.is_published or may_see_drafts(request.user)):
        return answer_former(request, kind=kind, slug=slug)
    chosen = REFERENCES[ending]
    site = this_site(request.build_absolute_uri("/")[:-1])
    text = chosen.write([find_document(request, record)], site=site)
    response = HttpResponse(text, content_type=f"{chosen.media_type}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slug}.{ending}"'
    return response
