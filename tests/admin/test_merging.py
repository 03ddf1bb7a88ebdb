"""Merging, moving and duplicates as a curator does them."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from catalogue.curation import Saved, find_duplicates, merge_records, save_record, save_relation_type
from catalogue.models import Merge, PossibleDuplicate, Record, Relation
from tests.admin.conftest import named
from tests.admin.pages import read_form
from tests.documents.contents import now

MERGES = "/admin/catalogue/merge/"


@pytest.fixture
def twin(vocabulary: None) -> Saved:
    """The same man, entered twice."""
    return save_record(
        named("person", "Patrascanu Lucretiu", slug="gemelo", datings=[{"type": "birth", "date": "1899"}])
    )


def pair(one: Saved, other: Saved) -> str:
    """The page that compares two entries."""
    return f"{MERGES}of-two/?first={one.uuid}&second={other.uuid}"


def text(client: Client, address: str) -> str:
    """What a page says."""
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_compares_both_and_tells_what_the_merge_does(
    admin_client: Client, patrascanu: Saved, twin: Saved
) -> None:
    html = text(admin_client, pair(patrascanu, twin))

    assert "birth: 1899: becomes an alternative" in html
    assert "@banu-2004, p. 30" in html
    assert f"first={twin.uuid}&amp;second={patrascanu.uuid}" in html
    assert Record.objects.filter(uuid=twin.uuid).exists()


def test_merging_with_a_reason_and_taking_it_back(admin_client: Client, patrascanu: Saved, twin: Saved) -> None:
    before = now(patrascanu), now(twin)
    form = read_form(admin_client, pair(patrascanu, twin))

    answer = admin_client.post(
        pair(patrascanu, twin), {**form.values, "reason": "The same man.", "mark": "@banu-2004, p. 3"}
    )

    assert answer.headers["Location"] == f"/admin/catalogue/person/{patrascanu.record_id}/change/"
    merge = Merge.objects.get()
    assert (merge.user and merge.user.username, merge.reason) == ("ana", "The same man.")
    assert merge.citation is not None
    html = text(admin_client, MERGES)
    assert "The same man." in html
    assert f"{MERGES}{merge.pk}/undo/" in html

    admin_client.post(f"{MERGES}{merge.pk}/undo/", {"reason": "They are two."})

    back = Record.objects.get(uuid=twin.uuid)
    assert (now(patrascanu), now(back.pk)) == before
    assert "taken back by ana" in text(admin_client, MERGES)


def test_a_merge_without_reason_or_on_older_versions_changes_nothing(
    admin_client: Client, patrascanu: Saved, twin: Saved
) -> None:
    values = read_form(admin_client, pair(patrascanu, twin)).values
    assert "Nothing was merged" in admin_client.post(pair(patrascanu, twin), values).content.decode()
    save_record({**now(twin), "internal_note": "Changed."})

    answer = admin_client.post(pair(patrascanu, twin), {**values, "reason": "One."})

    assert "changed meanwhile" in answer.content.decode()
    assert not Merge.objects.exists()


def test_what_cannot_be_merged_is_said_before_anything_is_sent(
    admin_client: Client, patrascanu: Saved, ministry: Saved
) -> None:
    assert "Only entries of one kind" in text(admin_client, pair(patrascanu, ministry))
    assert "with itself" in text(admin_client, pair(patrascanu, patrascanu))


def test_two_entries_are_chosen_by_name_where_only_one_is_known(admin_client: Client, patrascanu: Saved) -> None:
    html = text(admin_client, f"{MERGES}of-two/?first={patrascanu.uuid}")

    assert f'value="{patrascanu.uuid}"' in html
    assert "There is no such entry" in text(admin_client, f"{MERGES}of-two/?first=person/x&second=person/y")


def test_two_selected_entries_are_compared(admin_client: Client, patrascanu: Saved, twin: Saved) -> None:
    both = {"action": "merge_selected", "_selected_action": [patrascanu.record_id, twin.record_id]}

    answer = admin_client.post("/admin/catalogue/person/", both)

    assert answer.headers["Location"] == pair(patrascanu, twin)
    one = admin_client.post("/admin/catalogue/person/", {**both, "_selected_action": [twin.record_id]}, follow=True)
    assert "exactly two" in one.content.decode()


def test_later_changes_that_stand_in_the_way_are_listed(admin_client: Client, patrascanu: Saved, twin: Saved) -> None:
    merge = merge_records(patrascanu.record_id, twin.record_id, user=None, reason="One.")
    content = now(patrascanu)
    save_record({**content, "datings": [{**each, "note": "Seen again."} for each in content["datings"]]})

    html = admin_client.post(f"{MERGES}{merge.pk}/undo/").content.decode()

    assert "Nothing was changed" in html
    assert "birth: 1899" in html
    assert not Record.objects.filter(uuid=twin.uuid).exists()


def test_duplicates_are_listed_beside_each_other_in_few_queries(
    admin_client: Client, patrascanu: Saved, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(6):
        save_record(named("person", "Petru Groza", slug=f"groza-{number}"))
    find_duplicates()

    with django_assert_max_num_queries(45):
        html = text(admin_client, f"{MERGES}duplicates/?kind=person")

    assert html.count("They are one: compare and merge") == 15
    assert "90 %: name" in html
    assert "No two entries" in text(admin_client, f"{MERGES}duplicates/?kind=unit")


def test_the_duplicates_of_one_entry_are_looked_for_when_it_is_asked(
    admin_client: Client, patrascanu: Saved, twin: Saved
) -> None:
    save_record({**now(twin), "datings": []})
    assert not PossibleDuplicate.objects.exists()

    html = text(admin_client, f"{MERGES}duplicates/?record={twin.uuid}")

    assert "Patrascanu Lucretiu" in html
    assert PossibleDuplicate.objects.count() == 1


def test_a_pair_is_declared_distinct_with_a_reason(admin_client: Client, patrascanu: Saved, twin: Saved) -> None:
    labels = {"label_en": "distinct from", "inverse_en": "distinct from"}
    save_relation_type({"slug": "distinct-from", "symmetric": True, **labels})
    save_record({**now(twin), "datings": []})
    find_duplicates()
    send: dict[str, Any] = {"first": patrascanu.uuid, "second": twin.uuid, "kind": "person"}

    refused = admin_client.post(f"{MERGES}duplicates/distinct/", send, follow=True)
    assert "Say why they are distinct" in refused.content.decode()
    admin_client.post(f"{MERGES}duplicates/distinct/", {**send, "reason": "Father and son."})

    claim = Relation.objects.get(type__slug="distinct-from")
    assert (claim.basis, claim.basis_reason) == ("inferred", "Father and son.")
    find_duplicates()
    assert not PossibleDuplicate.objects.exists()


def test_claims_are_ticked_and_moved(admin_client: Client, patrascanu: Saved, twin: Saved) -> None:
    address = f"/admin/catalogue/person/{patrascanu.record_id}/move/"
    uuid = now(patrascanu)["relations"][0]["uuid"]
    values = read_form(admin_client, address).values
    assert (
        "Choose the claims"
        in admin_client.post(address, {**values, "new_name": "Otro", "reason": "Another."}).content.decode()
    )

    answer = admin_client.post(
        address, {**values, "claims": [uuid], "to": f"person/{'gemelo'}", "reason": "Another man."}
    )

    assert answer.headers["Location"] == f"/admin/catalogue/person/{twin.record_id}/change/"
    assert [claim["uuid"] for claim in now(twin)["relations"]] == [uuid]
    assert now(patrascanu)["relations"] == []


def test_the_page_of_an_entry_leads_to_all_of_this(admin_client: Client, patrascanu: Saved) -> None:
    html = text(admin_client, f"/admin/catalogue/person/{patrascanu.record_id}/change/")

    assert f"{MERGES}of-two/?first={patrascanu.uuid}" in html
    assert f"{MERGES}duplicates/?record={patrascanu.uuid}" in html
    assert f"/admin/catalogue/person/{patrascanu.record_id}/move/" in html


def test_who_may_not_merge_sees_nothing_of_it(patrascanu: Saved, twin: Saved) -> None:
    client = Client(headers={"accept-language": "en"})
    client.force_login(User.objects.create_user("horia", is_staff=True))
    merge = merge_records(patrascanu.record_id, twin.record_id, user=None, reason="One.")
    addresses = (
        f"{MERGES}of-two/",
        MERGES,
        f"{MERGES}duplicates/",
        f"{MERGES}{merge.pk}/undo/",
        f"/admin/catalogue/person/{patrascanu.record_id}/move/",
    )

    assert [client.get(address).status_code for address in addresses] == [403] * 5
    assert client.post(f"{MERGES}{merge.pk}/undo/").status_code == 403
    sent = {"first": patrascanu.uuid, "second": patrascanu.uuid, "reason": "x"}
    assert client.post(f"{MERGES}duplicates/distinct/", sent).status_code == 403
