"""Many documents at once, and requests that are sent again."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from catalogue.models import IdempotentAnswer, Record
from tests.api.writing_world import EDITORIAL, World, content, person, pointers


@pytest.fixture
def world(db: None) -> World:
    return World()


def statuses(response: Any) -> list[int]:
    assert response.status_code == 200, response.content
    return [each["status"] for each in response.json()["results"]]


def test_new_entries_of_one_request_may_name_each_other(world: World) -> None:
    first, second = str(uuid4()), str(uuid4())
    tie = {"type": "same-as", "object": {"uuid": second}, **EDITORIAL}
    items = [
        {"document": person("Uno", uuid=first, relations=[tie])},
        {"method": "POST", "document": person("Dos", uuid=second)},
        {"method": "PATCH", "uuid": world.ana.uuid, "version": 1, "document": {"sort_title": "P"}},
    ]

    answer = world.editor.ask("POST", "bulk/?reason=lote", {"items": items})

    assert statuses(answer) == [201, 201, 200]
    assert answer.json()["results"][0]["api_url"] == "/api/v1/persons/uno/"
    assert content(world.ana)["internal_note"] == "revisar"
    gone = [{"method": "DELETE", "uuid": first, "version": 1}, {"method": "DELETE", "uuid": second, "version": 1}]
    lines = "\n".join(json.dumps(each) for each in gone)
    assert statuses(world.editor.ask("POST", "bulk/", lines, kind="application/x-ndjson")) == [204, 204]


def mixed(world: World) -> list[Any]:
    return [
        {"document": person("Buena")},
        {"document": {"kind": "person", "names": [{"type": "authorized", "text": "Sin fuente"}]}},
        {"method": "PATCH", "uuid": world.ana.uuid, "version": 4, "document": {}},
        {"method": "PATCH", "uuid": world.ana.uuid.replace("-", ""), "document": {}},
        {"method": "DELETE", "uuid": str(uuid4()), "version": 1},
        {"document": person("Mala", slug="pauker")},
        {"method": "DELETE", "uuid": world.book.uuid, "version": 1},
        {"method": "BREW"},
        "nada",
        {"document": {"kind": {}, "names": [[]]}},
    ]


def test_all_items_are_carried_out_or_none(world: World) -> None:
    before = Record.objects.count()

    answer = world.editor.ask("POST", "bulk/", {"items": mixed(world)})

    assert (answer.status_code, Record.objects.count()) == (422, before)
    assert {pointer.split("/")[2] for pointer in pointers(answer)} == {"2", "3", "4", "7", "8"}
    alone = world.editor.ask("POST", "bulk/", {"items": mixed(world)[:2]})
    assert (alone.status_code, pointers(alone)) == (422, ["/items/1/document/names/0"])


def test_each_item_is_carried_out_by_itself(world: World) -> None:
    answer = world.editor.ask("POST", "bulk/?mode=each", {"items": mixed(world)})

    assert statuses(answer) == [201, 422, 409, 422, 404, 422, 409, 422, 422, 422]
    assert answer.json()["results"][5]["errors"][0]["pointer"] == "/document/slug"
    assert Record.objects.filter(slug="buena").exists()


def test_more_than_a_thousand_items_are_refused(world: World) -> None:
    assert world.editor.ask("POST", "bulk/", {"items": [{}] * 1001}).status_code == 413
    assert world.editor.ask("POST", "bulk/", {"items": []}).status_code == 422
    assert world.editor.ask("POST", "bulk/?mode=some", {"items": [{}]}).status_code == 400


def test_a_contributors_part_of_a_batch_is_proposed(world: World) -> None:
    items = [
        {"document": person("Borrador")},
        {"method": "PATCH", "uuid": world.ana.uuid, "version": 1, "document": {"sort_title": "P"}},
        {"method": "DELETE", "uuid": world.book.uuid, "version": 1},
    ]

    assert statuses(world.contributor.ask("POST", "bulk/?mode=each", {"items": items})) == [201, 202, 403]
    assert content(world.ana)["sort_title"] != "P"


def test_a_request_that_is_sent_again_is_answered_again_and_carried_out_once(world: World) -> None:
    def send(body: Any, key: str = '"k-1"') -> Any:
        return world.editor.ask("POST", "persons/", body, idempotency_key=key)

    first, again = send(person("Una vez")), send(person("Una vez"), "k-1")

    assert (first.status_code, again.status_code) == (201, 201)
    assert (first.content, first["Location"], first["ETag"]) == (again.content, again["Location"], again["ETag"])
    assert (again["Idempotent-Replayed"], first.has_header("Idempotent-Replayed")) == ("true", False)
    other = send(person("Otra"))
    assert (other.status_code, send(person(), "").status_code) == (422, 400)
    assert world.contributor.ask("POST", "persons/", person("Una vez"), idempotency_key="k-1").status_code == 201
    assert Record.objects.filter(title="Una vez").count() == 2
    IdempotentAnswer.objects.update(at=timezone.now() - timedelta(hours=25))
    assert send(person("Otra")).status_code == 201
    assert IdempotentAnswer.objects.count() == 1


def test_what_was_refused_may_be_sent_again_corrected(world: World) -> None:
    refused = world.editor.ask("POST", "persons/", {}, idempotency_key="k-2")
    mended = world.editor.ask("POST", "persons/", person("Bien"), idempotency_key="k-2")

    assert (refused.status_code, mended.status_code) == (422, 201)


@pytest.mark.django_db(transaction=True)
def test_two_connections_with_one_key_make_one_entry() -> None:
    world = World()

    def send(_turn: int) -> int:
        try:
            return int(world.editor.ask("POST", "persons/", person("Una"), idempotency_key="k").status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        found = sorted(pool.map(send, range(2)))

    assert found in ([201, 201], [201, 409])
    assert Record.objects.filter(title="Una").count() == 1
