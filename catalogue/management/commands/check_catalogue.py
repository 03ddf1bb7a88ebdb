"""Check that what is derived in the catalogue still agrees with what it is derived from."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalogue.curation import find_drift

SHOWN = 20


class Command(BaseCommand):
    """Says what has drifted; it changes nothing."""

    help = "Check counts, bounds, titles and stored documents against the claims they come from; changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        found = find_drift()
        for name, drifted in found.items():
            self.stdout.write(f"{name}: {'in order' if not drifted else f'{len(drifted)} differ'}")
            for each in drifted[:SHOWN]:
                self.stdout.write(f"  {each}")
        if any(found.values()):
            raise CommandError("The catalogue has drifted; saving the records named above anew mends them.")
