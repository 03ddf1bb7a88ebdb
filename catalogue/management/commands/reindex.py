"""Make the index of the search anew, or say what of it is stale."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalogue.models import IndexedValue, Record
from catalogue.search import IndexReport, check_index, reindex

SHOWN = 20


class Command(BaseCommand):
    """Rebuilds what records are found and counted by; the records themselves are not touched."""

    help = "Make the search index anew from the records, and say what of it was stale; the site stays up meanwhile."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The command's options."""
        way = parser.add_mutually_exclusive_group()
        way.add_argument("--check", action="store_true", help="only say what is stale; change nothing")
        way.add_argument(
            "--at-once",
            action="store_true",
            help="from nothing in one transaction: several times quicker, but who searches or saves meanwhile waits",
        )

    def handle(self, *args: Any, check: bool, at_once: bool, **options: Any) -> None:
        report = check_index(progress=self.tell) if check else reindex(at_once=at_once, progress=self.tell)
        self.stderr.write("")
        for line in _told(report):
            self.stdout.write(line)
        state = (
            "" if at_once else f"; the index {'is' if check else 'was'} {'in order' if report.in_order else 'stale'}"
        )
        self.stdout.write(f"{'Checked' if check else 'Indexed anew'}: {report.records} records{state}.")
        if check and not report.in_order:
            raise CommandError("The index is stale; `manage.py reindex` makes it anew.")

    def tell(self, done: int, total: int) -> None:
        """How far it is, on one line."""
        self.stderr.write(f"\r{done} of {total} records", ending="")
        self.stderr.flush()


def _told(report: IndexReport) -> list[str]:
    """What was stale, in lines that name it."""
    lines = [f"facet without a number: {name}" for name in report.facets]
    for table, keys in report.stale.items():
        names = Record.objects.filter(pk__in=keys[:SHOWN]).values_list("kind", "slug")
        lines += [f"{table}: {kind} {slug}" for kind, slug in names]
        lines += [f"{table}: {len(keys) - SHOWN} more"] if len(keys) > SHOWN else []
    values = IndexedValue._default_manager.select_related("facet").in_bulk([each[1] for each in report.totals[:SHOWN]])
    for kind, value, kept, counted in report.totals[:SHOWN]:
        facet = values[value].facet.name if value in values else "?"
        lines.append(f"total of {facet} {value} in {kind or 'all kinds'}: {kept} kept, {counted} counted")
    return lines + ([f"totals: {len(report.totals) - SHOWN} more"] if len(report.totals) > SHOWN else [])
