"""Proposals: how they are approved, returned, withdrawn and put together with what was saved meanwhile."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied

from catalogue.curation import (
    Contested,
    Decided,
    Draft,
    Saved,
    SaveRefused,
    approve_proposal,
    replace_proposal,
    return_proposal,
    submit_record,
    submit_records,
    withdraw_proposal,
)
from catalogue.models import Action, Dating, Record, Revision
from tests.curation.desk import content, proposal_of
from tests.roles import member

pytestmark = pytest.mark.usefixtures("vocabulary", "english")


def test_approving_says_who_proposed_and_who_approved(ana: Saved, contributor: User, editor: User) -> None:
    submit_record({**content(ana), "sort_title": "Pauker, Ana"}, user=contributor, reason="orden")
    proposal = proposal_of(ana)

    approve_proposal(proposal.pk, user=editor, decision="bien visto")

    applied = Revision.objects.applied().get(subject=ana.uuid, version=2)
    assert applied.user == editor
    assert applied.reason == "orden · proposed by carla · bien visto"
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by, proposal.decision) == ("approved", editor, "bien visto")
    assert proposal.decided_at is not None


def test_a_proposal_is_put_together_with_what_others_changed_meanwhile(
    ana: Saved, contributor: User, editor: User
) -> None:
    wanted = content(ana)
    wanted["datings"][0] |= {"date": "1893-12-13"}
    wanted["names"].append({"type": "birth-name", "text": "Hannah Rabinsohn", "basis": "editorial"})
    submit_record(wanted, user=contributor)
    other = content(ana)
    other["datings"][1] |= {"note": "en Bucarest"}
    other["attributes"].append({"property": "nationality", "term": "rumana", "basis": "editorial"})
    submit_record(other, user=editor)

    approve_proposal(proposal_of(ana).pk, user=editor)

    now = content(ana)
    assert [each["date"] for each in now["datings"]] == ["1893-12-13", "1960-06-03"]
    assert now["datings"][1]["note"] == "en Bucarest"
    assert [each["text"] for each in now["names"]] == ["Ana Pauker", "Hannah Rabinsohn"]
    assert len(now["attributes"]) == 1
    assert Record.objects.get(pk=ana.record_id).version == 3


@pytest.mark.parametrize(("side", "date"), [("present", "1893-02-14"), ("proposed", "1893-12-13")])
def test_where_both_changed_the_same_claim_the_editor_chooses(
    ana: Saved, contributor: User, editor: User, side: str, date: str
) -> None:
    for user, day in ((contributor, "1893-12-13"), (editor, "1893-02-14")):
        wanted = content(ana)
        wanted["datings"][0] |= {"date": day}
        submit_record(wanted, user=user)
    proposal = proposal_of(ana)

    with pytest.raises(Contested) as contested:
        approve_proposal(proposal.pk, user=editor)
    key = contested.value.contests[0].key
    assert key == f"datings/{Dating.objects.get(date='1893-02-14').uuid}"
    approve_proposal(proposal.pk, user=editor, choices={key: side})

    assert content(ana)["datings"][0]["date"] == date


def test_a_claim_that_was_deleted_meanwhile_is_a_contest_if_the_proposal_changes_it(
    ana: Saved, contributor: User, editor: User
) -> None:
    wanted = content(ana)
    wanted["datings"][0] |= {"date": "1893-12-13"}
    submit_record(wanted, user=contributor)
    less = content(ana)
    less["datings"] = less["datings"][1:]
    submit_record(less, user=editor)
    key = f"datings/{wanted['datings'][0]['uuid']}"

    with pytest.raises(Contested):
        approve_proposal(proposal_of(ana).pk, user=editor)
    approve_proposal(proposal_of(ana).pk, user=editor, choices={key: "proposed"})

    assert {each["date"] for each in content(ana)["datings"]} == {"1893-12-13", "1960-06-03"}


def test_two_proposals_on_one_entry_wait_side_by_side_and_both_are_approved(
    ana: Saved, contributor: User, editor: User
) -> None:
    submit_record({**content(ana), "sort_title": "Pauker, Ana"}, user=contributor)
    wanted = content(ana)
    wanted["datings"][1] |= {"note": "en Bucarest"}
    submit_record(wanted, user=contributor)

    for proposal in Revision.objects.waiting().order_by("pk"):
        approve_proposal(proposal.pk, user=editor)

    assert content(ana)["sort_title"] == "Pauker, Ana"
    assert content(ana)["datings"][1]["note"] == "en Bucarest"


def test_a_proposal_that_can_no_longer_be_saved_is_refused_with_its_place(
    ana: Saved, contributor: User, editor: User
) -> None:
    wanted = content(ana)
    wanted["datings"].append({"type": "death", "date": "1961", "standing": "alternative", "marks": "[@banu-2004]"})
    submit_record(wanted, user=contributor)
    proposal = proposal_of(ana)
    proposal.content["datings"][2]["type"] = "no-such-type"
    proposal.save()

    with pytest.raises(SaveRefused) as refused:
        approve_proposal(proposal.pk, user=editor)

    assert [problem.pointer for problem in refused.value.problems] == ["/datings/2/type"]
    assert Revision.objects.waiting().filter(pk=proposal.pk).exists()


def test_a_proposal_is_returned_with_a_reason_and_changes_nothing(ana: Saved, contributor: User, editor: User) -> None:
    before = content(ana)
    submit_record({**before, "sort_title": "Pauker, Ana"}, user=contributor)
    proposal = proposal_of(ana)

    with pytest.raises(SaveRefused, match="reason"):
        return_proposal(proposal.pk, user=editor, decision="  ")
    return_proposal(proposal.pk, user=editor, decision="falta la fuente")

    proposal.refresh_from_db()
    assert (proposal.state, proposal.decision, proposal.decided_by) == ("returned", "falta la fuente", editor)
    assert content(ana) == before
    with pytest.raises(Decided):
        approve_proposal(proposal.pk, user=editor)


def test_only_editors_decide_and_only_the_proposer_withdraws(ana: Saved, contributor: User, editor: User) -> None:
    submit_record({**content(ana), "sort_title": "Pauker, Ana"}, user=contributor)
    key = proposal_of(ana).pk

    with pytest.raises(PermissionDenied):
        approve_proposal(key, user=contributor)
    with pytest.raises(PermissionDenied):
        return_proposal(key, user=contributor, decision="no")
    with pytest.raises(PermissionDenied):
        withdraw_proposal(key, user=editor)
    withdraw_proposal(key, user=contributor)

    assert Revision.objects.get(pk=key).state == "withdrawn"


def test_a_proposal_that_is_edited_takes_the_place_of_the_first(ana: Saved, contributor: User) -> None:
    submit_record({**content(ana), "sort_title": "Pauker, Ana"}, user=contributor, reason="orden")
    first = proposal_of(ana)

    replace_proposal(first.pk, Draft({**content(ana), "sort_title": "Pauker, A."}, 1), user=contributor)

    first.refresh_from_db()
    assert first.state == "withdrawn"
    assert proposal_of(ana).content["sort_title"] == "Pauker, A."
    assert proposal_of(ana).reason == "orden"


def test_a_returned_proposal_is_proposed_anew(ana: Saved, contributor: User, editor: User) -> None:
    submit_record({**content(ana), "sort_title": "Pauker, Ana"}, user=contributor)
    first = proposal_of(ana)
    return_proposal(first.pk, user=editor, decision="sin coma")

    replace_proposal(first.pk, Draft({**content(ana), "sort_title": "Pauker Ana"}, 1), user=contributor)

    first.refresh_from_db()
    assert first.state == "returned"
    assert proposal_of(ana).content["sort_title"] == "Pauker Ana"


def test_an_editor_who_works_on_a_proposal_publishes_it(ana: Saved, contributor: User, editor: User) -> None:
    submit_record({**content(ana), "sort_title": "Pauker, Ana"}, user=contributor)
    first = proposal_of(ana)

    saved = replace_proposal(first.pk, Draft({**content(ana), "sort_title": "Pauker, A."}, 1), user=editor)

    first.refresh_from_db()
    assert (saved.outcome, first.state) == ("updated", "approved")
    assert content(ana)["sort_title"] == "Pauker, A."
    assert "carla" in Revision.objects.applied().get(subject=ana.uuid, version=2).reason


def test_nobody_works_on_the_proposal_of_another(ana: Saved, contributor: User) -> None:
    submit_record({**content(ana), "sort_title": "Pauker, Ana"}, user=contributor)

    with pytest.raises(PermissionDenied):
        replace_proposal(proposal_of(ana).pk, Draft(content(ana), 1), user=member("contributor", "otra"))


def test_the_action_of_a_proposal_is_the_action_of_the_approved_save(
    ana: Saved, contributor: User, editor: User
) -> None:
    wanted = {**content(ana), "sort_title": "Pauker, Ana"}
    submit_records([Draft(wanted)], user=contributor, action=Action.REVERTED)

    approve_proposal(proposal_of(ana).pk, user=editor)

    assert Revision.objects.applied().get(subject=ana.uuid, version=2).action == Action.REVERTED
