"""What is derived, compared with what it is derived from."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from catalogue.curation.feed import wrong_items
from catalogue.curation.heads import sort_title_of, title_of
from catalogue.documents import (
    FORM,
    PARTS,
    Document,
    build_contents,
    build_documents,
    content_of,
    record_line,
)
from catalogue.documents.bounds import record_bounds
from catalogue.documents.content import build_content
from catalogue.documents.loading import Loaded, load
from catalogue.documents.values import bounds_of
from catalogue.models import Footnote, ReadyDocument, Record, Stance
from catalogue.text import comma_letters, sort_key

BATCH = 200


def find_drift() -> dict[str, list[str]]:
    """What no longer agrees, by sort: each entry names the record or claim."""
    found: dict[str, list[str]] = {
        "citation counts": list(drifted_counts()), "records": [], "stored documents": [], "stored lines": [],
        "feed": list(wrong_items()),
    }  # fmt: skip
    keys = list(Record.objects.filter(version__gt=0).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        found["records"] += drifted_records(batch)
        found["stored documents"] += drifted_documents(batch)
        found["stored lines"] += drifted_lines(batch)
    return found


def drifted_counts() -> Iterator[str]:
    """Claims whose number of supporting footnotes is not the one they carry."""
    for part in PARTS:
        notes = Footnote.objects.filter(**{f"{part.target}__isnull": False}, stance=Stance.SUPPORTS)
        counts = Counter(notes.values_list(part.target, flat=True))
        for key, uuid, count in part.model._default_manager.values_list("pk", "uuid", "citation_count"):
            if counts[key] != count:
                yield f"{part.target} {uuid}: {count} kept, {counts[key]} found"


def drifted_records(record_ids: list[int]) -> Iterator[str]:
    """Records whose title, order or bounds do not follow from their claims."""
    loaded = load(record_ids)
    rows = Record.objects.in_bulk(record_ids)
    for key in loaded.records:
        content = build_content(loaded, key)
        for name in (*wrong_columns(rows[key], content), *wrong_bounds(loaded, key)):
            yield f"{content['kind']} {content['slug']}: {name}"


def wrong_columns(record: Record, content: Document) -> Iterator[str]:
    """The derived columns of a record that say something else than its content."""
    if record.title != title_of(content):
        yield "title"
    if record.sort_key != sort_key(comma_letters(record.sort_title or sort_title_of(content))):
        yield "sort key"
    if (record.earliest, record.latest) != record_bounds(content):
        yield "bounds"


def wrong_bounds(loaded: Loaded, record_id: int) -> Iterator[str]:
    """The claims of a record whose bounds are not those of their date."""
    for part in PARTS:
        for row in loaded.claims[part.key].get(record_id, ()):
            if (row["earliest"], row["latest"]) != bounds_of(row["date"], row["date_calendar"]):
                yield f"bounds of {part.target} {row['uuid']}"


def drifted_documents(record_ids: list[int]) -> Iterator[str]:
    """Stored documents, not marked stale, that differ from what would be built now."""
    stored = ReadyDocument.objects.filter(record__in=record_ids, record__stale__isnull=True).exclude(document="")
    kept = dict(stored.values_list("record", "document"))
    for key, document in build_documents(list(kept), full=False).items():
        before = json.loads(kept[key])
        if {**before, "ripple": 0} != {**document, "ripple": 0}:
            yield f"{document['kind']} {document['slug']}"


def drifted_lines(record_ids: list[int]) -> Iterator[str]:
    """Stored lines of exports, not marked stale, that differ from what would be built now."""
    stored = ReadyDocument.objects.filter(record__in=record_ids, record__stale__isnull=True, form=FORM)
    kept = {key: (line, full or line) for key, line, full in stored.values_list("record", "line", "full_line") if line}
    public, whole = (build_contents(list(kept), full=full) for full in (False, True))
    for key, lines in kept.items():
        if lines != (record_line(content_of(public[key])), record_line(content_of(whole[key]))):
            yield f"{whole[key]['kind']} {whole[key]['slug']}"
