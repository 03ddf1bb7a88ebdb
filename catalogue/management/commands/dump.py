"""Write a dump of the public catalogue."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation

from catalogue.exports.dumping import drop_old, read_manifest, write_dump
from catalogue.exports.site import this_site


class Command(BaseCommand):
    """Nothing of a dump is seen before it is whole; old ones are dropped afterwards."""

    help = "Write a dump of the public catalogue: NDJSON and CSV per kind, with a manifest (docs/changes.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, metavar="FOLDER", help="the folder of the dumps, instead of DUMPS_DIR")
        parser.add_argument("--keep", type=int, default=7, metavar="N", help="how many dumps stay (7)")
        parser.add_argument("--no-tables", action="store_true", help="without the CSV files")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path | None = options["to"] or (Path(settings.DUMPS_DIR) if settings.DUMPS_DIR else None)
        if folder is None:
            raise CommandError("Name a folder with --to, or set DUMPS_DIR.")
        if options["keep"] < 1:
            raise CommandError("--keep takes a number from 1 on.")
        try:
            with translation.override("en"):
                made = write_dump(folder, site=this_site(), at=timezone.now(), tables=not options["no_tables"])
            dropped = drop_old(folder, options["keep"])
        except OSError as error:
            raise CommandError(f"{folder} cannot be written: {error.strerror}.") from error
        records = next(each["records"] for each in read_manifest(made)["files"] if each["name"] == "all.ndjson")
        self.stdout.write(f"{records} lines written to {made}; {dropped} old dumps dropped.")
