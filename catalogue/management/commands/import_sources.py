"""Import sources from a bibliography."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from catalogue.ingest.bibliography import (
    ENCODINGS,
    FORMATS,
    File,
    Plan,
    Result,
    Unreadable,
    import_sources,
    make_plan,
    read_bibliography,
)
from catalogue.models import Status


class Command(BaseCommand):
    """Reads a BibTeX, RIS or CSL-JSON file and says what became of each entry."""

    help = "Import sources from BibTeX, RIS or CSL-JSON (docs/importing-sources.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="a .bib, .ris or .json file")
        parser.add_argument(
            "--format", choices=sorted(FORMATS), default="", help="its format, if the name does not say"
        )
        parser.add_argument("--encoding", choices=ENCODINGS, default="", help="its encoding, if it is not UTF-8")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
        parser.add_argument(
            "--duplicates",
            choices=("use", "fill", "new"),
            default="use",
            help="sources that are there already: use them as they are, fill in what is empty, or import as new",
        )
        parser.add_argument(
            "--rename", action="store_true", help="give a new key to an entry whose key is that of another work"
        )
        parser.add_argument("--status", choices=Status.values, default=Status.DRAFT, help="status of new sources")
        parser.add_argument("--reason", default="", help="the reason kept in the history of each source")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"{path}: there is no such file.")
        file = File(path.name, path.read_bytes())
        try:
            works, unread = read_bibliography(
                file.data, file.name, format=options["format"], encoding=options["encoding"]
            )
        except Unreadable as error:
            raise CommandError(f"{path.name}: {error}") from error
        plan = make_plan(works, unread, duplicates=options["duplicates"], rename=options["rename"])
        result = import_sources(
            plan,
            file,
            reason=options["reason"] or f"import of {file.name}",
            status=options["status"],
            dry_run=options["dry_run"],
        )
        self.tell(plan)
        self.conclude(plan, result, dry_run=options["dry_run"])

    def tell(self, plan: Plan) -> None:
        """Says of each entry what is not as the file has it."""
        for row in plan.rows:
            head = f"{row.mapped.entry.place}, @{row.work.citekey}"
            if row.match and not row.is_refused:
                where = f"@{row.match.work.citekey}" + (" of this file" if row.within else "")
                self.stdout.write(f"{head}: duplicate of {where} ({row.match.why}): {row.outcome or row.choice}")
            for notice in row.mapped.notices if row.choice == "new" else ():
                self.stdout.write(f"{head}: {notice}")
        for trouble in plan.troubles:
            self.stderr.write(str(trouble))

    def conclude(self, plan: Plan, result: Result, *, dry_run: bool) -> None:
        """Says in one sentence what was done."""
        words = ("created", "updated", "unchanged", "refused")
        counts = ", ".join(f"{result.outcomes[word]} {word}" for word in words)
        nothing = "" if result.outcomes["created"] + result.outcomes["updated"] else "; nothing to change"
        self.stdout.write(f"{'Would be' if dry_run else 'Imported'}: {counts}{nothing}.")
        if plan.troubles:
            raise CommandError("Some entries were refused and left out; they are named above.")
