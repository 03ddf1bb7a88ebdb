"""Writing a result: everything as JSON, and the table that people read."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.goals import judged
from bench.growth import exponent, series
from bench.report import report

Json = dict[str, Any]


def write(folder: Path, result: Json) -> list[Path]:
    """Both files of a run; one of the same day and size is replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC)
    grown = series(folder, result)
    whole = {
        "date": now.isoformat(timespec="minutes"),
        **result,
        "growth": {name: {"ms": values, "exponent": exponent(values)} for name, values in grown.items()},
        "goals": [goal.as_json() for goal in judged(result, grown)],
    }
    name = f"{now:%Y-%m-%d}-{result['shape']['records']}"
    files = [folder / f"{name}.json", folder / f"{name}.md"]
    files[0].write_text(json.dumps(whole, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    files[1].write_text(report(json.loads(files[0].read_text(encoding="utf-8"))), encoding="utf-8")
    return files
