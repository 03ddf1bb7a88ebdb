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
from typing import Any, NamedTuple, Self

from catalogue.documents import Document, make_ready, ready_documents, to_line
from catalogue.exports.ndjson import (
    batches,
    citations,
    disagreements,
    one_snapshot,
    record_data,
    vocabulary,
)
from catalogue.exports.site import Site
from catalogue.exports.stored_lines import ended
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
    if tables:
        make_ready()  # what is stale is made anew once, before the moment; what becomes so meanwhile is not stored
    name = at.strftime("%Y%m%dT%H%M%SZ")
    partial = folder / f".{name}.{os.getpid()}"
    partial.mkdir(parents=True)
    try:
        with one_snapshot():
            position = last_change()
            files = write_lines(partial)
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


def sorts_of_lines() -> Iterator[tuple[str, Iterator[bytes]]]:
    """Every sort of line with the name of its file, in the order of an export."""
    yield "vocabulary", (ended(to_line(each)) for each in vocabulary())
    yield Kind.SOURCE.plural, record_data(Kind.SOURCE, internal=False)
    yield "citations", (ended(to_line(each)) for each in citations(internal=False))
    yield "disagreements", (ended(to_line(each)) for each in disagreements(internal=False))
    for kind in sorted(set(Kind) - {Kind.SOURCE}):
        yield kind.plural, record_data(kind, internal=False)


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


def write_lines(folder: Path) -> list[Written]:
    """Writes everything into one file and each sort of it into another; and what is gone."""
    with Output(folder, "all.ndjson") as whole:
        files = []
        for name, lines in sorts_of_lines():
            with Output(folder, f"{name}.ndjson") as part:
                while group := list(islice(lines, TOGETHER)):
                    data = b"".join(group)
                    part.write(data, len(group))
                    whole.write(data, len(group))
                files.append(part.end())
        files.insert(0, whole.end())
    with Output(folder, "gone.ndjson") as gone:
        for each in tombstones():
            gone.write(ended(to_line(each)), 1)
        files.append(gone.end())
    return files


def write_table(folder: Path, kind: Kind, site: Site) -> Written:
    """Writes the records of a kind as a table; its first row names the columns."""
    lines = csv_lines(kind, public_documents(kind), site=site)
    with Output(folder, f"{kind.plural}.csv") as table:
        table.write(next(lines).encode(), 0)
        while group := list(islice(lines, TOGETHER)):
            table.write("".join(group).encode(), len(group))
        return table.written()


class Output:
    """A file of a dump while it is written: what is in it, and what that comes to."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        self.stream = (folder / name).open("wb")
        self.digest, self.records, self.bytes = sha256(), 0, 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_failure: object) -> None:
        self.stream.close()

    def write(self, data: bytes, records: int) -> None:
        """Adds so many records."""
        self.digest.update(data)
        self.bytes += self.stream.write(data)
        self.records += records

    def end(self) -> Written:
        """Ends a file of lines with the one that says how many they are."""
        self.write(json.dumps({"kind": "end", "count": self.records}).encode() + b"\n", 0)
        return self.written()

    def written(self) -> Written:
        """What has been written."""
        return Written(self.name, self.records, self.bytes, self.digest.hexdigest())


def public_documents(kind: Kind) -> Iterator[Document]:
    """The public documents of a kind in the order of their UUIDs, a few at a time."""
    keys = Record.objects.published().filter(kind=kind, version__gt=0).order_by("uuid").values_list("pk", flat=True)
    for group in batches(keys):
        yield from ready_documents(group, store=False).values()


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
