"""The export: vocabularies, sources, citations, disagreements, records; a document a line, always in one order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from catalogue.citations import CitationFacts, load_citations, mark_of
from catalogue.documents import Document, is_open, ready_lines, to_line
from catalogue.exports.stored_lines import ended, lacking, stored_lines
from catalogue.models import (
    CLAIM_MODELS,
    Citation,
    Disagreement,
    Kind,
    Record,
    RelationType,
    Status,
    Term,
)

BATCH = 500
TERM_KEYS = (
    "scheme", "slug", "label_en", "label_es", "label_ro", "broader", "single", "facet", "value_scheme", "uri",
    "position", "note",
)  # fmt: skip
RELATION_TYPE_KEYS = (
    "slug", "label_en", "label_es", "label_ro", "inverse_en", "inverse_es", "inverse_ro", "subject_kinds",
    "object_kinds", "single", "facet", "symmetric", "uri", "position", "note",
)  # fmt: skip


@contextmanager
def one_snapshot() -> Iterator[None]:
    """Reads the catalogue as it stands at one moment, whatever is saved meanwhile."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def export_lines(*, kinds: Iterable[str] = (), internal: bool = False) -> Iterator[str]:
    """The lines of an export.

    With `kinds`, only records of these kinds, without vocabularies and citations. The public export leaves out
    drafts and internal notes; with `internal` it is everything.
    """
    chosen = list(kinds)
    if not chosen:
        yield from (to_line(line) for line in vocabulary())
        yield from record_lines(Kind.SOURCE, internal=internal)
        yield from (to_line(line) for line in citations(internal=internal))
        yield from (to_line(line) for line in disagreements(internal=internal))
    others = sorted(kind for kind in Kind.values if kind != Kind.SOURCE)
    for kind in sorted(set(chosen), key=lambda kind: (kind != Kind.SOURCE, kind)) or others:
        yield from record_lines(kind, internal=internal)


def vocabulary() -> Iterator[Document]:
    """Every term and relation type."""
    for row in Term.objects.select_related("broader").order_by("scheme", "slug"):
        values = {key: getattr(row, key) for key in TERM_KEYS if key != "broader"}
        values |= {"broader": row.broader.slug if row.broader else "", "position": row.position or None}
        yield {"kind": "term", "uuid": str(row.uuid), **values}
    for sort in RelationType.objects.order_by("slug"):
        yield {
            "kind": "relation-type",
            "uuid": str(sort.uuid),
            **{key: getattr(sort, key) for key in RELATION_TYPE_KEYS},
            "position": sort.position or None,
        }


def record_lines(kind: str, *, internal: bool) -> Iterator[str]:
    """The records of one kind in the order of their UUIDs."""
    return (line[:-1].decode() for line in record_data(kind, internal=internal))


def record_data(kind: str, *, internal: bool) -> Iterator[bytes]:
    """The same lines as they stand in a file: as they are stored, or made in batches if many are not."""
    rest = lacking(kind, internal=internal, most=BATCH + 1)
    if len(rest) <= BATCH:
        yield from stored_lines(kind, ready_lines(rest, full=internal), internal=internal)
        return
    records = Record.objects.filter(kind=kind, version__gt=0)
    if not internal:
        records = records.filter(status=Status.PUBLISHED)
    for keys in batches(records.order_by("uuid").values_list("pk", flat=True)):
        yield from map(ended, ready_lines(keys, full=internal).values())


def batches(keys: QuerySet[Any, int]) -> Iterator[list[int]]:
    """Keys in groups, read as they are needed."""
    stream = keys.iterator(chunk_size=BATCH * 4)
    while group := list(islice(stream, BATCH)):
        yield group


def citations(*, internal: bool) -> Iterator[Document]:
    """The citations in the order of their UUIDs; a public export only those that are not for drafts alone."""
    shown = Citation.objects.all() if internal else Citation.objects.in_public_use()
    for batch in batches(shown.order_by("uuid").values_list("pk", flat=True)):
        facts = load_citations(batch)
        for key in batch:
            if key in facts and (internal or is_open(facts[key])):
                yield citation_line(facts[key], internal=internal)


def citation_line(facts: CitationFacts, *, internal: bool) -> Document:
    """The line of one citation."""
    source = facts.source
    return {
        "kind": "citation",
        "uuid": facts.uuid,
        "source": {"uuid": source.uuid, "citekey": source.citekey, "title": source.title} if source else None,
        "label": facts.label,
        "locator": facts.locator,
        "via": {"uuid": facts.via.uuid, "mark": mark_of(facts.via.key)} if facts.via else None,
        "quotation": facts.quotation,
        "translation": facts.translation,
        "archive_url": facts.archive_url,
        "accessed": facts.accessed,
        "note": facts.note,
        "internal_note": facts.internal_note if internal else "",
    }


def disagreements(*, internal: bool) -> Iterator[Document]:
    """The disagreements in which a claim that is exported stands."""
    used: set[int] = set()
    for model in CLAIM_MODELS:
        claims = model._default_manager.filter(disagreement__isnull=False)
        if not internal:
            claims = claims.filter(record__status=Status.PUBLISHED)
        used.update(claims.values_list("disagreement", flat=True))
    rows = Disagreement.objects.all() if internal else Disagreement.objects.filter(pk__in=used)
    for row in rows.order_by("uuid"):
        yield {"kind": "disagreement", "uuid": str(row.uuid), "note": row.note, "reason": row.reason}
