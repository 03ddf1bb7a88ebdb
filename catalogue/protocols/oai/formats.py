"""The formats in which an entry can be harvested."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from lxml import etree

from catalogue.documents import Document
from catalogue.exports.dublin_core import Statement, dublin_core
from catalogue.exports.eac import EAC, eac_cpf
from catalogue.exports.eac import SCHEMA as EAC_SCHEMA
from catalogue.exports.site import Site
from catalogue.models import Kind
from catalogue.protocols.oai.xml import Element, foreign
from catalogue.text import xml_text

OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
OAI_DC_SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
DC = "http://purl.org/dc/elements/1.1/"
DESCRIBED = frozenset({Kind.PERSON.value, Kind.UNIT.value, Kind.ORGANIZATION.value})
"""The kinds that EAC-CPF describes."""
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


class Format(NamedTuple):
    """A format: how it is called, where its schema is, which kinds of entry it can hold."""

    prefix: str
    schema: str
    namespace: str
    kinds: frozenset[str]
    write: Callable[[Document, Site], Element]


def described(statements: Iterable[Statement]) -> Element:
    """Statements of Dublin Core as one description."""
    root = foreign("dc", OAI_DC, OAI_DC_SCHEMA, {"oai_dc": OAI_DC, "dc": DC})
    for name, value, language in statements:
        element = etree.SubElement(root, f"{{{DC}}}{name}")
        element.text = xml_text(value)
        if language:
            element.set(_LANGUAGE, language)
    return root


def _dublin_core(document: Document, site: Site) -> Element:
    return described(dublin_core(document, site=site))


def _authority_record(document: Document, site: Site) -> Element:
    return etree.fromstring(eac_cpf(document, site=site))


FORMATS: dict[str, Format] = {
    each.prefix: each
    for each in (
        Format("oai_dc", OAI_DC_SCHEMA, OAI_DC, frozenset(Kind.values), _dublin_core),
        Format("eac-cpf", EAC_SCHEMA, EAC, DESCRIBED, _authority_record),
    )
}
"""By their prefixes; every entry can be had in the first."""
