"""Authority records: persons, units and organizations as EAC-CPF 2.0, each statement with the sources it rests on."""

from __future__ import annotations

from catalogue.documents import Document
from catalogue.exports.eac.control import put_control
from catalogue.exports.eac.elements import EAC, SCHEMA, add, root, written
from catalogue.exports.eac.statements import Description
from catalogue.exports.site import Site

__all__ = ["EAC", "SCHEMA", "eac_cpf"]


def eac_cpf(document: Document, *, site: Site) -> bytes:
    """One public document of a person, unit or organization as a file of EAC-CPF 2.0."""
    record = root()
    put_control(record, document, site)
    Description(document, site).put(add(record, "cpfDescription"))
    return written(record)
