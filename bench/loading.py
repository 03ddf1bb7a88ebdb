"""Loading: the generated records into the project's tables and into the hand-written ones, then their indexes."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

import psycopg

from bench import plain_tables
from bench.records import Names, labels, made_records
from bench.remembering import keep_frequencies
from bench.rows import Rows
from bench.server import mark, plain_url
from bench.shape import Shape
from bench.stages import say
from bench.words import Zipf, invented_words, told_apart

STEMMERS = ("spanish_stem", "romanian_stem", "english_stem")


def work(plan: dict[str, Any]) -> dict[str, Any]:
    """Fills a migrated, empty database with the records of a shape; seconds and sizes come back."""
    shape = Shape(**plan["shape"])
    with psycopg.connect(plain_url(plan["database"]), autocommit=True) as connection:
        started = time.perf_counter()
        names = Names.of(shape)
        words = Zipf(distinct_words(connection, shape, names))
        generated = time.perf_counter()
        frequencies = fill(connection, shape, names, words)
        copied = time.perf_counter()
        plain_tables.finish(connection)
        indexed = time.perf_counter()
        keep_frequencies(connection, frequencies, random.Random(shape.seed))
        mark(connection, shape.as_json())
    return {
        "words_s": generated - started,
        "copy_s": copied - generated,
        "plain_index_s": indexed - copied,
        "records": shape.records,
    }


def fill(connection: psycopg.Connection[Any], shape: Shape, names: Names, words: Zipf) -> Counter[str]:
    """Every record into both sets of tables; in how many records each word stands comes back."""
    frequencies: Counter[str] = Counter()
    plain_tables.make(connection)
    rows = Rows(shape, names)
    with rows.filling(connection):
        rows.add_vocabulary()
        for number, block in enumerate(made_records(shape, names, words), 1):
            for made in block:
                rows.add(made)
                frequencies.update(set(made.words))
            rows.flush(connection)
            plain_tables.copy(connection, block, rows.sort_key)
            if number % 10 == 0:
                say(f"{block[-1].number + 1:,} of {shape.records:,} records copied")
    return frequencies


def distinct_words(connection: psycopg.Connection[Any], shape: Shape, names: Names) -> list[str]:
    """The words of the texts: every index, stemming or not, tells them from each other, from names and from labels."""
    taken = [*names.given, *names.family, *names.places, *labels()]

    def forms(words: Sequence[str]) -> list[frozenset[str] | None]:
        return forms_of(connection, words)

    for times in (2, 4, 8):
        candidates = invented_words(random.Random(shape.seed), shape.distinct_words * times)
        words = told_apart(candidates, shape.distinct_words, forms, taken)
        if len(words) == shape.distinct_words:
            break
    return words


def forms_of(connection: psycopg.Connection[Any], words: Sequence[str]) -> list[frozenset[str] | None]:
    """The unaccented word and its stems in three languages; None for a word that one of them leaves out."""
    stems = ", ".join(f"ts_lexize('{stemmer}', lower(word))" for stemmer in STEMMERS)
    rows = connection.execute(
        f"SELECT lower(catalogue_unaccent(word)), {stems} FROM unnest(%s::text[]) WITH ORDINALITY AS t (word, place)"
        " ORDER BY place",
        [list(words)],
    ).fetchall()
    return [
        frozenset([exact, *(stem for each in lexemes for stem in each)]) if all(lexemes) else None
        for exact, *lexemes in rows
    ]
