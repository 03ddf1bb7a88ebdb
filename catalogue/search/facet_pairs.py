"""What a record has: pairs of a record and a facet value, and whether the public may know of it.

A relation to an entry that is not published is not public, nor is what someone unpublished is said to have stated.
What a claim denies, and what was rejected, is not said. Staff see all; the column `open` tells what everybody may.
"""

from __future__ import annotations

# ruff: noqa: S608 -- pieces of one statement, assembled from constants of this module; values are bound
_IDS = "%(ids)s::bigint[]"
_ENDS = {"relation": ("attributed_to_id", "object_id", "context_id")}
_SORTS = ("name", "dating", "attribute", "narrative", "relation")


def _is_public(end: str) -> str:
    """SQL: whether an entry is published; true where none is named.

    A subquery for each row, not a join: most claims name nobody, and a join would read all records for the few that do.
    """
    return f"coalesce((SELECT status = 'published' FROM catalogue_record WHERE id = {end}), true)"


def _claims(sort: str) -> str:
    kinds = ", (SELECT kind FROM catalogue_record WHERE id = claim.object_id) AS object_kind"
    public = " AND ".join(_is_public(f"claim.{end}") for end in _ENDS.get(sort, ("attributed_to_id",)))
    return f"""{sort}s AS MATERIALIZED (
    SELECT claim.*{kinds if sort == "relation" else ""}, {public} AS open,
        NOT negated AND standing <> 'rejected' AS affirmed
    FROM catalogue_{sort} claim WHERE claim.record_id = ANY({_IDS})
)"""


_CLAIMED = "\n    UNION ALL ".join(
    f"""SELECT record_id, open, certainty, disagreement_id IS NOT NULL AS disputed,
        basis = 'sourced' AND citation_count = 0 AS unsourced FROM {sort}s"""
    for sort in _SORTS
)
# One join for each sort: a join over whichever key is set would compare every claim with every footnote.
_CITED = "\n    UNION ALL ".join(
    f"""SELECT claim.record_id, claim.open, footnote.citation_id
    FROM {sort}s claim JOIN catalogue_footnote footnote ON footnote.{sort}_id = claim.id"""
    for sort in _SORTS
)

_COLUMN_TERMS = (
    ("person", "gender", "gender_id"),
    ("unit", "echelon", "echelon_id"),
    ("unit", "branch", "branch_id"),
    ("unit", "allegiance", "allegiance_id"),
    ("organization", "type", "type_id"),
    ("event", "type", "type_id"),
    ("place", "type", "type_id"),
)
_COLUMN_WORDS = ("csl_type", "tier", "level", "text_language")


def _facet(name: str) -> str:
    return f"(SELECT id FROM catalogue_indexedfacet WHERE name = '{name}')"


_TERMS = "\n    UNION ALL ".join(
    (
        *(
            f"""SELECT record_ptr_id, {_facet(facet)}, {column}, true
        FROM catalogue_{kind} WHERE record_ptr_id = ANY({_IDS}) AND {column} IS NOT NULL"""
            for kind, facet, column in _COLUMN_TERMS
        ),
        """SELECT record_id, facet.id, term_id, open
        FROM attributes JOIN catalogue_indexedfacet facet USING (property_id)
        JOIN catalogue_term property ON property.id = facet.property_id
        JOIN catalogue_term term ON term.id = attributes.term_id AND term.scheme = property.value_scheme
        WHERE affirmed AND NOT facet.retired""",
    )
)
_RECORDS = f"""SELECT record_id, facet.id, object_id, open
        FROM relations JOIN catalogue_indexedfacet facet ON facet.relation_type_id = relations.type_id
        WHERE affirmed AND object_id IS NOT NULL AND NOT facet.retired
    UNION ALL SELECT record_id, {_facet("place")}, object_id, open FROM relations
        WHERE affirmed AND object_kind = 'place'
    UNION ALL SELECT note.record_id, {_facet("source")}, cited.id, note.open AND cited.status = 'published'
        FROM notes note CROSS JOIN LATERAL unnest(ARRAY[note.source_id, note.via_source_id]) AS either (source_id)
        JOIN catalogue_record cited ON cited.id = either.source_id"""
