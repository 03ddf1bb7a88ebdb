"""Making the whole index anew, and saying what of it was stale: the derived rows before and after, chunk by chunk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import connection, transaction

from catalogue.models import FacetEntry, IndexedFacet, Record
from catalogue.search.bulk import empty_tables, indexes_afterwards
from catalogue.search.facet_names import BUILT_IN, missing_facets, sync_facets
from catalogue.search.index import CHUNK, gather_statistics, refresh, write_rows
from catalogue.search.totals import rebuild_totals, stale_totals

TABLES = ("searchentry", "facetentry", "nameform")
"""The tables with rows of a record; the vocabulary of numbers and tokens only grows."""
Progress = Callable[[int, int], None]

_ROWS = """
SELECT record_id, md5(string_agg(told, E'\\n' ORDER BY told)) FROM (
    SELECT row.record_id, (to_jsonb(row) - 'id')::text AS told FROM catalogue_{table} row
    WHERE row.record_id = ANY(%s)
) rows GROUP BY record_id
"""
_LOCK = "SELECT FROM catalogue_searchentry WHERE record_id = ANY(%s) ORDER BY record_id FOR UPDATE"


class _TakenBack(Exception):
    """Ends a trial: what was written is undone."""


@dataclass(slots=True)
class IndexReport:
    """What was stale: records by the table in which, and kept totals with what counting gave."""

    records: int = 0
    stale: dict[str, list[int]] = field(default_factory=lambda: {table: [] for table in TABLES})
    totals: list[tuple[str, int, int, int]] = field(default_factory=list)
    facets: list[str] = field(default_factory=list)

    @property
    def in_order(self) -> bool:
        """Whether nothing was stale."""
        return not (any(self.stale.values()) or self.totals or self.facets)


def reindex(*, at_once: bool = False, progress: Progress = lambda _done, _total: None) -> IndexReport:
    """Make all derived rows of the index anew from the records.

    Each chunk is committed by itself: readers find what they found before until it is done, and who saves waits for
    the chunk of the record. `at_once`, and where nothing is indexed yet, everything is thrown away and made from
    nothing in one transaction, several times quicker, while others wait; what was stale is not told then.
    """
    if at_once:
        return build_index(progress=progress)
    if not FacetEntry._default_manager.exists():
        lacking = list(Record.objects.filter(version__gt=0).values_list("pk", flat=True))
        report = build_index(progress=progress)
        report.stale["facetentry"] = lacking
        return report
    report = IndexReport(facets=_stale_facets(), totals=stale_totals())
    sync_facets()
    for chunk in _chunks(report, progress):
        with transaction.atomic():
            _compare(report, chunk)
    rebuild_totals()
    gather_statistics()
    return report


def build_index(*, progress: Progress = lambda _done, _total: None) -> IndexReport:
    """Make the index from nothing, in one transaction; the indexes over its rows come last."""
    report = IndexReport()
    with transaction.atomic():
        empty_tables()
        sync_facets()
        gather_statistics()
        with indexes_afterwards():
            for chunk in _chunks(report, progress):
                write_rows(chunk, count=False)
        rebuild_totals()
    gather_statistics()
    return report


def check_index(*, progress: Progress = lambda _done, _total: None) -> IndexReport:
    """Say what of the index is stale, and change nothing."""
    report = IndexReport(facets=_stale_facets(), totals=stale_totals())
    for chunk in _chunks(report, progress):
        with _trial():
            _compare(report, chunk)
    return report


@contextmanager
def _trial() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
            raise _TakenBack
    except _TakenBack:
        return


def _chunks(report: IndexReport, progress: Progress) -> Iterator[list[int]]:
    """The records in the order of their keys; where there are none, nothing."""
    total = Record.objects.filter(version__gt=0).count()
    last = 0
    while True:
        records = Record.objects.filter(version__gt=0, pk__gt=last).order_by("pk")
        chunk = list(records.values_list("pk", flat=True)[:CHUNK])
        if not chunk:
            return
        yield chunk
        last = chunk[-1]
        report.records += len(chunk)
        progress(report.records, total)


def _compare(report: IndexReport, chunk: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [chunk])
    before = {table: _rows(table, chunk) for table in TABLES}
    refresh(chunk)
    for table in TABLES:
        after = _rows(table, chunk)
        report.stale[table] += [key for key in chunk if before[table].get(key) != after.get(key)]


def _rows(table: str, chunk: list[int]) -> dict[int, str]:
    with connection.cursor() as cursor:
        cursor.execute(_ROWS.format(table=table), [chunk])
        return dict(cursor.fetchall())


def _stale_facets() -> list[str]:
    """Facets that should be counted and are not."""
    if not missing_facets():
        return []
    known = set(IndexedFacet._default_manager.values_list("name", flat=True))
    return [name for name in BUILT_IN if name not in known]
