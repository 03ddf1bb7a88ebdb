"""How often one may ask: counted in the database, so that all processes of the site count together."""

from __future__ import annotations

import time
from collections.abc import Mapping
from threading import Lock
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection

from catalogue.documents.resolving import query

WINDOW = 60
"""Seconds of one span."""
_COUNT = """
    INSERT INTO catalogue_requestcount (key, "window", count) VALUES (%s, %s, %s)
    ON CONFLICT (key, "window") DO UPDATE SET count = catalogue_requestcount.count + EXCLUDED.count
    RETURNING count
"""
# Another process that drops the same rows at the same time is not waited for, nor can the two wait for each other.
_SWEEP = """
    DELETE FROM catalogue_requestcount WHERE id IN (
        SELECT id FROM catalogue_requestcount WHERE "window" < %s FOR UPDATE SKIP LOCKED
    )
"""
PARTS = 20
"""A process adds its count to that of all when it has come to this part of a limit: most requests write nothing."""
_swept: set[int] = set()
"""The span in which this process has dropped old rows already: once in each."""


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
    """Counts one request; no statement as a rule, one when this process has a part of the limit to add."""
    now = time.time()
    window = int(now // WINDOW)
    count = _tally.count(key, window, max(1, limit // PARTS))
    return Allowance(limit, limit - count, max(1, int((window + 1) * WINDOW - now)))


class Tally:
    """What one process has counted in the present span."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.window = 0
        self.known: dict[str, tuple[int, int]] = {}
        """By key: the count of all processes when it was last asked, and what came here since."""

    def count(self, key: str, window: int, part: int) -> int:
        """One more; how many that are in the span, as far as this process knows."""
        with self.lock:
            if window != self.window:
                self.window, self.known = window, {}
            total, here = self.known.get(key, (0, 0))
            here += 1
            if here < part:
                self.known[key] = (total, here)
                return total + here
            self.known[key] = (total + here, 0)
        total = _added(key, window, here)
        with self.lock:
            if window == self.window:
                self.known[key] = (total, self.known.get(key, (0, 0))[1])
        return total


_tally = Tally()


def _added(key: str, window: int, count: int) -> int:
    """The count of all processes after this one has added its own."""
    total = int(query(_COUNT, key, window, count)[0][0])
    if window not in _swept:
        _sweep(window)
    return total


def _sweep(window: int) -> None:
    """Drops what was counted before the last span."""
    _swept.clear()
    _swept.add(window)
    with connection.cursor() as cursor:
        cursor.execute(_SWEEP, [window - 1])


def sender_address(meta: Mapping[str, Any]) -> str:
    """The address from which a request comes: behind proxies the one that the outermost of ours has seen."""
    proxies = getattr(settings, "AXES_IPWARE_PROXY_COUNT", 0)
    passed = [part.strip() for part in str(meta.get("HTTP_X_FORWARDED_FOR", "")).split(",") if part.strip()]
    # What stands further left was written by the sender himself.
    if proxies and len(passed) >= proxies:
        return passed[-proxies]
    return str(meta.get("REMOTE_ADDR", ""))
