"""Keeping the search entries: the words of each record as vectors, made from its texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db import connection

from catalogue.search.packing import Texts, Vector, Vectors, teach
from catalogue.search.statements import as_array, run
from catalogue.search.vectors import vocabularies, words_of
from catalogue.search.words import WEIGHTS, Said, texts_of
from catalogue.text import fold

_WRITE = """
INSERT INTO catalogue_searchentry AS entry (record_id, vector, named, names, body)
SELECT * FROM unnest(%(records)s::bigint[], %(vectors)s, %(named)s, %(names)s, %(bodies)s)
ON CONFLICT (record_id) DO UPDATE
SET vector = excluded.vector, named = excluded.named, names = excluded.names, body = excluded.body
WHERE entry.body <> excluded.body OR entry.names <> excluded.names
    OR entry.vector <> excluded.vector OR entry.named IS DISTINCT FROM excluded.named
"""


class Entry(NamedTuple):
    """What the table of search entries holds of a record."""

    record: int
    vector: bytes
    named: bytes
    names: str
    body: str


def write_words(record_ids: Sequence[int]) -> None:
    """Make the search entries of these records anew; two statements, and one for stems that were not met before."""
    entries = _entries(texts_of(record_ids))
    if not entries:
        return
    teach(connection.connection)
    told = {
        "records": as_array(entry.record for entry in entries),
        "vectors": Vectors([entry.vector for entry in entries]),
        "named": Vectors([entry.named for entry in entries]),
        "names": Texts(entry.names for entry in entries),
        "bodies": Texts(entry.body for entry in entries),
    }
    run(_WRITE, told)


def _entries(texts: dict[int, list[Said]]) -> list[Entry]:
    parted = {record: [(said, words_of(said.text)) for said in of] for record, of in texts.items()}
    met: dict[str, set[str]] = defaultdict(set)
    for of in parted.values():
        for said, words in of:
            met[said.language].update(words)
    known = {language: each.packed for language, each in vocabularies(met).items()}
    return [_entry(record, of, known) for record, of in parted.items()]


def _entry(record: int, texts: list[tuple[Said, list[str]]], known: dict[str, dict[str, tuple[bytes, ...]]]) -> Entry:
    vector = Vector()
    named = None
    for said, words in texts:
        if named is None and not said.place.is_name:
            named = vector.pack()
        vector.add(words, WEIGHTS[said.place], known[said.language])
    whole = vector.pack()
    names = _folded(said.text for said, _words in texts if said.place.is_name)
    body = "\n".join(said.text for said, _words in texts)
    return Entry(record, whole, whole if named is None else named, names, body)


def _folded(names: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(filter(None, map(fold, names))))
