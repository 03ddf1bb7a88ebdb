"""The formats in which the reference of an entry is fetched."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from catalogue.exports.references import bibtex, csl_json, ris


class Reference(NamedTuple):
    """A format of references."""

    label: str
    media_type: str
    write: Callable[..., str]


REFERENCES: Mapping[str, Reference] = {
    "bib": Reference("BibTeX", "application/x-bibtex", bibtex),
    "ris": Reference("RIS", "application/x-research-info-systems", ris),
    "csl.json": Reference("CSL-JSON", "application/vnd.citationstyles.csl+json", csl_json),
}
