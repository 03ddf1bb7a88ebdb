"""The same records in hand-written tables: a wide one for text and pages, a narrow one that counting reads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import psycopg

from bench.records import Made
from bench.shape import FIRST_PERSON, SINGLE_FACETS
from catalogue.text import fold

folded = cache(fold)

COLUMNS = tuple(facet.replace("-", "_") for facet in SINGLE_FACETS)
_FACET_COLUMNS = ", ".join(f"{column} int NOT NULL" for column in COLUMNS)
_SCHEMA = f"""
DROP SCHEMA IF EXISTS bench CASCADE;
CREATE SCHEMA bench;
CREATE UNLOGGED TABLE bench.copied (
    docno int NOT NULL, title text NOT NULL, folded text COLLATE "C" NOT NULL, sort_key text COLLATE "C" NOT NULL,
    language text NOT NULL, body text NOT NULL, plain text NOT NULL
);
CREATE UNLOGGED TABLE bench.narrow (
    docno int NOT NULL, earliest int NOT NULL, latest int NOT NULL, {_FACET_COLUMNS}, places int[] NOT NULL
);
CREATE FUNCTION bench.vector(language text, title text, body text) RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$
    SELECT setweight(to_tsvector('simple', catalogue_unaccent(title)), 'A') || setweight(
        to_tsvector('simple', catalogue_unaccent(body)) || to_tsvector((CASE language WHEN 'es' THEN 'spanish'
        WHEN 'ro' THEN 'romanian' ELSE 'english' END)::regconfig, body), 'D')
$$;
"""
# What a careful hand would build; the totals of the whole are counted once, as the project does.
_FINISH = (
    "CREATE UNLOGGED TABLE bench.wide AS SELECT *, bench.vector(language, title, body) FROM bench.copied",
    "DROP TABLE bench.copied",
    "CREATE UNIQUE INDEX ON bench.wide (docno)",
    "CREATE UNIQUE INDEX ON bench.narrow (docno)",
    "CREATE INDEX wide_vector ON bench.wide USING gin (vector) WITH (fastupdate = off)",
    "CREATE INDEX wide_order ON bench.wide (sort_key, docno)",
    "CREATE INDEX wide_prefix ON bench.wide (folded, docno)",
    "CREATE INDEX wide_trigrams ON bench.wide USING gin (folded gin_trgm_ops)",
    "CREATE TABLE bench.total AS " + " UNION ALL ".join(
        [f"SELECT {number}::smallint AS facet, {column} AS value, count(*)::int AS n FROM bench.narrow GROUP BY 2"
         for number, column in enumerate(COLUMNS)]
        + [f"SELECT {len(COLUMNS)}, place, count(*)::int FROM bench.narrow, unnest(places) AS place GROUP BY place",
           "SELECT -1, 0, count(*)::int FROM bench.narrow"]
    ),
    "CREATE INDEX ON bench.total (facet, n DESC, value)",
    "ANALYZE",
)  # fmt: skip


def make(connection: psycopg.Connection[Any]) -> None:
    """Empty tables, whatever was there."""
    connection.execute(_SCHEMA)


def copy(connection: psycopg.Connection[Any], block: Sequence[Made], sort_key: Callable[[Made], str]) -> None:
    """One block of records."""
    wide, narrow = [], []
    for made in block:
        docno, text = FIRST_PERSON + made.number, made.text
        plain = f" {' '.join(map(folded, made.words))} "
        line = (docno, made.title, fold(made.sort_title), sort_key(made), made.language, text, plain)
        wide.append("\t".join(map(str, line)))
        values = "\t".join(map(str, made.values))
        places = ",".join(map(str, made.places))
        narrow.append(f"{docno}\t{made.birth}0101\t{made.death}1231\t{values}\t{{{places}}}")
    columns = "docno, title, folded, sort_key, language, body, plain"
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY bench.copied ({columns}) FROM STDIN") as stream:
            stream.write("\n".join(wide) + "\n")
        with cursor.copy("COPY bench.narrow FROM STDIN") as stream:
            stream.write("\n".join(narrow) + "\n")


def finish(connection: psycopg.Connection[Any]) -> None:
    """Vectors and indexes, after the rows."""
    for statement in _FINISH:
        connection.execute(statement)
