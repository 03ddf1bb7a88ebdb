"""The published schema is the committed one, says how all is refused, and its examples hold in the demo catalogue."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.db import transaction
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer
from jsonschema import Draft202012Validator

from tests.roles import client_of, member

COMMITTED = Path(__file__).parents[2] / "docs" / "openapi.yaml"
METHODS = ("get", "post", "put", "patch", "delete")


class Operation(NamedTuple):
    """One method of one address."""

    path: str
    method: str
    told: dict[str, Any]

    @property
    def address(self) -> str:
        """The address with the examples of its words, without a question."""
        words = {each["name"]: each["example"] for each in self.told["parameters"] if each["in"] == "path"}
        return self.path.format(**words)

    @property
    def question(self) -> dict[str, Any]:
        """The examples of the parameters without which it is not answered."""
        asked = [each for each in self.told["parameters"] if each["in"] == "query"]
        return {each["name"]: each["example"] for each in asked if each.get("required")}

    @property
    def body(self) -> Any:
        """What is sent by way of example."""
        return self.told["requestBody"]["content"]["application/json"]["example"]


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    generator = SchemaGenerator()  # type: ignore[no-untyped-call]
    made: dict[str, Any] = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return made


def operations(schema: dict[str, Any]) -> Iterator[Operation]:
    for path, methods in schema["paths"].items():
        yield from (Operation(path, method, methods[method]) for method in METHODS if method in methods)


def problems(schema: dict[str, Any], shape: dict[str, Any], value: Any) -> list[str]:
    whole = {**shape, "components": schema["components"]}
    return [f"{error.json_path}: {error.message}" for error in Draft202012Validator(whole).iter_errors(value)]


def shape_of(schema: dict[str, Any], answer: dict[str, Any], media_type: str) -> dict[str, Any]:
    """The shape of an answer, which may stand among the shared ones."""
    if "$ref" in answer:
        answer = schema["components"]["responses"][answer["$ref"].rpartition("/")[2]]
    return dict(answer["content"][media_type]["schema"])


def test_the_committed_schema_is_that_of_the_code(schema: dict[str, Any]) -> None:
    made = OpenApiYamlRenderer().render(schema).decode()  # type: ignore[no-untyped-call]
    again = "manage.py spectacular --validate --fail-on-warn --file docs/openapi.yaml"
    assert COMMITTED.read_text(encoding="utf-8") == made, f"write it anew: {again}"


def test_every_operation_says_what_it_does_and_how_it_is_refused(schema: dict[str, Any]) -> None:
    tags = {tag["name"]: tag["description"] for tag in schema["tags"]}
    for path, method, told in operations(schema):
        assert told["summary"], path
        assert all(tags[name] for name in told["tags"])
        expected = {"401", "406", "429"} | ({"400", "403"} if method != "get" else set())
        assert expected <= set(told["responses"]), f"{method} {path}"
        names = {each["name"] for each in told["parameters"]}
        assert ("If-Match" in names) == (method in ("put", "patch", "delete")) == ("428" in told["responses"])
    assert schema["info"]["license"]["url"]
    assert schema["info"]["contact"]
    assert schema["servers"]


def test_what_is_shown_to_be_sent_is_of_the_shape_that_is_described(schema: dict[str, Any]) -> None:
    bodies = [each for each in operations(schema) if "requestBody" in each.told]
    assert len(bodies) > 25
    for each in bodies:
        for told in each.told["requestBody"]["content"].values():
            assert problems(schema, told["schema"], told["example"]) == [], f"{each.method} {each.path}"


@pytest.mark.django_db
@pytest.mark.usefixtures("demo")
def test_every_address_that_is_shown_is_there_and_answers_as_described(schema: dict[str, Any]) -> None:
    reader = Client(headers={"accept-language": "en"})
    read = [each for each in operations(schema) if each.method == "get" and "{dump}" not in each.path]
    for each in read:
        answer = reader.get(each.address, each.question)
        assert answer.status_code == 200, f"{each.address}: {answer.content.decode()[:300]}"
        shape = shape_of(schema, each.told["responses"]["200"], "application/json")
        assert problems(schema, shape, answer.json())[:3] == [], each.address
        assert set(each.told["responses"]["200"]["headers"]) >= {"ETag", "Link"}
        assert "Link" in answer.headers


@pytest.mark.django_db
@pytest.mark.usefixtures("demo")
def test_what_is_shown_to_be_sent_is_written_and_answered_as_described(schema: dict[str, Any]) -> None:
    editor = client_of(member("editor"))
    written = [each for each in operations(schema) if "requestBody" in each.told and "/sources/" not in each.path]
    for each in written:
        with transaction.atomic():  # each on what stands in the demo, not on what the others leave behind
            answer = send(editor, each, each.body)
            transaction.set_rollback(True)
        assert answer.status_code in (200, 201), f"{each.method} {each.address}: {answer.content.decode()[:400]}"
        told = each.told["responses"][str(answer.status_code)]
        shape = shape_of(schema, told, "application/json")
        assert problems(schema, shape, answer.json())[:3] == [], each.address
        if answer.status_code == 201:
            assert answer["Location"]


@pytest.mark.django_db
def test_what_is_out_of_shape_is_refused_as_described_with_its_place(schema: dict[str, Any]) -> None:
    (entering,) = [each for each in operations(schema) if (each.path, each.method) == ("/api/v1/persons/", "post")]
    refusals = {
        401: send(client_of(None), entering, entering.body),
        422: send(client_of(member("editor")), entering, {"names": [{"type": "authorized", "txt": "Uno"}]}),
    }
    for status, answer in refusals.items():
        assert answer.status_code == status
        assert answer["Content-Type"] == "application/problem+json"
        shape = shape_of(schema, entering.told["responses"][str(status)], "application/problem+json")
        assert problems(schema, shape, answer.json()) == []
    assert "/names/0/txt" in [each.get("pointer") for each in refusals[422].json()["errors"]]
    elsewhere = client_of(None).post("/api/v1/nowhere/")
    assert (elsewhere.status_code, elsewhere["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("address", ["nowhere%0A/", "records/%0Aa/revisions/", "%0A"])
def test_an_address_with_a_line_end_is_refused_as_all_others(address: str) -> None:
    answer = Client().get(f"/api/v1/{address}")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.django_db
@pytest.mark.usefixtures("demo")
def test_parameters_that_may_be_left_empty_ask_nothing(schema: dict[str, Any]) -> None:
    editor = client_of(member("editor"))
    for each in operations(schema):
        if each.method == "get" and "{dump}" not in each.path:
            empty = {one["name"]: "" for one in each.told["parameters"] if one.get("allowEmptyValue")}
            answer = editor.get(each.address, {**empty, **each.question})
            assert answer.status_code == 200, f"{each.address}: {answer.content.decode()[:400]}"


@pytest.mark.django_db
@pytest.mark.usefixtures("demo")
def test_a_version_that_does_not_stand_is_refused_as_described(schema: dict[str, Any]) -> None:
    editor = client_of(member("editor"))
    changes = [each for each in operations(schema) if each.method == "delete"]
    assert len(changes) > 8
    for each in changes:
        answer = editor.delete(each.address, headers={"if-match": '"other"'})
        assert answer.status_code == 412, each.address
        shape = shape_of(schema, each.told["responses"]["412"], "application/problem+json")
        assert problems(schema, shape, answer.json()) == [], each.address


def send(client: Client, each: Operation, body: Any) -> Any:
    """Sends a body to the address of an operation, whatever version stands there."""
    headers = {"if-match": "*"} if each.method != "post" else {}
    return client.generic(each.method.upper(), each.address, json.dumps(body), "application/json", headers=headers)
