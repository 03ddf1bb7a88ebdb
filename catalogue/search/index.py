"""Keeping the search entries: one row a record, made from its rows in the transaction that changed them."""

from __future__ import annotations

from collections.abc import Sequence

from django.apps import apps
from django.db import connection

from catalogue.search.entries import write_words
from catalogue.search.facet_index import forget_facets, write_facets
from catalogue.search.names import write_names
from catalogue.search.statements import plan_for
from catalogue.search.totals import fold_changes

CHUNK = 2_000
"""How many records are indexed at a time: what is held in memory does not grow with the catalogue."""


def refresh(record_ids: Sequence[int]) -> None:
    """Make everything anew by which these records are found and counted, in the transaction that changed them.

    Writing the facet entries comes first: it locks the records' rows, so that of two changes that reach a record the
    second reads what the first has written.
    """
    ids = sorted(set(record_ids))
    for start in range(0, len(ids), CHUNK):
        write_rows(ids[start : start + CHUNK])
    if ids:
        fold_changes()


def write_rows(record_ids: Sequence[int], *, count: bool = True) -> None:
    """The facet entries, words and names of these records; with `count` the kept totals follow."""
    plan_for(len(record_ids))
    write_facets(record_ids, count=count)
    write_words(record_ids)
    write_names(record_ids)


def forget(record_ids: Sequence[int]) -> None:
    """Take records that are about to be deleted out of the counts."""
    forget_facets(record_ids)


def gather_statistics() -> None:
    """Tell the planner how full the tables are, after many rows came at once and before anybody asks."""
    names = (model._meta.db_table for model in apps.get_app_config("catalogue").get_models())
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(map(connection.ops.quote_name, names))}")
