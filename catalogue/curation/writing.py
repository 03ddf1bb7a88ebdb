"""Writing the rows of records and of their kinds."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from psycopg import sql

from catalogue.curation.copying import copy_rows, next_keys
from catalogue.curation.drafts import User
from catalogue.curation.heads import Head, title_of
from catalogue.curation.revisions import last_versions
from catalogue.curation.rows import Keys, columns_of, kind_columns
from catalogue.documents import Document
from catalogue.documents.bounds import record_bounds
from catalogue.documents.shape import CREATOR_KEYS, LINK_KEYS, model_of
from catalogue.models import Creator, Identifier, PastSlug, Record, Source, SourceLink
from catalogue.text import comma_letters, fold, sort_key

if TYPE_CHECKING:
    from catalogue.curation.saving import Batch

WRITTEN = (
    "title", "sort_title", "sort_key", "fold_key", "slug", "language", "status", "version", "earliest", "latest",
    "modified_at", "modified_by_id", "internal_note",
)  # fmt: skip
MADE = ("id", "uuid", "kind", "created_at", "created_by_id", *WRITTEN)
UPDATE = """
    UPDATE catalogue_record SET title = new.title, sort_title = new.sort_title, sort_key = new.sort_key,
        fold_key = new.fold_key, slug = new.slug, language = new.language, status = new.status, version = new.version,
        earliest = new.earliest, latest = new.latest, modified_at = new.modified_at,
        modified_by_id = new.modified_by_id, internal_note = new.internal_note
    FROM json_to_recordset(%s) AS new (
        id bigint, title text, sort_title text, sort_key text, fold_key text, slug text, language text, status text,
        version integer, earliest bigint, latest bigint, modified_at timestamptz, modified_by_id bigint,
        internal_note text
    )
    WHERE catalogue_record.id = new.id
"""
"""All records of a batch in one statement, which an update of each column by cases takes ten times as long for."""
FOLD_LIMIT = 1000


def write_records(batch: Batch, changed: Sequence[Head], keys: Keys, *, user: User) -> None:
    """Writes the records, their kinds' columns, identifiers, creators and links; new ones get their keys."""
    before = last_versions(head.uuid for head in changed if not head.version)
    new = [head for head in changed if not head.record_id]
    old = [head for head in changed if head.record_id]
    for head, key in zip(new, next_keys(Record, len(new)), strict=True):
        head.record_id = key
    for head in changed:
        head.version = (head.version or before.get(head.uuid, 0)) + 1
        keys.records[head.uuid] = head.record_id
    now = timezone.now()
    rows = {
        head.draft: record_row(batch.contents[head.draft], head, now, user.pk if user else None) for head in changed
    }
    vacate(batch, old)
    if new:
        made = ((head.record_id, head.uuid, head.kind, now, user.pk if user else None) for head in new)
        copy_rows(Record, MADE, ((*first, *rows[head.draft]) for first, head in zip(made, new, strict=True)))
    if old:
        update_records({head.record_id: rows[head.draft] for head in old})
    write_past_slugs(batch, changed)
    write_kinds(batch, changed, keys)
    write_parts(batch, changed, keys)


def update_records(rows: dict[int, tuple[Any, ...]]) -> None:
    """Writes records that have a row already."""
    values = [{"id": key, **dict(zip(WRITTEN, row, strict=True))} for key, row in rows.items()]
    with connection.cursor() as cursor:
        cursor.execute(UPDATE, [json.dumps(values, default=datetime.isoformat, ensure_ascii=False)])


def vacate(batch: Batch, changed: Sequence[Head]) -> None:
    """Frees the slugs and citekeys that records of the batch leave, since another of the batch may take them."""
    for model, key in ((Record, "slug"), (Source, "citekey")):
        leaving = [
            head.record_id
            for head in changed
            if (old := batch.old(head)) and old.get(key) != batch.contents[head.draft].get(key)
        ]
        if leaving:
            model._default_manager.filter(pk__in=leaving).update(**{key: Concat(Value("~"), Cast("pk", CharField()))})


def record_row(content: Document, head: Head, now: datetime, user_id: int | None) -> tuple[Any, ...]:
    """The values of a record in the order of the columns that every save writes."""
    sort_title = content["sort_title"]
    return (
        title_of(content),
        sort_title,
        sort_key(comma_letters(sort_title)),
        fold(sort_title)[:FOLD_LIMIT],
        content["slug"],
        content["language"],
        content["status"],
        head.version,
        *record_bounds(content),
        now,
        user_id,
        content["internal_note"],
    )


