"""The reconciliation service, asked as OpenRefine asks it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from jsonschema import Draft7Validator
from referencing import Registry, Resource

from catalogue.models import Record

BESIDE = Path(__file__).resolve().parents[2].parent / "shared" / "data"
SCHEMAS = Path(os.environ.get("LEGAJO_DATA") or BESIDE) / "schemas" / "reconciliation" / "0.2" / "schemas"
pytestmark = pytest.mark.usefixtures("demo")


def ask(client: Client, **questions: Any) -> dict[str, Any]:
    answer = client.post("/reconcile/", {"queries": json.dumps(questions)})
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def first(client: Client, **question: Any) -> dict[str, Any]:
    candidate: dict[str, Any] = ask(client, q=question)["q"]["result"][0]
    return candidate


def uuid_of(slug: str) -> str:
    return str(Record.objects.get(slug=slug).uuid)


def extend(client: Client, slugs: list[str], *properties: Any) -> dict[str, Any]:
    asked = {"ids": [uuid_of(slug) for slug in slugs], "properties": list(properties)}
    found: dict[str, Any] = client.post("/reconcile/", {"extend": json.dumps(asked)}).json()
    return found


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("Ion Antonescu", "ion-antonescu"),
        ("Antonescu, Ion", "ion-antonescu"),
        ("ion antonesku", "ion-antonescu"),
        ("Lucretiu Patrascanu", "lucretiu-patrascanu"),
        ("Lucreţiu Pătrăşcanu", "lucretiu-patrascanu"),
        ("Patrascanu Lucretiu", "lucretiu-patrascanu"),
    ],
)
def test_a_name_is_found_however_it_is_written(client: Client, typed: str, slug: str) -> None:
    assert first(client, query=typed, type="person")["id"] == uuid_of(slug)


def test_the_same_name_alone_is_a_match_and_a_shorter_one_is_not(client: Client) -> None:
    assert first(client, query="Lucrețiu Pătrășcanu", type="person")["match"] is True
    assert not any(each["match"] for each in ask(client, q={"query": "Ion", "type": "person"})["q"]["result"])


def test_candidates_are_only_of_the_types_that_are_asked(client: Client) -> None:
    found = ask(client, q={"query": "Bucarest", "type": ["place", "event"], "limit": 25})["q"]["result"]

    assert {each["type"][0]["id"] for each in found} <= {"place", "event"}
    assert found[0]["id"] == uuid_of("bucarest")
    assert ask(client, q={"query": "Bucarest", "type": "planet"})["q"]["result"] == []


def test_what_is_known_beside_the_name_moves_the_score(client: Client) -> None:
    plain = {"query": "Antonescu", "type": "person", "limit": 5}
    ion = uuid_of("ion-antonescu")

    def score(**more: Any) -> float:
        found = ask(client, q=plain | more)["q"]["result"]
        return float(next(each["score"] for each in found if each["id"] == ion))

    born = [{"pid": "dating.birth", "v": "1882"}]
    elsewhere = [{"pid": "dating.birth", "v": "1901"}]
    at = [{"pid": "rel.born-at", "v": {"id": uuid_of("pitesti"), "name": "Pitești"}}]
    assert score(properties=born) > score() > score(properties=elsewhere)
    assert score(properties=born + at) >= score(properties=born)


def test_what_nearly_agrees_is_no_agreement_and_what_is_unknown_no_contradiction(client: Client) -> None:
    def score(pid: str, value: str) -> tuple[float, bool]:
        found = first(client, query="Petru Groza", type="person", properties=[{"pid": pid, "v": value}])
        return found["score"], found["match"]

    assert score("dating.birth", "1884-12-07") == (100.0, True)
    assert score("dating.birth", "1884-12-08") == (70.0, False)
    assert score("identifier.wikidata", "Q1") == (91.0, True)


def test_two_entries_of_one_name_are_both_offered_and_neither_is_a_match(client: Client) -> None:
    found = ask(client, q={"query": "10.º Ejército Mecanizado", "type": "unit"})["q"]["result"][:2]

    assert [(each["score"], each["match"]) for each in found] == [(100.0, False)] * 2


def test_a_shared_identifier_is_certain_whatever_the_name(client: Client) -> None:
    identifier = Record.objects.get(slug="corabia").identifiers.select_related("scheme").first()
    assert identifier
    known = [{"pid": f"identifier.{identifier.scheme.slug}", "v": identifier.value}]

    found = first(client, query="somebody", properties=known)

    assert (found["id"], found["score"], found["match"]) == (uuid_of("corabia"), 100.0, True)


def test_drafts_are_no_candidates(client: Client) -> None:
    uuid = uuid_of("ion-antonescu")
    Record.objects.filter(slug="ion-antonescu").update(status="draft")

    assert uuid not in str(ask(client, q={"query": "Ion Antonescu"}))
    assert client.get("/reconcile/preview/", {"id": uuid}).status_code == 404
    asked = {"ids": [uuid], "properties": [{"id": "name.authorized"}]}
    assert client.post("/reconcile/", {"extend": json.dumps(asked)}).json()["rows"][uuid]["name.authorized"] == []


def test_a_batch_costs_as_many_queries_as_one_question(client: Client) -> None:
    names = list(Record.objects.published().filter(kind="person").values_list("title", flat=True)[:40])

    def cost(count: int) -> int:
        with CaptureQueriesContext(connection) as queries:
            ask(client, **{f"q{place}": {"query": name} for place, name in enumerate(names[:count])})
        return len(queries)

    assert cost(1) == cost(40) <= 5


def test_values_are_fetched_the_preferred_first(client: Client) -> None:
    rows = extend(
        client, ["ion-antonescu"], {"id": "dating.birth"}, {"id": "rel.born-at"}, {"id": "attr.nationality"},
        {"id": "name.full-name", "settings": {"limit": "1"}}, {"id": "sources"},
    )["rows"][uuid_of("ion-antonescu")]  # fmt: skip

    assert rows["dating.birth"][0] == {"date": "1882-06-14T00:00:00Z"}
    assert rows["rel.born-at"][0] == {"id": uuid_of("pitesti"), "name": "Pitești"}
    assert rows["attr.nationality"] == [{"str": "rumana"}]
    assert len(rows["name.full-name"]) == 1
    assert rows["sources"][0]["int"] > 1


def test_entries_that_are_not_there_have_no_values(client: Client) -> None:
    asked = {"ids": ["nobody"], "properties": [{"id": "dating.birth"}, {"id": "attr.nothing"}]}

    assert client.post("/reconcile/", {"extend": json.dumps(asked)}).json()["rows"] == {
        "nobody": {"dating.birth": [], "attr.nothing": []}
    }


def test_names_properties_and_types_are_suggested(client: Client) -> None:
    entities = client.get("/reconcile/suggest/entity/", {"prefix": "patras"}).json()["result"]
    properties = client.get("/reconcile/suggest/property/", {"prefix": "nacimiento"}).json()["result"]
    types = client.get("/reconcile/suggest/type/", {"prefix": "per"}).json()["result"]

    assert entities[0]["id"] == uuid_of("lucretiu-patrascanu")
    assert "dating.birth" in {each["id"] for each in properties}
    assert [each["id"] for each in types] == ["person"]


def test_properties_of_a_kind_are_proposed(client: Client) -> None:
    proposed = client.get("/reconcile/properties/", {"type": "person"}).json()

    assert {"attr.nationality", "rel.born-at", "dating.birth"} <= {each["id"] for each in proposed["properties"]}
    assert len(client.get("/reconcile/properties/", {"type": "person", "limit": "3"}).json()["properties"]) == 3


def test_a_card_is_shown_in_frames_of_other_sites_and_runs_nothing(client: Client) -> None:
    response = client.get("/reconcile/preview/", {"id": uuid_of("ion-antonescu")})

    assert "Ion Antonescu" in response.content.decode()
    assert not response.has_header("X-Frame-Options")
    assert "frame-ancestors *" in response["Content-Security-Policy"]
    assert "<script" not in response.content.decode()
    assert "Ion Antonescu" in client.get("/reconcile/flyout/", {"id": uuid_of("ion-antonescu")}).json()["html"]


def test_pages_of_other_sites_may_ask(client: Client) -> None:
    assert client.get("/reconcile/")["Access-Control-Allow-Origin"] == "*"
    preflight = client.options("/reconcile/", headers={"Access-Control-Request-Method": "POST"})
    assert "POST" in preflight["Access-Control-Allow-Methods"]


@pytest.mark.parametrize(
    "queries",
    ["[", "[]", '{"q": 1}', '{"q": {"query": 1}}', '{"q": {"query": "a", "limit": "x"}}', '{"q": {"query": "\\u0000"}}',
     '{"q": {"query": "a", "properties": [1]}}', json.dumps({str(n): {"query": "a"} for n in range(51)})],
)  # fmt: skip
def test_what_is_no_question_is_refused_with_a_sentence(client: Client, queries: str) -> None:
    response = client.post("/reconcile/", {"queries": queries})

    assert response.status_code == 400
    assert response.json()["error"]


@pytest.mark.parametrize("extension", ["[", "{}", '{"ids": [1], "properties": []}', '{"ids": [], "properties": [1]}'])
def test_what_is_no_extension_is_refused_with_a_sentence(client: Client, extension: str) -> None:
    assert client.post("/reconcile/", {"extend": extension}).status_code == 400


@pytest.mark.skipif(not SCHEMAS.is_dir(), reason="no folder with the schemas; LEGAJO_DATA names one")
def test_every_answer_is_valid_by_the_schemas_of_the_protocol(client: Client) -> None:
    files = {each.name: json.loads(each.read_text(encoding="utf-8")) for each in SCHEMAS.glob("*.json")}
    registry: Registry[Any] = Registry().with_resources(
        (f"https://reconciliation-api.github.io/specs/0.2/schemas/{name}", Resource.opaque(schema))
        for name, schema in files.items()
    )

    def valid(name: str, answer: Any) -> None:
        schema = {key: value for key, value in files[name].items() if key != "$schema"}
        schema["$id"] = f"https://reconciliation-api.github.io/specs/0.2/schemas/{name}"
        schema.get("properties", {}).pop("authentication", None)
        assert [error.message for error in Draft7Validator(schema, registry=registry).iter_errors(answer)] == []

    manifest = client.get("/reconcile/").json()
    assert manifest["versions"] == ["0.2"]
    valid("manifest.json", manifest)
    valid("reconciliation-result-batch.json", ask(client, a={"query": "Antonescu"}, b={"query": "nobody at all"}))
    valid("suggest-entities-response.json", client.get("/reconcile/suggest/entity/", {"prefix": "an"}).json())
    valid("suggest-properties-response.json", client.get("/reconcile/suggest/property/", {"prefix": "na"}).json())
    valid("suggest-types-response.json", client.get("/reconcile/suggest/type/", {"prefix": "p"}).json())
    valid("data-extension-property-proposal.json", client.get("/reconcile/properties/", {"type": "unit"}).json())
    valid(
        "data-extension-response.json", extend(client, ["ion-antonescu"], {"id": "rel.born-at"}, {"id": "dating.birth"})
    )
