"""Announcing records that an import is about to fill, so that relations may point both ways."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from catalogue.curation.heads import title_of
from catalogue.documents import Document
from catalogue.documents.resolving import is_uuid
from catalogue.models import Kind, Record, Relation, Status


def announce_records(contents: Sequence[Document]) -> int:
    """Gives each record that does not exist yet a row without content (version 0), and says how many were made."""
    wanted = {
        str(content["uuid"]).lower(): content
        for content in contents
        if is_uuid(content.get("uuid")) and content.get("kind") in Kind.values
    }
    with transaction.atomic():
        known = {str(uuid) for uuid in Record.objects.filter(uuid__in=wanted).values_list("uuid", flat=True)}
        rows = [
            Record(
                uuid=uuid,
                kind=content["kind"],
                title=title_of(content)[:500],
                sort_title="",
                sort_key="",
                fold_key="",
                slug=uuid,
                status=Status.DRAFT,
                version=0,
            )
            for uuid, content in wanted.items()
            if uuid not in known
        ]
        Record.objects.bulk_create(rows)
    return len(rows)


def drop_announced() -> int:
    """Takes back announced records that no document has filled, and says how many."""
    with transaction.atomic():
        empty = Record.objects.filter(version=0)
        kept = Relation.objects.filter(object__in=empty).values("object")
        return empty.exclude(pk__in=kept).delete()[0]
