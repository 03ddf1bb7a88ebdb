"""Requests that are sent again: what they were answered is kept with what they wrote, in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from hashlib import blake2b
from typing import Any, NamedTuple

from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, transaction
from django.utils import timezone

from catalogue.models import IdempotentAnswer

KEPT = timedelta(hours=24)
SWEPT_AT_ONCE = 200


class Kept(NamedTuple):
    """An answer as it can be given again."""

    status: int
    headers: dict[str, str]
    body: str


class StillAnswering(Exception):
    """The same request is being answered at this moment."""


class OtherRequest(Exception):
    """The key was sent before with another request."""


def answer_once(act: Callable[[], Kept], *, user: AbstractBaseUser, key: str, digest: str) -> tuple[Kept, bool]:
    """What the act answers, and whether that was known before: then nothing is done again.

    The answer is kept in the transaction of the act, so that neither is there without the other. What the act refuses
    by raising wrote nothing, and is not kept. Raises OtherRequest, or StillAnswering.
    """
    with transaction.atomic():
        take_turn(user, key)
        drop_old_answers()
        row = IdempotentAnswer.objects.filter(user_id=user.pk, key=key, at__gt=timezone.now() - KEPT).first()
        if row is None:
            return keep(act(), user=user, key=key, digest=digest), False
        if row.request_digest != digest:
            raise OtherRequest
        return Kept(row.status, row.headers, row.body), True


def take_turn(user: AbstractBaseUser, key: str) -> None:
    """Holds the key of this account until the transaction ends; raises StillAnswering while another one does."""
    number = int.from_bytes(blake2b(f"{user.pk} {key}".encode(), digest_size=8).digest(), signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        (held,) = cursor.fetchone() or (False,)
    if not held:
        raise StillAnswering


def drop_old_answers() -> None:
    """Drops answers that are older than a day; those that another request is dropping are left to it."""
    old = IdempotentAnswer.objects.select_for_update(skip_locked=True).filter(at__lte=timezone.now() - KEPT)
    keys = list(old.values_list("pk", flat=True)[:SWEPT_AT_ONCE])
    if keys:
        IdempotentAnswer.objects.filter(pk__in=keys).delete()


def keep(answer: Kept, *, user: AbstractBaseUser, key: str, digest: str) -> Kept:
    """Stores an answer in place of one that is too old to count."""
    values: dict[str, Any] = {
        "request_digest": digest, "status": answer.status, "headers": answer.headers, "body": answer.body,
        "at": timezone.now(),
    }  # fmt: skip
    IdempotentAnswer.objects.update_or_create(user_id=user.pk, key=key, defaults=values)
    return answer
