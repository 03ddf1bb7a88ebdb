"""The one address of the repository."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from catalogue.curation import count_request, sender_address
from catalogue.curation.reporting import sender_of
from catalogue.exports.site import this_site
from catalogue.protocols.oai.arguments import Arguments, read_arguments
from catalogue.protocols.oai.describing import identify, list_formats, list_sets
from catalogue.protocols.oai.faults import Fault
from catalogue.protocols.oai.items import settled_moment
from catalogue.protocols.oai.telling import asked_for, get_record, list_part
from catalogue.protocols.oai.tokens import bad_token
from catalogue.protocols.oai.xml import Element, answer


@csrf_exempt  # Nothing is changed here: a harvester may ask by POST.
@require_http_methods(["GET", "HEAD", "POST"])
def oai(request: HttpRequest) -> HttpResponse:
    """What is said to one question of a harvester."""
    if seconds := _pause(request):
        # The standard's way of saying "later": harvesters wait so long and ask again.
        return HttpResponse(status=503, headers={"Retry-After": str(seconds)})
    settled = settled_moment()
    base_url = request.build_absolute_uri(request.path)
    asked: Arguments = {}
    said: Element | Fault
    try:
        asked = read_arguments(request.POST if request.method == "POST" else request.GET)
        said, settled = _said(asked, base_url, settled)
    except Fault as fault:
        said = fault
    written = answer(base_url, asked, said, settled)
    return HttpResponse(written, content_type="text/xml; charset=utf-8", headers={"Cache-Control": "no-cache"})


def _pause(request: HttpRequest) -> int:
    """For how many seconds a harvester that asks too often is put off; counted by themselves, beside the API."""
    if not settings.API_LIMIT_ADDRESS:
        return 0
    who = sender_of(sender_address(request.META))
    allowance = count_request(f"oai:{who}", settings.API_LIMIT_ADDRESS)
    return allowance.seconds if allowance.is_spent else 0


def _said(asked: Arguments, base_url: str, settled: datetime) -> tuple[Element, datetime]:
    """What is said, and up to when it is complete; of a list, since its first part."""
    site = this_site(base_url.removesuffix("/oai"))
    match asked["verb"]:
        case "Identify":
            return identify(base_url, site, settled), settled
        case "ListMetadataFormats":
            return list_formats(asked.get("identifier", "")), settled
        case "ListSets":
            if "resumptionToken" in asked:
                raise bad_token()
            return list_sets(), settled
        case "GetRecord":
            return get_record(asked, site, settled), settled
        case _:
            listing = asked_for(asked, settled)
            return list_part(listing, site), listing.settled
