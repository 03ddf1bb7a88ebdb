"""Announcing records that an import is about to fill, so that relations may point both ways."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from catalogue.curation.copying import copy_rows
from catalogue.curation.heads import title_of
from catalogue.documents import Document
from catalogue.documents.resolving import array, is_storable, is_uuid, is_word, query
from catalogue.documents.rules import SLUG
from catalogue.models import CLAIM_MODELS, KIND_MODELS, Creator, Record, Relation

COLUMNS = (
    "uuid", "kind", "title", "sort_title", "sort_key", "fold_key", "slug", "language", "status", "version",
    "created_at", "modified_at", "internal_note",
)  # fmt: skip
KNOWN = "SELECT uuid::text FROM catalogue_record WHERE uuid = ANY(%s::uuid[])"
LONGEST = 100
"""Letters of a slug."""


def announce_records(contents: Sequence[Document]) -> int:
    """Gives each record that does not exist yet a row without content (version 0), and says how many were made."""
    wanted = {
        str(content["uuid"]).lower(): content
        for content in contents
        if is_uuid(content.get("uuid")) and is_word(content.get("kind")) and content["kind"] in KIND_MODELS
    }
    with transaction.atomic():
        known = {row[0] for row in query(KNOWN, array(wanted))}
        missing = {uuid: content for uuid, content in wanted.items() if uuid not in known}
        slugs, now = slugs_of(missing), timezone.now()
        rows = (
            (uuid, content["kind"], announced_title(content), "", "", "", slugs[uuid], "es", "draft", 0, now, now, "")
            for uuid, content in missing.items()
        )
        if missing:
            copy_rows(Record, COLUMNS, rows)
    return len(missing)


def announced_title(content: Document) -> str:
    """The title under which others may name a record already."""
    title = title_of(content)[:500]
    return title if is_storable(title) else ""


def slugs_of(contents: Mapping[str, Document]) -> dict[str, str]:
    """The slug by which each announced record can be named already: its own if it is free, else its UUID."""
    wanted = {
        uuid: slug
        for uuid, content in contents.items()
        if isinstance(slug := content.get("slug"), str) and SLUG.match(slug) and len(slug) <= LONGEST
    }
    held = set(Record.objects.filter(slug__in=wanted.values()).values_list("kind", "slug"))
    found = {}
    for uuid, content in contents.items():
        key = (content["kind"], wanted.get(uuid, uuid))
        found[uuid] = uuid if key in held else key[1]
        held.add(key)
    return found


def drop_announced() -> int:
    """Takes back announced records that no document has filled and none names, and says how many."""
    with transaction.atomic():
        empty = Record.objects.filter(version=0)
        named = set(Relation.objects.filter(object__in=empty).values_list("object", flat=True))
        named.update(Relation.objects.filter(context__in=empty).values_list("context", flat=True))
        named.update(Creator.objects.filter(record__in=empty).values_list("record", flat=True))
        for model in CLAIM_MODELS:
            claims = model._default_manager.filter(attributed_to__in=empty)
            named.update(claims.values_list("attributed_to", flat=True))
        return empty.exclude(pk__in=named).delete()[0]
