"""Writing the rows of records and of their kinds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from psycopg import sql

from catalogue.curation.drafts import User
from catalogue.curation.heads import Head, title_of
from catalogue.curation.revisions import last_versions
from catalogue.curation.rows import Keys, column_values, kind_columns, record_bounds
from catalogue.documents import Document
from catalogue.documents.shape import CREATOR_KEYS, model_of
from catalogue.models import Creator, Identifier, Kind, PastSlug, Record, Source, SourceLink
from catalogue.text import comma_letters, fold, sort_key

if TYPE_CHECKING:
    from catalogue.curation.saving import Batch

WRITTEN = (
    "title", "sort_title", "sort_key", "fold_key", "slug", "language", "status", "version", "earliest", "latest",
    "modified_at", "modified_by", "internal_note",
)  # fmt: skip
FOLD_LIMIT = 1000


def write_records(batch: Batch, changed: Sequence[Head], keys: Keys, *, user: User) -> None:
    """Writes the records, their kinds' columns, identifiers, creators and links; new ones get their keys."""
    before = last_versions(head.uuid for head in changed if not head.version)
    for head in changed:
        head.version = head.version or before.get(head.uuid, 0)
    rows = {head.draft: record_row(batch.contents[head.draft], head, user) for head in changed}
    vacate(batch, changed)
    new = [head for head in changed if not head.record_id]
    Record.objects.bulk_create([rows[head.draft] for head in new])
    old = [rows[head.draft] for head in changed if head.record_id]
    if old:
        Record.objects.bulk_update(old, WRITTEN)
    for head in changed:
        head.record_id = rows[head.draft].pk
        head.version += 1
        keys.records[head.uuid] = head.record_id
    write_past_slugs(batch, changed)
    write_kinds(batch, changed, keys)
    write_parts(batch, changed, keys)


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


def record_row(content: Document, head: Head, user: User) -> Record:
    """The row of a record."""
    title, sort_title = title_of(content), content["sort_title"]
    earliest, latest = record_bounds(content)
    row = Record(
        pk=head.record_id or None,
        uuid=head.uuid,
        kind=head.kind,
        title=title,
        sort_title=sort_title,
        sort_key=sort_key(comma_letters(sort_title)),
        fold_key=fold(sort_title)[:FOLD_LIMIT],
        slug=content["slug"],
        language=content["language"],
        status=content["status"],
        version=head.version + 1,
        earliest=earliest,
        latest=latest,
        internal_note=content["internal_note"],
        modified_at=timezone.now(),
        modified_by_id=user.pk if user else None,
    )
    if not head.record_id:
        row.created_by_id = user.pk if user else None
    return row


def write_past_slugs(batch: Batch, changed: Sequence[Head]) -> None:
    """Keeps the slugs that records leave, and frees those that they take."""
    taken = {(head.kind, batch.contents[head.draft]["slug"]) for head in changed}
    left = []
    for head in changed:
        old = batch.old(head)
        if old and (head.kind, old["slug"]) not in taken:
            left.append(PastSlug(record_id=head.record_id, kind=head.kind, slug=old["slug"]))
    kinds = {head.kind for head in changed}
    for kind in sorted(kinds):
        slugs = [batch.contents[head.draft]["slug"] for head in changed if head.kind == kind]
        PastSlug.objects.filter(kind=kind, slug__in=slugs).delete()
    PastSlug.objects.bulk_create(left, ignore_conflicts=True)


def write_kinds(batch: Batch, changed: Sequence[Head], keys: Keys) -> None:
    """Writes the tables of the kinds, which bulk_create refuses for models with a parent table."""
    by_kind: dict[str, list[Head]] = defaultdict(list)
    for head in changed:
        by_kind[head.kind].append(head)
    for kind, group in by_kind.items():
        model = model_of(kind)
        fields = [field for field in model._meta.local_concrete_fields if not field.primary_key]
        columns = [str(field.column) for field in fields]
        rows: list[list[Any]] = []
        for head in group:
            values = kind_columns(keys, batch.contents[head.draft])
            prepared = (field.get_db_prep_save(values[field.attname], connection) for field in fields)
            rows.append([head.record_id, *prepared])
        upsert(model._meta.db_table, columns, rows)


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
    for name, writer in (("identifiers", write_identifiers), ("creators", write_creators), ("links", write_links)):
        touched = {
            key: content for key, content in news.items() if content.get(name) != (olds[key] or {}).get(name, [])
        }
        if touched:
            writer(touched, keys)


def write_identifiers(contents: dict[int, Document], keys: Keys) -> None:
    """Replaces the identifiers of records."""
    Identifier.objects.filter(record__in=contents).delete()
    Identifier.objects.bulk_create(
        Identifier(record_id=key, scheme=keys.resolver.terms["identifier-scheme", row["scheme"]], value=row["value"])
        for key, content in contents.items()
        for row in content["identifiers"]
    )


def write_creators(contents: dict[int, Document], keys: Keys) -> None:
    """Replaces the creators of sources."""
    sources = {key: content for key, content in contents.items() if content["kind"] == Kind.SOURCE}
    Creator.objects.filter(source__in=sources).delete()
    Creator.objects.bulk_create(
        Creator(source_id=key, position=position, **column_values(keys, Creator, "creator", row, CREATOR_KEYS))
        for key, content in sources.items()
        for position, row in enumerate(content["creators"])
    )


def write_links(contents: dict[int, Document], keys: Keys) -> None:
    """Replaces the links of sources."""
    sources = {key: content for key, content in contents.items() if content["kind"] == Kind.SOURCE}
    SourceLink.objects.filter(source__in=sources).delete()
    SourceLink.objects.bulk_create(
        SourceLink(source_id=key, position=position, **row)
        for key, content in sources.items()
        for position, row in enumerate(content["links"])
    )
