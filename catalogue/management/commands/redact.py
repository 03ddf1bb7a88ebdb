"""Take a record or a claim away from everywhere, also from the history; a tombstone with the reason stays."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from catalogue.curation import InUse, Redacted, RedactionRefused, SaveRefused, redact


class Command(BaseCommand):
    """What the page “Redact” of the admin does, for the operator of the machine."""

    help = "Take a record or a claim away for good: pages, versions, exports, index, logs. A tombstone stays."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The command's options."""
        parser.add_argument("uuid", type=UUID, help="UUID of the record or claim")
        parser.add_argument("--reason", required=True, help="why, in a sentence that the public may read")
        parser.add_argument("--dry-run", action="store_true", help="only say what would go; change nothing")

    def handle(self, *args: Any, uuid: UUID, reason: str, dry_run: bool, **options: Any) -> None:
        try:
            done = redact(uuid, user=None, reason=reason, dry_run=dry_run)
        except (RedactionRefused, SaveRefused, InUse) as refusal:
            raise CommandError(str(refusal)) from refusal
        self.tell(done)
        self.stdout.write("Nothing was changed." if dry_run else f"Redacted: {done.scope} {done.subject}.")

    def tell(self, done: Redacted) -> None:
        """What went, and what a person must still look at."""
        for what, count in done.counts.items():
            if count:
                self.stdout.write(f"{what}: {count}")
        for record in done.speaking:
            self.stdout.write(f"still has the name in its own words: {record.kind} {record.slug}")
