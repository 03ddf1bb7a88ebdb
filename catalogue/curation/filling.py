"""Filling an empty catalogue: ties and indexes are made once at the end, not row by row.

PostgreSQL's own advice for loading many rows. Rules that a document can break (uniqueness, values) stay in force all
the time; the ties (foreign keys) are checked as they are put back, all in the transaction of the import.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import connection

from catalogue.documents.resolving import query

TIES = """
    SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
    WHERE contype = 'f' AND conrelid = ANY(%s::regclass[]) AND confrelid = ANY(%s::regclass[]) ORDER BY 1, 2
"""
INDEXES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indrelid = ANY(%s::regclass[]) AND NOT indisunique ORDER BY 1
"""
OWNED = "SELECT bool_and(pg_has_role(relowner, 'USAGE')) FROM pg_class WHERE oid = ANY(%s::regclass[])"
ASKED = ("(slug)", "(slug varchar_pattern_ops)")
"""Indexes that an import itself asks."""
FILLED = (
    "record", "person", "unit", "organization", "event", "place", "source", "identifier", "creator", "sourcelink",
    "citation", "name", "dating", "attribute", "narrative", "relation", "footnote", "revision",
)  # fmt: skip


@contextmanager
def bare_tables() -> Iterator[None]:
    """Takes ties and indexes from the tables of records, and puts them back; nobody else can use the tables meanwhile.

    A role that does not own the tables fills them as they are.
    """
    filled = [apps.get_model("catalogue", name)._meta.db_table for name in FILLED]
    every = [model._meta.db_table for model in apps.get_app_config("catalogue").get_models()]
    if not query(OWNED, every)[0][0]:
        yield
        return
    ties = query(TIES, filled, every)
    indexes = [row for row in query(INDEXES, filled) if not row[1].endswith(ASKED)]
    # What waits to be checked would hold the tables.
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table, name, _definition in ties:
        execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    for name, _definition in indexes:
        execute(f"DROP INDEX {name}")
    yield
    for _name, definition in indexes:
        execute(definition)
    for table, name, definition in ties:
        execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")


def gather_statistics_of_records() -> None:
    """Tells the planner how full the tables are from which the index is about to be made."""
    read = (
        apps.get_model("catalogue", name)._meta.db_table
        for name in (*FILLED, "term", "relationtype", "disagreement")
        if name != "revision"
    )
    execute(f"ANALYZE {', '.join(read)}")


def execute(statement: str) -> None:
    """Runs a statement whose names and definitions PostgreSQL itself has written."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
