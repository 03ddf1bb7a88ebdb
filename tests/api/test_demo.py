"""Every record of the demo catalogue at the API."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator

from catalogue.api.parameters import LISTING, OF_ONE_FACET
from catalogue.models import Kind, Record
from catalogue.search import FILTERSETS

GUIDE = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")

pytestmark = pytest.mark.usefixtures("demo")


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    made: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return made


@pytest.mark.parametrize("kind", Kind.values)
def test_every_document_of_the_demo_is_what_the_schema_says(client: Client, schema: dict[str, Any], kind: str) -> None:
    component = f"#/components/schemas/{kind.capitalize()}DocumentList"
    validator = Draft202012Validator({"$ref": component, "components": schema["components"]})
    address: str | None = f"/api/v1/{kind}s/?page_size=200&facets=all"
    seen = 0
    while address:
        body = client.get(address).json()
        problems = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(body)]
        assert problems == []
        seen += len(body["results"])
        address = body["next"]
    assert seen == Record.objects.published().filter(kind=kind).count() > 50


def test_every_address_that_a_document_gives_answers(client: Client) -> None:
    for kind in Kind.values:
        for document in client.get(f"/api/v1/{kind}s/?page_size=3").json()["results"]:
            assert client.get(document["api_url"]).json() == document
            assert client.get(document["page_url"]).status_code == 200
            for note in document["notes"]:
                assert client.get(f"/api/v1/citations/{note['citation']}/").status_code == 200


@pytest.mark.parametrize(
    "question", ["", "q=general&", "date_from=1944&period=1944&disputed=true&place__isnull=false&"]
)
def test_every_link_of_every_facet_answers_and_finds_what_it_counts(client: Client, question: str) -> None:
    for kind in ("person", "event"):
        body = client.get(f"/api/v1/{kind}s/?{question}facets=all&fields=slug&page_size=1").json()
        assert len(body["facets"]) > 10
        for facet in body["facets"]:
            assert client.get(facet["more_url"]).json()["facet"]["name"] == facet["name"]
            if facet["missing_url"] and not (facet["selected"] or facet["excluded"]):
                assert facet["missing_selected"] or client.get(facet["missing_url"]).json()["count"] == facet["missing"]
            for value in facet["values"][:2]:
                assert value["exclude_url"] is None or "count" in client.get(value["exclude_url"]).json()
                found = client.get(value["url"]).json()
                alone = not (facet["selected"] or facet["excluded"])
                assert found["count"] == value["count"] if alone else "count" in found


def test_notes_are_numbered_and_every_footnote_finds_its_note(client: Client) -> None:
    document = client.get("/api/v1/persons/ion-antonescu/").json()
    numbers = [note["number"] for note in document["notes"]]
    assert numbers == list(range(1, len(numbers) + 1))
    by_number = {note["number"]: note["citation"] for note in document["notes"]}
    for part in ("names", "datings", "attributes", "narratives", "relations"):
        for claim in document[part]:
            for footnote in claim["footnotes"]:
                assert by_number[footnote["number"]] == footnote["citation"]["uuid"]


def test_the_article_lists_the_claims_that_rest_on_it(client: Client) -> None:
    (found,) = client.get("/api/v1/sources/?q=%22Ocupación+soviética+de+Rumania%22&page_size=1&fields=api_url").json()[
        "results"
    ]
    claims = client.get(f"{found['api_url']}claims/?page_size=200").json()
    assert claims["count"] > 17
    assert len(claims["results"]) == min(200, claims["count"])


@pytest.mark.parametrize("address", sorted(set(re.findall(r"(?:^|`)(/api/v1/[^`\s<]*)(?:`|$)", GUIDE, re.MULTILINE))))
def test_every_address_of_the_guide_answers(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content
    if answer["Content-Type"].startswith("text/csv"):
        assert len(list(csv.reader(answer.getvalue().decode().splitlines()))) > 1
    elif "?" in address:
        body = answer.json()
        values = body["facet"]["values"] if "facet" in body else body.get("results") or body.get("included")
        assert values or (body["version"], body["title"]) == (1, "Ion Antonescu")


def test_every_filter_stands_in_the_guide() -> None:
    named = set(re.findall(r"`([a-z_]+)`", GUIDE))
    for kind in (None, *Kind.values):
        filters = FILTERSETS[kind](None, staff=True).known
        assert {name for name in filters if "__" not in name} - {"status"} <= named
    assert {*LISTING, *OF_ONE_FACET, "limit"} <= named
