"""The versions of a record at the API."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalogue.curation import Saved, delete_record, save_record
from tests.documents.contents import birth, change, now, of_kind, person, public, relation, source

pytestmark = pytest.mark.usefixtures("vocabulary")
PERSON = "/api/v1/persons/ion-antonescu/"


@pytest.fixture
def ion() -> Saved:
    """Three versions, the second one a draft's."""
    save_record(source())
    saved = save_record(person(datings=[birth("1913", marks="[@banu-2004, p. 28]")], internal_note="SECRET"))
    change(saved, status="draft")
    return change(saved, status="published", datings=[])


def get(client: Client, address: str, status: int = 200) -> Any:
    response = client.get(address)
    assert response.status_code == status, response.content
    return response.json()


def test_the_versions_that_were_public_are_listed_the_last_first(client: Client, ion: Saved) -> None:
    ana = User.objects.create_user("login-of-ana", first_name="Ana", last_name="Ionescu")
    save_record(now(ion) | {"gender": "masculino"}, user=ana, reason="After the register.")
    answer = get(client, f"/api/v1/records/{ion.uuid}/revisions/")
    assert [each["version"] for each in answer["results"]] == [4, 3, 1]
    first = answer["results"][0]
    assert (first["user"], first["reason"], first["action"]) == ("Ana Ionescu", "After the register.", "updated")
    assert "login-of-ana" not in str(answer)
    assert get(client, answer["results"][-1]["api_url"])["version"] == 1
    assert get(client, f"/api/v1/records/{ion.uuid}/revisions/?page_size=2")["next"]


def test_a_version_is_the_document_as_it_was(client: Client, ion: Saved) -> None:
    first = save_record(person("Otro", datings=[birth("1913", marks="[@banu-2004, p. 28]")]))
    before = public(first)
    change(first, datings=[], slug="otro-mas")
    document = get(client, "/api/v1/persons/otro-mas/?version=1")
    varying = {"modified_at", "ripple", "page_url", "api_url"}
    assert {key: document[key] for key in document.keys() - varying} == {
        key: before[key] for key in before.keys() - varying
    }
    assert document["api_url"] == "/api/v1/persons/otro-mas/?version=1"
    only = get(client, f"/api/v1/records/{first.uuid}/?version=1&fields=datings")
    assert only.keys() == {"uuid", "datings"}


def test_an_old_version_leads_to_the_present_one(client: Client, ion: Saved) -> None:
    response = client.get(f"{PERSON}?version=1")
    assert f'{PERSON}>; rel="latest-version"' in response["Link"]
    assert "SECRET" not in response.content.decode()


@pytest.mark.parametrize("version", ["2", "9", "0", "x", ""])
def test_what_was_never_public_is_not_found(client: Client, ion: Saved, version: str) -> None:
    get(client, f"{PERSON}?version={version}", 404)


def test_what_is_hidden_by_now_is_hidden_in_old_versions_too(client: Client) -> None:
    place = save_record(of_kind("place", "Jilava"))
    saved = save_record(person(relations=[relation("died-at", place)]))
    change(saved, relations=[])
    assert len(get(client, f"{PERSON}?version=1")["relations"]) == 1
    change(place, status="draft")
    assert get(client, f"{PERSON}?version=1")["relations"] == []
    change(saved, status="draft")
    get(client, f"{PERSON}?version=1", 404)
    get(client, f"/api/v1/records/{saved.uuid}/revisions/", 404)
    change(saved, status="published")
    delete_record(saved.record_id)
    get(client, f"/api/v1/records/{saved.uuid}/revisions/", 410)


def test_versions_cost_the_recorded_number_of_queries(client: Client, ion: Saved) -> None:
    costs = []
    for address in (f"/api/v1/records/{ion.uuid}/revisions/", f"{PERSON}?version=1"):
        with CaptureQueriesContext(connection) as captured:
            get(client, address)
        costs.append(len(captured))
    assert costs == RECORDED


RECORDED = [3, 9]