_WORDS = "\n    UNION ALL ".join(
    (
        f"SELECT id, {_facet('kind')}, kind, true FROM wanted",
        f"SELECT id, {_facet('status')}, status, true FROM wanted",
        f"SELECT id, {_facet('language')}, language, true FROM wanted WHERE language <> ''",
        # The decades from which and up to which it reaches; nothing after the word where it is open at that end.
        f"""SELECT id, {_facet("period")}, 'from ' || coalesce(floor(earliest / 100000.0)::text, ''), true
        FROM wanted WHERE num_nonnulls(earliest, latest) > 0""",
        f"""SELECT id, {_facet("period")}, 'to ' || coalesce(floor(latest / 100000.0)::text, ''), true
        FROM wanted WHERE num_nonnulls(earliest, latest) > 0""",
        *(
            f"""SELECT record_ptr_id, {_facet(column)}, {column}, true
        FROM catalogue_source WHERE record_ptr_id = ANY({_IDS}) AND {column} <> ''"""
            for column in _COLUMN_WORDS
        ),
        """SELECT record_id, facet.id, text, open
        FROM attributes JOIN catalogue_indexedfacet facet USING (property_id)
        JOIN catalogue_term property ON property.id = facet.property_id
        WHERE affirmed AND text <> '' AND property.value_scheme = '' AND NOT facet.retired""",
        f"SELECT record_id, {_facet('certainty')}, certainty, open FROM claims",
        f"SELECT record_id, {_facet('disputed')}, 'true', open FROM claims WHERE disputed",
        f"SELECT record_id, {_facet('unsourced')}, 'true', open FROM claims WHERE unsourced",
    )
)

# Rows (record, value or null, facet, term, record of the value, word, open); the same may stand in several.
_PAIRS = f"""
WITH wanted AS MATERIALIZED (
    SELECT id, kind, status, language, earliest, latest FROM catalogue_record WHERE id = ANY({_IDS})
),
{", ".join(_claims(sort) for sort in _SORTS)},
claims AS (
    SELECT DISTINCT * FROM ({_CLAIMED}) claimed
),
notes AS (
    SELECT DISTINCT noted.record_id, noted.open AND {_is_public("citation.source_id")} AS open,
        citation.source_id, via.source_id AS via_source_id
    FROM ({_CITED}) noted JOIN catalogue_citation citation ON citation.id = noted.citation_id
    LEFT JOIN catalogue_citation via ON via.id = citation.via_id
),
terms (record_id, facet_id, term_id, open) AS (
    {_TERMS}
),
records (record_id, facet_id, object_id, open) AS (
    {_RECORDS}
),
words (record_id, facet_id, word, open) AS (
    {_WORDS}
),
pairs (record_id, value_id, facet_id, term_id, object_id, word, open) AS (
    SELECT pair.record_id, value.id, pair.facet_id, pair.term_id, NULL::bigint, NULL, pair.open
    FROM terms pair LEFT JOIN catalogue_indexedvalue value USING (facet_id, term_id)
    UNION ALL
    SELECT pair.record_id, value.id, pair.facet_id, NULL, pair.object_id, NULL, pair.open
    FROM records pair LEFT JOIN catalogue_indexedvalue value
        ON value.facet_id = pair.facet_id AND value.record_id = pair.object_id
    UNION ALL
    SELECT pair.record_id, value.id, pair.facet_id, NULL, NULL, pair.word, pair.open
    FROM words pair LEFT JOIN catalogue_indexedvalue value ON value.facet_id = pair.facet_id
        AND value.word = pair.word AND value.term_id IS NULL AND value.record_id IS NULL
)
"""

# A row a record: its values, the facet of each, and whether the public may know of it; one without a number is null.
SUMS = f"""
{_PAIRS}
SELECT record_id, array_agg(value_id), array_agg(facet_id), array_agg(open)
FROM (SELECT DISTINCT record_id, value_id, facet_id, open FROM pairs) pair GROUP BY record_id
"""

# The values that have no number yet.
LACKING = f"""
{_PAIRS}
SELECT DISTINCT facet_id, term_id, object_id, word FROM pairs WHERE value_id IS NULL AND facet_id IS NOT NULL
"""

# When the record surely was: begun at the latest on the first day, lasting at least until the second.
HEADS = f"""
SELECT record.id, record.kind, record.status, record.earliest, record.latest,
    CASE WHEN dated.record_id IS NULL THEN record.latest ELSE dated.begun END,
    CASE WHEN dated.record_id IS NULL THEN record.earliest ELSE dated.lasting END
FROM catalogue_record record
LEFT JOIN (
    SELECT record_id,
        min(CASE WHEN NOT whole THEN latest WHEN date LIKE '..%%' THEN -%(far)s::bigint ELSE earliest END) AS begun,
        max(CASE WHEN NOT whole THEN earliest WHEN date LIKE '%%..' THEN %(far)s::bigint ELSE latest END) AS lasting
    FROM (
        SELECT *, date LIKE '%%/%%' AND date_reading = 'throughout' AS whole FROM catalogue_dating
        WHERE record_id = ANY({_IDS}) AND standing = 'preferred' AND NOT negated
    ) dating
    GROUP BY record_id
) dated ON dated.record_id = record.id
WHERE record.id = ANY({_IDS})
"""
FAR = 10**17
