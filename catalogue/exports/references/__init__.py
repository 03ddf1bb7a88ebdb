"""References for managers and word processors: BibTeX, RIS and CSL-JSON of sources, and of entries that one cites."""

from __future__ import annotations

from catalogue.exports.references.bibtex import bibtex
from catalogue.exports.references.csl import csl_item, csl_json
from catalogue.exports.references.ris import ris

__all__ = ["bibtex", "csl_item", "csl_json", "ris"]
