"""Bibliographies into sources: BibTeX, RIS and CSL-JSON, with duplicates offered instead of doubled."""

from __future__ import annotations

from catalogue.ingest.bibliography.encodings import ENCODINGS
from catalogue.ingest.bibliography.entries import Trouble, Unreadable
from catalogue.ingest.bibliography.planning import CHOICES, Choice, Plan, Row, make_plan
from catalogue.ingest.bibliography.reading import FORMATS, read_bibliography
from catalogue.ingest.bibliography.running import File, Result, import_sources

__all__ = [
    "CHOICES",
    "ENCODINGS",
    "FORMATS",
    "Choice",
    "File",
    "Plan",
    "Result",
    "Row",
    "Trouble",
    "Unreadable",
    "import_sources",
    "make_plan",
    "read_bibliography",
]
