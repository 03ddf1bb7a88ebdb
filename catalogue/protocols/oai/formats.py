"""The formats in which an entry can be harvested."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from lxml import etree

from catalogue.documents import Document
from catalogue.exports.dublin_core import Statement, dublin_core
from catalogue.exports.site import Site
from catalogue.models import Kind
from catalogue.protocols.oai.xml import Element, cleaned, foreign

OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
OAI_DC_SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
DC = "http://purl.org/dc/elements/1.1/"
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
        element.text = cleaned(value)
        if language:
            element.set(_LANGUAGE, language)
    return root


def _dublin_core(document: Document, site: Site) -> Element:
    return described(dublin_core(document, site=site))


FORMATS: dict[str, Format] = {
    each.prefix: each for each in (Format("oai_dc", OAI_DC_SCHEMA, OAI_DC, frozenset(Kind.values), _dublin_core),)
}
"""By their prefixes; every entry can be had in the first."""
