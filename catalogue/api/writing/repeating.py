"""Idempotency-Key: a request that is sent again is answered again, and carried out once."""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import sha256

from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework.request import Request

from catalogue.api.problems import Refusal
from catalogue.api.writing.answers import as_response
from catalogue.api.writing.refusing import writer
from catalogue.curation import Kept, OtherRequest, StillAnswering, answer_once

HEADER = "Idempotency-Key"
KEY = re.compile(r'(?P<quote>"?)(?P<key>[\x20\x21\x23-\x7e]{1,255})(?P=quote)\Z')


def once(request: Request, text: str, act: Callable[[], Kept]) -> HttpResponse:
    """The answer of the act; with a key that was sent before, the answer that was given then."""
    header = request.headers.get(HEADER)
    if header is None:
        return as_response(act())
    matched = KEY.match(header.strip())
    if matched is None:
        message = _("An Idempotency-Key has 1 to 255 plain characters, in double quotes or without them.")
        raise Refusal(400, message, errors=[{"header": HEADER, "detail": message}])
    try:
        answer, known = answer_once(act, user=writer(request), key=matched["key"], digest=digest_of(request, text))
    except OtherRequest as error:
        message = _("This Idempotency-Key was sent with another request; a new request needs a new key.")
        raise Refusal(422, message, errors=[{"header": HEADER, "detail": message}]) from error
    except StillAnswering as error:
        message = _("The same request is being answered at this moment; send it again a little later.")
        raise Refusal(
            409, message, errors=[{"header": HEADER, "detail": message}], headers={"Retry-After": "1"}
        ) from error
    return as_response(answer, replayed=known)


def digest_of(request: Request, text: str) -> str:
    """What makes two requests the same: method, address, body, and the key with which one asks.

    Another key of the same account may be good for less, and must not read what this one was answered.
    """
    asks = str(getattr(request.auth, "pk", ""))
    return sha256("\n".join((str(request.method), request.get_full_path(), asks, text)).encode()).hexdigest()
