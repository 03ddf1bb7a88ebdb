from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils.dateparse import parse_datetime

from catalogue.models import Action, PastSlug, ReadyDocument, Record, Revision, StaleDocument
from tests.roles import member
from tests.search.building import cite, name, record, relation, relation_type, source

pytestmark = pytest.mark.django_db


@pytest.fixture
def cataloguer(client: Client) -> Client:
    client.force_login(member("contributor", "ana"))
    return client


def read(client: Client, address: str, status: int = 200, **headers: str) -> Any:
    answer = client.get(address, headers={"Accept-Language": "en", **headers})
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] in {"application/json", "application/problem+json"}
    return answer.json()


def slugs(client: Client, address: str) -> list[str]:
    return [each["slug"] for each in read(client, address)["results"]]


def test_a_list_answers_documents_with_count_and_neighbours(client: Client) -> None:
    for number in range(5):
        record("person", f"Persona {number}")
    body = read(client, "/api/v1/persons/?page=2&page_size=2&q=persona")
    assert list(body) == ["count", "next", "previous", "results"]
    assert body["count"] == 5
    assert [each["title"] for each in body["results"]] == ["Persona 2", "Persona 3"]
    assert read(client, body["next"])["next"] is None
    assert read(client, body["previous"])["previous"] is None
    assert body["results"][0]["names"][0]["text"] == "Persona 2"


def test_lists_of_all_kinds_stand_under_their_plurals(client: Client) -> None:
    record("event", "Golpe")
    for plural in ("persons", "units", "organizations", "events", "places", "sources"):
        assert slugs(client, f"/api/v1/{plural}/") == (["golpe"] if plural == "events" else [])
    assert slugs(client, "/api/v1/records/?kind=event") == ["golpe"]


def test_a_record_is_read_by_slug_and_by_uuid(client: Client) -> None:
    person = record("person", "Ion Antonescu")
    by_slug = read(client, "/api/v1/persons/ion-antonescu/")
    assert by_slug["uuid"] == str(person.uuid)
    assert by_slug["api_url"] == "/api/v1/persons/ion-antonescu/"
    assert read(client, f"/api/v1/persons/{person.uuid}/") == by_slug
    assert read(client, f"/api/v1/records/{person.uuid}/") == by_slug
    assert read(client, f"/api/v1/units/{person.uuid}/", 404)["status"] == 404


def test_letters_are_written_as_they_are(client: Client) -> None:
    record("person", "Lucrețiu Pătrășcanu")
    answer = client.get("/api/v1/persons/lucretiu-patrascanu/")
    assert "Lucrețiu Pătrășcanu".encode() in answer.content


def test_only_the_keys_that_are_wanted_are_sent(client: Client) -> None:
    record("person", "Uno")
    assert list(read(client, "/api/v1/persons/uno/?fields=title,names")) == ["uuid", "title", "names"]
    assert list(read(client, "/api/v1/persons/?fields=slug")["results"][0]) == ["uuid", "slug"]
    problem = read(client, "/api/v1/persons/?fields=slug,colour", 400)
    assert problem["errors"][0]["parameter"] == "fields"


def test_what_is_not_published_is_not_there(client: Client) -> None:
    draft = record("person", "Uno", status="draft")
    read(client, "/api/v1/persons/uno/", 404)
    read(client, f"/api/v1/records/{draft.uuid}/", 404)
    read(client, "/api/v1/persons/uno/inverse-relations/", 404)
    assert read(client, "/api/v1/persons/")["count"] == 0
    read(client, "/api/v1/persons/?status=draft", 400)


def test_cataloguers_read_drafts_in_full(cataloguer: Client) -> None:
    record("person", "Uno", status="draft", internal_note="secreto")
    record("person", "Dos", internal_note="secreto")
    assert read(cataloguer, "/api/v1/persons/?status=draft")["results"][0]["internal_note"] == "secreto"
    draft = cataloguer.get("/api/v1/persons/uno/")
    assert draft.json()["internal_note"] == "secreto"
    assert draft["ETag"].endswith('.full"')
    assert draft["Cache-Control"] == "private, no-store"
    assert slugs(cataloguer, "/api/v1/persons/") == ["dos"]
    assert "internal_note" not in read(cataloguer, "/api/v1/persons/dos/")


def test_a_former_slug_leads_to_the_present_one_and_keeps_the_question(client: Client) -> None:
    person = record("person", "Ion Antonescu")
    PastSlug.objects.create(record=person, kind="person", slug="antonescu")
    answer = client.get("/api/v1/persons/antonescu/?fields=title")
    assert (answer.status_code, answer["Location"]) == (301, "/api/v1/persons/ion-antonescu/?fields=title")
    answer = client.get("/api/v1/persons/antonescu/inverse-relations/")
    assert (answer.status_code, answer["Location"]) == (301, "/api/v1/persons/ion-antonescu/inverse-relations/")
    Record.objects.update(status="draft")
    read(client, "/api/v1/persons/antonescu/", 404)


def tombstone(person: Any, *, public: bool) -> None:
    facts = {"subject": person.uuid, "kind": "person", "slug": person.slug, "title": person.title, "content": {}}
    Revision.objects.create(version=1, action=Action.CREATED, public=public, **facts)
    Revision.objects.create(version=2, action=Action.DELETED, public=public, **facts)
    Record.objects.filter(pk=person.pk).delete()


