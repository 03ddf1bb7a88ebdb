"""Import documents from NDJSON files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations

from catalogue.ingest import Report, import_files

SHOWN = 50


class Command(BaseCommand):
    """Reads files in the import format and says what became of each document."""

    help = "Import documents from NDJSON files (docs/document.md describes the format)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="NDJSON files, one document a line")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
        parser.add_argument(
            "--keep-good",
            action="store_true",
            help="commit the good documents in batches and report the others; may be started again after a stop",
        )
        parser.add_argument("--reason", default="", help="the reason kept in the history of each record")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        for path in options["files"]:
            if not path.is_file():
                raise CommandError(f"{path}: there is no such file.")
        report = import_files(
            options["files"],
            reason=options["reason"] or f"import of {', '.join(path.name for path in options['files'])}",
            dry_run=options["dry_run"],
            keep_good=options["keep_good"],
            progress=self.progress if options["verbosity"] else lambda _done, _total: None,
        )
        for refusal in report.refusals[:SHOWN]:
            self.stderr.write(str(refusal))
        if len(report.refusals) > SHOWN:
            self.stderr.write(f"… and {len(report.refusals) - SHOWN} more.")
        self.conclude(report, dry_run=options["dry_run"])

    def progress(self, done: int, total: int) -> None:
        """Says how far the import is."""
        self.stdout.write(f"\r{done} of {total} documents", ending="")
        self.stdout.flush()

    def conclude(self, report: Report, *, dry_run: bool) -> None:
        """Says in one sentence what was done."""
        counts = ", ".join(f"{report.outcomes[word]} {word}" for word in ("created", "updated", "unchanged"))
        refused = len({(refusal.file, refusal.number) for refusal in report.refusals})
        if refused and not report.written:
            raise CommandError(f"Nothing was written: {refused} lines are refused ({counts} otherwise).")
        done = "Would be" if dry_run else "Imported"
        nothing = "; nothing to change" if set(report.outcomes) <= {"unchanged"} else ""
        self.stdout.write(f"\r{done}: {counts}, {refused} refused{nothing}.")
        if refused:
            raise CommandError(f"{refused} lines were refused and left out; the others are in the catalogue.")
