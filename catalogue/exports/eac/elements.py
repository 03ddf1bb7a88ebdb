"""Elements of EAC-CPF 2.0, and what each of them may carry: the sources that it rests on, and remarks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lxml import etree

from catalogue.text import xml_text

EAC = "https://archivists.org/ns/eac/v2"
SCHEMA = "https://eac.staatsbibliothek-berlin.de/schema/v2/eac.xsd"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
Element = Any
"""lxml comes without types."""


def root() -> Element:
    """The outermost element, which says where its schema is."""
    made = etree.Element(f"{{{EAC}}}eac", nsmap={None: EAC, "xsi": XSI})
    made.set(f"{{{XSI}}}schemaLocation", f"{EAC} {SCHEMA}")
    return made


def add(parent: Element, name: str, text: str = "", **attributes: str) -> Element:
    """A new element within another; attributes without a value are left out."""
    told = {key: xml_text(value) for key, value in attributes.items() if value}
    element = etree.SubElement(parent, f"{{{EAC}}}{name}", told)
    element.text = xml_text(text) or None
    return element


def rest_on(element: Element, notes: Iterable[str]) -> Element:
    """Names the sources that a statement rests on, by their ids in the record."""
    if named := " ".join(dict.fromkeys(notes)):
        element.set("sourceReference", named)
    return element


def remark(element: Element, paragraphs: Iterable[tuple[str, str]]) -> None:
    """Remarks on a statement, each with the id of the source that it is about, if it is about one."""
    told = [(words, note) for words, note in paragraphs if words.strip()]
    if told:
        holder = add(element, "descriptiveNote")
        for words, note in told:
            rest_on(add(holder, "p", words), [note] if note else [])


def written(element: Element) -> bytes:
    """The whole record as a file; only where words stand is no space added."""
    mixed = [(one, one.text, [(child, child.tail) for child in one]) for one in element.iter() if _holds_words(one)]
    etree.indent(element)
    for one, text, tails in mixed:
        one.text = text
        for child, tail in tails:
            child.tail = tail
    made: bytes = etree.tostring(element, xml_declaration=True, encoding="UTF-8")
    return made


def _holds_words(element: Element) -> bool:
    return len(element) > 0 and etree.QName(element).localname in ("p", "item", "head")
