"""Neighbours in one answer: `include`."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from catalogue.api import including
from catalogue.models import Creator, Record, Source
from tests.roles import member
from tests.search.building import cite, name, record, relation, relation_type, source

pytestmark = pytest.mark.django_db


def read(client: Client, address: str, status: int = 200) -> Any:
    answer = client.get(f"/api/v1/{address}", headers={"Accept-Language": "en"})
    assert answer.status_code == status, answer.content
    return answer.json()


def included(client: Client, address: str) -> list[str]:
    return [each["slug"] for each in read(client, address)["included"]]


@pytest.fixture
def neighbours() -> Any:
    """A person who commanded a front in a battle, which a book says; and a witness."""
    person, front = record("person", "Uno"), record("unit", "Frente")
    battle, witness = record("event", "Batalla"), record("person", "Testigo")
    tie = relation(person, relation_type("commanded"), front, context_id=battle.pk, attributed_to_id=witness.pk)
    cite(tie, source("banu-2004"))
    return person


def test_related_records_come_along_in_the_order_in_which_they_are_named(client: Client, neighbours: Any) -> None:
    body = read(client, "persons/?q=uno&include=related")
    assert [each["slug"] for each in body["included"]] == ["frente", "batalla", "testigo"]
    assert body["included_truncated"] is False
    assert body["included"][0] == read(client, "units/frente/")


def test_the_sources_that_notes_cite_come_along(client: Client, neighbours: Any) -> None:
    assert included(client, "persons/?q=uno&include=sources") == ["banu-2004"]
    assert included(client, "persons/?include=related,sources") == ["frente", "batalla", "banu-2004"]
    assert included(client, "persons/?include=sources&include=related") == ["banu-2004", "frente", "batalla"]


def test_a_source_comes_along_when_it_was_read_in_another(client: Client) -> None:
    note = cite(name(record("person", "Uno"), "Otro"), source("decreto"))
    place = note.citation
    place.via = cite(name(record("person", "Dos"), "Otra"), source("banu-2004")).citation
    place.save()
    assert included(client, "persons/?q=uno&include=sources") == ["decreto", "banu-2004"]


def test_what_is_among_the_results_is_not_included_again(client: Client, neighbours: Any) -> None:
    assert included(client, "records/?include=related") == []
    assert included(client, "persons/?include=related") == ["frente", "batalla"]


def test_the_parent_and_the_creators_of_a_source_are_related(client: Client) -> None:
    fonds, author = source("fondo"), record("person", "Autora")
    item = source("carta")
    Source._base_manager.filter(pk=item.pk).update(**{"parent": fonds})
    Creator.objects.create(source_id=item.pk, role="author", record_id=author.pk)
    assert included(client, "sources/carta/?include=related") == ["fondo", "autora"]


def test_one_record_has_its_neighbours_beside_it(client: Client, neighbours: Any) -> None:
    alone, body = read(client, "persons/uno/"), read(client, "persons/uno/?include=related,sources")
    assert [each["slug"] for each in body.pop("included")] == ["frente", "batalla", "testigo", "banu-2004"]
    assert body.pop("included_truncated") is False
    assert body == alone
    assert included(client, f"records/{neighbours.uuid}/?include=related") == ["frente", "batalla", "testigo"]


def test_wanted_keys_hold_for_neighbours_and_may_be_theirs(client: Client, neighbours: Any) -> None:
    body = read(client, "persons/?q=uno&include=related&fields=slug,echelon")
    assert [list(each) for each in body["results"]] == [["uuid", "slug"]]
    assert [list(each) for each in body["included"]] == [
        ["uuid", "slug", "echelon"],
        ["uuid", "slug"],
        ["uuid", "slug"],
    ]
    read(client, "persons/?fields=slug,echelon", 400)


def test_nothing_is_included_that_is_not_published(client: Client, neighbours: Any) -> None:
    Record.objects.filter(slug="frente").update(status="draft")
    client.force_login(member("contributor", "ana"))
    record("person", "Borrador", status="draft")
    assert included(client, "persons/?status=draft&include=related") == []
    assert included(client, "persons/?status=published&q=uno&include=related") == ["batalla", "testigo"]


def test_too_many_neighbours_are_cut_and_the_answer_says_so(
    client: Client, neighbours: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(including, "MOST_INCLUDED", 2)
    body = read(client, "persons/uno/?include=related")
    assert [each["slug"] for each in body["included"]] == ["frente", "batalla"]
    assert body["included_truncated"] is True


def test_an_unknown_neighbour_is_refused_and_the_known_ones_are_listed(client: Client, neighbours: Any) -> None:
    for address in ("persons/?include=related,friends", "persons/uno/?include=friends"):
        (error,) = read(client, address, 400)["errors"]
        assert error == {"parameter": "include", "detail": "“friends” is not known; known: related, sources."}


def test_a_copy_with_neighbours_is_good_until_one_of_them_changes(client: Client, neighbours: Any) -> None:
    first = client.get("/api/v1/persons/uno/?include=related")
    tag = {"If-None-Match": first["ETag"]}
    assert "Last-Modified" not in first
    assert client.get("/api/v1/persons/uno/?include=related", headers=tag).status_code == 304
    assert client.get("/api/v1/persons/uno/", headers=tag).status_code == 200
    assert client.get("/api/v1/persons/uno/?include=sources", headers=tag).status_code == 200
    name(Record.objects.get(slug="frente"), "Otro nombre")
    Record.objects.get(slug="frente").ready.delete()
    assert client.get("/api/v1/persons/uno/?include=related", headers=tag).status_code == 200
