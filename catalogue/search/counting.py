"""Counting facet values among the records found: one pass over the narrow rows, whatever was chosen in how many facets.

A facet's counts leave out its own selection. So the rows are read that miss at most one of the selections: those that
miss none count for every facet, those that miss one count for that facet alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet


class Counted(NamedTuple):
    """A value of a facet, how many records have it, and what is needed to show it."""

    facet: int
    number: int
    records: int
    term: int | None
    record: int | None
    word: str | None
    slug: str | None
    label_en: str | None
    label_es: str | None
    label_ro: str | None
    uuid: UUID | None
    title: str | None
    citekey: str | None
    namesakes: Sequence[str] | None

    @property
    def key(self) -> Any:
        """What the value stands for; None for “any value”."""
        return self.term or self.record or self.word

    def term_label(self, language: str) -> str:
        """The term's label in a language; English where it is missing."""
        label = self.label_es if language == "es" else self.label_ro if language == "ro" else None
        return label or self.label_en or ""


@dataclass(slots=True)
class Counts:
    """How many records were found, and the values of the facets among them, the frequent ones first."""

    totals: dict[int, int] = field(default_factory=dict)
    values: dict[int, list[Counted]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """The records that every filter lets through."""
        return self.totals.get(0, 0)

    def among(self, facet: int) -> int:
        """The records that all but the facet's own selection let through."""
        return self.count + (self.totals.get(facet, 0) if facet else 0)


# Counted values with what shows them; `top` holds (facet, number, count).
SHOWN = """
SELECT top.facet_id, top.number, top.count, value.term_id, value.record_id, value.word,
    coalesce(term.slug, record.slug), term.label_en, term.label_es, term.label_ro, record.uuid, record.title,
    source.citekey, CASE WHEN record.id IS NOT NULL THEN ARRAY(
        SELECT other.kind FROM unnest(ARRAY['person', 'unit', 'organization', 'event', 'place', 'source']) AS k (kind)
        JOIN catalogue_record other ON other.kind = k.kind AND other.slug = record.slug AND other.id <> record.id
    ) END
FROM top JOIN catalogue_indexedvalue value ON value.id = top.number
LEFT JOIN catalogue_term term ON term.id = value.term_id
LEFT JOIN catalogue_record record ON record.id = value.record_id
LEFT JOIN catalogue_source source ON source.record_ptr_id = value.record_id
ORDER BY top.facet_id, top.count DESC, top.number
"""
_COUNTED = """
WITH row AS MATERIALIZED (SELECT {missed} AS missed, "values", marks FROM ({rows}) row),
marked AS (SELECT missed, marks, count(*) AS count FROM row GROUP BY missed, marks),
counted AS MATERIALIZED (
    SELECT 0 AS missed, number, count(*) AS count
    FROM (SELECT unnest("values") AS number FROM row WHERE missed = 0) numbers GROUP BY number
    UNION ALL
    SELECT missed, number, count(*) FROM (
        SELECT missed, unnest("values") AS number FROM row WHERE missed <> 0
    ) numbers JOIN catalogue_indexedvalue value ON value.id = numbers.number AND value.facet_id = numbers.missed
    WHERE value.facet_id = ANY(%s) GROUP BY missed, number
    UNION ALL
    SELECT missed, number, sum(count) FROM (SELECT missed, unnest(marks) AS number, count FROM marked) numbers
    GROUP BY missed, number
),
of_facets AS (
    SELECT value.facet_id, value.id AS number, sum(counted.count)::int AS count,
        num_nonnulls(value.term_id, value.record_id, value.word) = 0 OR value.id = ANY(%s)
            OR value.facet_id = (SELECT id FROM catalogue_indexedfacet WHERE name = 'period') AS kept
    FROM counted JOIN catalogue_indexedvalue value ON value.id = counted.number
    WHERE value.facet_id = ANY(%s) AND counted.missed IN (0, value.facet_id)
    GROUP BY value.id
),
top AS (
    SELECT * FROM (
        SELECT *, row_number() OVER (PARTITION BY facet_id, kept ORDER BY count DESC, number) AS place FROM of_facets
    ) placed WHERE kept OR place <= %s
    UNION ALL
    SELECT NULL, counted.missed, sum(counted.count)::int, true, 0
    FROM counted JOIN catalogue_indexedvalue value ON value.id = counted.number
    JOIN catalogue_indexedfacet facet ON facet.id = value.facet_id
    WHERE facet.name = 'kind' AND value.word IS NOT NULL GROUP BY counted.missed
)
"""


def count_values(
    rows: QuerySet[Any], selections: Mapping[int, Q], facets: Sequence[int], *, most: int, kept: Sequence[int]
) -> Counts:
    """Counts of the values of facets, by number, among rows of facet entries.

    Selections: what was chosen in those of the facets in which something is. Most: how many values of a facet are
    wanted; one more is counted, to tell whether there are more. Kept: numbers of values that are wanted anyway.
    """
    names = [f"met_{facet}" for facet in selections]
    met = {
        name: ExpressionWrapper(condition, output_field=BooleanField())
        for name, condition in zip(names, selections.values(), strict=True)
    }
    if len(selections) > 1:
        rows = rows.filter(_misses_one_at_most(list(selections.values())))
    narrow = rows.order_by().annotate(**met).values("values", "marks", *names)
    sql, parameters = narrow.query.sql_with_params()
    statement = _COUNTED.format(missed=_missed(list(selections), names), rows=sql)
    shown = SHOWN.replace("JOIN catalogue_indexedvalue", "LEFT JOIN catalogue_indexedvalue", 1)
    with connection.cursor() as cursor:
        cursor.execute(f"{statement}{shown}", [*parameters, list(selections), list(kept), list(facets), most + 1])
        return read_counts(cursor.fetchall())


def read_counts(rows: Sequence[tuple[Any, ...]]) -> Counts:
    """The counts that rows of a statement tell; one without a facet tells how many records there are."""
    counts = Counts()
    for row in rows:
        if row[0] is None:
            counts.totals[row[1]] = row[2]
        else:
            counts.values.setdefault(row[0], []).append(Counted(*row))
    return counts


def _misses_one_at_most(conditions: Sequence[Q]) -> Q:
    """That all conditions but one hold, whichever that is: an OR that an index can answer."""
    either = Q()
    for left_out in range(len(conditions)):
        others = Q()
        for place, condition in enumerate(conditions):
            if place != left_out:
                others &= condition
        either |= others
    return either


def _missed(facets: Sequence[int], names: Sequence[str]) -> str:
    """SQL: the facet whose selection a row misses; 0 for none. At most one can be missed."""
    cases = " ".join(f"WHEN {name} IS NOT TRUE THEN {int(facet)}" for facet, name in zip(facets, names, strict=True))
    return f"CASE {cases} ELSE 0 END" if cases else "0"
