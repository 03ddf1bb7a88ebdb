"""The server and the bench's own databases on it; the catalogue of its owner is never touched."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

import psycopg
from psycopg import sql

PREFIX = "legajo_bench_"
MAINTENANCE = ("postgres", "template1")


class BenchError(Exception):
    """One sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Server:
    """A PostgreSQL in which databases can be made."""

    url: str

    @classmethod
    def of_environment(cls) -> Server:
        """That of DATABASE_URL, else the private one, which this process keeps running while it lives."""
        if url := os.environ.get("DATABASE_URL"):
            return cls(url)
        from django.conf import settings

        settings.PRIVATE_POSTGRES.join()
        private = settings.DATABASES["default"]
        query = urlencode({"host": private["HOST"], "port": private["PORT"]})
        return cls(f"postgresql://{quote(private['USER'])}@/{private['NAME']}?{query}")

    def url_of(self, database: str) -> str:
        """The address of a database of this server."""
        parts = urlsplit(self.url)
        address = urlunsplit(parts._replace(path=f"/{database}"))
        # urlunsplit drops the slashes of an address without a host.
        return address if "://" in address else address.replace("postgresql:/", "postgresql:///", 1)

    def connect(self, database: str) -> psycopg.Connection[Any]:
        """A connection that commits by itself."""
        return psycopg.connect(plain_url(self.url_of(database)), autocommit=True)

    def maintain(self) -> psycopg.Connection[Any]:
        """A connection from which databases are made and dropped."""
        for name in MAINTENANCE:
            try:
                return self.connect(name)
            except psycopg.OperationalError as error:
                refused = error
        raise BenchError(f"No maintenance database can be reached: {str(refused).splitlines()[0]}")

    def has(self, database: str) -> bool:
        """Whether there is such a database."""
        with self.maintain() as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
            return found.fetchone() is not None

    def make(self, database: str, *, template: str = "template0") -> None:
        """A new database, empty or as another one is, whatever was there under the name."""
        self.drop(database)
        names = map(sql.Identifier, (database, template))
        with self.maintain() as connection:
            try:
                connection.execute(sql.SQL("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE {}").format(*names))
            except psycopg.errors.InsufficientPrivilege as error:
                raise BenchError("The role of DATABASE_URL may not make databases: ALTER ROLE … CREATEDB.") from error

    def drop(self, database: str) -> None:
        """Without a trace."""
        if not database.startswith(PREFIX):
            raise BenchError(f"{database} is not a database of the bench.")
        with self.maintain() as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))

    def settings(self) -> dict[str, str]:
        """What of its settings bears on the figures."""
        names = [
            "server_version",
            "shared_buffers",
            "work_mem",
            "jit",
            "random_page_cost",
            "fsync",
            "synchronous_commit",
        ]
        found = {}
        with self.maintain() as connection:
            for name in names:
                row = connection.execute("SELECT current_setting(%s)", [name]).fetchone()
                found[name] = str(row[0]) if row else ""
        return found


def plain_url(url: str) -> str:
    """The address as libpq understands it: without parameters that only Django's reader knows."""
    parts = urlsplit(url)
    known = {"host", "port", "user", "password", "sslmode", "sslrootcert", "connect_timeout", "options"}
    query = [(key, value) for key, value in parse_qsl(parts.query) if key in known]
    return url.split("?")[0] + (f"?{urlencode(query)}" if query else "")


def mark(connection: psycopg.Connection[Any], shape: dict[str, Any]) -> None:
    """Says in the database of what shape it is; only a finished load does so."""
    connection.execute("CREATE TABLE IF NOT EXISTS bench.shape (shape jsonb NOT NULL)")
    connection.execute("DELETE FROM bench.shape")
    connection.execute("INSERT INTO bench.shape VALUES (%s)", [json.dumps(shape)])


def marked(connection: psycopg.Connection[Any]) -> dict[str, Any] | None:
    """The shape that a database was made of, if its load came to an end."""
    if connection.execute("SELECT to_regclass('bench.shape')").fetchone() == (None,):
        return None
    row = connection.execute("SELECT shape FROM bench.shape").fetchone()
    return row[0] if row else None


def sizes(connection: psycopg.Connection[Any], condition: str) -> dict[str, int]:
    """Bytes on disk of tables and of their indexes; a condition on `name` and `schema` says which."""
    row = connection.execute(
        f"""SELECT coalesce(sum(pg_table_size(oid)), 0)::bigint, coalesce(sum(pg_indexes_size(oid)), 0)::bigint
        FROM (SELECT c.oid, c.relname AS name, n.nspname AS schema FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r') tables WHERE {condition}"""
    ).fetchone()
    return {"tables": row[0], "indexes": row[1]} if row else {}
