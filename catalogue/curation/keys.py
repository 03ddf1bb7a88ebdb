"""Keys of external programs: made once and shown once, kept as a digest, taken back for ever."""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from hashlib import sha256

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.models import ApiToken

PREFIX = "legajo_"
_KEY = re.compile(rf"{PREFIX}[A-Za-z0-9_-]{{43}}")
HINT = 12
"""Letters of a key that are kept, to tell keys apart."""
NOTED = timedelta(minutes=1)
"""How exactly the last use is kept: to the minute, so that reading writes nothing as a rule."""


class KeyRefused(Exception):
    """A key cannot be made so; the sentence says why."""


def make_key(
    user: User, *, name: str, scopes: Collection[str], expires_at: datetime | None = None
) -> tuple[ApiToken, str]:
    """A new key for an account, and its text, which nobody can ever read again. Raises KeyRefused."""
    if not name.strip():
        raise KeyRefused(_("Give the key a name: the program that uses it."))
    unknown = set(scopes) - set(ApiToken.Scope.values)
    if unknown or not scopes:
        raise KeyRefused(_("A key has at least one of the scopes read, write and publish."))
    if expires_at and expires_at <= timezone.now():
        raise KeyRefused(_("A key expires in the future, or not at all."))
    key = f"{PREFIX}{secrets.token_urlsafe(32)}"
    made = ApiToken.objects.create(
        user=user,
        name=name.strip()[:100],
        hint=key[:HINT],
        digest=digest_of(key),
        scopes=[scope for scope in ApiToken.Scope.values if scope in scopes],
        expires_at=expires_at,
    )
    return made, key


def digest_of(key: str) -> str:
    """What is kept of a key. It is random and long: no slow hash is needed, and one look finds it."""
    return sha256(key.encode()).hexdigest()


def holds_key(text: str) -> bool:
    """Whether a key stands in a text, where none belongs."""
    return _KEY.search(text) is not None


def find_key(key: str) -> ApiToken | None:
    """The key as it is kept, if it opens anything now."""
    usable = ApiToken.objects.usable().select_related("user").filter(digest=digest_of(key), user__is_active=True)
    return usable.first()


def note_use(token: ApiToken) -> None:
    """Notes that a key was used, unless that was noted within the last minute."""
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at > NOTED:
        stale = Q(last_used_at__isnull=True) | Q(last_used_at__lt=now - NOTED)
        ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=now)


def revoke_key(token_id: int) -> bool:
    """Takes a key back; whether it was still good."""
    return bool(ApiToken.objects.filter(pk=token_id, revoked_at__isnull=True).update(revoked_at=timezone.now()))
