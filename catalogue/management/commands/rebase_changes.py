"""Put the feed of changes in order after the database was restored on another server."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, no_translations

from catalogue.curation import rebase_changes


class Command(BaseCommand):
    """Says whether there was anything to do."""

    help = "Put the feed of changes in order after the database was restored on another server."

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        moved = rebase_changes()
        self.stdout.write("The feed goes on after the changes of the former server." if moved else "In order already.")
