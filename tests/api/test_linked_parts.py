"""Vocabularies, claims, citations and disagreements as linked data: by suffix and by Accept."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.roles import member
from tests.search.building import cite, dating, disagree, name, narrative, record, relation, relation_type, source, term

pytestmark = pytest.mark.django_db
HOST = "http://testserver"
API = f"{HOST}/api/v1"


def linked(client: Client, address: str) -> Any:
    """The answer by suffix, which is that by Accept too."""
    by_suffix = client.get(f"/api/v1/{address}.jsonld")
    by_header = client.get(f"/api/v1/{address}/", headers={"Accept": "application/ld+json"})
    assert (by_suffix.status_code, by_header.status_code) == (200, 200), by_suffix.content
    assert by_suffix["Content-Type"] == by_header["Content-Type"] == "application/ld+json"
    assert by_suffix.json() == by_header.json()
    return by_suffix.json()


def test_a_term_is_a_concept_of_its_scheme(client: Client) -> None:
    army = term(
        "echelon", "army", label_es="ejército", note="Dos cuerpos o más.", uri="https://www.wikidata.org/wiki/Q1"
    )
    term("echelon", "field-army", broader=army)
    told = linked(client, "terms/echelon/army")

    assert (told["@id"], told["@type"]) == (f"{API}/terms/echelon/army/", "skos:Concept")
    assert {"@value": "ejército", "@language": "es"} in told["skos:prefLabel"]
    assert told["skos:scopeNote"] == "Dos cuerpos o más."
    assert told["skos:exactMatch"] == {"@id": "https://www.wikidata.org/wiki/Q1"}
    assert client.get(told["@id"].removeprefix(HOST)).json()["uuid"] == str(army.uuid)

    graph = {each["@id"]: each for each in linked(client, "terms")["@graph"]}
    narrow = graph[f"{API}/terms/echelon/field-army/"]
    assert narrow["skos:broader"] == {"@id": told["@id"]}
    assert narrow["skos:inScheme"] == told["skos:inScheme"]
    listed = client.get(told["skos:inScheme"]["@id"].removeprefix(HOST)).json()["results"]
    assert [each["slug"] for each in listed] == ["army", "field-army"]


def test_a_type_of_relation_is_read_from_either_end(client: Client) -> None:
    relation_type("commanded", subject_kinds=["person"], object_kinds=["unit", "organization"])
    relation_type("met", symmetric=True)
    told = linked(client, "relation-types/commanded")

    assert told["@type"] == ["skos:Concept", "schema:Property"]
    assert told["schema:inverseOf"]["schema:name"] == [{"@value": "commanded (inverse)", "@language": "en"}]
    assert told["schema:domainIncludes"] == [{"@id": "schema:Person"}]
    assert told["schema:rangeIncludes"] == [{"@id": "schema:Organization"}]
    met = linked(client, "relation-types")["@graph"][1]
    assert met["schema:inverseOf"] == {"@id": met["@id"]}


def test_a_claim_says_of_what_it_is_said_and_on_what_it_rests(client: Client) -> None:
    uno, banu = record("person", "Uno"), source("banu-2004", "Asalto")
    said = relation(uno, relation_type("commanded"), record("unit", "Frente"))
    note = cite(said, banu, quotation="Cuvinte")
    cite(text := narrative(uno, "Nació [@banu-2004, p. 1]."), banu)
    told = linked(client, f"claims/{said.uuid}")

    assert (told["@id"], told["@type"]) == (f"{HOST}/id/{said.uuid}", "rico:Relation")
    assert told["rico:relationHasSource"] == {"@id": f"{HOST}/id/{uno.uuid}", "schema:name": "Uno"}
    assert told["rico:relationHasTarget"]["schema:name"] == "Frente"
    assert [each["schema:text"] for each in told["schema:citation"]] == ["Cuvinte"]
    assert len(told["rico:relationSource"]) == 1
    assert linked(client, f"claims/{text.uuid}")["schema:about"] == told["rico:relationHasSource"]
    for address, ids in (
        (f"records/{uno.uuid}/claims", {said.uuid, text.uuid}),
        ("units/frente/inverse-relations", {said.uuid}),
        ("sources/banu-2004/claims", {said.uuid, text.uuid}),
        (f"citations/{note.citation.uuid}/claims", {said.uuid}),
    ):
        assert {each["@id"] for each in linked(client, address)["@graph"]} >= {f"{HOST}/id/{each}" for each in ids}


def test_a_claim_has_a_tag_for_each_of_its_forms(client: Client) -> None:
    said = name(record("person", "Uno"), "A")
    tags = [client.get(f"/api/v1/claims/{said.uuid}.{suffix}")["ETag"] for suffix in ("json", "jsonld")]
    again = client.get(f"/api/v1/claims/{said.uuid}.jsonld", headers={"If-None-Match": tags[1]})

    assert tags[0] != tags[1]
    assert again.status_code == 304


def test_a_citation_is_a_place_in_its_source(client: Client) -> None:
    banu = source("banu-2004", "Asalto")
    note = cite(name(record("person", "Uno"), "A"), banu, quotation="Cuvinte")
    told = linked(client, f"citations/{note.citation.uuid}")

    assert told["@id"] == f"{HOST}/citations/{note.citation.uuid}/"
    assert told["schema:isPartOf"]["@id"] == f"{HOST}/id/{banu.uuid}"
    assert (told["schema:pagination"], told["schema:text"]) == (note.citation.locator, "Cuvinte")
    (listed,) = linked(client, "citations")["@graph"]
    assert listed == {key: value for key, value in told.items() if key != "@context"}


def test_a_disagreement_is_about_its_claims(client: Client) -> None:
    uno = record("person", "Uno")
    sides = [
        dating(uno, "1900", 19000101, 19001231),
        dating(uno, "1901", 19010101, 19011231, standing="alternative"),
    ]
    row = disagree(*sides)
    told = linked(client, f"disagreements/{row.uuid}")

    assert {each["@id"] for each in told["schema:about"]} == {f"{HOST}/id/{each.uuid}" for each in sides}


def test_what_is_hidden_is_not_told_as_linked_data(client: Client) -> None:
    said = name(record("person", "Uno", status="draft"), "A")
    client.force_login(member("contributor", "ana"))

    assert client.get(f"/api/v1/claims/{said.uuid}.json").status_code == 200
    assert client.get(f"/api/v1/claims/{said.uuid}.jsonld").status_code == 404


@pytest.mark.parametrize("address", ["terms.jsonld", "relation-types.jsonld", "citations.jsonld"])
def test_linked_data_is_not_cut_down(client: Client, address: str) -> None:
    answer = client.get(f"/api/v1/{address}?fields=uuid")

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


@pytest.mark.parametrize("address", ["changes", "facets", "suggest"])
def test_what_linked_data_has_no_words_for_is_a_404_and_a_406(client: Client, address: str) -> None:
    assert client.get(f"/api/v1/{address}.jsonld?q=a").status_code == 404
    accepted = client.get(f"/api/v1/{address}/", headers={"Accept": "application/ld+json"})
    assert accepted.status_code == 406
