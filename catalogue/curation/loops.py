"""Hierarchies have a top: nothing stands above itself."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

TERMS = """
    WITH RECURSIVE above AS (
        SELECT id AS start, broader_id AS at FROM catalogue_term WHERE id = ANY(%s) AND broader_id IS NOT NULL
        UNION SELECT above.start, t.broader_id FROM above JOIN catalogue_term t ON t.id = above.at
        WHERE t.broader_id IS NOT NULL
    )
    SELECT start FROM above WHERE start = at
"""
SOURCES = """
    WITH RECURSIVE above AS (
        SELECT record_ptr_id AS start, parent_id AS at FROM catalogue_source
        WHERE record_ptr_id = ANY(%s) AND parent_id IS NOT NULL
        UNION SELECT above.start, s.parent_id FROM above JOIN catalogue_source s ON s.record_ptr_id = above.at
        WHERE s.parent_id IS NOT NULL
    )
    SELECT start FROM above WHERE start = at
"""


def in_loop(statement: str, ids: Sequence[int]) -> set[int]:
    """Those of the rows that stand above themselves, by however many steps."""
    if not ids:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(ids)])
        return {row[0] for row in cursor.fetchall()}
