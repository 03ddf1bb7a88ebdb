"""Linked data: documents as JSON-LD in the terms of schema.org and RiC-O, each claim with its footnotes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from catalogue.citations.prose import first_words
from catalogue.documents import Document
from catalogue.exports.linked.claims import Claims, Node, affirmed, said, said_in, whole_day
from catalogue.exports.linked.concepts import relation_type_node, term_node
from catalogue.exports.linked.parts import citation_node, disagreement_node, statement_node
from catalogue.exports.linked.vocabulary import CONCEPTS, CONTEXT, DATES, REGISTERS, TIES, TYPES, WORKS
from catalogue.exports.site import Site
from catalogue.models import Kind

__all__ = [
    "CONCEPTS",
    "CONTEXT",
    "as_json_ld",
    "citation_node",
    "disagreement_node",
    "graph_of",
    "in_context",
    "plain_statements",
    "relation_type_node",
    "statement_node",
    "term_node",
]


def as_json_ld(document: Document, *, site: Site) -> dict[str, Any]:
    """One public document with its context."""
    return in_context(CONTEXT, _node(document, site))


def graph_of(documents: Iterable[Document], *, site: Site) -> dict[str, Any]:
    """Several public documents under one context."""
    return in_context(CONTEXT, [_node(document, site) for document in documents])


def plain_statements(document: Document, *, site: Site) -> Node:
    """What is affirmed of an entry without its claims, with its page as a work that has terms of use."""
    return said({**_plain(document, site), "schema:subjectOf": _page(document, site)})


def in_context(context: Mapping[str, Any], told: Node | list[Node]) -> Node:
    """One node, or several as a graph, with the context that explains their terms."""
    return {"@context": dict(context), **(told if isinstance(told, dict) else {"@graph": told})}


def _node(document: Document, site: Site) -> Node:
    claims = Claims(document, site)
    return said(
        {
            **_plain(document, site),
            # A relation names what it says something of; seen from the entry, that is read backwards.
            "@reverse": {"rico:relationHasSource": claims.relations()},
            "schema:subjectOf": [_page(document, site), *claims.narratives()],
        }
    )


def _plain(document: Document, site: Site) -> Node:
    return {
        "@id": site.address(document["permanent_url"]),
        "@type": _types(document),
        "schema:name": document["title"],
        "schema:alternateName": _other_names(document),
        "schema:description": _description(document),
        "schema:identifier": document["uuid"],
        "schema:url": site.address(document["page_url"]),
        "schema:sameAs": [
            REGISTERS[each["scheme"]].format(each["value"])
            for each in document["identifiers"]
            if each["scheme"] in REGISTERS
        ],
        **_dates(document),
        **_ties(document, site),
        **(_work(document, site) if document["kind"] == Kind.SOURCE else _point(document)),
    }


def _types(document: Document) -> list[str]:
    types = list(TYPES[document["kind"]])
    if document["kind"] == Kind.SOURCE and document["csl_type"] in WORKS:
        types[0] = WORKS[document["csl_type"]]
    return types


def _other_names(document: Document) -> list[Any]:
    names = (claim for claim in affirmed(document["names"]) if claim["text"] != document["title"])
    return [said_in(claim["text"], claim["language"]) for claim in names]


def _description(document: Document) -> Any:
    for claim in affirmed(document["narratives"]):
        return said_in(first_words(claim["text"]), claim["language"])
    return None


def _dates(document: Document) -> Node:
    """Whole days that nobody doubts, under the properties of schema.org; a second one would contradict the first."""
    found: Node = {}
    for claim in affirmed(document["datings"]):
        term = DATES.get((document["kind"], claim["type"]))
        if term and not claim["disagreement"] and (day := whole_day(claim)):
            found.setdefault(term, day)
    return found


def _ties(document: Document, site: Site) -> Node:
    found: dict[str, list[Node]] = {}
    for claim in affirmed(document["relations"]):
        term = TIES.get((document["kind"], claim["type"]))
        if term and claim["object"]:
            to = {"@id": site.address(f"/id/{claim['object']['uuid']}"), "schema:name": claim["object"]["title"]}
            found.setdefault(term, []).append(to)
    return dict(found)


def _point(document: Document) -> Node:
    if not document.get("latitude"):
        return {}
    point = {"schema:latitude": float(document["latitude"]), "schema:longitude": float(document["longitude"])}
    return {"schema:geo": {"@type": "schema:GeoCoordinates", **point}}


def _work(document: Document, site: Site) -> Node:
    """What a source says of itself on its title page."""
    parent = document["parent"]
    within: Any = document["container"] or None
    if parent:
        within = {"@id": site.address(f"/id/{parent['uuid']}"), "schema:name": parent["title"]}
    return {
        "schema:headline": said_in(document["bibliographic_title"], document["text_language"]),
        "schema:inLanguage": document["text_language"],
        "schema:isPartOf": within,
        "schema:publisher": document["publisher"],
        "schema:datePublished": document["issued"] if len(document["issued"]) == len("1944-08-23") else None,
        "rico:publicationDate": document["issued"],
        "schema:pagination": document["pages"],
        "schema:isbn": document["isbn"],
        "schema:issn": document["issn"],
        "rico:identifier": document["reference_code"],
        "rico:conditionsOfAccess": document["access_conditions"],
        **_makers(document, site),
    }


def _makers(document: Document, site: Site) -> Node:
    found: dict[str, list[Node]] = {}
    for creator in document["creators"]:
        if creator["role"] in ("author", "editor", "translator"):
            record = creator["record"]
            words = ", ".join(creator[key] for key in ("family", "given") if creator[key]) or creator["literal"]
            node = {"schema:name": words or (record or {}).get("title", "")}
            node |= {"@id": site.address(f"/id/{record['uuid']}")} if record else {"@type": "schema:Person"}
            found.setdefault(f"schema:{creator['role']}", []).append(node)
    return dict(found)


def _page(document: Document, site: Site) -> Node:
    """The entry as a work of this catalogue, with its terms of use."""
    return {
        "@id": site.address(document["page_url"]),
        "@type": "schema:WebPage",
        "schema:about": {"@id": site.address(document["permanent_url"])},
        "schema:name": document["title"],
        "schema:inLanguage": document["language"],
        "schema:version": str(document["version"]),
        "schema:dateModified": document["modified_at"],
        "schema:license": {"@id": site.license},
        "schema:publisher": {"@type": "schema:Organization", "schema:name": site.publisher},
    }
