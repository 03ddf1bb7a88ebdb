"""Whoever follows the feed of changes has the public catalogue, whatever happened in it and in whatever order."""

from __future__ import annotations

from threading import Event
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from catalogue.curation import (
    Saved,
    delete_record,
    feed_is_ahead,
    find_drift,
    merge_records,
    rebase_changes,
    redact,
    restore_record,
    save_record,
    save_records,
    save_relation_types,
    save_terms,
    unmerge,
)
from catalogue.curation.drafts import Draft
from catalogue.models import Change, Item
from tests.documents.contents import change, of_kind, person, relation, source
from tests.ingest.files import empty_the_catalogue
from tests.workers import Worker, let_others_end

pytestmark = pytest.mark.django_db(transaction=True)
Cast = dict[str, Saved]


class Follower:
    """A program that keeps a copy: it reads the feed and fetches what the feed names."""

    def __init__(self) -> None:
        self.client = Client()
        self.after = 0
        self.copy: dict[str, Any] = {}
        self.seen: list[tuple[str, str]] = []

    def follow(self) -> list[tuple[str, str]]:
        """Reads on; answers with the title known for each entry and what happened to it."""
        let_others_end()
        seen = []
        address = f"/api/v1/changes/?page_size=2&after={self.after or ''}"
        while address:
            page = self.client.get(address).json()
            for each in page["results"]:
                seen.append((self.take(each), each["action"]))
            self.after, address = page["after"], page["next"]
        self.seen += seen
        return seen

    def take(self, each: dict[str, Any]) -> str:
        """Brings the copy of one entry up to date."""
        before = self.copy.get(each["uuid"], {})
        if each["api_url"]:
            answer = self.client.get(each["api_url"])
            # What has gone since will be told further on.
            if answer.status_code == 200:
                self.copy[each["uuid"]] = answer.json()
        else:
            self.copy.pop(each["uuid"], None)
        return str(self.copy.get(each["uuid"], before).get("title", ""))

    def has_everything(self) -> bool:
        """Whether the copy is the public catalogue, word for word."""
        listed = self.client.get("/api/v1/records/?page_size=200").json()["results"]
        return self.copy == {each["uuid"]: each for each in listed}


@pytest.fixture(autouse=True)
def cast(transactional_db: None, english: None, demo_lines: list[dict[str, Any]]) -> Cast:
    """Ion, born at a place; Ana; Eva, a draft; a source. All of them committed."""
    empty_the_catalogue()
    save_terms([line for line in demo_lines if line["kind"] == "term" and line["slug"] in {"authorized", "variant"}])
    save_relation_types(
        [line for line in demo_lines if line["kind"] == "relation-type" and line["slug"] in {"born-at", "spouse-of"}]
    )
    cast = {
        "source": save_record(source("obra")),
        "place": save_record(of_kind("place", "Constanza")),
        "ana": save_record(person("Ana")),
        "eva": save_record(person("Eva", status="draft")),
    }
    cast["ion"] = save_record(person("Ion", relations=[relation("born-at", cast["place"])]))
    return cast


@pytest.fixture
def follower(cast: Cast) -> Follower:
    """A program that has read everything so far."""
    follower = Follower()
    follower.follow()
    return follower


def test_from_the_beginning_one_reads_what_is_public_and_no_draft(follower: Follower) -> None:
    assert [title for title, _act in follower.seen] == ["Obra", "Constanza", "Ana", "Ion"]
    assert {act for _title, act in follower.seen} == {"created"}
    assert follower.has_everything()


def test_a_rename_is_told_of_the_entry_and_of_those_that_show_its_name(follower: Follower, cast: Cast) -> None:
    change(cast["place"], names=[{"type": "authorized", "text": "Constanța", "basis": "editorial"}])

    assert follower.follow() == [("Constanța", "updated"), ("Ion", "rippled")]
    assert follower.has_everything()


def test_publishing_withdrawing_deleting_and_restoring_are_told_as_the_public_sees_them(
    follower: Follower, cast: Cast
) -> None:
    change(cast["eva"], status="published")
    change(cast["ana"], status="draft")
    change(cast["ana"], internal_note="nobody learns of this")
    delete_record(cast["eva"].record_id, user=None, reason="made by mistake")
    assert follower.follow() == [("", "created"), ("Ana", "deleted"), ("", "deleted")]
    assert follower.has_everything()

    restore_record(cast["eva"].uuid, user=None, reason="it was no mistake")
    assert [act for _title, act in follower.follow()] in (["created"], [])
    assert follower.has_everything()


