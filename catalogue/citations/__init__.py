"""Citations: from marks to places in sources, and from there to numbered notes and references."""

from __future__ import annotations

from catalogue.citations.formatting import format_note, format_reference
from catalogue.citations.loading import CitationFacts, SourceFacts, load_citations
from catalogue.citations.marks import CiteKey, cite_of, cites_of_row, cites_of_text, key_of, line_of, mark_of
from catalogue.citations.numbering import Numbering, number_footnotes
from catalogue.citations.telling import in_words, nearest

__all__ = [
    "CitationFacts",
    "CiteKey",
    "Numbering",
    "SourceFacts",
    "cite_of",
    "cites_of_row",
    "cites_of_text",
    "format_note",
    "format_reference",
    "in_words",
    "key_of",
    "line_of",
    "load_citations",
    "mark_of",
    "nearest",
    "number_footnotes",
]
