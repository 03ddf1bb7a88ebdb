"""What stands in entries as linked data of its own: single claims, places in sources, disagreements."""

from __future__ import annotations

from catalogue.documents import Document
from catalogue.exports.linked.claims import Claims, Node, place_in_source, said
from catalogue.exports.site import Site


def statement_node(statement: Document, site: Site) -> Node:
    """A claim by itself, with the entry of which it says something."""
    record = statement["record"]
    around = {key: statement[key] for key in ("notes", "labels")}
    claims = Claims({"permanent_url": f"/id/{record['uuid']}", "kind": record["kind"], **around}, site)
    subject = {"@id": claims.subject, "schema:name": record["title"]}
    if statement["list"] == "narratives":
        return claims.narrative(statement["claim"]) | {"schema:about": subject}
    return claims.relation(statement["list"], statement["claim"]) | {"rico:relationHasSource": subject}


def citation_node(citation: Document, site: Site) -> Node:
    """A place in a source by itself; what was not seen itself is based on the place where it is quoted."""
    via = citation["via"]
    return said(
        {
            **place_in_source(citation, site),
            "schema:identifier": citation["uuid"],
            "schema:version": str(citation["version"]),
            "schema:isBasedOn": place_in_source({**via, "number": 0}, site) if via else None,
            "schema:license": {"@id": site.license},
        }
    )


def disagreement_node(disagreement: Document, site: Site) -> Node:
    """What claims cannot all be true, on what the sources disagree, and why one claim is preferred."""
    sides = [*disagreement["claims"], *(each["uuid"] for each in disagreement["elsewhere"])]
    return said(
        {
            "@id": site.address(disagreement["api_url"]),
            "@type": "schema:CreativeWork",
            "schema:identifier": disagreement["uuid"],
            "schema:abstract": disagreement["note"],
            "schema:text": disagreement["reason"],
            "schema:about": [{"@id": site.address(f"/id/{uuid}")} for uuid in sides],
        }
    )
