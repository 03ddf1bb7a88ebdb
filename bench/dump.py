"""`python -m bench.dump`: how fast the catalogue of DATABASE_URL is dumped, and in how much memory."""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from pathlib import Path

import django


def dumped(*, tables: bool) -> tuple[int, float]:
    """The lines of a dump, and the seconds that it took."""
    from django.utils import timezone

    from catalogue.exports.dumping import read_manifest, write_dump
    from catalogue.exports.site import this_site

    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        made = write_dump(Path(folder), site=this_site(), at=timezone.now(), tables=tables)
        spent = time.perf_counter() - begun
        return next(each["records"] for each in read_manifest(made)["files"] if each["name"] == "all.ndjson"), spent


def main() -> None:
    """Dumps twice each way: the first time, documents that were lacking are stored."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    django.setup()
    for tables in (True, True, False, False):
        lines, spent = dumped(tables=tables)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        sort = "with tables" if tables else "lines alone"
        sys.stdout.write(f"{sort}: {lines} lines in {spent:.1f} s, {lines / spent:.0f} a second, peak {peak} MB\n")


if __name__ == "__main__":
    main()
