"""What a loaded database remembers for the questions: how frequent its words are, and what its records are called."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from typing import Any

import psycopg

KEPT_FREQUENCIES = 40_000
"""Of how many words it is remembered in how many records they stand; the rarest are drawn among all."""


def keep_frequencies(connection: psycopg.Connection[Any], found: Counter[str], rng: random.Random) -> None:
    """Remembers the words from which questions are drawn."""
    kept = found.most_common(KEPT_FREQUENCIES)
    rare = sorted(word for word, count in found.items() if count == 1)
    kept += [(word, 1) for word in rng.sample(rare, min(1_000, len(rare)))]
    connection.execute("CREATE TABLE bench.word (word text NOT NULL, records int NOT NULL)")
    with connection.cursor() as cursor, cursor.copy("COPY bench.word FROM STDIN") as copy:
        for row in dict(kept).items():
            copy.write_row(row)


def frequencies_of(connection: psycopg.Connection[Any]) -> dict[str, int]:
    """In how many records each of the remembered words stands."""
    return dict(connection.execute("SELECT word, records FROM bench.word").fetchall())


def titles_of(connection: psycopg.Connection[Any], made: Iterable[int]) -> list[tuple[str, str]]:
    """Given and family name of some records."""
    rows = connection.execute("SELECT title FROM bench.wide WHERE docno = ANY(%s) ORDER BY docno", [list(made)])
    return [tuple(title.split(" ", 1)) for (title,) in rows]
