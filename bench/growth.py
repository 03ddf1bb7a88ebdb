"""How cost grows with the number of records: over all results of one shape, the newest of each size."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

Json = dict[str, Any]


def figures(result: Json) -> dict[str, float]:
    """The times of one result that are followed, in milliseconds."""
    found: dict[str, float | None] = {}
    for system, answer in result["systems"].items():
        for workload, each in answer.get("workloads", {}).items():
            found[f"{system}: {workload}"] = each["median_ms"]
    for name, each in result["web"].get("workloads", {}).items():
        found[f"HTTP: {name}"] = each["median_ms"]
    for name, words in (("save", "save"), ("index", "save: index work"), ("found", "save: until found")):
        found[words] = at(result, "saving", name, "median_ms")
    found["list of 100 stored documents"] = at(result, "documents", "stored", "median_ms")
    found["index of 1,000 records"] = result["indexing"]["seconds"] / result["indexing"]["records"] * 1e6
    return {name: value for name, value in found.items() if value}


def at(result: Json, *path: str) -> float | None:
    """A figure deep in a result; None where that part of the run did not come about."""
    found: Any = result
    for key in path:
        found = found.get(key) if isinstance(found, dict) else None
    return found if isinstance(found, (int, float)) else None


def series(folder: Path, result: Json) -> dict[str, dict[int, float]]:
    """For each figure its value at every size that has a result; this run counts for its own size."""
    newest: dict[int, Json] = {}
    for file in sorted(folder.glob("*.json")):
        other = json.loads(file.read_text(encoding="utf-8"))
        if other["shape"]["version"] == result["shape"]["version"]:
            newest[other["shape"]["records"]] = other
    newest[result["shape"]["records"]] = result
    found: dict[str, dict[int, float]] = {}
    for records, each in sorted(newest.items()):
        for name, value in figures(each).items():
            found.setdefault(name, {})[records] = value
    return {name: found[name] for name in figures(result)}


def exponent(values: dict[int, float]) -> float | None:
    """The slope in a picture with two logarithmic scales: 0 is constant, 1 grows with the records."""
    if len(values) < 2:
        return None
    points = [(math.log(records), math.log(value)) for records, value in values.items()]
    mean_x = sum(x for x, _y in points) / len(points)
    mean_y = sum(y for _x, y in points) / len(points)
    over = sum((x - mean_x) * (y - mean_y) for x, y in points)
    return round(over / sum((x - mean_x) ** 2 for x, _y in points), 2)
