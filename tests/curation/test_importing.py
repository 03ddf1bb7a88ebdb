"""A whole import can be taken back, unless somebody has worked on since."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from catalogue.curation import AlreadyUndone, save_profile, save_record, undo_run
from catalogue.models import Citation, Disagreement, ImportProfile, ImportRun, Record, Revision, Term
from tests.ingest.tables import BATTLE_ROWS, BATTLES, PART_ROWS, PARTS, WORDS, battles, content, run, units

pytestmark = pytest.mark.django_db


def last_run() -> ImportRun:
    """The import that was made last."""
    return ImportRun.objects.latest("pk")


def test_an_import_keeps_what_it_did_and_of_which_bytes(curator: User) -> None:
    report = run(BATTLE_ROWS, BATTLES + WORDS, user=curator)

    kept = last_run()
    assert str(kept.uuid) == report.run
    assert (kept.user, kept.format, kept.file_name) == (curator, "table", "a.csv")
    assert kept.counts == {"created": 5, "updated": 0, "unchanged": 0, "refused": 0}
    assert len(kept.sha256) == 64
    assert kept.profile == BATTLES + WORDS
    assert Revision.objects.filter(run=kept, action="imported").count() == 5


def test_what_an_import_made_goes_with_it_and_leaves_tombstones(curator: User) -> None:
    battles()

    undone = undo_run(last_run(), user=curator, reason="wrong file")

    assert (undone.deleted, undone.reverted, undone.conflicts) == (5, 0, [])
    assert Record.objects.count() == 0
    assert Revision.objects.tombstones().filter(user=curator, reason="wrong file").count() == 5
    assert Citation.objects.count() == 0
    assert not Term.objects.filter(slug="alias").exists()
    assert last_run().undone_by == curator


def test_what_an_import_changed_says_again_what_it_said_before() -> None:
    battles()
    units()
    before = content("1st Cavalry")
    run(PART_ROWS, PARTS)

    undone = undo_run(last_run(), user=None)

    assert (undone.deleted, undone.reverted) == (0, 2)
    assert content("1st Cavalry") == before
    assert set(Citation.objects.values_list("source__citekey", flat=True)) == {"dyer-1908"}


def test_an_import_that_was_taken_back_can_be_made_again() -> None:
    battles()
    undo_run(last_run(), user=None)

    battles()

    assert Record.objects.filter(title="Shiloh", version__gt=1).exists()


def test_a_later_edit_is_listed_and_nothing_is_changed(curator: User) -> None:
    battles()
    shiloh = content("Shiloh")
    shiloh["internal_note"] = "looked at"
    save_record(shiloh, user=curator)

    undone = undo_run(last_run(), user=None)

    assert [(each.title, each.reason) for each in undone.conflicts] == [
        ("Shiloh", "version 2 was saved after the import by ana.")
    ]
    assert Record.objects.count() == 5
    assert last_run().undone_at is None


def test_a_record_on_which_others_rest_is_listed_and_nothing_is_changed() -> None:
    battles()
    imported = last_run()
    units()
    run(PART_ROWS, PARTS)

    undone = undo_run(imported, user=None)

    assert {each.title for each in undone.conflicts} >= {"Shiloh", "Jackson"}
    assert "“1st Cavalry” rests on it." in {each.reason for each in undone.conflicts}
    assert Record.objects.filter(kind="event").count() == 3


def test_an_import_is_taken_back_once() -> None:
    battles()
    undo_run(last_run(), user=None)

    with pytest.raises(AlreadyUndone):
        undo_run(last_run(), user=None)


def test_a_disagreement_that_an_import_made_goes_with_it() -> None:
    battles()
    rival = BATTLES.replace('name = "battles"', 'name = "rival"').replace(
        'key = "{code}"', 'key = "{code}"\nset = "battles"'
    )
    rival = rival.replace('from = "{start}"\n', 'disagreement = "They differ."\nfrom = "{start}"\n')
    run(BATTLE_ROWS.replace("04/06/1862", "04/05/1862"), rival)
    assert Disagreement.objects.count() == 1

    undo_run(last_run(), user=None)

    assert Disagreement.objects.count() == 0
    assert len(content("Shiloh")["datings"]) == 1


def test_a_profile_is_kept_under_its_name(curator: User) -> None:
    save_profile("battles", BATTLES, user=curator)
    save_profile("battles", BATTLES + "\n", user=curator)

    assert [(each.name, each.text) for each in ImportProfile.objects.all()] == [("battles", BATTLES + "\n")]
