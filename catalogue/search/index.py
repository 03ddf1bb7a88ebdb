"""Keeping the search entries: one row a record, made from its rows in the transaction that changed them."""

from __future__ import annotations

from collections.abc import Sequence

from django.apps import apps
from django.db import connection, transaction

from catalogue.search.vectors import vector
from catalogue.search.words import CLAIMS, COLUMNS, WANTED, WORDS
from catalogue.text import fold

_NAMES = """
SELECT record.id, array_remove(array_agg(name.text ORDER BY name.position, name.id), NULL), record.title
FROM catalogue_record record LEFT JOIN catalogue_name name ON name.record_id = record.id
    AND (name.attributed_to_id IS NULL OR name.attributed_to_id IN (
        SELECT id FROM catalogue_record WHERE status = 'published'
    ))
WHERE record.id = ANY(%(ids)s)
GROUP BY record.id
"""

_UPSERT = f"""
WITH {WANTED},{COLUMNS},{CLAIMS},
{WORDS}
INSERT INTO catalogue_searchentry (record_id, vector, names, body)
SELECT words.record_id,
    {" || ".join(vector(weight) for weight in "ABCD")},
    max(folded.names),
    string_agg(words.text, E'\\n' ORDER BY words.place, words.text) FILTER (WHERE btrim(words.text, E' \\n') <> '')
FROM words
JOIN unnest(%(records)s::bigint[], %(names)s::text[]) AS folded (record_id, names) USING (record_id)
GROUP BY words.record_id
ORDER BY words.record_id
ON CONFLICT (record_id) DO UPDATE
SET vector = excluded.vector, names = excluded.names, body = excluded.body
"""  # noqa: S608 -- assembled from constants of this layer


# Where a table has just been filled and has no statistics, the planner would compare each row with each.
_MANY = 50
_PLAN = "SELECT set_config('enable_nestloop', %s, true)"


def refresh(record_ids: Sequence[int]) -> None:
    """Make the search entries of these records anew; two statements, and for many records those that plan them."""
    if not record_ids:
        return
    ids = list(record_ids)
    with connection.cursor() as cursor:
        cursor.execute(_NAMES, {"ids": ids})
        folded = {record: _folded([title, *names]) for record, names, title in cursor.fetchall()}
        parameters = {"ids": ids, "records": list(folded), "names": list(folded.values())}
        if len(ids) <= _MANY:
            cursor.execute(_UPSERT, parameters)
            return
        with transaction.atomic():
            cursor.execute(_PLAN, ["off"])
            cursor.execute(_UPSERT, parameters)
            cursor.execute(_PLAN, ["on"])


def gather_statistics() -> None:
    """Tell the planner how full the tables are, after many rows came at once and before anybody asks."""
    names = (model._meta.db_table for model in apps.get_app_config("catalogue").get_models())
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(map(connection.ops.quote_name, names))}")


def _folded(names: list[str]) -> str:
    return "\n".join(dict.fromkeys(fold(name) for name in names))
