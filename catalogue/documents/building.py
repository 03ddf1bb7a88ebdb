"""From records to documents: built live, or taken from the stored ones."""

from __future__ import annotations

import json
from collections.abc import Sequence

from django.db import connection, transaction
from django.db.models import Q

from catalogue.documents.audience import make_public
from catalogue.documents.content import build_content
from catalogue.documents.envelope import add_envelopes
from catalogue.documents.loading import load
from catalogue.documents.shape import Document, content_of, record_line
from catalogue.models import ReadyDocument, Record, StaleDocument, Status

FORM = 1
"""Grows whenever the same content would become another document or line: a new key, another wording of references."""


def build_contents(record_ids: Sequence[int], *, full: bool) -> dict[int, Document]:
    """The contents of these records, in the order asked for; a fixed number of queries."""
    loaded = load(record_ids)
    contents = {key: build_content(loaded, key) for key in record_ids if key in loaded.records}
    if full:
        return contents
    return {key: make_public(loaded, content) for key, content in contents.items()}


def build_documents(record_ids: Sequence[int], *, full: bool, language: str = "") -> dict[int, Document]:
    """The documents of these records, in the order asked for; a fixed number of queries."""
    loaded = load(record_ids)
    contents = {key: build_content(loaded, key) for key in record_ids if key in loaded.records}
    if not full:
        contents = {key: make_public(loaded, content) for key, content in contents.items()}
    return add_envelopes(loaded, contents, full=full, language=language)


def ready_documents(record_ids: Sequence[int], *, store: bool = True) -> dict[int, Document]:
    """The public documents of published records, in the order asked for; stale ones are made anew first.

    They are stored then, except where nothing can be: in a transaction that only reads.
    """
    kept, fresh = stored_and_fresh(record_ids, store=store)
    return {
        key: fresh[key] if key in fresh else json.loads(kept[key]) for key in record_ids if key in fresh or key in kept
    }


def ready_texts(record_ids: Sequence[int]) -> dict[int, str]:
    """The same documents as JSON text, without reading them: for those who only pass them on."""
    kept, fresh = stored_and_fresh(record_ids)
    return {
        key: to_text(fresh[key]) if key in fresh else kept[key] for key in record_ids if key in fresh or key in kept
    }


def stored_and_fresh(record_ids: Sequence[int], *, store: bool = True) -> tuple[dict[int, str], dict[int, Document]]:
    """Of the published records, the stored texts that can be served, and the documents that had to be made anew."""
    rows = Record.objects.filter(pk__in=record_ids, status=Status.PUBLISHED).values_list(
        "pk", "ready__document", "stale__record", "ready__form"
    )
    found = {row[0]: row for row in rows}
    stale = [key for key in record_ids if key in found and not is_fresh(found[key])]
    kept = {key: str(row[1]) for key, row in found.items() if is_fresh(row)}
    if not stale:
        return kept, {}
    return kept, refresh_ready(stale) if store else build_documents(stale, full=False)


def to_text(document: Document) -> str:
    """A document as it is stored: its keys in their order."""
    return json.dumps(document, ensure_ascii=False)


def is_fresh(row: tuple[int, str | None, int | None, int | None]) -> bool:
    """Whether a stored document can be served: there is one, unmarked, in the present form."""
    _key, document, mark, form = row
    return bool(document) and mark is None and form == FORM


def refresh_ready(record_ids: Sequence[int]) -> dict[int, Document]:
    """Builds and stores the public documents of these records, and takes away their marks of staleness."""
    with transaction.atomic():
        locked = lock_marks(record_ids)
        # The marks go first: a neighbour that changes meanwhile sets them again, and waits for this to end.
        # In the order in which a change sets them, or the two could wait for each other.
        marks = StaleDocument.objects.select_for_update().filter(pk__in=locked).order_by("pk")
        StaleDocument.objects.filter(pk__in=[mark.pk for mark in marks]).delete()
        loaded = load(locked)
        contents = {key: build_content(loaded, key) for key in locked if key in loaded.records}
        public = {key: make_public(loaded, content) for key, content in contents.items()}
        lines = {key: lines_of(content_of(contents[key]), content_of(content)) for key, content in public.items()}
        documents = add_envelopes(loaded, public, full=False)
        store_ready(documents, lines)
    rest = [key for key in record_ids if key not in documents]
    return documents | (build_documents(rest, full=False) if rest else {})


def make_ready(*, together: int = 200) -> int:
    """Stores the documents of all published records that have none to be served, a few at a time; how many it were."""
    ready = Q(ready__form=FORM, stale__isnull=True) & ~Q(ready__document="") & ~Q(ready__line="")
    lacking = Record.objects.filter(status=Status.PUBLISHED, version__gt=0).exclude(ready).order_by("pk")
    last = made = 0
    while keys := list(lacking.filter(pk__gt=last).values_list("pk", flat=True)[:together]):
        refresh_ready(keys)
        last, made = keys[-1], made + len(keys)
    return made


def lines_of(content: Document, public: Document) -> tuple[str, str]:
    """The lines of a record in the public export and, where it is another, in the internal one."""
    line = record_line(public)
    full = record_line(content)
    return line, "" if full == line else full


def lock_marks(record_ids: Sequence[int]) -> list[int]:
    """Takes the records' rows so that no save slips between building and storing; those in use are left."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM catalogue_record WHERE id = ANY(%s) AND status = 'published' ORDER BY id"
            " FOR NO KEY UPDATE SKIP LOCKED",
            [list(record_ids)],
        )
        return [row[0] for row in cursor.fetchall()]


def store_ready(documents: dict[int, Document], lines: dict[int, tuple[str, str]]) -> None:
    """Stores public documents with their lines; one that is stored again for the same version has rippled."""
    known = dict(ReadyDocument.objects.filter(pk__in=documents).exclude(document="").values_list("pk", "ripple"))
    for key, document in documents.items():
        document["ripple"] = known[key] + 1 if key in known else 0
    ReadyDocument.objects.bulk_create(
        [
            ReadyDocument(
                record_id=key,
                version=document["version"],
                ripple=document["ripple"],
                form=FORM,
                document=to_text(document),
                line=lines[key][0],
                full_line=lines[key][1],
            )
            for key, document in documents.items()
        ],
        update_conflicts=True,
        unique_fields=["record"],
        update_fields=["version", "ripple", "form", "document", "line", "full_line"],
    )


def ready_lines(record_ids: Sequence[int], *, full: bool) -> dict[int, str]:
    """The lines of records in an export, in the order asked for: the stored ones, the others built and not stored.

    Of unpublished records only the internal export has lines.
    """
    published = Record.objects.filter(pk__in=record_ids, status=Status.PUBLISHED)
    fresh = published.filter(stale__isnull=True, ready__form=FORM).exclude(ready__line="")
    found = {
        key: (full and full_line) or line
        for key, line, full_line in fresh.values_list("pk", "ready__line", "ready__full_line")
    }
    rest = [key for key in record_ids if key not in found]
    if rest and not full:
        shown = set(published.filter(pk__in=rest).values_list("pk", flat=True))
        rest = [key for key in rest if key in shown]
    if rest:
        found |= {key: record_line(content_of(each)) for key, each in build_contents(rest, full=full).items()}
    return {key: found[key] for key in record_ids if key in found}
