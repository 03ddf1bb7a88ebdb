"""Export documents to NDJSON."""

from __future__ import annotations

from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from catalogue.exports import export_lines, one_snapshot
from catalogue.models import Kind


class Command(BaseCommand):
    """Writes the catalogue, or some kinds of it, in the import format."""

    help = "Export documents as NDJSON, one a line, sources first (docs/document.md describes the format)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--kind", action="append", choices=Kind.values, default=[], help="only this kind; may repeat"
        )
        parser.add_argument("--output", type=Path, metavar="FILE", help="write to this file instead of the terminal")
        parser.add_argument("--internal", action="store_true", help="with drafts and internal notes")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path | None = options["output"]
        if path is None:
            self.write(self.stdout, options)  # type: ignore[arg-type]
            return
        partial = path.with_name(f"{path.name}.partial")
        try:
            with partial.open("w", encoding="utf-8") as stream:
                count = self.write(stream, options)
            partial.replace(path)
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
        finally:
            partial.unlink(missing_ok=True)
        self.stderr.write(f"{count} documents written to {path}.")

    def write(self, stream: IO[str], options: dict[str, Any]) -> int:
        """Writes the lines and counts them."""
        count = 0
        with one_snapshot():
            for line in export_lines(kinds=options["kind"], internal=options["internal"]):
                stream.write(f"{line}\n")
                count += 1
        return count
