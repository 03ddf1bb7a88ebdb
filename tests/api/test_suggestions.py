"""Suggestions at the API, while a name is typed."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.search.building import name, record

pytestmark = pytest.mark.django_db


def read(client: Client, question: str, status: int = 200) -> Any:
    answer = client.get(f"/api/v1/suggest/?{question}", headers={"Accept-Language": "en"})
    assert answer.status_code == status, answer.content
    return answer.json()


def test_a_name_that_begins_so_is_suggested_with_its_addresses(client: Client) -> None:
    person = record("person", "Lucrețiu Pătrășcanu")
    assert read(client, "q=LUCR") == {
        "results": [
            {
                "uuid": str(person.uuid),
                "kind": "person",
                "slug": "lucretiu-patrascanu",
                "title": "Lucrețiu Pătrășcanu",
                "name": "Lucrețiu Pătrășcanu",
                "page_url": "/persons/lucretiu-patrascanu/",
                "api_url": "/api/v1/persons/lucretiu-patrascanu/",
            }
        ]
    }


def test_the_name_that_begins_so_is_shown_beside_the_title(client: Client) -> None:
    name(record("person", "Lucrețiu Pătrășcanu"), "Ion Malin")
    (found,) = read(client, "q=malin")["results"]
    assert (found["title"], found["name"]) == ("Lucrețiu Pătrășcanu", "Ion Malin")


def test_suggestions_are_narrowed_to_a_kind_and_to_a_number(client: Client) -> None:
    record("person", "Frente Uno")
    record("unit", "Frente Dos")
    assert len(read(client, "q=frente")["results"]) == 2
    assert [each["kind"] for each in read(client, "q=frente&kind=unit")["results"]] == ["unit"]
    assert len(read(client, "q=frente&limit=1")["results"]) == 1


def test_what_is_not_published_is_not_suggested(client: Client) -> None:
    record("person", "Uno", status="draft")
    assert read(client, "q=uno") == {"results": []}


@pytest.mark.parametrize(
    ("question", "parameter"),
    [
        ("", "q"),
        ("q=", "q"),
        ("q=+", "q"),
        ("q=" + "a" * 201, "q"),
        ("q=a%00b", "q"),
        ("q=a&kind=persons", "kind"),
        ("q=a&limit=0", "limit"),
        ("q=a&limit=51", "limit"),
        ("q=a&limit=x", "limit"),
        ("q=a&colour=red", "colour"),
    ],
)
def test_what_cannot_be_suggested_for_is_a_400_with_a_sentence(client: Client, question: str, parameter: str) -> None:
    (error,) = read(client, question, 400)["errors"]
    assert error["parameter"] == parameter
    assert error["detail"].endswith(".")


@pytest.mark.parametrize("letters", ["%", "_", "\\", "'", "-", "…", "a" * 200, "🙂", "%ff", "*"])
def test_whatever_letters_are_typed_there_is_an_answer(client: Client, letters: str) -> None:
    record("person", "Uno")
    assert client.get("/api/v1/suggest/", {"q": letters}).status_code == 200


def test_suggestions_may_be_kept_for_a_moment_by_anybody(client: Client) -> None:
    answer = client.get("/api/v1/suggest/?q=a")
    assert answer["Cache-Control"] == "public, max-age=30"
    assert "Cookie" not in answer.get("Vary", "")
