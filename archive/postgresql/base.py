"""The database engine of the private PostgreSQL: the first connection starts the server."""

from __future__ import annotations

import os
from typing import Any

import psycopg
from django.conf import settings
from django.db import connections
from django.db.backends.postgresql import base

from archive.postgresql.server import waiting

BUSY = "the database system is"
BUSY_SECONDS = 60


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to the private server, which the first one starts."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        for _ in waiting(seconds=BUSY_SECONDS, notice="waiting for the private PostgreSQL to recover"):
            settings.PRIVATE_POSTGRES.join()
            try:
                return super().get_new_connection(conn_params)
            except psycopg.OperationalError as error:
                # Starting up, in recovery after a killed session, or killed just now: joining mends it.
                if BUSY not in str(error) and settings.PRIVATE_POSTGRES.answers():
                    raise
        return super().get_new_connection(conn_params)

    def abandon(self) -> None:
        """In a forked child: the session is the parent's, so it is dropped without a word to the server."""
        if self.connection is not None:
            _ABANDONED.append(self.connection)
            self.connection = None
        self.in_atomic_block = False
        self.savepoint_ids = []
        self.atomic_blocks = []
        self.run_on_commit = []
        self.needs_rollback = False


# Keeps them from being collected, which would warn that nobody has closed them.
_ABANDONED: list[Any] = []


def _abandon_after_fork() -> None:
    for connection in connections.all(initialized_only=True):
        if isinstance(connection, DatabaseWrapper):
            connection.abandon()


os.register_at_fork(after_in_child=_abandon_after_fork)
