"""Copies that are still good are not sent again, and are not even made again."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalogue.models import Change, StaleDocument, Term
from tests.roles import member
from tests.search.building import record, relation, relation_type, source, term

pytestmark = pytest.mark.django_db


def again(client: Client, address: str, etag: str) -> int:
    return client.get(address, headers={"If-None-Match": etag}).status_code


def change(of: object) -> None:
    Change.objects.create(subject=of.uuid, kind=of.kind, act="updated", version=of.version)  # type: ignore[attr-defined]


@pytest.mark.parametrize("address", ["persons/uno/", "persons/uno/?fields=title", "persons/uno.bib", "persons/",
                                     "persons.csv", "persons/?facets=all", "terms/", "facets/",
                                     "citations/", "changes/"])  # fmt: skip
def test_an_unchanged_copy_costs_one_query(client: Client, address: str) -> None:
    record("person", "Uno")
    client.get("/api/v1/persons/uno/")
    first = client.get(f"/api/v1/{address}")
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(f"/api/v1/{address}", headers={"If-None-Match": first["ETag"]})
    assert (answer.status_code, answer.content, len(captured)) == (304, b"", 1)
    assert answer["ETag"] == first["ETag"]
    assert answer["Cache-Control"] == first["Cache-Control"] == "public, no-cache"


def test_a_change_in_the_catalogue_makes_lists_new(client: Client) -> None:
    uno = record("person", "Uno")
    relation(uno, relation_type("born-at"), record("place", "Pitesti"))
    client.get("/api/v1/persons/uno/")
    addresses = (
        "persons/",
        "citations/",
        "persons.csv",
        "persons.ndjson",
        "persons/?q=uno",
        "persons/uno/?include=related",
    )
    tags = {address: client.get(f"/api/v1/{address}")["ETag"] for address in addresses}
    vocabulary = client.get("/api/v1/relation-types/")["ETag"]
    assert len({*tags.values()}) == len(tags)
    change(uno)
    assert {again(client, f"/api/v1/{address}", tag) for address, tag in tags.items()} == {200}
    assert again(client, "/api/v1/relation-types/", vocabulary) == 304


def test_a_change_of_the_vocabulary_makes_all_but_documents_new(client: Client) -> None:
    term("rank", "general")
    record("person", "Uno")
    tags = {address: client.get(address)["ETag"] for address in ("/api/v1/persons/", "/api/v1/terms/")}
    Term.objects.filter(slug="general").update(label_en="A general")
    assert {again(client, address, tag) for address, tag in tags.items()} == {200}


def test_other_formats_languages_and_questions_have_other_tags(client: Client) -> None:
    record("person", "Uno")
    client.get("/api/v1/persons/uno/")
    documents = ("persons/uno/", "persons/uno.csv", "persons/uno.bib", "persons/uno/?fields=title")
    lists = ("persons/", "persons/?page_size=5", "persons.csv")
    asked = [*((each, "en") for each in (*documents, *lists)), ("persons/", "es")]
    tags = [client.get(f"/api/v1/{address}", headers={"Accept-Language": lang})["ETag"] for address, lang in asked]
    assert len({*tags}) == len(asked)


def test_a_stale_document_is_told_anew(client: Client) -> None:
    uno = record("person", "Uno", version=3)
    etag = client.get("/api/v1/persons/uno/")["ETag"]
    StaleDocument.objects.create(record_id=uno.pk)
    assert again(client, "/api/v1/persons/uno/", etag) == 200
    assert client.get("/api/v1/persons/uno/")["ETag"] == '"3.1.json"'


def test_a_document_that_has_just_changed_is_known_by_its_tag_alone(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    record("person", "Uno")
    changed = datetime.fromisoformat(client.get("/api/v1/persons/uno/").json()["modified_at"]).timestamp()
    for now, told in ((changed, False), (changed + 1, True)):
        monkeypatch.setattr("catalogue.api.freshness.time", lambda now=now: now)
        assert ("Last-Modified" in client.get("/api/v1/persons/uno/")) is told


def test_what_cataloguers_see_is_kept_nowhere(client: Client) -> None:
    record("person", "Uno", status="draft")
    etag = client.get("/api/v1/persons/")["ETag"]
    client.force_login(member("contributor", "ana"))
    answer = client.get("/api/v1/persons/?status=draft", headers={"If-None-Match": etag})
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
    assert "ETag" not in answer


def test_what_nothing_tells_beforehand_is_compared_with_what_was_made(client: Client) -> None:
    source("banu-2004")
    etag = client.get("/api/v1/citations/")["ETag"]
    assert again(client, "/api/v1/citations/", etag) == 304
