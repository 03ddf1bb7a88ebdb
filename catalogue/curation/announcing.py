"""Announcing records that an import is about to fill, so that relations may point both ways."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction

from catalogue.curation.heads import title_of
from catalogue.documents import Document
from catalogue.documents.resolving import is_storable, is_uuid
from catalogue.documents.rules import SLUG
from catalogue.models import CLAIM_MODELS, Creator, Kind, Record, Relation, Status

LONGEST = 100
"""Letters of a slug."""


def announce_records(contents: Sequence[Document]) -> int:
    """Gives each record that does not exist yet a row without content (version 0), and says how many were made."""
    wanted = {
        str(content["uuid"]).lower(): content
        for content in contents
        if is_uuid(content.get("uuid")) and content.get("kind") in Kind.values
    }
    with transaction.atomic():
        slugs = slugs_of(wanted)
        known = {str(uuid) for uuid in Record.objects.filter(uuid__in=wanted).values_list("uuid", flat=True)}
        rows = [
            Record(
                uuid=uuid,
                kind=content["kind"],
                title=title if is_storable(title := title_of(content)[:500]) else "",
                sort_title="",
                sort_key="",
                fold_key="",
                slug=slugs[uuid],
                status=Status.DRAFT,
                version=0,
            )
            for uuid, content in wanted.items()
            if uuid not in known
        ]
        Record.objects.bulk_create(rows)
    return len(rows)


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
