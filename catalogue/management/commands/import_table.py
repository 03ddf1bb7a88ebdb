"""Import a table by a mapping profile."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from catalogue.ingest.tables import (
    Options,
    Profile,
    ProfileRefused,
    Report,
    TableRefused,
    import_table,
    parse_profile,
)
from catalogue.models import ImportProfile

SHOWN = 50


class Command(BaseCommand):
    """Reads a CSV, XLSX or ODS file and says what became of each row and record."""

    help = "Import a CSV, XLSX or ODS table by a mapping profile (docs/tables.md describes profiles)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="a CSV, TSV, XLSX or ODS file")
        parser.add_argument(
            "--profile",
            required=True,
            metavar="PROFILE",
            help="a TOML file, or the name of a profile kept in the admin",
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
        parser.add_argument("--keep-good", action="store_true", help="import the good rows and report the others")
        parser.add_argument("--encoding", default="", help="the encoding of a text file, in place of the profile's")
        parser.add_argument("--sheet", default="", help="the sheet of a workbook, in place of the profile's")
        parser.add_argument("--reason", default="", help="the reason kept in the history of each record")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"{path}: there is no such file.")
        try:
            profile = parse_profile(profile_text(options["profile"]))
            report = import_table(
                path.read_bytes(),
                path.name,
                profile,
                reason=options["reason"],
                dry_run=options["dry_run"],
                keep_good=options["keep_good"],
                options=reading(profile, options),
                progress=self.progress if options["verbosity"] > 1 else lambda _done, _total: None,
            )
        except TableRefused as error:
            raise CommandError(f"{path.name}: {error}") from error
        except ProfileRefused as error:
            problems = "\n".join(f"{options['profile']}: {problem}" for problem in error.problems)
            raise CommandError(f"The profile cannot be used:\n{problems}") from error
        self.tell(report)
        self.conclude(report, dry_run=options["dry_run"])

    def progress(self, done: int, total: int) -> None:
        """Says how far the import is."""
        self.stdout.write(f"\r{done} of {total} records", ending="")
        self.stdout.flush()

    def tell(self, report: Report) -> None:
        """Says how the file was read, what is new or changed, and what was refused or left aside."""
        read = ", ".join(
            filter(None, (report.encoding, report.sheet, repr(report.delimiter) if report.delimiter else ""))
        )
        self.stdout.write(f"{report.name}: {report.rows} rows ({read}).")
        for note in report.notes:
            self.stdout.write(note)
        for change in report.changes[:SHOWN] if report.outcomes["updated"] else ():
            words = "; ".join(each.words for each in change.differences)
            self.stdout.write(f"{change.outcome}: {change.title}" + (f" ({words})" if words else ""))
        made = [f"{each.what} {each.name}" for each in report.made if each.what != "disagreement"]
        if made:
            self.stdout.write(f"New in the vocabulary: {', '.join(made)}.")
        for refusal in report.kept[:SHOWN]:
            self.stderr.write(f"kept: {refusal}")
        for refusal in report.refusals[:SHOWN]:
            self.stderr.write(str(refusal))
        if len(report.refusals) > SHOWN:
            self.stderr.write(f"… and {len(report.refusals) - SHOWN} more.")

    def conclude(self, report: Report, *, dry_run: bool) -> None:
        """Says in one sentence what was done."""
        counts = ", ".join(f"{report.outcomes[word]} {word}" for word in ("created", "updated", "unchanged"))
        if report.refused and not report.written and not dry_run:
            raise CommandError(f"Nothing was written: {report.refused} rows are refused ({counts} otherwise).")
        done = "Would be" if dry_run else "Imported"
        nothing = "; nothing to change" if set(report.outcomes) <= {"unchanged"} else ""
        undo = f" Take it back with: manage.py undo_import {report.run}" if report.run else ""
        self.stdout.write(f"{done}: {counts}; {report.refused} rows refused{nothing}.{undo}")
        if report.refused:
            left = "would be left out" if dry_run else "were left out; the others are in the catalogue"
            raise CommandError(f"{report.refused} rows are refused and {left}.")


def profile_text(named: str) -> str:
    """The text of a profile: a file, or one that the admin keeps."""
    path = Path(named)
    if path.is_file():
        return path.read_text(encoding="utf-8")
    kept = ImportProfile.objects.filter(name=named).values_list("text", flat=True).first()
    if kept is None:
        raise CommandError(f"{named}: there is no such file, and no profile of this name.")
    return kept


def reading(profile: Profile, options: dict[str, Any]) -> Options:
    """How the file is read: as the profile says, unless the command says otherwise."""
    usual = profile.options
    encoding, sheet = options["encoding"] or usual.encoding, options["sheet"] or usual.sheet
    return Options(encoding, usual.delimiter, sheet, usual.header, usual.skip)
