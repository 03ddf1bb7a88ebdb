"""Which facets the index counts: those that every catalogue has, and those that curators made of their vocabulary."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection
from django.utils.translation import get_language

from catalogue.search.statements import run

# ruff: noqa: S608 -- assembled from constants of this module; values are bound

BUILT_IN = (
    "kind",
    "status",
    "language",
    "gender",
    "echelon",
    "branch",
    "allegiance",
    "type",
    "csl_type",
    "tier",
    "level",
    "text_language",
    "place",
    "source",
    "certainty",
    "disputed",
    "unsourced",
    "period",
)

FEW = frozenset(
    {"kind", "status", "language", "gender", "csl_type", "tier", "level", "certainty", "disputed", "unsourced"}
)
"""Facets of so few values that many records have the same set of them: counted set by set, not value by value."""

_WANTED = """
    SELECT unnest(%(built_in)s::text[]) AS name, NULL::bigint AS property_id, NULL::bigint AS relation_type_id
    UNION ALL SELECT 'attr', id, NULL FROM catalogue_term WHERE scheme = 'property' AND facet
    UNION ALL SELECT 'rel', NULL, id FROM catalogue_relationtype WHERE facet
"""
_ADD = f"""
INSERT INTO catalogue_indexedfacet (name, property_id, relation_type_id, retired)
SELECT name, property_id, relation_type_id, FALSE FROM ({_WANTED}) wanted
WHERE NOT EXISTS (
    SELECT FROM catalogue_indexedfacet facet WHERE facet.name = wanted.name
    AND facet.property_id IS NOT DISTINCT FROM wanted.property_id
    AND facet.relation_type_id IS NOT DISTINCT FROM wanted.relation_type_id
)
ORDER BY name, property_id, relation_type_id
ON CONFLICT DO NOTHING
RETURNING property_id, relation_type_id
"""
_RETIRE = f"""
UPDATE catalogue_indexedfacet facet SET retired = NOT retired
WHERE retired = EXISTS (
    SELECT FROM ({_WANTED}) wanted WHERE facet.name = wanted.name
    AND facet.property_id IS NOT DISTINCT FROM wanted.property_id
    AND facet.relation_type_id IS NOT DISTINCT FROM wanted.relation_type_id
)
RETURNING property_id, relation_type_id
"""
_USERS = """
SELECT DISTINCT record_id FROM catalogue_attribute WHERE property_id = ANY(%(properties)s)
UNION SELECT record_id FROM catalogue_relation WHERE type_id = ANY(%(types)s)
"""


_OFFERED = """
SELECT facet.id, facet.name, marker.id, coalesce(property.slug, type.slug, ''), coalesce(property.value_scheme, ''),
    coalesce(property.label_en, type.label_en, ''), coalesce(property.label_es, type.label_es, ''),
    coalesce(property.label_ro, type.label_ro, ''), coalesce(type.subject_kinds, '{}'),
    coalesce(type.object_kinds, '{}')
FROM catalogue_indexedfacet facet
LEFT JOIN catalogue_indexedvalue marker
    ON marker.facet_id = facet.id AND marker.term_id IS NULL AND marker.record_id IS NULL
    AND marker.word IS NULL
LEFT JOIN catalogue_term property ON property.id = facet.property_id
LEFT JOIN catalogue_relationtype type ON type.id = facet.relation_type_id
WHERE NOT facet.retired
ORDER BY facet.name, coalesce(property.position, type.position, 0), 4
"""


class OfferedFacet(NamedTuple):
    """A facet that the index counts, with what is needed to offer it."""

    number: int
    name: str
    present: int | None
    slug: str
    value_scheme: str
    label_en: str
    label_es: str
    label_ro: str
    subject_kinds: Sequence[str]
    object_kinds: Sequence[str]

    def label(self) -> str:
        """The label in the language in force; English where it is missing."""
        labels = {"es": self.label_es, "ro": self.label_ro}
        return labels.get((get_language() or "en")[:2]) or self.label_en


def offered_facets() -> list[OfferedFacet]:
    """Every facet, those of curators in their order; one query."""
    return [OfferedFacet(*row) for row in run(_OFFERED)]


def missing_facets() -> bool:
    """Whether not even the built-in facets have their numbers, as in a catalogue that was just made."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM catalogue_indexedfacet WHERE name = ANY(%s)", [list(BUILT_IN)])
        return bool(cursor.fetchone()[0] < len(BUILT_IN))


def sync_facets() -> list[int]:
    """Gives new facets their numbers, and retires those that are none any more; the records to be indexed anew.

    A retired facet keeps its numbers: others may be about to count by them.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ADD, {"built_in": list(BUILT_IN)})
        changed = cursor.fetchall()
        cursor.execute(_RETIRE, {"built_in": list(BUILT_IN)})
        changed += cursor.fetchall()
        properties = [property_ for property_, _type in changed if property_]
        types = [type_ for _property, type_ in changed if type_]
        if not (properties or types):
            return []
        cursor.execute(_USERS, {"properties": properties, "types": types})
        return [row[0] for row in cursor.fetchall()]
