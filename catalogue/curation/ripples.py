"""Which ready documents a change reaches: those that name what changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection

from catalogue.documents import Document, bare
from catalogue.documents.resolving import array
from catalogue.models import Citation, Kind

SHOWN_KEYS = ("slug", "status", "citekey")
"""What others show of a record, beside its title."""

NEIGHBOURS = """
    SELECT record_id FROM catalogue_relation
        WHERE object_id = ANY(%(ids)s::bigint[]) OR context_id = ANY(%(ids)s::bigint[])
    UNION SELECT record_id FROM catalogue_name WHERE attributed_to_id = ANY(%(ids)s::bigint[])
    UNION SELECT record_id FROM catalogue_dating WHERE attributed_to_id = ANY(%(ids)s::bigint[])
    UNION SELECT record_id FROM catalogue_attribute WHERE attributed_to_id = ANY(%(ids)s::bigint[])
    UNION SELECT record_id FROM catalogue_narrative WHERE attributed_to_id = ANY(%(ids)s::bigint[])
    UNION SELECT record_id FROM catalogue_relation WHERE attributed_to_id = ANY(%(ids)s::bigint[])
    UNION SELECT source_id FROM catalogue_creator WHERE record_id = ANY(%(ids)s::bigint[])
    UNION SELECT record_ptr_id FROM catalogue_source WHERE parent_id = ANY(%(ids)s::bigint[])
"""
CITING = """
    WITH RECURSIVE cited AS (
        SELECT id FROM catalogue_citation WHERE id = ANY(%(ids)s::bigint[])
        UNION SELECT c.id FROM catalogue_citation c JOIN cited ON c.via_id = cited.id
    )
    SELECT claim.record_id FROM catalogue_footnote f JOIN cited ON cited.id = f.citation_id
    CROSS JOIN LATERAL (
        SELECT record_id FROM catalogue_name WHERE id = f.name_id
        UNION ALL SELECT record_id FROM catalogue_dating WHERE id = f.dating_id
        UNION ALL SELECT record_id FROM catalogue_attribute WHERE id = f.attribute_id
        UNION ALL SELECT record_id FROM catalogue_relation WHERE id = f.relation_id
        UNION ALL SELECT record_id FROM catalogue_narrative WHERE id = f.narrative_id
    ) claim
"""
DISAGREEING = """
    SELECT record_id FROM catalogue_name WHERE disagreement_id = ANY(%(ids)s::bigint[])
    UNION SELECT record_id FROM catalogue_dating WHERE disagreement_id = ANY(%(ids)s::bigint[])
    UNION SELECT record_id FROM catalogue_attribute WHERE disagreement_id = ANY(%(ids)s::bigint[])
    UNION SELECT record_id FROM catalogue_relation WHERE disagreement_id = ANY(%(ids)s::bigint[])
    UNION SELECT record_id FROM catalogue_narrative WHERE disagreement_id = ANY(%(ids)s::bigint[])
"""

MARK = """
    WITH marked AS (
        INSERT INTO catalogue_staledocument (record_id)
        SELECT id FROM catalogue_record WHERE id = ANY(%(ids)s::bigint[]) ORDER BY id
        ON CONFLICT (record_id) DO UPDATE SET record_id = EXCLUDED.record_id
    )
    INSERT INTO catalogue_change (subject, kind, act, version)
    SELECT record.uuid, record.kind, 'rippled', record.version
    FROM catalogue_record record JOIN catalogue_item item ON item.record_id = record.id AND NOT item.gone
    WHERE record.id = ANY(%(ids)s::bigint[]) AND NOT EXISTS (
        SELECT FROM catalogue_change
        WHERE subject = record.uuid AND transaction = pg_current_xact_id()::text::bigint
    )
    ORDER BY record.id
"""


def neighbours_of(changes: Sequence[tuple[Document | None, Document, int]]) -> set[int]:
    """The records whose documents show what these changes touch."""
    # A record without content that has its key already was announced: others may name it since.
    shown = [key for old, new, key in changes if key and (old is None or shows_otherwise(old, new))]
    sources = [key for old, new, key in changes if old is not None and new["kind"] == Kind.SOURCE]
    disputed = {uuid for old, new, _key in changes for uuid in disagreements_of(old, new)}
    found = query(NEIGHBOURS, shown) | citing_sources(sources)
    if disputed:
        found |= query(DISAGREEING, disagreement_keys(disputed))
    return found


def shows_otherwise(old: Document, new: Document) -> bool:
    """Whether others must show the record differently from now on."""
    return any(old.get(key) != new.get(key) for key in SHOWN_KEYS) or bare(old["names"]) != bare(new["names"])


def disagreements_of(old: Document | None, new: Document) -> set[str]:
    """The disagreements in which a record takes part before or after a change."""
    return {
        claim["disagreement"]["uuid"]
        for content in (old, new)
        if content is not None
        for part in ("names", "datings", "attributes", "narratives", "relations")
        for claim in content[part]
        if claim["disagreement"]
    }


def disagreement_keys(uuids: Iterable[str]) -> list[int]:
    """The keys of disagreements by UUID."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM catalogue_disagreement WHERE uuid = ANY(%s::uuid[])", [sorted(uuids)])
        return [row[0] for row in cursor.fetchall()]


def citing_sources(source_ids: Sequence[int]) -> set[int]:
    """The records whose notes show these sources, also at second hand."""
    return citing(list(Citation.objects.filter(source__in=source_ids).values_list("pk", flat=True)))


def citing(citation_ids: Sequence[int]) -> set[int]:
    """The records whose notes show these citations, also at second hand."""
    return query(CITING, citation_ids)


def in_disagreement(disagreement_ids: Sequence[int]) -> set[int]:
    """The records with a claim in these disagreements."""
    return query(DISAGREEING, disagreement_ids)


def query(statement: str, ids: Sequence[int]) -> set[int]:
    """The records that a statement finds; none for no keys."""
    if not ids:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(statement, {"ids": array(ids)})
        return {row[0] for row in cursor.fetchall()}


def mark_stale(record_ids: Iterable[int]) -> None:
    """Marks ready documents as out of date, and tells the feed of those that are only shown otherwise from now on.

    A mark that is already there is taken again, so that who is about to remove it waits for this change to end.
    """
    with connection.cursor() as cursor:
        cursor.execute(MARK, {"ids": array(sorted(record_ids))})
