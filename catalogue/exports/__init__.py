"""From records to files."""

from __future__ import annotations

from catalogue.exports.ndjson import export_lines

__all__ = ["export_lines"]
