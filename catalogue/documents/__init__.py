"""Documents: the one shape in which a record with its claims and footnotes is served, carried and kept."""

from __future__ import annotations

from catalogue.documents.audience import is_open
from catalogue.documents.building import (
    FORM,
    build_contents,
    build_documents,
    make_ready,
    ready_documents,
    ready_lines,
    ready_texts,
    refresh_ready,
)
from catalogue.documents.cited import cite_of, cites, footnote_for, with_cite, without_cite
from catalogue.documents.completing import completed
from catalogue.documents.envelope import cites_text, note_of
from catalogue.documents.loading import Brief, load_briefs
from catalogue.documents.shape import (
    AUTHORIZED,
    PARTS,
    Document,
    DocumentError,
    Part,
    Problem,
    bare,
    compact,
    content_of,
    record_line,
    to_line,
)

__all__ = [
    "AUTHORIZED",
    "FORM",
    "PARTS",
    "Brief",
    "Document",
    "DocumentError",
    "Part",
    "Problem",
    "bare",
    "build_contents",
    "build_documents",
    "cite_of",
    "cites",
    "cites_text",
    "compact",
    "completed",
    "content_of",
    "footnote_for",
    "is_open",
    "load_briefs",
    "make_ready",
    "note_of",
    "ready_documents",
    "ready_lines",
    "ready_texts",
    "record_line",
    "refresh_ready",
    "to_line",
    "with_cite",
    "without_cite",
]
