"""The same work in hand-written SQL: what PostgreSQL can do with nothing between it and the question."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import psycopg

from bench.asking import LIMIT_SECONDS, Overdue, ask_all
from bench.oracle import COLUMN_OF
from bench.plain_tables import COLUMNS
from bench.questions import WORKLOADS, Answer, Question
from bench.server import plain_url, sizes
from bench.shape import FACETS
from catalogue.text import fold

# A facet is a number in the statements: sorting by names would cost more than counting.
NUMBER_OF = {column: number for number, column in enumerate((*COLUMNS, "places"))}
_QUERY = (
    "to_tsquery('simple', catalogue_unaccent(%(word)s)) || to_tsquery('spanish', %(word)s)"
    " || to_tsquery('romanian', %(word)s) || to_tsquery('english', %(word)s)"
)
_TOTALS = "SELECT facet, value, n FROM bench.total WHERE facet = -1" + "".join(
    f" UNION ALL (SELECT facet, value, n FROM bench.total WHERE facet = {number} ORDER BY n DESC, value LIMIT 10)"
    for number in NUMBER_OF.values()
)


def top_ten(columns: tuple[str, ...], rows: str) -> str:
    """SQL: the ten most frequent values of each column in one pass over rows, and the total."""
    grouped = ", ".join(columns)
    named = " ".join(
        f"WHEN {(1 << len(columns)) - 1 - (1 << (len(columns) - 1 - at))} THEN {NUMBER_OF[column]}"
        for at, column in enumerate(columns)
    )
    return f"""SELECT facet, value, n FROM (
        SELECT facet, value, n, row_number() OVER (PARTITION BY facet ORDER BY n DESC, value) AS place FROM (
            SELECT CASE grouping({grouped}) {named} ELSE -1 END AS facet, coalesce({grouped}) AS value, count(*) AS n
            FROM {rows} GROUP BY GROUPING SETS ({", ".join(f"({column})" for column in columns)}, ())
        ) counted) placed WHERE place <= 10"""


def top_values(column: str, value: str, rows: str) -> str:
    """SQL: the ten most frequent values of one column."""
    return f"(SELECT {NUMBER_OF[column]}, {value}, count(*) AS n FROM {rows} GROUP BY 2 ORDER BY n DESC, 2 LIMIT 10)"


_WORD_COUNTS = f"""WITH hit AS MATERIALIZED (SELECT docno FROM bench.wide WHERE vector @@ ({_QUERY})),
found AS MATERIALIZED (SELECT n.* FROM bench.narrow n JOIN hit USING (docno))
{top_ten(COLUMNS, "found")}
UNION ALL {top_values("places", "place", "found, unnest(places) AS place")}"""
_WORD_PAGE = f"""SELECT docno, title FROM bench.wide WHERE vector @@ ({_QUERY})
ORDER BY ts_rank(vector, {_QUERY}) DESC, sort_key, docno LIMIT 25"""
_FIRST_PAGE = "SELECT docno, title FROM bench.wide ORDER BY sort_key, docno LIMIT 25"
_PREFIX = """SELECT docno, title FROM bench.wide WHERE folded >= %(prefix)s AND folded < %(prefix)s || U&'\\+10FFFF'
ORDER BY folded, docno LIMIT 10"""
_ALIKE = """SELECT docno, title FROM bench.wide WHERE folded %% %(name)s
ORDER BY similarity(folded, %(name)s) DESC, docno LIMIT 10"""
_PAGE = """SELECT docno, title FROM bench.wide WHERE (sort_key, docno) > (%(key)s, %(docno)s)
ORDER BY sort_key, docno LIMIT 10"""
_PLACE = "SELECT sort_key, docno FROM bench.wide ORDER BY sort_key, docno OFFSET %s LIMIT 1"


class Plain:
    """One connection, statements that psycopg prepares by itself."""

    name: str = "plain SQL"
    workloads: Collection[str] = tuple(WORKLOADS)

    def __init__(self, url: str) -> None:
        self.connection: psycopg.Connection[Any] = psycopg.connect(plain_url(url), autocommit=True)
        for setting in ("random_page_cost = 1.1", "work_mem = '64MB'", f"statement_timeout = '{LIMIT_SECONDS}s'"):
            self.connection.execute(f"SET {setting}")
        # Where page 10,000 begins is known to its reader, who comes from the page before.
        self.places: dict[int, tuple[str, int]] = {}

    def ask(self, question: Question) -> Answer:
        """Its answer."""
        try:
            return self._answer(question)
        except psycopg.errors.QueryCanceled as error:
            raise Overdue from error

    def _answer(self, question: Question) -> Answer:
        match question.workload:
            case "landing":
                return self._counted(_TOTALS, _FIRST_PAGE, {})
            case "frequent" | "medium" | "rare":
                return self._counted(_WORD_COUNTS, _WORD_PAGE, {"word": question.word})
            case "disjunctive":
                return self._counted(*disjunctive(question))
            case "prefix":
                return self._listed(_PREFIX, {"prefix": fold(question.prefix)})
            case "typo":
                return self._listed(_ALIKE, {"name": fold(question.name)})
            case _:
                key, docno = self._place(question.page)
                return self._listed(_PAGE, {"key": key, "docno": docno})

    def _counted(self, counts: str, page: str, parameters: dict[str, Any]) -> Answer:
        answer = self._listed(page, parameters)
        for facet, value, count in self.connection.execute(counts, parameters):
            if facet < 0:
                answer.total = count
            else:
                answer.facets.setdefault(FACETS[facet], {})[value] = count
        return answer

    def _listed(self, page: str, parameters: dict[str, Any]) -> Answer:
        rows = self.connection.execute(page, parameters).fetchall()
        return Answer(keys=[row[0] for row in rows], titles=[row[1] for row in rows])

    def _place(self, page: int) -> tuple[str, int]:
        if page == 1:
            return "", 0
        if page not in self.places:
            row = self.connection.execute(_PLACE, [(page - 1) * 10 - 1]).fetchone()
            self.places[page] = (row[0], row[1]) if row else ("", 0)
        return self.places[page]

    def disk(self) -> dict[str, int]:
        """Its tables and indexes."""
        return sizes(self.connection, "schema = 'bench' AND name IN ('wide', 'narrow', 'total')")


def disjunctive(question: Question) -> tuple[str, str, dict[str, Any]]:
    """Counts, page and parameters: rows that miss one choice at most, each facet counted with the others applied."""
    (one, ones), (other, others) = ((COLUMN_OF[facet], values) for facet, values in question.chosen.items())
    first, last = question.years or (0, 9999)
    rest = tuple(column for column in COLUMNS if column not in {one, other})
    near = f"""near AS MATERIALIZED (
        SELECT *, {one} = ANY(%(ones)s) AS is_one, {other} = ANY(%(others)s) AS is_other FROM bench.narrow
        WHERE earliest <= %(until)s AND latest >= %(since)s AND ({one} = ANY(%(ones)s) OR {other} = ANY(%(others)s))
    )"""
    both = "(SELECT * FROM near WHERE is_one AND is_other) found"
    counts = f"""WITH {near}
{top_ten(rest, both)}
UNION ALL {top_values("places", "place", f"{both}, unnest(places) AS place")}
UNION ALL {top_values(one, one, "near WHERE is_other")}
UNION ALL {top_values(other, other, "near WHERE is_one")}"""
    page = f"""SELECT docno, title FROM bench.narrow n JOIN bench.wide w USING (docno)
WHERE earliest <= %(until)s AND latest >= %(since)s AND {one} = ANY(%(ones)s) AND {other} = ANY(%(others)s)
ORDER BY sort_key, docno LIMIT 25"""
    return counts, page, {"ones": ones, "others": others, "since": first * 10_000 + 101, "until": last * 10_000 + 1231}


def work(plan: dict[str, Any]) -> dict[str, Any]:
    """Asks hand-written SQL."""
    return ask_all(Plain(plan["database"]), plan)


__all__ = ["Plain", "work"]
