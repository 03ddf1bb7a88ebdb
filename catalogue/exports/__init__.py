"""From records to files."""

from __future__ import annotations

from catalogue.exports.ndjson import export_lines, one_snapshot

__all__ = ["export_lines", "one_snapshot"]
