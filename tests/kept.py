"""Worlds that many tests begin with: made once by the catalogue itself, afterwards put back as rows."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection, transaction

Rows = dict[str, bytes]

_kept: dict[str, Rows] = {}


def keep(name: str, make: Callable[[], object]) -> None:
    """Makes a world in an empty catalogue, or puts its rows back where it was made before in this process."""
    if not _possible():
        make()
    elif name in _kept:
        _put_back(_kept[name])
    else:
        _make_and_remember(name, make)


def _possible() -> bool:
    # A test that commits runs what waits for the commit; an account without the right cannot leave triggers out.
    if not connection.in_atomic_block:
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_parameter_privilege('session_replication_role', 'SET')"
            " AND NOT EXISTS (SELECT FROM catalogue_record) AND NOT EXISTS (SELECT FROM catalogue_term)"
        )
        return bool(cursor.fetchone()[0])


def _make_and_remember(name: str, make: Callable[[], object]) -> None:
    before = _rows()
    make()
    after = _rows()
    changed = {table for table, rows in after.items() if rows != before[table]}
    # Rows that were there before are not put back, so a world that changed some is made anew each time.
    if all(before[table] == b"" for table in changed):
        _kept[name] = {table: after[table] for table in changed}


def _rows() -> Rows:
    return {table: _copied_out(table) for table in sorted(connection.introspection.table_names())}


def _copied_out(table: str) -> bytes:
    with connection.cursor() as cursor, cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
        return b"".join(bytes(piece) for piece in copy)


def _put_back(rows: Rows) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table, content in rows.items():
            with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
                copy.write(content)
        cursor.execute("SET LOCAL session_replication_role = origin")
