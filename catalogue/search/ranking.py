"""The order of relevance: who is called so comes first, then what says most of it."""

from __future__ import annotations

import re
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from catalogue.models import Kind
from catalogue.search.query import TextQuery

MOST_WEIGHED = 1_000
"""Where more match, those that are not called so follow by title: to weigh them all would take too long."""
_MOST_MEASURED = 5_000
_MOST_LOOKED_AT = 3_000

_PLACEHOLDER = re.compile("%%|%s")
# Once in a name counts more than often in a narrative.
_WEIGHT = "ts_rank('{{0.02, 0.1, 0.3, 1.0}}', entry.vector, %(weighs)s::tsquery, 1)"
# The length of the shortest name that holds all the words: “Ion Antonescu” before “Trial of Ion Antonescu”.
_CLOSENESS = """(SELECT min(length(line)) FROM unnest(string_to_array(entry.names, E'\\n')) AS line
    WHERE line LIKE ALL(%(holding)s::text[]))"""
# Who bears a name comes before works of that title.
_WORK = f"(record.kind = '{Kind.SOURCE}' AND closeness IS NOT NULL)"

# The match is made first, by its indexes, before anything is put in order.
_WEIGHED = f"""
WITH found AS MATERIALIZED ({{matched}}),
weighed AS MATERIALIZED (
    SELECT entry.record_id, entry.named @@ %(named)s::tsquery AS named, {_WEIGHT} AS weight,
        CASE WHEN entry.named @@ %(named)s::tsquery THEN {_CLOSENESS} END AS closeness
    FROM found JOIN catalogue_searchentry entry ON entry.record_id = found.record_id
)
SELECT record.id FROM weighed JOIN catalogue_record record ON record.id = weighed.record_id
ORDER BY named DESC, closeness NULLS LAST, {_WORK}, weight DESC, record.sort_key, record.id
OFFSET %(first)s LIMIT %(size)s
"""  # noqa: S608 -- assembled from constants of this module; words are bound
_CALLED_SO = f"""
WITH called AS MATERIALIZED (
    SELECT record_id, names FROM catalogue_searchentry WHERE named @@ %(named)s::tsquery
),
entry AS MATERIALIZED (SELECT called.* FROM called WHERE record_id IN ({{matched}})),
measured AS MATERIALIZED (
    SELECT record_id, CASE WHEN (SELECT count(*) FROM entry) <= {_MOST_MEASURED} THEN {_CLOSENESS}
        WHEN strpos(E'\n' || names || E'\n', %(line)s) > 0 THEN 0 END AS closeness FROM entry
)
SELECT (SELECT count(*) FROM measured), ARRAY(
    SELECT record.id FROM measured JOIN catalogue_record record ON record.id = measured.record_id
    ORDER BY closeness NULLS LAST, {_WORK}, record.sort_key, record.id OFFSET %(first)s LIMIT %(size)s
)
"""  # noqa: S608 -- assembled from constants of this module; words are bound
_OTHERS = """
WITH found AS MATERIALIZED ({matched}),
others AS MATERIALIZED (
    SELECT record_id FROM found
    EXCEPT SELECT record_id FROM catalogue_searchentry WHERE named @@ %(named)s::tsquery
)
SELECT record.id FROM others JOIN catalogue_record record ON record.id = others.record_id
ORDER BY record.sort_key, record.id OFFSET %(first)s LIMIT %(size)s
"""
# Where every third record matches, the first ones by title are found soonest by reading in the order of titles.
_OTHERS_IN_ORDER = """
SELECT record.id FROM catalogue_record record
WHERE record.status = 'published' AND EXISTS (SELECT FROM ({matched}) found WHERE found.record_id = record.id OFFSET 0)
AND NOT EXISTS (
    SELECT FROM catalogue_searchentry entry WHERE entry.record_id = record.id AND entry.named @@ %(named)s::tsquery
    OFFSET 0
)
ORDER BY record.sort_key, record.id OFFSET %(first)s LIMIT %(size)s
"""


def too_many_to_weigh(count: int) -> bool:
    """Whether those that are not called so stand by title, because so many match."""
    return count > MOST_WEIGHED


def ranked(
    matched: QuerySet[Any], query: TextQuery, *, count: int, first: int, size: int, published: bool = False
) -> list[int]:
    """A stretch of the records of these facet entries in the order of relevance; one statement, seldom two.

    First those that are called so, shorter names before longer ones and who bears a name before works of that title;
    then by what the words weigh. That all of them are published makes long lists quicker.
    """
    asked = {
        "named": query.named,
        "weighs": query.weighs,
        "holding": [f"%{_escaped(word)}%" for word in query.words],
        "line": f"\n{' '.join(query.words)}\n",
        "first": first,
        "size": size,
    }
    if not too_many_to_weigh(count):
        return [row[0] for row in _rows(_WEIGHED, matched, asked)]
    [(called_so, ids)] = _rows(_CALLED_SO, matched, asked)
    if len(ids) == size or first + len(ids) >= count:
        return list(ids)
    asked |= {"first": max(0, first - called_so), "size": size - len(ids)}
    soon = published and (first + size) * max(count, _records()) < _MOST_LOOKED_AT * count
    return [*ids, *(row[0] for row in _rows(_OTHERS_IN_ORDER if soon else _OTHERS, matched, asked))]


def _records() -> int:
    """About how many records there are."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = 'catalogue_searchentry'::regclass")
        return int(cursor.fetchone()[0])


def _rows(statement: str, matched: QuerySet[Any], asked: dict[str, Any]) -> list[tuple[Any, ...]]:
    found, bound = matched.order_by().values("record_id").query.sql_with_params()
    named = {f"bound_{place}": value for place, value in enumerate(bound)}
    names = iter(named)
    placed = _PLACEHOLDER.sub(lambda sign: sign[0] if sign[0] == "%%" else f"%({next(names)})s", found)
    with connection.cursor() as cursor:
        cursor.execute(statement.format(matched=placed), asked | named)
        return list(cursor.fetchall())


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
