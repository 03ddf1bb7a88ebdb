"""If-Match: what is changed must be what its writer saw."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from rest_framework.request import Request

from catalogue.api.problems import Refusal

TAG = re.compile(r'\s*(?:W/)?"([^"]*)"\s*(?:,|\Z)')
ANY = "*"
FULL = "full"
"""The representation, in a tag, of the whole content that only cataloguers see."""


def tags_of(request: Request) -> list[str]:
    """The tags that a request names, without their marks of weakness; `*` stands alone. Raises when there is none."""
    header = request.headers.get("If-Match", "").strip()
    if not header:
        message = _("Say which version you change: send its ETag in the header If-Match.")
        raise Refusal(428, message, errors=[{"header": "If-Match", "detail": message}])
    return [ANY] if header == ANY else TAG.findall(header)


def require_match(request: Request, version: int | str, address: str) -> list[str]:
    """The tags that name the present version; raises when none does."""
    first = str(version)
    matching = [tag for tag in tags_of(request) if tag == ANY or tag.partition(".")[0] == first]
    if not matching:
        raise stale(version, address)
    return matching


def stale(version: int | str, address: str) -> Refusal:
    """The refusal of what was written on another version than the present one."""
    message = _("Version %(version)s stands now; look at it at %(address)s and send your change again.")
    told = message % {"version": version, "address": address}
    error = {"header": "If-Match", "detail": told}
    return Refusal(412, told, errors=[error], more={"version": version, "api_url": address})


def require_whole(tags: list[str], address: str) -> None:
    """Refuses to replace what its writer has seen in the public shape only: what that leaves out would be lost."""
    if ANY in tags or any(tag.rpartition(".")[2] == FULL for tag in tags):
        return
    message = _(
        "There is more in this entry than the public sees. Replace it by what you read at %(address)s?full=true, with"
        " the ETag of that answer, or send a PATCH."
    )
    told = message % {"address": address}
    raise Refusal(412, told, errors=[{"header": "If-Match", "detail": told}])
