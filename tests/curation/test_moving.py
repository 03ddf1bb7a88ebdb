"""Moving claims: what belongs to another entry goes there, with its UUID and its notes."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User

from catalogue.curation import Conflict, Saved, SaveRefused, move_claims, save_record
from catalogue.models import Action, Record, Revision
from tests.documents.contents import birth, change, now, of_kind, person, relation, source, story

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def two_in_one(vocabulary: None) -> Saved:
    """Two namesakes who were taken for one man."""
    save_record(source("banu-2004"))
    army = save_record(of_kind("unit", "3.er Ejército"))
    return save_record(
        person(
            datings=[birth("1882-06-14"), birth("1901", standing="alternative", marks="[@banu-2004, p. 3]")],
            relations=[relation("commanded", army, marks="[@banu-2004, p. 4]")],
            narratives=[story("Una vida [@banu-2004, p. 5].")],
        )
    )


def move(record: Saved, claims: list[str], **options: Any) -> Any:
    """Moves claims as the operator."""
    return move_claims(record.record_id, claims, **{"user": None, "reason": "Another man.", **options})


def test_claims_move_to_another_record_with_uuid_and_notes(two_in_one: Saved) -> None:
    other = save_record(person("Ion Antonescu (hijo)"))
    before = now(two_in_one)
    moving = [before["datings"][1], before["relations"][0], before["narratives"][0]]

    moved = move(two_in_one, [claim["uuid"] for claim in moving], to=other.record_id)

    left, taken = now(two_in_one), now(other)
    assert moved.claims == 3
    assert [taken["datings"][0], taken["relations"][0], taken["narratives"][0]] == moving
    assert (len(left["datings"]), left["relations"], left["narratives"]) == (1, [], [])
    for each in (two_in_one, other):
        last = Revision.objects.filter(subject=each.uuid).latest("pk")
        assert (last.action, last.reason) == (Action.MOVED, "Another man.")


def test_claims_move_to_a_new_draft_made_from_a_name(two_in_one: Saved) -> None:
    uuid = now(two_in_one)["datings"][1]["uuid"]

    moved = move(two_in_one, [uuid], new_name="Ion Antonescu (hijo)")

    row = Record.objects.get(pk=moved.record_id)
    assert (row.kind, row.status, row.title) == ("person", "draft", "Ion Antonescu (hijo)")
    assert [claim["uuid"] for claim in now(moved.record_id)["datings"]] == [uuid]


def test_what_the_other_record_prefers_stays_preferred(two_in_one: Saved) -> None:
    other = save_record(person("Otro", datings=[birth("1900")]))

    move(two_in_one, [now(two_in_one)["datings"][0]["uuid"]], to=other.record_id)

    assert [(claim["date"], claim["standing"]) for claim in now(other)["datings"]] == [
        ("1900", "preferred"),
        ("1882-06-14", "alternative"),
    ]


def test_a_relation_that_another_record_has_is_moved_by_pointing_elsewhere(two_in_one: Saved) -> None:
    wife = save_record(person("Maria", relations=[relation("spouse-of", two_in_one), relation("trained", two_in_one)]))
    other = save_record(person("Otro"))

    move(two_in_one, [now(wife)["relations"][0]["uuid"]], to=other.record_id)

    assert [claim["object"]["uuid"] for claim in now(wife)["relations"]] == [other.uuid, two_in_one.uuid]


def test_the_rules_of_the_other_kind_are_kept(two_in_one: Saved) -> None:
    unit = save_record(of_kind("unit", "Regimiento"))

    with pytest.raises(SaveRefused, match="is said of"):
        move(two_in_one, [now(two_in_one)["relations"][0]["uuid"]], to=unit.record_id)


def test_a_record_does_not_lose_its_title(two_in_one: Saved) -> None:
    with pytest.raises(SaveRefused, match="exactly one preferred name"):
        move(two_in_one, [now(two_in_one)["names"][0]["uuid"]], new_name="Otro")


def test_what_is_wrong_with_the_wish_is_said(two_in_one: Saved, subtests: pytest.Subtests) -> None:
    uuid = now(two_in_one)["datings"][0]["uuid"]
    stranger = "7b0e6f1e-9d2c-4c55-9a39-0a8f1a0b2c3d"
    wishes: list[tuple[list[str], dict[str, Any], str]] = [
        ([], {"new_name": "Otro"}, "Choose the claims"),
        ([uuid], {}, "Choose the record"),
        ([uuid], {"to": two_in_one.record_id}, "already"),
        ([uuid], {"to": 0, "new_name": " "}, "Choose the record"),
        ([uuid], {"to": 999_999_999}, "no such record"),
        ([uuid], {"new_name": "Otro", "reason": " "}, "needs a reason"),
        ([stranger], {"new_name": "Otro"}, "None of these claims"),
        ([uuid], {"new_name": "Otro", "user": User.objects.create_user("horia")}, "may not move"),
    ]
    for claims, options, message in wishes:
        with subtests.test(message):
            with pytest.raises(SaveRefused, match=message):
                move(two_in_one, claims, **options)
            assert not Record.objects.filter(title="Otro").exists()


def test_a_newer_version_is_a_conflict(two_in_one: Saved) -> None:
    change(two_in_one, internal_note="Changed.")

    with pytest.raises(Conflict):
        move(two_in_one, [now(two_in_one)["datings"][0]["uuid"]], new_name="Otro", expected_version=1)
