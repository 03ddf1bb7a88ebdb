"""Import authority records in EAC-CPF."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations

from catalogue.ingest.eac import Result, Unreadable, import_eac


class Command(BaseCommand):
    """Reads EAC-CPF files and says what became of each authority record and what had no place."""

    help = "Import authority records in EAC-CPF 2010 or 2.0 (docs/eac.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="XML files, one or more records each")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
        parser.add_argument("--keep-good", action="store_true", help="import the good records of a file with refusals")
        parser.add_argument("--reason", default="", help="the reason kept in the history of each record")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        refused = 0
        for path in options["files"]:
            if not path.is_file():
                raise CommandError(f"{path}: there is no such file.")
            try:
                result = import_eac(
                    path.read_bytes(),
                    path.name,
                    reason=options["reason"] or f"import of {path.name}",
                    dry_run=options["dry_run"],
                    keep_good=options["keep_good"],
                )
            except Unreadable as error:
                raise CommandError(f"{path.name}: {error}") from error
            self.tell(path.name, result)
            refused += len(result.refused)
        if refused:
            raise CommandError(f"{refused} authority records were refused.")

    def tell(self, name: str, result: Result) -> None:
        """Says what became of each record, and what of it had no place."""
        for each in result.outcomes:
            head = f"{name}:{each.entity.line}: {each.entity.title}"
            if each.problems:
                for pointer, message in each.problems:
                    self.stderr.write(f"{head}: {pointer} {message}")
                continue
            self.stdout.write(f"{head}: {each.outcome}")
            for path, line, value in each.kept:
                self.stdout.write(f"  kept in the internal note: line {line}, {path}: {value[:200]}")
        counts = ", ".join(f"{count} {word}" for word, count in sorted(result.counts().items()))
        written = "written" if result.run else "nothing written"
        self.stdout.write(f"{name}: {counts}; {written}.")
