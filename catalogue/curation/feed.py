"""The feed of changes beside the catalogue: whether it tells the truth, and its numbers after a move of the server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction
from django.urls import reverse

from catalogue.documents.resolving import query
from catalogue.models import Change

# An entry is public if and only if its item is not gone, and every item that is not gone has its record.
WRONG = """
    SELECT record.kind || ' ' || record.slug FROM catalogue_record record
    LEFT JOIN catalogue_item item ON item.uuid = record.uuid
    WHERE record.version > 0 AND (record.status = 'published')
        IS DISTINCT FROM (item.uuid IS NOT NULL AND NOT item.gone AND item.record_id = record.id)
    UNION ALL
    SELECT item.kind || ' ' || item.uuid FROM catalogue_item item
    WHERE NOT item.gone AND NOT EXISTS (SELECT FROM catalogue_record WHERE uuid = item.uuid)
    ORDER BY 1
"""
AHEAD = """
    SELECT coalesce(max(transaction), 0) >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint FROM catalogue_change
"""
SHIFT = """
    UPDATE catalogue_change SET transaction = transaction - (SELECT max(transaction) + 1 FROM catalogue_change)
"""

GONE = (Change.Act.DELETED, Change.Act.MERGED)


def change_body(change: Change) -> dict[str, Any]:
    """One step of one entry; of what is gone there is no address of a document."""
    record = reverse("api:record-detail", kwargs={"uuid": change.subject})
    return {
        "id": change.pk,
        "at": change.at.isoformat(),
        "action": change.act,
        "uuid": str(change.subject),
        "kind": change.kind,
        "version": change.version,
        "api_url": None if change.act in GONE else record,
        "merged_into": str(change.merged_into) if change.merged_into else None,
    }


def wrong_items() -> Iterator[str]:
    """Entries of which the feed believes something else than the catalogue."""
    return (name for (name,) in query(WRONG))


def feed_is_ahead() -> bool:
    """Whether changes carry numbers of transactions that this server has not reached: it was restored elsewhere."""
    return bool(query(AHEAD)[0][0])


def rebase_changes() -> bool:
    """Puts the changes of another server before those of this one, in the order that they have; says if it had to.

    Programs go on from the last change that they know by its id, which stays.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE catalogue_change IN EXCLUSIVE MODE")
        ahead = feed_is_ahead()
        if ahead:
            cursor.execute(SHIFT)
    return ahead
