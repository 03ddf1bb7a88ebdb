"""Facets at the API: their shape, their links, and the address of one facet's values."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from catalogue.models import Kind
from catalogue.search import sync_facets
from tests.roles import member
from tests.search.building import attribute, record, relation, relation_type, term

pytestmark = pytest.mark.django_db


def read(client: Client, address: str, status: int = 200) -> Any:
    address = address if address.startswith("http") else f"/api/v1/{address}"
    answer = client.get(address, headers={"Accept-Language": "en"})
    assert answer.status_code == status, answer.content
    return answer.json()


def units() -> None:
    army, corps = term("echelon", "army"), term("echelon", "corps")
    for number in range(3):
        record("unit", f"Ejército {number}", echelon=army)
    record("unit", "Cuerpo", echelon=corps)
    record("unit", "Frente")


def slugs(client: Client, address: str) -> set[str]:
    return {each["slug"] for each in read(client, address)["results"]}


def question(address: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(address).query)


def test_a_facet_says_all_that_a_list_of_boxes_needs(client: Client) -> None:
    units()
    assert "facets" not in read(client, "units/")
    (facet,) = read(client, "units/?facets=echelon&echelon=army")["facets"]
    address = "http://testserver/api/v1/units/"
    army, corps = facet.pop("values")
    assert facet == {
        "name": "echelon",
        "label": "Echelon",
        "kind": "values",
        "selected": ["army"],
        "excluded": [],
        "missing": 1,
        "missing_selected": False,
        "missing_url": facet["missing_url"],
        "truncated": False,
        "more_url": f"{address}facets/echelon/?facets=echelon&echelon=army",
    }
    assert army == {
        "value": "army",
        "label": "Army",
        "count": 3,
        "selected": True,
        "excluded": False,
        "url": f"{address}?facets=echelon",
        "exclude_url": army["exclude_url"],
    }
    assert question(army["exclude_url"])["echelon__not"] == ["army"]
    assert (corps["count"], corps["selected"]) == (1, False)
    assert question(corps["url"])["echelon"] == ["army", "corps"]


def test_the_links_of_a_value_choose_and_exclude_it(client: Client) -> None:
    units()
    (facet,) = read(client, "units/?facets=echelon&page_size=50")["facets"]
    corps = next(each for each in facet["values"] if each["value"] == "corps")
    assert slugs(client, corps["url"]) == {"cuerpo"}
    assert "cuerpo" not in slugs(client, corps["exclude_url"])
    assert slugs(client, facet["missing_url"]) == {"frente"}
    assert question(corps["url"])["page_size"] == ["50"]


def test_a_flag_has_nothing_to_exclude_and_nothing_missing(client: Client) -> None:
    units()
    (facet,) = read(client, "units/?facets=disputed&disputed=false")["facets"]
    assert (facet["kind"], facet["missing"], facet["missing_url"]) == ("flag", 0, None)
    (no,) = facet["values"]
    assert (no["value"], no["count"], no["selected"], no["exclude_url"]) == ("false", 5, True, None)
    assert question(no["url"]) == {"facets": ["disputed"]}


def test_links_begin_at_the_first_page_and_keep_the_form_of_the_answer(client: Client) -> None:
    units()
    asked = "units/?q=ej*&facets=echelon&fields=slug&include=related&snippets=true&page=2&page_size=2"
    (facet,) = read(client, asked)["facets"]
    for address in (facet["values"][0]["url"], facet["missing_url"], facet["more_url"]):
        kept = question(address)
        assert "page" not in kept
        assert kept["q"] == ["ej*"]
        assert (kept["fields"], kept["include"], kept["snippets"]) == (["slug"], ["related"], ["true"])
        assert "count" in read(client, address)


def test_the_values_of_one_facet_stand_at_an_address_of_their_own(client: Client) -> None:
    units()
    body = read(client, "units/facets/echelon/?q=ejército")
    assert list(body) == ["count", "next", "previous", "facet"]
    assert body["count"] == 1
    (army,) = body["facet"]["values"]
    assert (army["value"], army["count"]) == ("army", 3)
    assert slugs(client, army["url"]) == {"ejercito-0", "ejercito-1", "ejercito-2"}
    assert "/api/v1/units/?" in army["url"]


def test_the_values_are_searched_ordered_and_turned(client: Client) -> None:
    born = relation_type("born-at", facet=True)
    sync_facets()
    for number in range(120):
        relation(record("person", f"Persona {number}"), born, record("place", f"Lugar {number:03}"))
    first = read(client, "persons/facets/rel.born-at/?facet_order=label")
    assert first["count"] == 120
    assert first["previous"] is None
    labels, body = [], first
    while True:
        labels += [each["label"] for each in body["facet"]["values"]]
        if not body["next"]:
            break
        body = read(client, body["next"])
    assert labels == [f"Lugar {number:03}" for number in range(120)]
    assert "facet_page" in question(body["previous"])
    searched = read(client, "persons/facets/rel.born-at/?facet_q=lugar+007")
    assert [each["label"] for each in searched["facet"]["values"]] == ["Lugar 007"]
    assert "facet_q" not in question(searched["facet"]["values"][0]["url"])
    assert "facet_q" not in question(searched["facet"]["more_url"])


def test_a_facet_of_all_kinds_has_its_address_too(client: Client) -> None:
    units()
    body = read(client, "records/facets/kind/")
    assert [(each["value"], each["count"]) for each in body["facet"]["values"]] == [("unit", 5)]
    assert slugs(client, body["facet"]["values"][0]["url"]) == {*slugs(client, "units/")}


@pytest.mark.parametrize("kind", [None, *Kind.values])
def test_every_facet_that_is_listed_answers(client: Client, kind: str | None) -> None:
    rank = term("property", "rank", facet=True)
    sync_facets()
    attribute(record("person", "Uno"), rank, text="general")
    (listed,) = (each for each in read(client, "facets/") if each["kind"] == kind)
    for facet in listed["facets"]:
        body = read(client, facet["url"].removeprefix("/api/v1/"))
        assert (body["facet"]["name"], body["facet"]["label"]) == (facet["name"], facet["label"])
        assert body["facet"]["kind"] == facet["kind"]


def test_the_facets_of_every_kind_are_listed(client: Client) -> None:
    term("property", "rank", facet=True, value_scheme="rank")
    sync_facets()
    kinds = {each["kind"]: each for each in read(client, "facets/")}
    assert set(kinds) == {None, "person", "unit", "organization", "event", "place", "source"}
    address = "/api/v1/persons/facets/attr.rank/"
    assert {"name": "attr.rank", "label": "Rank", "kind": "values", "url": address} in kinds["person"]["facets"]
    assert kinds["person"]["list"] == "/api/v1/persons/"


@pytest.mark.parametrize("name", ["colour", "attr.colour", "echelon", "status", "kind", "%00", "x" * 300])
def test_a_facet_that_a_kind_does_not_have_is_a_404_that_lists_those_it_has(client: Client, name: str) -> None:
    problem = read(client, f"persons/facets/{name}/", 404)
    assert "gender" in problem["detail"]


def test_only_cataloguers_count_what_is_not_published(client: Client) -> None:
    record("person", "Uno", status="draft")
    read(client, "persons/facets/status/", 404)
    client.force_login(member("contributor", "ana"))
    values = read(client, "persons/facets/status/")["facet"]["values"]
    assert ("draft", 1) in [(each["value"], each["count"]) for each in values]


@pytest.mark.parametrize(
    "question", ["facet_page=0", "facet_page=2", "facet_page=x", "facet_order=size", "colour=red", "date_from=anteayer"]
)
def test_a_page_of_values_that_cannot_be_answered_is_a_400(client: Client, question: str) -> None:
    units()
    problem = read(client, f"units/facets/echelon/?{question}", 400)
    assert problem["errors"][0]["parameter"] == question.partition("=")[0]
    assert problem["errors"][0]["detail"]


def test_a_record_may_be_called_as_the_address_of_facets_is(client: Client) -> None:
    record("unit", "Facets", slug="facets")
    assert read(client, "units/facets/")["slug"] == "facets"
    assert read(client, "units/facets/inverse-relations/")["count"] == 0
