"""The API says into what an entry was merged."""

from __future__ import annotations

import pytest
from django.test import Client

from catalogue.curation import Saved, merge_records, save_record, unmerge
from catalogue.models import Merge
from tests.documents.contents import change, person

NAMES = ("i-antonescu", "{uuid}")


@pytest.fixture
def pair(vocabulary: None) -> tuple[Saved, Saved]:
    return save_record(person(slug="ion-antonescu")), save_record(person("I. Antonescu", slug="i-antonescu"))


@pytest.fixture
def merge(pair: tuple[Saved, Saved]) -> Merge:
    return merge_records(pair[0].record_id, pair[1].record_id, user=None, reason="One.")


@pytest.mark.usefixtures("merge")
@pytest.mark.parametrize("name", NAMES)
def test_an_absorbed_entry_answers_308_with_merged_into(client: Client, pair: tuple[Saved, Saved], name: str) -> None:
    answer = client.get(f"/api/v1/persons/{name.format(uuid=pair[1].uuid)}/?fields=names")

    assert answer.status_code == 308
    assert answer.headers["Location"] == "/api/v1/persons/ion-antonescu/?fields=names"
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["merged_into"] == {
        "uuid": pair[0].uuid,
        "kind": "person",
        "slug": "ion-antonescu",
        "title": "Ion Antonescu",
        "api_url": "/api/v1/persons/ion-antonescu/",
    }


@pytest.mark.usefixtures("merge")
def test_so_do_what_stands_below_it_and_the_list_of_all_kinds(client: Client, pair: tuple[Saved, Saved]) -> None:
    below = client.get("/api/v1/persons/i-antonescu/inverse-relations/")
    any_kind = client.get(f"/api/v1/records/{pair[1].uuid}/")

    assert (below.status_code, any_kind.status_code) == (308, 308)
    assert below.headers["Location"] == "/api/v1/persons/ion-antonescu/inverse-relations/"
    assert client.get(f"/api/v1/units/{pair[1].uuid}/").status_code == 404


@pytest.mark.usefixtures("merge")
def test_a_former_slug_of_the_survivor_itself_is_no_merge(client: Client, pair: tuple[Saved, Saved]) -> None:
    change(pair[0], slug="antonescu")

    assert client.get("/api/v1/persons/ion-antonescu/").status_code == 301
    assert client.get("/api/v1/persons/i-antonescu/").headers["Location"] == "/api/v1/persons/antonescu/"


@pytest.mark.usefixtures("merge")
@pytest.mark.parametrize("name", NAMES)
def test_an_old_version_of_an_absorbed_entry_is_its_own(client: Client, pair: tuple[Saved, Saved], name: str) -> None:
    answer = client.get(f"/api/v1/persons/{name.format(uuid=pair[1].uuid)}/?version=1")

    assert answer.status_code == 200
    found = answer.json()
    assert (found["uuid"], found["title"], found["version"]) == (pair[1].uuid, "I. Antonescu", 1)
    assert found["api_url"] == "/api/v1/persons/i-antonescu/?version=1"
    assert client.get(found["api_url"]).json() == found
    assert client.get(f"/api/v1/persons/{name.format(uuid=pair[1].uuid)}/?version=9").status_code == 404


@pytest.mark.usefixtures("merge")
def test_the_versions_of_an_absorbed_entry_are_listed_with_addresses_that_answer(
    client: Client, pair: tuple[Saved, Saved]
) -> None:
    listed = client.get(f"/api/v1/records/{pair[1].uuid}/revisions/").json()["results"]

    assert listed[-1]["title"] == "I. Antonescu"
    assert [client.get(each["api_url"]).json()["version"] for each in listed] == [each["version"] for each in listed]


def test_an_entry_that_was_renamed_before_it_was_merged_is_merged_at_both_addresses(
    client: Client, pair: tuple[Saved, Saved]
) -> None:
    change(pair[1], slug="general-antonescu")
    merge_records(pair[0].record_id, pair[1].record_id, user=None, reason="One.")

    for slug in ("i-antonescu", "general-antonescu"):
        assert client.get(f"/api/v1/persons/{slug}/").status_code == 308
        assert client.get(f"/api/v1/persons/{slug}/?version=1").json()["uuid"] == pair[1].uuid


@pytest.mark.usefixtures("merge")
def test_old_versions_hide_with_the_entry_that_took_them_in(client: Client, pair: tuple[Saved, Saved]) -> None:
    change(pair[0], status="draft")

    assert client.get("/api/v1/persons/i-antonescu/?version=1").status_code == 404
    assert client.get(f"/api/v1/records/{pair[1].uuid}/revisions/").status_code == 404


@pytest.mark.usefixtures("merge")
def test_a_survivor_that_is_withdrawn_is_not_named(client: Client, pair: tuple[Saved, Saved]) -> None:
    change(pair[0], status="draft")

    for name in NAMES:
        assert client.get(f"/api/v1/persons/{name.format(uuid=pair[1].uuid)}/").status_code == 404


def test_an_entry_that_came_back_answers_for_itself(client: Client, merge: Merge, pair: tuple[Saved, Saved]) -> None:
    unmerge(merge.pk, user=None)

    for name in NAMES:
        assert client.get(f"/api/v1/persons/{name.format(uuid=pair[1].uuid)}/").status_code == 200
