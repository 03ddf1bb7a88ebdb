"""How often the API is asked: limits for each key and each address, told with every answer."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from catalogue.curation import Allowance, count_request, sender_address
from catalogue.curation.reporting import sender_of
from catalogue.models import ApiToken

SAFE = ("GET", "HEAD", "OPTIONS")


class SharedThrottle(BaseThrottle):
    """Counts requests of a minute, reading and writing apart; a limit of 0 is none."""

    allowance: Allowance | None = None

    def allow_request(self, request: Request, view: object) -> bool:
        """Whether this one may still be answered."""
        sort, limit = limit_of(request)
        if not limit:
            return True
        self.allowance = count_request(f"{sort}:{who(request)}", limit)
        request._request.allowance = self.allowance  # type: ignore[attr-defined]
        return not self.allowance.is_spent

    def wait(self) -> float | None:
        """Seconds until the next span."""
        return float(self.allowance.seconds) if self.allowance else None


def count_failure(request: Request) -> None:
    """Counts a key that opens nothing as a request of its address without a key; raises Throttled after too many."""
    if allowance := count_address(request._request):
        request._request.allowance = allowance  # type: ignore[attr-defined]
        if allowance.is_spent:
            raise Throttled(allowance.seconds)


def count_address(request: HttpRequest) -> Allowance | None:
    """Counts a request of nobody in particular; None where addresses have no limit."""
    limit = settings.API_LIMIT_ADDRESS
    return count_request(f"address:{sender_of(sender_address(request.META))}", limit) if limit else None


def limit_of(request: Request) -> tuple[str, int]:
    """The sort of limit that holds for a request, and how many a minute it lets through."""
    if request.method not in SAFE:
        return "write", settings.API_LIMIT_WRITING
    if isinstance(request.auth, ApiToken):
        return "key", settings.API_LIMIT_KEY
    return "address", settings.API_LIMIT_ADDRESS


def who(request: Request) -> str:
    """The key, the account, or the address as a keyed hash: addresses themselves are not kept."""
    if isinstance(request.auth, ApiToken):
        return f"key {request.auth.pk}"
    if request.user.is_authenticated:
        return f"account {request.user.pk}"
    return sender_of(sender_address(request.META))


def tell_allowance(request: Request, response: HttpResponseBase) -> None:
    """The headers RateLimit and RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers)."""
    tell_count(getattr(request._request, "allowance", None), response)


def tell_count(allowance: Allowance | None, response: HttpResponseBase) -> None:
    """What is left of a limit, where there is one."""
    if allowance:
        response["RateLimit-Policy"] = f'"minute";q={allowance.limit};w=60'
        response["RateLimit"] = f'"minute";r={max(0, allowance.left)};t={allowance.seconds}'
