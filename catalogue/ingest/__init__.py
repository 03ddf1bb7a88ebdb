"""From files to records."""

from __future__ import annotations

from catalogue.ingest.records import Report, import_files

__all__ = ["Report", "import_files"]
