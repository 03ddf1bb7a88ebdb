"""Two people at work at once: a second connection in a thread of its own, and whether it stands before a lock."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from time import monotonic, sleep
from typing import Any

from django.db import connection
from django.utils import translation

WAITING = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock' AND pid <> pg_backend_pid()
"""

UNSETTLED = """
    SELECT catalogue_settled_before() < pg_snapshot_xmax(pg_current_snapshot())::text::bigint AND NOT EXISTS (
        SELECT FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_xid IS NOT NULL
    )
"""


def let_others_end() -> None:
    """Waits until the feed tells all that has ended here: tests beside these write to other databases of the server.

    A transaction that is open in this database is the test's own matter, and is not waited for.
    """
    deadline = monotonic() + 20
    while monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute(UNSETTLED)
            if not cursor.fetchone()[0]:
                return
        sleep(0.02)


class Worker:
    """A job in a thread of its own, with its own connection."""

    def __init__(self, job: Callable[[], Any]) -> None:
        self.job = job
        self.pool = ThreadPoolExecutor(max_workers=1)
        self.future: Future[Any] = self.pool.submit(self.run)

    def run(self) -> Any:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '30s'")
            # The language is the thread's own, and refusals are asserted in English.
            with translation.override("en"):
                return self.job()
        finally:
            connection.close()

    def answer(self) -> Any:
        """What the job came to; raises what it raised."""
        self.pool.shutdown(wait=True)
        return self.future.result()

    def waits(self) -> bool:
        """Whether the job stands still before a lock; looks until it does or is done."""
        deadline = monotonic() + 20
        while not self.future.done() and monotonic() < deadline:
            with connection.cursor() as cursor:
                # Within a transaction the activity of others is otherwise looked up once only.
                cursor.execute("SELECT pg_stat_clear_snapshot()")
                cursor.execute(WAITING)
                if cursor.fetchone()[0]:
                    return True
        return False
