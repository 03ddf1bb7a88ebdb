"""Which format a bibliography has, and its entries as sources."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from django.utils.translation import gettext as _

from catalogue.ingest.bibliography.bibtex import read_bibtex
from catalogue.ingest.bibliography.csl import read_csl
from catalogue.ingest.bibliography.encodings import decode
from catalogue.ingest.bibliography.entries import Read, Trouble, Unreadable
from catalogue.ingest.bibliography.mapping import Mapped, Mapper
from catalogue.ingest.bibliography.ris import read_ris

FORMATS: dict[str, Callable[[str], Read]] = {"bibtex": read_bibtex, "ris": read_ris, "csl": read_csl}
_ENDINGS = {".bib": "bibtex", ".bibtex": "bibtex", ".ris": "ris", ".json": "csl", ".csljson": "csl"}


def format_of(name: str, text: str) -> str:
    """The format of a file, by its ending, else by how it begins."""
    if known := _ENDINGS.get(PurePath(name).suffix.lower()):
        return known
    start = text.lstrip()
    if start.startswith(("[", "{")):
        return "csl"
    if start.startswith("TY  -") or "\nTY  -" in start:
        return "ris"
    if "@" in start:
        return "bibtex"
    raise Unreadable(_("this is neither BibTeX, nor RIS, nor CSL-JSON."))


def read_bibliography(
    data: bytes, name: str = "", *, format: str = "", encoding: str = ""
) -> tuple[list[Mapped], list[Trouble]]:
    """The works of a file as sources, and what could not be read in it; raises Unreadable."""
    text = decode(data, encoding)
    read = FORMATS[format or format_of(name, text)](text)
    if not read.entries and not read.troubles:
        raise Unreadable(_("there is no entry in this file."))
    return [Mapper(entry).map() for entry in read.entries], read.troubles
