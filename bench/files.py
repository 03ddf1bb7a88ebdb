"""Import and export of whole files, each in a process of its own, so that what it holds in memory can be told."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from bench.stages import peak_rss, rss_of
from catalogue.exports import export_lines
from catalogue.ingest import import_files


def work(plan: dict[str, Any]) -> dict[str, Any]:
    """Imports or exports, as the plan says."""
    before = rss_of(os.getpid())
    found = importing(Path(plan["file"])) if plan["what"] == "import" else exporting()
    return {**found, "rss_before_bytes": before, "grown_bytes": peak_rss() - (before or 0)}


def importing(file: Path) -> dict[str, Any]:
    """Seconds of the import, and of the index if it has to be made afterwards."""
    started = time.perf_counter()
    report = import_files([file])
    imported = time.perf_counter()
    if not report.written:
        raise RuntimeError(f"The import was refused: {report.refusals[:3]}")
    return {"import_s": imported - started, "outcomes": dict(report.outcomes)}


def exporting() -> dict[str, Any]:
    """Seconds of the export, and how many lines it has."""
    started = time.perf_counter()
    lines = characters = 0
    for line in export_lines():
        lines += 1
        characters += len(line)
    return {"export_s": time.perf_counter() - started, "lines": lines, "characters": characters}
