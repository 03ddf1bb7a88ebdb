"""Datasette on SQLite with FTS5: the same records in one table, its limits lifted, asked through its own client."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Collection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench.asking import LIMIT_SECONDS, Overdue, ask_all
from bench.plain_tables import COLUMNS
from bench.questions import Answer, Question
from bench.reading import rows
from bench.shape import SINGLE_FACETS
from bench.stages import say

_LIMIT_MS = LIMIT_SECONDS * 1000
SETTINGS = {
    "sql_time_limit_ms": _LIMIT_MS,
    "facet_time_limit_ms": _LIMIT_MS,
    "default_facet_size": 10,
    "suggest_facets": False,
    "allow_facet": True,
    "cache_size_kb": 200_000,
}
COLUMN_OF = dict(zip(SINGLE_FACETS, COLUMNS, strict=True))


def build(file: Path, url: str) -> None:
    """The database file; one that is complete is kept."""
    made = file.with_suffix(".part")
    made.unlink(missing_ok=True)
    with sqlite3.connect(made) as connection:
        connection.execute(
            "CREATE TABLE records (docno INTEGER PRIMARY KEY, place INTEGER, title TEXT, body TEXT, earliest INTEGER,"
            f" latest INTEGER, places TEXT, {', '.join(f'{column} INTEGER' for column in COLUMNS)})"
        )
        marks = ", ".join("?" * (7 + len(COLUMNS)))
        lines = (
            (row.docno, row.place, row.title, row.body, row.earliest, row.latest, json.dumps(row.places), *row.values)
            for row in rows(url)
        )
        connection.executemany(f"INSERT INTO records VALUES ({marks})", lines)
        for column in ("place", "earliest", "latest", *COLUMNS):
            connection.execute(f"CREATE INDEX records_{column} ON records ({column})")
        connection.execute(
            "CREATE VIRTUAL TABLE records_fts USING fts5"
            '(title, body, content="records", content_rowid="docno", tokenize="unicode61 remove_diacritics 2")'
        )
        connection.execute("INSERT INTO records_fts(records_fts) VALUES ('rebuild')")
        connection.execute("ANALYZE")
    connection.close()
    made.rename(file)


class Peer:
    """Datasette's application, asked in this process: no network in between."""

    name: str = "Datasette"
    workloads: Collection[str] = ("landing", "frequent", "medium", "rare", "disjunctive")

    def __init__(self, file: Path) -> None:
        from datasette.app import Datasette

        self.file = file
        self.loop = asyncio.new_event_loop()
        self.datasette = Datasette([], immutables=[str(file)], settings=SETTINGS)
        self.loop.run_until_complete(self.datasette.invoke_startup())

    def ask(self, question: Question) -> Answer:
        """Its answer."""
        address = f"/{self.file.stem}/records.json?{urlencode(parameters_of(question))}"
        response = self.loop.run_until_complete(self.datasette.client.get(address))
        found = response.json()
        if response.status_code != 200 or found.get("facets_timed_out") or found["filtered_table_rows_count"] is None:
            raise Overdue(found.get("error"))
        facets = found.get("facet_results", {})
        facets = facets.get("results", facets)
        return Answer(
            total=found["filtered_table_rows_count"],
            keys=[row["docno"] for row in found["rows"]],
            facets={
                facet: {each["value"]: each["count"] for each in facets[column]["results"]}
                for facet, column in COLUMN_OF.items()
            },
        )

    def disk(self) -> dict[str, int]:
        """The file, table and indexes in one."""
        return {"tables": self.file.stat().st_size, "indexes": 0}


def parameters_of(question: Question) -> list[tuple[str, str]]:
    """The question in Datasette's parameters; it facets over columns with one value, and ranks nothing."""
    found = [("_facet", column) for column in COLUMNS]
    found += [("_size", "25"), ("_shape", "objects"), ("_col", "title")]
    if question.word:
        found.append(("_search", question.word))
    else:
        found.append(("_sort", "place"))
    if question.years:
        found.append(("earliest__lte", str(question.years[1] * 10_000 + 1231)))
        found.append(("latest__gte", str(question.years[0] * 10_000 + 101)))
    found += [(f"{COLUMN_OF[facet]}__in", ",".join(map(str, each))) for facet, each in question.chosen.items()]
    return found


def work(plan: dict[str, Any]) -> dict[str, Any]:
    """Loads what is not loaded yet, and asks Datasette."""
    file = Path(plan["folder"], "records.db")
    if not file.exists():
        say("loading SQLite")
        build(file, plan["database"])
    return ask_all(Peer(file), plan)
