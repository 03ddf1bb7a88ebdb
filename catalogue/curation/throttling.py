"""How often one may ask: counted in the database, so that all processes of the site count together."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection

from catalogue.documents.resolving import query

WINDOW = 60
"""Seconds of one span."""
_COUNT = """
    INSERT INTO catalogue_requestcount (key, "window", count) VALUES (%s, %s, 1)
    ON CONFLICT (key, "window") DO UPDATE SET count = catalogue_requestcount.count + 1
    RETURNING count
"""
_SWEEP = 'DELETE FROM catalogue_requestcount WHERE "window" < %s'
_SWEPT_EVERY = 1_000
"""Old rows are dropped by every so many-th request of one who asks."""


class Allowance(NamedTuple):
    """What is left of a limit, and in how many seconds the span ends."""

    limit: int
    left: int
    seconds: int

    @property
    def is_spent(self) -> bool:
        """Whether this request is one too many."""
        return self.left < 0


def count_request(key: str, limit: int) -> Allowance:
    """Counts one request; one statement."""
    now = time.time()
    window = int(now // WINDOW)
    count = int(query(_COUNT, key, window)[0][0])
    if count == 1 or count % _SWEPT_EVERY == 0:
        with connection.cursor() as cursor:
            cursor.execute(_SWEEP, [window - 1])
    return Allowance(limit, limit - count, max(1, int((window + 1) * WINDOW - now)))


def sender_address(meta: Mapping[str, Any]) -> str:
    """The address from which a request comes: behind proxies the one that the outermost of ours has seen."""
    proxies = getattr(settings, "AXES_IPWARE_PROXY_COUNT", 0)
    passed = [part.strip() for part in str(meta.get("HTTP_X_FORWARDED_FOR", "")).split(",") if part.strip()]
    # What stands further left was written by the sender himself.
    if proxies and len(passed) >= proxies:
        return passed[-proxies]
    return str(meta.get("REMOTE_ADDR", ""))
