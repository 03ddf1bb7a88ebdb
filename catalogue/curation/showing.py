"""Showing a change: the search entries that it touches are made anew, the documents that show it marked stale."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from django.db import DataError, transaction

from catalogue.curation.drafts import SaveRefused
from catalogue.curation.heads import Head
from catalogue.curation.lines import keep_lines, naming, renamed
from catalogue.curation.refusals import refusal_of
from catalogue.curation.ripples import mark_stale
from catalogue.models import Record
from catalogue.search import refresh

if TYPE_CHECKING:
    from catalogue.curation.saving import Batch

CHUNK = 2_000
"""Records indexed at once: fewer cost a statement each, more cost memory."""


def show_anew(record_ids: Iterable[int]) -> None:
    """Makes changed records, and those that name them, found and shown as they are now."""
    ids = sorted(record_ids)
    refresh(ids)
    mark_stale(ids)


class Later:
    """Collects what changes touch, to be shown together before the transaction ends: for imports of many records.

    With `alone` nothing else is in the catalogue: every neighbour is a change itself, and nothing was ever served.
    """

    def __init__(self, *, alone: bool = False) -> None:
        self.alone = alone
        self.waiting: set[int] = set()
        self.renamed: list[int] = []

    def add(self, record_ids: Iterable[int]) -> None:
        """Takes note of changed records and of those that name them."""
        if not self.alone:
            self.waiting.update(record_ids)

    def add_new(self, batch: Batch, changed: Sequence[Head]) -> None:
        """Keeps the lines of records that came into an empty catalogue."""
        keep_lines(batch, changed)
        self.renamed += renamed(batch, changed)

    def chunks(self) -> Iterator[Sequence[int]]:
        """The keys of what was touched, in groups."""
        if self.alone:
            mark_stale(naming(self.renamed))
            yield from every_record()
        ids = sorted(self.waiting)
        for start in range(0, len(ids), CHUNK):
            yield ids[start : start + CHUNK]

    def show(self, record_ids: Sequence[int]) -> list[tuple[int, SaveRefused]]:
        """Shows a group anew, and answers with the records that the index cannot keep."""
        try:
            with transaction.atomic():
                refresh(record_ids)
                if not self.alone:
                    mark_stale(record_ids)
        except DataError as error:
            if len(record_ids) == 1:
                return [(record_ids[0], SaveRefused([refusal_of(error)]))]
            middle = len(record_ids) // 2
            return self.show(record_ids[:middle]) + self.show(record_ids[middle:])
        return []


def every_record() -> Iterator[Sequence[int]]:
    """The keys of all records that have a content, in groups."""
    last = 0
    records = Record.objects.filter(version__gt=0).order_by("pk").values_list("pk", flat=True)
    while ids := list(records.filter(pk__gt=last)[:CHUNK]):
        yield ids
        last = ids[-1]
