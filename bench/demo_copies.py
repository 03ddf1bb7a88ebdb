"""Documents of the demo's shape, as many as wanted: its records again and again, as records of their own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

Document = dict[str, Any]
DEMO = Path(__file__).resolve().parent.parent / "fixtures" / "demo.ndjson"
KEPT = ("term", "relation-type", "source", "citation")
"""Kinds of lines that all copies share: a copied record cites the same sources."""
CLAIMS = ("names", "datings", "attributes", "relations", "narratives")


def write_copies(file: Path, copies: range) -> dict[str, int]:
    """Writes the demo's records so many times, the first time with all that they rest on; says how many that makes."""
    lines = [json.loads(line) for line in DEMO.read_text(encoding="utf-8").splitlines()]
    counts = {"lines": 0, "records": 0, "claims": 0, "footnotes": 0}
    with file.open("w", encoding="utf-8") as stream:
        for line in copied(lines, copies):
            stream.write(json.dumps(line, ensure_ascii=False) + "\n")
            counts["lines"] += 1
            if line["kind"] not in {"term", "relation-type", "citation", "disagreement"}:
                claims = [claim for key in CLAIMS for claim in line.get(key, ())]
                counts["records"] += 1
                counts["claims"] += len(claims)
                counts["footnotes"] += sum(len(claim.get("footnotes", ())) for claim in claims)
    return counts


def copied(lines: list[Document], copies: range) -> Iterator[Document]:
    """The lines of these copies; number 0 is the demo itself."""
    shared = {line["uuid"] for line in lines if line["kind"] in KEPT}
    for number in copies:
        if not number:
            yield from lines
            continue
        for line in lines:
            if line["kind"] not in KEPT:
                copy: Document = another(line, number, shared)
                # An identifier in another register belongs to one record.
                copy.pop("identifiers", None)
                yield copy


def another(value: Any, number: int, shared: set[str]) -> Any:
    """The same with other UUIDs and slugs, wherever they do not name what is shared."""
    if isinstance(value, list):
        return [another(each, number, shared) for each in value]
    if not isinstance(value, dict):
        return value
    found = {key: another(each, number, shared) for key, each in value.items()}
    uuid = value.get("uuid")
    if uuid and uuid not in shared:
        # As if drawn: the order of the copies in a file sorted by UUID is not that of the demo.
        found["uuid"] = str(UUID(bytes=uuid5(NAMESPACE_URL, f"{number}/{uuid}").bytes, version=4))
        if "slug" in value:
            found["slug"] = f"{value['slug']}-{number}"
    return found