def test_a_deleted_record_leaves_a_tombstone(client: Client) -> None:
    person = record("person", "Ion Antonescu")
    tombstone(person, public=True)
    for address in ("persons/ion-antonescu/", f"persons/{person.uuid}/", f"records/{person.uuid}/"):
        problem = read(client, f"/api/v1/{address}", 410)
        assert problem["title"] == "Gone"
        assert problem["tombstone"]["uuid"] == str(person.uuid)
        assert problem["tombstone"]["title"] == "Ion Antonescu"
        assert parse_datetime(problem["tombstone"]["deleted_at"])


def test_a_record_that_was_never_public_leaves_nothing(client: Client) -> None:
    person = record("person", "Ion Antonescu", status="draft")
    tombstone(person, public=False)
    read(client, "/api/v1/persons/ion-antonescu/", 404)


def test_a_copy_that_is_still_good_is_not_sent_again(client: Client) -> None:
    person = record("person", "Uno", version=3)
    Record.objects.update(modified_at="2020-01-01T00:00:00.5Z")
    first = client.get("/api/v1/persons/uno/")
    assert first["ETag"] == '"3.0.json"'
    assert client.get("/api/v1/persons/uno/", headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert client.get("/api/v1/persons/uno/", headers={"If-Modified-Since": first["Last-Modified"]}).status_code == 304
    part = client.get("/api/v1/persons/uno/?fields=title", headers={"If-None-Match": first["ETag"]})
    assert part.status_code == 200
    StaleDocument.objects.create(record_id=person.pk)
    again = client.get("/api/v1/persons/uno/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again["ETag"]) == (200, '"3.1.json"')
    assert "Last-Modified" not in again


def test_lists_take_documents_from_their_store(client: Client) -> None:
    record("person", "Uno")
    read(client, "/api/v1/persons/")
    assert ReadyDocument.objects.count() == 1


def test_relations_are_read_from_the_other_end(client: Client) -> None:
    front, person = record("unit", "Frente"), record("person", "Uno")
    commanded = relation_type("commanded", inverse_es="mandado por")
    tie = relation(person, commanded, front)
    cite(tie, source("banu-2004"))
    relation(record("person", "Oculto", status="draft"), commanded, front)
    body = read(client, "/api/v1/units/frente/inverse-relations/")
    assert body["count"] == 1
    (said,) = body["results"]
    assert said["record"]["api_url"] == "/api/v1/persons/uno/"
    assert (said["list"], said["claim"]["uuid"]) == ("relations", str(tie.uuid))
    assert said["notes"][0]["source"]["citekey"] == "banu-2004"
    assert said["labels"]["relation-type/commanded"]["inverse_es"] == "mandado por"


def test_what_happened_in_the_course_of_an_event_is_read_from_the_event(client: Client) -> None:
    battle = record("event", "Batalla")
    relation(record("person", "Uno"), relation_type("commanded"), record("unit", "Frente"), context_id=battle.pk)
    assert read(client, "/api/v1/events/batalla/inverse-relations/")["count"] == 1


def test_a_source_lists_every_claim_that_rests_on_it(client: Client) -> None:
    banu = source("banu-2004")
    first, second = record("person", "Beta"), record("person", "Alfa")
    cite(name(first, "B2"), banu)
    note = cite(name(first, "B1"), banu)
    cite(relation(second, relation_type("knew"), first), banu)
    cite(name(record("person", "Oculto", status="draft"), "O"), banu)
    body = read(client, "/api/v1/sources/banu-2004/claims/")
    assert [each["record"]["title"] for each in body["results"]] == ["Alfa", "Beta", "Beta"]
    assert [each["list"] for each in body["results"]] == ["relations", "names", "names"]
    assert body["count"] == 3
    assert read(client, "/api/v1/sources/banu-2004/claims/?page_size=1&page=2")["results"] == [body["results"][1]]
    citation = note.citation.uuid
    assert read(client, f"/api/v1/citations/{citation}/claims/")["count"] == 1


def test_what_is_only_read_cannot_be_written(client: Client) -> None:
    for address in ("facets/", "terms/", "relation-types/", "suggest/"):
        for method in (client.post, client.put, client.patch, client.delete):
            answer = method(f"/api/v1/{address}", data="{}", content_type="application/json")
            assert answer.status_code == 405
            assert answer["Content-Type"] == "application/problem+json"
            assert answer["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("address", ["nothing/", "persons/nobody/", "persons/uno", "terms/x/y/", "relation-types/x/"])
def test_an_address_without_anything_is_a_404_in_the_same_shape(client: Client, address: str) -> None:
    answer = client.get(f"/api/v1/{address}", follow=True)
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


def test_a_browser_gets_json(client: Client) -> None:
    assert read(client, "/api/v1/persons/", Accept="text/html,application/xml;q=0.9,*/*;q=0.8")["count"] == 0


def test_a_forgotten_stroke_at_the_end_is_forgiven(client: Client) -> None:
    answer = client.get("/api/v1/persons?q=a")
    assert (answer.status_code, answer["Location"]) == (301, "/api/v1/persons/?q=a")


def test_the_entrance_leads_to_every_list(client: Client) -> None:
    addresses = read(client, "/api/v1/")
    assert addresses["persons"] == "/api/v1/persons/"
    assert addresses.pop("suggest") == "/api/v1/suggest/"  # which needs letters
    for address in addresses.values():
        assert client.get(address).status_code == 200
