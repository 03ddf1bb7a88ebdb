"""Linked data: every claim with its footnotes, nothing doubtful as a plain fact, and only terms that exist."""

from __future__ import annotations

import json
import lzma
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from catalogue.documents import PARTS, Document, ready_documents
from catalogue.exports.linked import CONTEXT, as_json_ld, graph_of
from catalogue.exports.linked.vocabulary import DATES, NAME_TYPES, RELATIONS, TIES, TYPES, WORKS
from catalogue.exports.site import this_site
from catalogue.models import Record

BESIDE = Path(__file__).resolve().parents[2].parent / "shared" / "data"
SCHEMAS = Path(os.environ.get("LEGAJO_DATA") or BESIDE) / "schemas"
SITE = this_site("https://archive.example.org")
SKOS = set(
    re.findall(
        r"\w+",
        """
        Collection Concept ConceptScheme OrderedCollection altLabel broadMatch broader broaderTransitive changeNote
        closeMatch definition editorialNote exactMatch example hasTopConcept hiddenLabel historyNote inScheme
        mappingRelation member memberList narrowMatch narrower narrowerTransitive notation note prefLabel related
        relatedMatch scopeNote semanticRelation topConceptOf
        """,
    )
)
"""The vocabulary of SKOS, as the W3C's recommendation of 18 August 2009 lists it in its appendix B."""


@pytest.fixture
def documents(demo: None) -> list[Document]:
    return list(ready_documents(list(Record.objects.published().values_list("pk", flat=True))).values())


def of(slug: str) -> Document:
    record = Record.objects.get(slug=slug)
    return ready_documents([record.pk])[record.pk]


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every object below a value."""
    if isinstance(value, dict):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from nodes(each)


def terms(value: Any) -> set[str]:
    """Every term of schema.org, RiC-O and SKOS that is used."""
    found = set()
    for node in nodes(value):
        sorts = node.get("@type", [])
        found |= {key for key in node if ":" in key} | set([sorts] if isinstance(sorts, str) else sorts)
    return {term for term in found if term.startswith(("schema:", "rico:", "skos:"))}


def test_every_claim_of_every_entry_is_a_node_with_all_its_notes(documents: list[Document]) -> None:
    for document in documents:
        found = {
            node["@id"]: node for node in nodes(as_json_ld(document, site=SITE)) if len(node) > 2 and "@id" in node
        }
        for part in PARTS:
            for claim in document[part.key]:
                node = found[f"https://archive.example.org/id/{claim['uuid']}"]
                notes = [each for each in claim["footnotes"] if each.get("number")]
                assert len(node.get("schema:citation", [])) == len(notes)


def test_every_citation_is_written_out_once_and_named_afterwards(documents: list[Document]) -> None:
    for document in documents:
        made = [node["@id"] for node in nodes(as_json_ld(document, site=SITE)) if "schema:position" in node]
        assert len(made) == len(set(made))


def test_what_is_denied_rejected_or_disputed_is_no_plain_fact(demo: None) -> None:
    antonescu = as_json_ld(of("ion-antonescu"), site=SITE)
    births = [
        node["rico:relationHasTarget"]["rico:normalizedDateValue"]["@value"]
        for node in antonescu["@reverse"]["rico:relationHasSource"]
        if node["@type"] == "rico:TemporalRelation" and {"@value": "birth", "@language": "en"} in node["rico:type"]
    ]
    # The sources disagree on the day: both stand as claims, none as the birth date.
    assert len(births) > 1
    assert "schema:birthDate" not in antonescu

    document = of("lucretiu-patrascanu")
    for claim in document["relations"]:
        claim["negated"] = True
    told = as_json_ld(document, site=SITE)
    assert not set(told) & set(TIES.values())
    assert "preferred, negated" in {node.get("rico:relationState") for node in nodes(told)}


def test_a_date_that_is_no_whole_day_is_told_as_edtf_only(demo: None) -> None:
    document = of("lucretiu-patrascanu")
    for claim in document["datings"]:
        claim |= {"date": "1900~", "disagreement": None}
    told = as_json_ld(document, site=SITE)

    assert not set(told) & set(DATES.values())
    assert "1900~" in json.dumps(told)


def test_an_entry_says_who_publishes_it_and_on_which_terms(documents: list[Document]) -> None:
    for document in documents[:50]:
        page = as_json_ld(document, site=SITE)["schema:subjectOf"][0]
        assert page["schema:license"] == {"@id": "https://creativecommons.org/licenses/by/4.0/"}
        assert page["schema:publisher"]["schema:name"] == "Legajo"


def test_identifiers_are_addresses_of_other_registers(demo: None) -> None:
    assert as_json_ld(of("corabia"), site=SITE)["schema:sameAs"] == ["https://sws.geonames.org/680897/"]


def test_several_entries_share_one_context(documents: list[Document]) -> None:
    graph = graph_of(documents[:3], site=SITE)

    assert graph["@context"] == dict(CONTEXT)
    assert [node["@id"] for node in graph["@graph"]] == [
        f"https://archive.example.org/id/{document['uuid']}" for document in documents[:3]
    ]


def test_relations_lead_to_the_permanent_address_of_what_they_name(demo: None) -> None:
    told = as_json_ld(of("ion-antonescu"), site=SITE)
    birthplace = Record.objects.get(slug="pitesti")

    assert told["schema:birthPlace"] == [
        {"@id": f"https://archive.example.org/id/{birthplace.uuid}", "schema:name": birthplace.title}
    ]


@pytest.mark.parametrize("address", ["/persons/ion-antonescu.jsonld", "/persons.jsonld?page_size=2", "/records.jsonld"])
def test_the_api_answers_in_it(client: Client, demo: None, address: str) -> None:
    response = client.get(f"/api/v1{address}")

    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/ld+json")
    assert response.json()["@context"] == dict(CONTEXT)


@pytest.mark.skipif(not SCHEMAS.is_dir(), reason="no folder with the ontologies; LEGAJO_DATA names one")
def test_every_term_exists_in_its_ontology(client: Client, documents: list[Document]) -> None:
    text = lzma.decompress((SCHEMAS / "ric-o" / "RiC-O_1-1.rdf.xz").read_bytes()).decode()
    rico = set(re.findall(r'rdf:about="https://www.ica.org/standards/RiC/ontology#(\w+)"', text))
    schema = json.loads((SCHEMAS / "schemaorg-30.0" / "schemaorgcontext.jsonld").read_text(encoding="utf-8"))[
        "@context"
    ]
    listed = {term for each in TYPES.values() for term in each} | set(WORKS.values()) | set(NAME_TYPES.values())
    listed |= set(DATES.values()) | set(TIES.values()) | set(RELATIONS.values())
    used = terms(graph_of(documents, site=SITE)) | listed
    for address in (
        "terms",
        "relation-types",
        "citations",
        "places/bucarest/inverse-relations",
        "sources/articulo/claims",
    ):
        used |= terms(client.get(f"/api/v1/{address}.jsonld?page_size=200").json())

    assert {"skos:Concept", "schema:inverseOf", "schema:citation"} <= used
    assert {term for term in used if term.startswith("skos:") and term[5:] not in SKOS} == set()
    assert {term for term in used if term.startswith("rico:") and term[5:] not in rico} == set()
    assert {term for term in used if term.startswith("schema:") and term[7:] not in schema} == set()
