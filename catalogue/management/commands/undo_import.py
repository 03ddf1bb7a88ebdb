"""List imports, and take one back."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from catalogue.curation import AlreadyUndone, undo_run
from catalogue.models import ImportRun

LISTED = 50


class Command(BaseCommand):
    """Takes a whole import back, or lists the imports that there were."""

    help = "Take a whole import back; without an import, list the last ones."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("run", nargs="?", metavar="IMPORT", help="UUID of the import, as the list shows it")
        parser.add_argument("--reason", default="", help="the reason kept in the history of each record")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["run"]:
            self.list_runs()
            return
        try:
            run = ImportRun.objects.get(uuid=options["run"])
            undone = undo_run(run, user=None, reason=options["reason"])
        except (ImportRun.DoesNotExist, ValidationError) as error:
            raise CommandError(f"{options['run']}: there is no such import.") from error
        except AlreadyUndone as error:
            raise CommandError(str(error)) from error
        for conflict in undone.conflicts[:LISTED]:
            self.stderr.write(f"{conflict.title} ({conflict.uuid}): {conflict.reason}")
        if undone.conflicts:
            raise CommandError(f"Nothing was changed: {len(undone.conflicts)} records stand in the way.")
        self.stdout.write(f"Taken back: {undone.deleted} deleted, {undone.reverted} as before.")

    def list_runs(self) -> None:
        """The last imports, newest first."""
        for run in ImportRun.objects.all()[:LISTED]:
            counts = ", ".join(f"{count} {word}" for word, count in run.counts.items())
            undone = " – taken back" if run.undone_at else ""
            self.stdout.write(
                f"{run.uuid} {run.at:%Y-%m-%d %H:%M} {run.get_format_display()} {run.file_name}: {counts}{undone}"
            )
