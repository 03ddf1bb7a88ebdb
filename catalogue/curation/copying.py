"""Writing many rows at once: keys taken from their sequence beforehand, rows sent with COPY."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models
from psycopg import sql

NEXT_KEYS = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"


def next_keys(model: type[models.Model], count: int, key: str = "id") -> list[int]:
    """Keys for rows that are about to be written, so that what hangs on them can be written in the same pass."""
    if not count:
        return []
    with connection.cursor() as cursor:
        cursor.execute(NEXT_KEYS, [model._meta.db_table, key, count])
        return [row[0] for row in cursor.fetchall()]


def copy_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Writes new rows, their values in the order of the columns."""
    statement = sql.SQL("COPY {table} ({columns}) FROM STDIN").format(
        table=sql.Identifier(model._meta.db_table), columns=sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    # The driver's own errors would pass by those who wait for the framework's.
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        write = copy.write_row
        for row in rows:
            write(row)
