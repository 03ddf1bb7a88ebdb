"""The records as other systems load them: read from the hand-written tables, so that all have the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import psycopg

from bench.plain_tables import COLUMNS
from bench.server import plain_url


class Row(NamedTuple):
    """One record."""

    docno: int
    place: int
    title: str
    body: str
    earliest: int
    latest: int
    places: list[int]
    values: tuple[int, ...]


def rows(url: str) -> Iterator[Row]:
    """Every record, in the order of titles; `place` is where it stands in that order."""
    statement = f"""SELECT docno, title, body, earliest, latest, places, {", ".join(COLUMNS)}
        FROM bench.wide JOIN bench.narrow USING (docno) ORDER BY sort_key, docno"""
    with psycopg.connect(plain_url(url)) as connection, connection.cursor("records") as cursor:
        cursor.itersize = 5_000
        found: Any = cursor.execute(statement)
        for place, (docno, title, body, earliest, latest, places, *values) in enumerate(found):
            yield Row(docno, place, title, body, earliest, latest, places, tuple(values))
