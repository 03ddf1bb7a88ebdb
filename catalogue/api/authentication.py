"""Who asks: a program by its key in the header Authorization, which never does more than the key's account."""

from __future__ import annotations

from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, ParseError
from rest_framework.request import Request

from catalogue.api.throttling import count_failure
from catalogue.curation import find_key, holds_key, note_use
from catalogue.models import ApiToken, KeyHolder

SCHEME = "bearer"


class KeyAuthentication(BaseAuthentication):
    """A key as a bearer token (RFC 6750); in an address it would end in logs, so it is read nowhere else."""

    def authenticate(self, request: Request) -> tuple[KeyHolder, ApiToken] | None:
        """The account of the key with what the key is good for; None where there is no key at all."""
        if holds_key(request.META.get("QUERY_STRING", "")):
            # It stands in logs by now; nothing is answered that would make it seem a way to send keys.
            raise ParseError(_("Send the key as “Authorization: Bearer <key>”."))
        sent = str(request.META.get("HTTP_AUTHORIZATION", "")).strip()
        if not sent:
            return None
        scheme, _space, key = sent.partition(" ")
        if scheme.lower() != SCHEME or not key.strip():
            raise AuthenticationFailed(_("Send the key as “Authorization: Bearer <key>”."))
        token = find_key(key.strip()) if len(key) < 200 else None
        if token is None:
            count_failure(request)
            raise AuthenticationFailed(_("This key opens nothing: it is not known, has expired or was taken back."))
        note_use(token)
        return holder_of(token), token

    def authenticate_header(self, request: Request) -> str:
        """How to sign in, told with every 401, and whether that was tried."""
        tried = ', error="invalid_token"' if "HTTP_AUTHORIZATION" in request.META else ""
        return f'Bearer realm="Legajo"{tried}'


def holder_of(token: ApiToken) -> KeyHolder:
    """The account with its permissions cut down to what the key is good for."""
    holder = KeyHolder()
    holder.__dict__.update({key: value for key, value in token.user.__dict__.items() if key != "_state"})
    holder._state.db, holder._state.adding = token.user._state.db, False
    holder.scopes = tuple(token.scopes)
    return holder