def test_a_merge_says_into_what_and_taking_it_back_tells_both(follower: Follower, cast: Cast) -> None:
    merge = merge_records(cast["ion"].record_id, cast["ana"].record_id, user=None, reason="one person")
    assert set(follower.follow()) == {("Ion", "updated"), ("Ana", "merged")}
    assert follower.has_everything()
    merged = Change.objects.get(act="merged")
    assert str(merged.merged_into) == cast["ion"].uuid

    unmerge(merge.pk, user=None, reason="two persons")
    assert {act for _title, act in follower.follow()} == {"updated", "created"}
    assert follower.has_everything()
    assert not Item.objects.get(uuid=cast["ana"].uuid).gone


def test_a_redacted_entry_is_deleted_and_nothing_in_the_feed_names_it(follower: Follower, cast: Cast) -> None:
    redact(cast["ana"].uuid, user=None, reason="asked by the family")

    assert follower.follow() == [("Ana", "deleted")]
    assert follower.has_everything()
    assert "Ana" not in str(follower.client.get("/api/v1/changes/").json())


def test_of_two_saves_that_end_in_the_opposite_order_none_is_missed(follower: Follower, cast: Cast) -> None:
    begun, may_end = Event(), Event()

    def slow() -> None:
        with transaction.atomic():
            change(cast["ana"], internal_note="slow")
            begun.set()
            assert may_end.wait(30)

    worker = Worker(slow)
    assert begun.wait(30)
    change(cast["ion"], internal_note="quick")
    # The later save has ended, and the earlier has not: a program that were told of it now would miss the other.
    assert follower.follow() == []
    may_end.set()
    worker.answer()

    assert sorted(follower.follow()) == [("Ana", "updated"), ("Ion", "updated")]
    assert follower.has_everything()


def test_a_batch_is_told_entry_by_entry_in_its_order(follower: Follower) -> None:
    save_records([Draft(person(name)) for name in ("Uno", "Dos", "Tres")])

    assert follower.follow() == [("Uno", "created"), ("Dos", "created"), ("Tres", "created")]


def test_a_save_that_is_taken_back_is_not_told(follower: Follower, cast: Cast) -> None:
    with transaction.atomic():
        change(cast["ana"], status="draft")
        transaction.set_rollback(True)

    assert follower.follow() == []


def test_changes_are_chosen_by_kind_and_a_new_copy_begins_at_the_end(client: Client, cast: Cast) -> None:
    let_others_end()
    places = client.get("/api/v1/changes/", {"kind": "place"}).json()
    latest = client.get("/api/v1/changes/", {"latest": "true"}).json()

    assert [each["uuid"] for each in places["results"]] == [cast["place"].uuid]
    assert latest == {"results": [], "next": None, "after": Change.objects.latest("pk").pk}


@pytest.mark.parametrize("question", [{"after": "999999"}, {"after": "-1"}, {"kind": "plant"}, {"page_size": "1001"}])
def test_what_cannot_be_asked_is_refused_with_its_cure(client: Client, question: dict[str, str]) -> None:
    response = client.get("/api/v1/changes/", question)

    assert response.status_code == 400
    assert response.json()["errors"][0]["parameter"] in question


def test_a_feed_restored_on_another_server_waits_for_its_keeper_and_loses_nothing(
    follower: Follower, cast: Cast
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE catalogue_change SET transaction = transaction + 1000000000")
    assert feed_is_ahead()
    assert follower.client.get("/api/v1/changes/").status_code == 503

    assert rebase_changes()
    assert not rebase_changes()
    change(cast["ana"], internal_note="on the new server")

    assert follower.follow() == [("Ana", "updated")]
    newcomer = Follower()
    newcomer.follow()
    assert newcomer.has_everything()
    assert [title for title, _act in newcomer.seen] == ["Obra", "Constanza", "Ana", "Ion", "Ana"]


def test_the_check_names_entries_of_which_the_feed_believes_something_else(cast: Cast) -> None:
    assert find_drift()["feed"] == []
    Item.objects.filter(uuid=cast["ana"].uuid).update(gone=True)
    Item.objects.create(kind="person")

    assert len(find_drift()["feed"]) == 2
