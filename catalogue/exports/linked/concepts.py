"""The vocabularies as linked data: terms and types of relation are concepts of SKOS."""

from __future__ import annotations

from catalogue.documents import Document
from catalogue.exports.linked.claims import Node, said, said_in
from catalogue.exports.linked.vocabulary import TYPES
from catalogue.exports.site import Site

LANGUAGES = ("en", "es", "ro")


def term_node(term: Document, site: Site) -> Node:
    """A term as a concept of its scheme."""
    own = site.address(term["api_url"])
    listed = own.removesuffix(f"/{term['scheme']}/{term['slug']}/")
    broader = {"@id": f"{listed}/{term['scheme']}/{term['broader']}/"} if term["broader"] else None
    scheme = {
        "@id": f"{listed}/?scheme={term['scheme']}",
        "@type": "skos:ConceptScheme",
        "skos:notation": term["scheme"],
    }
    return _concept(term, own, scheme, {"skos:broader": broader})


def relation_type_node(sort: Document, site: Site) -> Node:
    """A type of relation: a concept, and a property that reads otherwise from its other end."""
    own = site.address(sort["api_url"])
    back = {"@type": "schema:Property", "schema:name": _words(sort, "inverse"), "schema:inverseOf": {"@id": own}}
    tied = {
        "schema:domainIncludes": _classes(sort["subject_kinds"]),
        "schema:rangeIncludes": _classes(sort["object_kinds"]),
        "schema:inverseOf": {"@id": own} if sort["symmetric"] else back,
    }
    scheme = {"@id": own.removesuffix(f"{sort['slug']}/"), "@type": "skos:ConceptScheme"}
    return _concept(sort, own, scheme, tied) | {"@type": ["skos:Concept", "schema:Property"]}


def _concept(word: Document, own: str, scheme: Node, more: Node) -> Node:
    """What every word of the vocabulary says of itself."""
    return said(
        {
            "@id": own,
            "@type": "skos:Concept",
            "skos:prefLabel": _words(word, "label"),
            "skos:notation": word["slug"],
            "skos:scopeNote": word["note"],
            "skos:inScheme": scheme,
            "skos:exactMatch": {"@id": word["uri"]} if word["uri"] else None,
            "schema:identifier": word["uuid"],
            **more,
        }
    )


def _words(word: Document, name: str) -> list[Node]:
    return [said_in(text, code) for code in LANGUAGES if (text := word[f"{name}_{code}"])]


def _classes(kinds: list[str]) -> list[Node]:
    return [{"@id": found} for found in dict.fromkeys(TYPES[kind][0] for kind in kinds)]