def write_past_slugs(batch: Batch, changed: Sequence[Head]) -> None:
    """Keeps the slugs that records leave, and frees those that they take."""
    taken = {(head.kind, batch.contents[head.draft]["slug"]) for head in changed}
    left = []
    for head in changed:
        old = batch.old(head)
        if old and (head.kind, old["slug"]) not in taken:
            left.append(PastSlug(record_id=head.record_id, kind=head.kind, slug=old["slug"]))
    with connection.cursor() as cursor:
        for kind in sorted({head.kind for head in changed}):
            slugs = [batch.contents[head.draft]["slug"] for head in changed if head.kind == kind]
            cursor.execute("DELETE FROM catalogue_pastslug WHERE kind = %s AND slug = ANY(%s)", [kind, slugs])
    if left:
        PastSlug.objects.bulk_create(left, ignore_conflicts=True)


def write_kinds(batch: Batch, changed: Sequence[Head], keys: Keys) -> None:
    """Writes the tables of the kinds."""
    by_kind: dict[str, list[Head]] = defaultdict(list)
    for head in changed:
        by_kind[head.kind].append(head)
    for kind, group in by_kind.items():
        model, columns = model_of(kind), kind_columns(kind)
        rows = {head.draft: [head.record_id, *columns.values(keys, batch.contents[head.draft])] for head in group}
        old = [rows[head.draft] for head in group if batch.old(head)]
        new = [rows[head.draft] for head in group if not batch.old(head)]
        if new:
            copy_rows(model, ("record_ptr_id", *columns.names), new)
        if old:
            upsert(model._meta.db_table, columns.names, old)


def upsert(table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Writes rows of a kind's table, new or not."""
    statement = sql.SQL(
        "INSERT INTO {table} ({columns}) VALUES ({marks}) ON CONFLICT (record_ptr_id) DO UPDATE SET {news}"
    ).format(
        table=sql.Identifier(table),
        columns=sql.SQL(", ").join(map(sql.Identifier, ("record_ptr_id", *columns))),
        marks=sql.SQL(", ").join([sql.Placeholder()] * (len(columns) + 1)),
        news=sql.SQL(", ").join(sql.SQL("{0} = EXCLUDED.{0}").format(sql.Identifier(column)) for column in columns),
    )
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)


def write_parts(batch: Batch, changed: Sequence[Head], keys: Keys) -> None:
    """Writes what belongs to a record and has no identity of its own: identifiers, creators, links."""
    news = {head.record_id: batch.contents[head.draft] for head in changed}
    olds = {head.record_id: batch.old(head) for head in changed}
    for name, model, owner, writer in PARTS_OF_RECORDS:
        touched = {
            key: content for key, content in news.items() if content.get(name, []) != (olds[key] or {}).get(name, [])
        }
        replaced = [key for key in touched if (olds[key] or {}).get(name)]
        if replaced:
            model._default_manager.filter(**{f"{owner}__in": replaced}).delete()
        if touched:
            writer(touched, keys)


def write_identifiers(contents: dict[int, Document], keys: Keys) -> None:
    """Writes the identifiers of records."""
    terms = keys.resolver.terms
    rows = (
        (key, terms["identifier-scheme", row["scheme"]].pk, row["value"])
        for key, content in contents.items()
        for row in content["identifiers"]
    )
    copy_rows(Identifier, ("record_id", "scheme_id", "value"), rows)


def write_creators(contents: dict[int, Document], keys: Keys) -> None:
    """Writes the creators of sources."""
    columns = columns_of(Creator, "creator", CREATOR_KEYS)
    rows = (
        (key, position, *columns.values(keys, row))
        for key, content in contents.items()
        for position, row in enumerate(content["creators"])
    )
    copy_rows(Creator, ("source_id", "position", *columns.names), rows)


def write_links(contents: dict[int, Document], _keys: Keys) -> None:
    """Writes the links of sources."""
    rows = (
        (key, position, *(row[name] for name in LINK_KEYS))
        for key, content in contents.items()
        for position, row in enumerate(content["links"])
    )
    copy_rows(SourceLink, ("source_id", "position", *LINK_KEYS), rows)


PARTS_OF_RECORDS = (
    ("identifiers", Identifier, "record", write_identifiers),
    ("creators", Creator, "source", write_creators),
    ("links", SourceLink, "source", write_links),
)
