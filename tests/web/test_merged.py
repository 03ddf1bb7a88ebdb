"""The former addresses of merged entries lead to the entry that took them in."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from catalogue.curation import Saved, merge_records, save_record, unmerge
from catalogue.models import Merge
from tests.documents.contents import birth, change, now, person, relation


@pytest.fixture
def pair(vocabulary: None) -> tuple[Saved, Saved]:
    one = save_record(person("Ion Antonescu", slug="ion-antonescu", datings=[birth()]))
    other = save_record(person("I. Antonescu", slug="i-antonescu", datings=[birth()]))
    change(other, relations=[relation("same-as", one)])
    return one, other


@pytest.fixture
def claims(pair: tuple[Saved, Saved]) -> list[str]:
    """The claim that stays, the one that is folded into it, and the relation that says nothing any more."""
    return [
        now(pair[0])["datings"][0]["uuid"],
        now(pair[1])["datings"][0]["uuid"],
        now(pair[1])["relations"][0]["uuid"],
    ]


@pytest.fixture
def merge(pair: tuple[Saved, Saved], claims: list[str]) -> Merge:
    return merge_records(pair[0].record_id, pair[1].record_id, user=None, reason="One.")


@pytest.mark.usefixtures("merge")
def test_page_and_permanent_address_lead_to_the_survivor_for_good(client: Client, pair: tuple[Saved, Saved]) -> None:
    for address in ("/persons/i-antonescu/", f"/id/{pair[1].uuid}"):
        answer = client.get(address)
        assert (answer.status_code, answer.headers["Location"]) == (301, "/persons/ion-antonescu/"), address


@pytest.mark.usefixtures("merge")
def test_a_folded_claim_leads_to_the_claim_in_which_it_is(client: Client, claims: list[str]) -> None:
    answers = [client.get(f"/id/{uuid}").headers["Location"] for uuid in claims]

    assert answers == [
        f"/persons/ion-antonescu/#claim-{claims[0]}",
        f"/persons/ion-antonescu/#claim-{claims[0]}",
        "/persons/ion-antonescu/",
    ]


def test_a_merge_of_merges_leads_to_the_last(client: Client, merge: Merge, pair: tuple[Saved, Saved]) -> None:
    last = save_record(person("Mariscal", slug="mariscal"))
    merge_records(last.record_id, pair[0].record_id, user=None, reason="One.")

    for address in ("/persons/i-antonescu/", f"/id/{pair[1].uuid}", f"/id/{pair[0].uuid}"):
        assert client.get(address).headers["Location"] == "/persons/mariscal/"


def test_a_survivor_that_is_withdrawn_is_not_named(client: Client, merge: Merge, pair: tuple[Saved, Saved]) -> None:
    change(pair[0], status="draft")

    for address in ("/persons/i-antonescu/", f"/id/{pair[1].uuid}"):
        assert client.get(address).status_code == 404
    client.force_login(User.objects.create_superuser("ana"))
    assert client.get(f"/id/{pair[1].uuid}").status_code == 301


def test_an_entry_that_came_back_stands_at_its_address_again(
    client: Client, merge: Merge, pair: tuple[Saved, Saved]
) -> None:
    unmerge(merge.pk, user=None)

    assert client.get("/persons/i-antonescu/").status_code == 200
    assert client.get(f"/id/{pair[1].uuid}").headers["Location"] == "/persons/i-antonescu/"
