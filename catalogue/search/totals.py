"""Totals that are kept, so that a list without filters need not count: what was added up, and the changes since."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction

from catalogue.search.counting import SHOWN, Counts, read_counts
from catalogue.search.statements import as_array, run

# ruff: noqa: S608 -- assembled from constants of this module; values are bound
FOLDED_AT = 2_000
"""How many changes may wait to be added up."""
_LOCK = 7_201_945
"""Advisory lock of whoever adds the changes up; who does not get it leaves them to the other."""

_READ = f"""
WITH changes AS MATERIALIZED (
    SELECT value_id AS number, sum(change)::int AS change FROM catalogue_facetchange
    WHERE %(kind)s::text = '' OR kind = %(kind)s::text GROUP BY value_id HAVING sum(change) <> 0
),
more AS MATERIALIZED (SELECT count(*) AS count FROM changes),
numbers AS (
    SELECT listed.number FROM (
        SELECT id, name = 'period' AS whole FROM catalogue_indexedfacet WHERE id = ANY(%(facets)s::int[])
    ) facet CROSS JOIN LATERAL (
        SELECT total.value_id AS number FROM catalogue_facettotal total
        WHERE total.kind = %(kind)s::text AND total.facet_id = facet.id
        ORDER BY total.count DESC, total.value_id
        LIMIT CASE WHEN facet.whole THEN 10000 ELSE %(most)s::int + 2 + (SELECT count FROM more) END
    ) listed
    UNION SELECT number FROM changes
    UNION SELECT value.id FROM catalogue_indexedvalue value
        JOIN catalogue_indexedfacet facet ON facet.id = value.facet_id
        WHERE facet.name = 'kind' AND value.word IS NOT NULL
),
summed AS (
    SELECT value.facet_id, value.id AS number, coalesce(total.count, 0) + coalesce(changes.change, 0) AS count,
        num_nonnulls(value.term_id, value.record_id, value.word) = 0 OR facet.name = 'period' AS kept,
        facet.name = 'kind' AND value.word IS NOT NULL AS is_kind
    FROM numbers JOIN catalogue_indexedvalue value ON value.id = numbers.number
    JOIN catalogue_indexedfacet facet ON facet.id = value.facet_id
    LEFT JOIN catalogue_facettotal total ON total.value_id = value.id AND total.kind = %(kind)s::text
    LEFT JOIN changes ON changes.number = value.id
),
top AS (
    SELECT * FROM (
        SELECT facet_id, number, count,
            row_number() OVER (PARTITION BY facet_id, kept ORDER BY count DESC, number) AS place, kept
        FROM summed WHERE count > 0 AND facet_id = ANY(%(facets)s::int[])
    ) placed WHERE kept OR place <= %(most)s::int + 1
    UNION ALL
    SELECT NULL, 0, coalesce(sum(count), 0)::int, 0, true FROM summed WHERE is_kind
)
{SHOWN.replace("JOIN catalogue_indexedvalue", "LEFT JOIN catalogue_indexedvalue", 1)}
"""
_FOLD = """
WITH gone AS (
    DELETE FROM catalogue_facetchange RETURNING kind, value_id, change
),
summed AS (
    SELECT kind, value_id, sum(change) AS change FROM (
        SELECT kind, value_id, change FROM gone UNION ALL SELECT '', value_id, change FROM gone
    ) each GROUP BY kind, value_id HAVING sum(change) <> 0
)
INSERT INTO catalogue_facettotal AS total (kind, facet_id, value_id, count)
SELECT summed.kind, value.facet_id, value.id, summed.change
FROM summed JOIN catalogue_indexedvalue value ON value.id = summed.value_id
ORDER BY summed.kind, value.id
ON CONFLICT (kind, value_id) DO UPDATE SET count = total.count + excluded.count
"""
COUNT_ANEW = """
SELECT coalesce(kind, '') AS kind, value_id, count(*) AS count
FROM (SELECT kind, unnest("values" || marks) AS value_id FROM catalogue_facetentry WHERE audience < 2) entry
GROUP BY GROUPING SETS ((kind, value_id), (value_id))
"""
_REBUILD = f"""
INSERT INTO catalogue_facettotal (kind, facet_id, value_id, count)
SELECT counted.kind, value.facet_id, value.id, counted.count
FROM ({COUNT_ANEW}) counted JOIN catalogue_indexedvalue value ON value.id = counted.value_id
"""


def read_totals(kind: str | None, facets: Sequence[int], *, most: int) -> Counts:
    """The counts of a list without filters, as `count_values` would give them; one statement, which counts nothing."""
    return read_counts(run(_READ, {"kind": kind or "", "facets": as_array(facets), "most": most}))


def fold_changes(*, at: int = FOLDED_AT) -> bool:
    """Add the changes up if so many wait and nobody else does; whether it was done. Nobody waits for it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM (SELECT FROM catalogue_facetchange LIMIT %s) waiting", [at])
        if cursor.fetchone()[0] < max(at, 1):
            return False
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return False
        cursor.execute(_FOLD)
    return True


def rebuild_totals() -> None:
    """Count all published records anew, in a transaction that keeps others from saving meanwhile."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute("LOCK TABLE catalogue_facetchange, catalogue_facetentry IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("DELETE FROM catalogue_facetchange")
        cursor.execute("DELETE FROM catalogue_facettotal")
        cursor.execute(_REBUILD)


def stale_totals() -> list[tuple[str, int, int, int]]:
    """Kept totals that are not what counting gives: kind, number of the value, kept, counted."""
    with connection.cursor() as cursor:
        cursor.execute(f"""
            WITH kept AS (
                SELECT kind, value_id, sum(count)::int AS count FROM (
                    SELECT kind, value_id, count FROM catalogue_facettotal
                    UNION ALL SELECT kind, value_id, change FROM catalogue_facetchange
                    UNION ALL SELECT '', value_id, change FROM catalogue_facetchange
                ) each GROUP BY kind, value_id HAVING sum(count) <> 0
            )
            SELECT kind, value_id, coalesce(kept.count, 0), coalesce(counted.count, 0)::int
            FROM kept FULL JOIN ({COUNT_ANEW}) counted USING (kind, value_id)
            WHERE kept.count IS DISTINCT FROM counted.count ORDER BY kind, value_id
        """)
        return [tuple(row) for row in cursor.fetchall()]
