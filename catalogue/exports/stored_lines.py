"""The stored lines of a whole kind, as fast as the database hands them out: one COPY in the order of an export."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from catalogue.documents import FORM

# The rows are put in order before the lines are fetched: sorting them with their lines would write all of them to disk.
# A line is fresh in the present form only, and while nothing that it names has changed.
_LINES = """
COPY (
    SELECT coalesce((
        SELECT CASE WHEN %(full)s AND ready.full_line <> '' THEN ready.full_line ELSE ready.line END
        FROM catalogue_readydocument ready
        WHERE ready.record_id = listed.id AND listed.public AND ready.form = %(form)s AND ready.line <> ''
            AND NOT EXISTS (SELECT FROM catalogue_staledocument stale WHERE stale.record_id = ready.record_id)
    ), listed.id::text)
    FROM (
        SELECT id, status = 'published' AS public FROM catalogue_record
        WHERE kind = %(kind)s AND version > 0 AND (%(full)s OR status = 'published')
        ORDER BY uuid OFFSET 0
    ) listed
) TO STDOUT
"""
_LACKING = """
SELECT record.id FROM catalogue_record record
WHERE kind = %(kind)s AND version > 0 AND (%(full)s OR status = 'published') AND NOT (
    status = 'published' AND EXISTS (
        SELECT FROM catalogue_readydocument ready
        WHERE ready.record_id = record.id AND ready.form = %(form)s AND ready.line <> ''
            AND NOT EXISTS (SELECT FROM catalogue_staledocument stale WHERE stale.record_id = ready.record_id)
    )
)
LIMIT %(most)s
"""


def lacking(kind: str, *, internal: bool, most: int) -> list[int]:
    """Records of a kind whose line must be built; at most so many."""
    with connection.cursor() as cursor:
        cursor.execute(_LACKING, {"kind": str(kind), "full": internal, "form": FORM, "most": most})
        return [key for (key,) in cursor.fetchall()]


def stored_lines(kind: str, built: dict[int, str], *, internal: bool) -> Iterator[bytes]:
    """The lines of a kind with their ends, by its UUIDs; of those that are not stored, the ones that were built."""
    asked = {"kind": str(kind), "full": internal, "form": FORM}
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(_LINES, asked) as rows:
        for row in rows:
            line = bytes(row)
            if not line[:-1].isdigit():
                # JSON has no bare control characters: a backslash is all that COPY doubles.
                yield line.replace(b"\\\\", b"\\")
            elif int(line) in built:
                yield ended(built[int(line)])


def ended(line: str) -> bytes:
    """A line as it stands in a file."""
    return f"{line}\n".encode()
