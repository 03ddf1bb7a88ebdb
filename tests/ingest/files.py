"""Import files for tests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.db import connection

from catalogue.documents import Document
from catalogue.exports import export_lines
from catalogue.ingest import Report, import_files
from catalogue.models import Record


def write(folder: Path, *lines: Document | str | bytes, name: str = "records.ndjson") -> Path:
    """A file with these lines: documents, or raw ones."""
    path = folder / name
    raw = (
        line if isinstance(line, bytes) else (line if isinstance(line, str) else json.dumps(line)).encode()
        for line in lines
    )
    path.write_bytes(b"".join(line + b"\n" for line in raw))
    return path


def take(folder: Path, *lines: Document | str | bytes, **options: Any) -> Report:
    """Imports these lines."""
    return import_files([write(folder, *lines)], **options)


def catalogue() -> list[str]:
    """All that is in the catalogue, as lines."""
    return list(export_lines(internal=True))


def empty_the_catalogue() -> None:
    """Takes everything out of the catalogue, its vocabulary too."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        names = connection.introspection.table_names(cursor)
        tables = ", ".join(f'"{name}"' for name in names if name.startswith("catalogue_"))
        cursor.execute(f"TRUNCATE {tables}")
    assert not Record.objects.exists()
