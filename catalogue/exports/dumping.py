"""Dumps: the whole public catalogue in files that say of themselves whether they are whole."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from catalogue.documents import Document, ready_documents, to_line
from catalogue.exports.ndjson import (
    batches,
    citations,
    disagreements,
    export_lines,
    one_snapshot,
    record_lines,
    vocabulary,
)
from catalogue.exports.site import Site
from catalogue.exports.tables import csv_lines
from catalogue.models import Change, Item, Kind, Record

FORMAT = 1
"""Grows when a program that reads dumps must be changed."""
NAME = re.compile(r"\d{8}T\d{6}Z$")
MANIFEST = "manifest.json"
TOGETHER = 1_000
"""Lines written at once."""


class Written(NamedTuple):
    """A file of a dump."""

    name: str
    records: int
    bytes: int
    sha256: str


def write_dump(folder: Path, *, site: Site, at: datetime, tables: bool = True) -> Path:
    """Writes a dump into a new folder of this one, and answers with it; one that was cut off is never seen.

    Everything is of one moment. Raises OSError where the folder cannot be written.
    """
    name = at.strftime("%Y%m%dT%H%M%SZ")
    partial = folder / f".{name}.{os.getpid()}"
    partial.mkdir(parents=True)
    try:
        with one_snapshot():
            position = last_change()
            files = [write_lines(partial, each, lines) for each, lines in line_files()]
            if tables:
                files += [write_table(partial, kind, site) for kind in Kind]
        manifest = manifest_of(files, site=site, at=at, position=position)
        (partial / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        partial.rename(folder / name)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return folder / name


def last_change() -> int:
    """The change after which a program goes on that has read the dump."""
    return Change.objects.settled().order_by("-transaction", "-pk").values_list("pk", flat=True).first() or 0


def line_files() -> Iterator[tuple[str, Iterator[str]]]:
    """The files of lines: everything in one, then each sort by itself."""
    yield "all.ndjson", export_lines()
    yield "vocabulary.ndjson", (to_line(each) for each in vocabulary())
    yield "citations.ndjson", (to_line(each) for each in citations(internal=False))
    yield "disagreements.ndjson", (to_line(each) for each in disagreements(internal=False))
    for kind in Kind:
        yield f"{kind.plural}.ndjson", record_lines(kind, internal=False)
    yield "gone.ndjson", (to_line(each) for each in tombstones())


def tombstones() -> Iterator[Document]:
    """Every entry that was public and is not any more."""
    for item in Item.objects.filter(gone=True).order_by("uuid").iterator():
        yield {
            "kind": "gone",
            "uuid": str(item.uuid),
            "of_kind": item.kind,
            "merged_into": str(item.merged_into) if item.merged_into else None,
            "at": item.changed_at.isoformat(),
        }


def write_lines(folder: Path, name: str, lines: Iterator[str]) -> Written:
    """Writes lines and, as the last one, how many they are."""
    digest, count, size = sha256(), 0, 0
    with (folder / name).open("wb") as stream:
        while group := list(islice(lines, TOGETHER)):
            count += len(group)
            size += _write(stream, digest, "\n".join(group) + "\n")
        size += _write(stream, digest, json.dumps({"kind": "end", "count": count}) + "\n")
    return Written(name, count, size, digest.hexdigest())


def write_table(folder: Path, kind: Kind, site: Site) -> Written:
    """Writes the records of a kind as a table; its first row names the columns."""
    name = f"{kind.plural}.csv"
    digest, count, size = sha256(), -1, 0
    with (folder / name).open("wb") as stream:
        lines = csv_lines(kind, public_documents(kind), site=site)
        while group := list(islice(lines, TOGETHER)):
            count += len(group)
            size += _write(stream, digest, "".join(group))
    return Written(name, count, size, digest.hexdigest())


def _write(stream: Any, digest: Any, text: str) -> int:
    data = text.encode()
    digest.update(data)
    return int(stream.write(data))


def public_documents(kind: Kind) -> Iterator[Document]:
    """The public documents of a kind in the order of their UUIDs, a few at a time."""
    keys = Record.objects.published().filter(kind=kind, version__gt=0).order_by("uuid").values_list("pk", flat=True)
    for group in batches(keys):
        yield from ready_documents(group).values()


def manifest_of(files: Iterable[Written], *, site: Site, at: datetime, position: int) -> dict[str, Any]:
    """What a dump says of itself."""
    return {
        "format": FORMAT,
        "document": "docs/document.md",
        "site": site.url,
        "publisher": site.publisher,
        "license": site.license,
        "license_name": site.license_name,
        "at": at.isoformat(timespec="seconds"),
        "changes_after": position,
        "files": [each._asdict() for each in files],
    }


def dumps_in(folder: Path) -> list[Path]:
    """The dumps of a folder, the last first; those only that are whole."""
    if not folder.is_dir():
        return []
    found = (each for each in folder.iterdir() if NAME.match(each.name) and (each / MANIFEST).is_file())
    return sorted(found, reverse=True)


def drop_old(folder: Path, keep: int) -> int:
    """Deletes all but the last dumps; how many went."""
    old = dumps_in(folder)[keep:]
    for each in old:
        shutil.rmtree(each)
    return len(old)


def read_manifest(dump: Path) -> dict[str, Any]:
    """The manifest of a dump."""
    found: dict[str, Any] = json.loads((dump / MANIFEST).read_text(encoding="utf-8"))
    return found
