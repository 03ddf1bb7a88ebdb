"""Statements of the index that are planned once a connection: planning them costs more than running them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import psycopg
from django.db import connection, utils

_FEW = 20
# A table that was never analysed is taken for an empty one, and a plan made for that does not end on a full one.
_UNKNOWN = "SELECT FROM pg_class WHERE reltuples < 0 AND relkind = 'r' AND relname LIKE 'catalogue\\_%%' LIMIT 1"


def run(statement: str, parameters: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
    """The rows that a statement gives, prepared on the server; errors are Django's.

    Django's own cursors bind on the client, so that every statement is planned anew. Numbers go in as text
    (`as_array`), because a list of Python numbers would have another type, and another plan, with every size.
    """
    connection.ensure_connection()
    raw = _raw()
    kept, raw.prepare_threshold = raw.prepare_threshold, 0  # None, as Django sets it, refuses even when asked
    try:
        with connection.wrap_database_errors, psycopg.Cursor(raw) as cursor:
            cursor.execute(statement.encode(), parameters, prepare=True, binary=True)
            rows = cursor.fetchall() if cursor.description else []
    finally:
        raw.prepare_threshold = kept
    if connection.queries_logged:
        connection.queries_log.append({"sql": statement, "time": "0"})
    return rows


def plan_for(count: int) -> None:
    """Tells the server how statements over so many records are planned, until the transaction ends.

    For a few, the plan is kept: making it takes ten times as long as following it. For many it is made anew each
    time, since one that was made while the tables were small would compare each row with each.
    """
    mode = "force_generic_plan" if count <= _FEW else "force_custom_plan"
    if count > _FEW and run(_UNKNOWN):
        run("ANALYZE")
    run("SELECT set_config('plan_cache_mode', %(mode)s::text, true)", {"mode": mode})


def as_array(numbers: Iterable[int | None]) -> str:
    """Numbers as PostgreSQL writes an array, to be cast by the statement."""
    return "{" + ",".join("NULL" if number is None else str(number) for number in numbers) + "}"


def _raw() -> psycopg.Connection[Any]:
    if connection.connection is None:
        raise utils.InterfaceError("There is no connection to PostgreSQL.")
    raw: psycopg.Connection[Any] = connection.connection
    return raw
