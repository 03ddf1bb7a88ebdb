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
def test_a_survivor_that_is_withdrawn_is_not_named(client: Client, pair: tuple[Saved, Saved]) -> None:
    change(pair[0], status="draft")

    for name in NAMES:
        assert client.get(f"/api/v1/persons/{name.format(uuid=pair[1].uuid)}/").status_code == 404


def test_an_entry_that_came_back_answers_for_itself(client: Client, merge: Merge, pair: tuple[Saved, Saved]) -> None:
    unmerge(merge.pk, user=None)

    for name in NAMES:
        assert client.get(f"/api/v1/persons/{name.format(uuid=pair[1].uuid)}/").status_code == 200
