"""The elements of an answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lxml import etree

from catalogue.protocols.oai.faults import NOT_UNDERSTOOD, Fault
from catalogue.protocols.oai.stamps import print_stamp
from catalogue.text import xml_text

Element = Any
"""lxml comes without types."""

OAI = "http://www.openarchives.org/OAI/2.0/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"


def add(parent: Element, name: str, text: str = "", **attributes: str) -> Element:
    """A new element of the protocol within another."""
    element = etree.SubElement(parent, f"{{{OAI}}}{name}", {key: xml_text(value) for key, value in attributes.items()})
    element.text = xml_text(text) or None
    return element


def foreign(name: str, namespace: str, schema: str, known: Mapping[str | None, str] | None = None) -> Element:
    """The root of something in another namespace, which says where its schema is; `known` are namespaces by prefix."""
    prefixes: dict[str | None, str] = {"xsi": XSI, **(known or {None: namespace})}
    root = etree.Element(f"{{{namespace}}}{name}", nsmap=prefixes)
    root.set(f"{{{XSI}}}schemaLocation", f"{namespace} {schema}")
    return root


def answer(base_url: str, asked: Mapping[str, str], said: Element | Fault, moment: datetime) -> bytes:
    """The whole answer: when, what was asked, and what is said to it."""
    root = etree.Element(f"{{{OAI}}}OAI-PMH", nsmap={None: OAI, "xsi": XSI})
    root.set(f"{{{XSI}}}schemaLocation", f"{OAI} {OAI}OAI-PMH.xsd")
    add(root, "responseDate", print_stamp(moment))
    if isinstance(said, Fault):
        understood = said.code not in NOT_UNDERSTOOD
        add(root, "request", base_url, **(asked if understood else {}))
        add(root, "error", said.message, code=said.code)
    else:
        add(root, "request", base_url, **asked)
        root.append(said)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written


def body(verb: str) -> Element:
    """The element that holds what is said to a verb."""
    return etree.Element(f"{{{OAI}}}{verb}", nsmap={None: OAI})
