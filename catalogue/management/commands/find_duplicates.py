"""Compares the records of the catalogue and keeps those that look alike for the curators."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from catalogue.curation import find_duplicates
from catalogue.models import Kind


class Command(BaseCommand):
    """`manage.py find_duplicates [--kind person …]`."""

    help = "Compare records by name, identifier and dates, and list those that may be the same in the admin."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--kind", action="append", choices=Kind.values, help="only records of this kind; may be repeated"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        count = find_duplicates(kinds=options["kind"] or ())
        self.stdout.write(f"{count} possible duplicates.")
