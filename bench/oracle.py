"""The oracle: what is right, counted by brute force over plain rows, without any index of words."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import psycopg

from bench.plain_tables import COLUMNS, folded
from bench.questions import Answer, Question, from_json
from bench.server import plain_url
from bench.shape import FACETS, SEVERAL_FACET, SINGLE_FACETS

COLUMN_OF = dict(zip(SINGLE_FACETS, COLUMNS, strict=True))
COUNTED = ("landing", "frequent", "medium", "rare", "disjunctive")
"""The workloads of which total and counts are judged."""


def work(plan: dict[str, Any]) -> dict[str, Any]:
    """The right answers to the questions of a plan."""
    with psycopg.connect(plain_url(plan["database"]), autocommit=True) as connection:
        answers = [asdict(truth(connection, question)) for question in from_json(plan["questions"])]
    return {"answers": answers}


def truth(connection: psycopg.Connection[Any], question: Question) -> Answer:
    """The right answer to one question; every value of every facet, not only the first ones."""
    if question.workload in COUNTED:
        return counted(connection, question)
    if question.workload in {"first", "deep"}:
        rows = connection.execute(
            "SELECT docno FROM bench.wide ORDER BY sort_key, docno OFFSET %s LIMIT 10", [(question.page - 1) * 10]
        )
        return Answer(keys=[row[0] for row in rows])
    if question.workload == "typo":
        rows = connection.execute("SELECT docno FROM bench.wide WHERE title = %s", [question.title])
        return Answer(keys=[row[0] for row in rows])
    return Answer()


def counted(connection: psycopg.Connection[Any], question: Question) -> Answer:
    """Total, and each facet among the records that the rest of the question lets through."""
    select(connection, "matched", question)
    row = connection.execute("SELECT count(*) FROM matched").fetchone()
    answer = Answer(total=row[0] if row else 0)
    for facet in FACETS:
        rows = "matched"
        if facet in question.chosen:
            rows = "others_matched"
            select(connection, rows, question, without=facet)
        value = COLUMN_OF.get(facet, "place")
        if facet == SEVERAL_FACET:
            rows = f"{rows}, unnest(places) AS place"
        answer.facets[facet] = dict(connection.execute(f"SELECT {value}, count(*) FROM {rows} GROUP BY 1").fetchall())
    return answer


def select(connection: psycopg.Connection[Any], table: str, question: Question, *, without: str = "") -> None:
    """Keeps the records that a question finds in a table of this session."""
    parameters: list[Any] = []
    condition = conditions(question, without, parameters)
    connection.execute(f"DROP TABLE IF EXISTS {table}")
    rows = f"SELECT n.* FROM bench.narrow n JOIN bench.wide w USING (docno) WHERE {condition}"
    connection.execute(f"CREATE TEMP TABLE {table} AS {rows}", parameters)


def conditions(question: Question, without: str, parameters: list[Any]) -> str:
    """The question as a condition on plain rows, one facet left out."""
    parts = ["true"]
    if question.word:
        parts.append("strpos(w.plain, %s) > 0")
        parameters.append(f" {folded(question.word)} ")
    if question.years:
        parts.append("n.earliest <= %s AND n.latest >= %s")
        parameters += [question.years[1] * 10_000 + 1231, question.years[0] * 10_000 + 101]
    for facet, values in question.chosen.items():
        if facet != without:
            parts.append(f"n.{COLUMN_OF[facet]} = ANY(%s)")
            parameters.append(values)
    return " AND ".join(parts)
