"""From a draft to the public entry: who writes at once, what waits, and what publishing asks for."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied

from catalogue.curation import (
    Draft,
    Saved,
    SaveRefused,
    approve_proposal,
    foresee,
    save_record,
    submit_citation,
    submit_record,
    submit_records,
)
from catalogue.documents import Document
from catalogue.models import Citation, Record, Revision
from tests.curation.desk import born, content, person, proposal_of
from tests.roles import make_roles, member

pytestmark = pytest.mark.usefixtures("vocabulary", "english")


def test_a_contributors_save_of_a_published_entry_waits_and_changes_nothing(ana: Saved, contributor: User) -> None:
    before = content(ana)
    wanted = {**before, "sort_title": "Pauker, Ana"}

    saved = submit_record(wanted, user=contributor, reason="orden", expected_version=1)

    assert (saved.outcome, saved.version) == ("proposed", 1)
    assert content(ana) == before
    proposal = proposal_of(ana)
    assert (proposal.version, proposal.base_version, proposal.public) == (2, 1, False)
    assert (proposal.user, proposal.reason, proposal.content["sort_title"]) == (contributor, "orden", "Pauker, Ana")
    assert Revision.objects.applied().filter(subject=ana.uuid).count() == 1


def test_a_proposal_writes_no_new_place_in_a_source_until_it_is_approved(
    ana: Saved, contributor: User, editor: User
) -> None:
    wanted = content(ana)
    wanted["datings"][1] |= {"marks": "[@banu-2004, p. 99]"}

    submit_record(wanted, user=contributor)

    assert not Citation.objects.filter(locator="99").exists()
    notes = proposal_of(ana).content["datings"][1]["footnotes"]
    assert [note["citation"] for note in notes] == [{"mark": "@banu-2004, p. 99"}]
    saved = approve_proposal(proposal_of(ana).pk, user=editor)
    assert (saved.outcome, saved.version) == ("updated", 2)
    assert Citation.objects.get(locator="99").footnotes.count() == 1


def test_a_proposal_is_judged_like_a_save(ana: Saved, contributor: User) -> None:
    wanted = content(ana)
    wanted["datings"].append(born("1890", standing="preferred", marks="[@nadie-1999]"))

    with pytest.raises(SaveRefused) as refused:
        submit_record(wanted, user=contributor)

    assert [problem.pointer for problem in refused.value.problems] == ["/datings/2/marks"]
    assert not Revision.objects.waiting().exists()


def test_what_only_the_database_sees_is_refused_in_a_proposal_too(contributor: User) -> None:
    fonds = {"kind": "source", "citekey": "fondo", "bibliographic_title": "Fondo", "status": "published"}
    above = save_record(fonds)
    parts = {"citekey": "serie", "parent": {"uuid": above.uuid}}
    below = save_record({**fonds, **parts})

    with pytest.raises(SaveRefused, match="part of itself"):
        submit_record({**content(above), "parent": {"uuid": below.uuid}}, user=contributor)


def test_nothing_changed_is_no_proposal(ana: Saved, contributor: User) -> None:
    assert submit_record(content(ana), user=contributor).outcome == "unchanged"
    assert not Revision.objects.waiting().exists()


def test_a_contributor_writes_drafts_and_sends_them_to_review(contributor: User) -> None:
    saved = submit_record(person(), user=contributor)
    again = submit_record({**content(saved), "status": "review"}, user=contributor)

    assert (saved.outcome, again.outcome) == ("created", "updated")
    assert Record.objects.get(pk=saved.record_id).status == "review"


@pytest.mark.parametrize("new", [True, False])
def test_a_contributor_does_not_publish(contributor: User, new: bool) -> None:
    draft = person() if new else content(save_record(person()))

    with pytest.raises(SaveRefused) as refused:
        submit_record({**draft, "status": "published"}, user=contributor)

    assert [problem.pointer for problem in refused.value.problems] == ["/status"]


def test_in_a_batch_drafts_are_written_and_published_entries_are_proposed(ana: Saved, contributor: User) -> None:
    new = {**person("Marcel Pauker"), "uuid": "11111111-1111-4111-8111-111111111111"}
    wanted = content(ana)
    wanted["relations"].append({"type": "spouse-of", "object": {"uuid": new["uuid"]}, "marks": "[@banu-2004]"})

    saved = submit_records([Draft(wanted), Draft(new)], user=contributor)

    assert [each.outcome for each in saved] == ["proposed", "created"]


def test_a_refusal_names_the_place_in_the_whole_batch(ana: Saved, contributor: User) -> None:
    wanted = {**content(ana), "language": "x" * 50}

    with pytest.raises(SaveRefused) as refused:
        submit_records([Draft(person("Uno")), Draft(person("Dos")), Draft(wanted)], user=contributor)

    assert {problem.draft for problem in refused.value.problems} == {2}
    assert not Record.objects.filter(title="Uno").exists()


@pytest.mark.parametrize("role", ["vocabulary-keeper", "nobody"])
def test_who_may_not_edit_a_kind_saves_nothing_of_it(ana: Saved, role: str) -> None:
    user = member(role)

    with pytest.raises(PermissionDenied):
        submit_record(content(ana), user=user)
    with pytest.raises(PermissionDenied):
        submit_record(person("Nueva"), user=user)


def test_an_inactive_editor_saves_nothing(ana: Saved, editor: User) -> None:
    editor.is_active = False

    with pytest.raises(PermissionDenied):
        submit_record(content(ana), user=editor)


@pytest.mark.parametrize(
    ("claim", "refused"),
    [
        (born("1893"), True),
        (born("1893", marks="[contra @banu-2004]"), True),
        (born("1893", marks="[cf. @banu-2004]"), True),
        (born("1893", marks="[@banu-2004]"), False),
        (born("1893", basis="editorial"), False),
        (born("1893", basis="inferred", basis_reason="de su edad en 1912"), False),
    ],
)
def test_publishing_asks_a_source_of_each_claim_that_should_have_one(
    banu: Saved, editor: User, claim: Document, refused: bool
) -> None:
    draft = submit_record(person(datings=[claim]), user=editor)
    wanted = {**content(draft), "status": "published"}

    if not refused:
        assert submit_record(wanted, user=editor).outcome == "updated"
        return
    with pytest.raises(SaveRefused) as refusal:
        submit_record(wanted, user=editor)
    assert [problem.pointer for problem in refusal.value.problems] == ["/datings/0"]


def test_an_inference_without_its_reason_is_not_published(editor: User) -> None:
    with pytest.raises(SaveRefused) as refused:
        submit_record(person(status="published", datings=[born("1893", basis="inferred")]), user=editor)

    assert [problem.pointer for problem in refused.value.problems] == ["/datings/0/basis_reason"]


@pytest.mark.parametrize("status", ["draft", "review"])
def test_a_draft_may_say_what_has_no_source_yet(editor: User, status: str) -> None:
    assert submit_record(person(status=status, datings=[born("1893")]), user=editor).outcome == "created"


def test_a_narrative_needs_a_mark_to_be_published(banu: Saved, editor: User) -> None:
    told = {"type": "biography", "text": "Fue ministra."}

    with pytest.raises(SaveRefused) as refused:
        submit_record(person(status="published", narratives=[told]), user=editor)

    assert [problem.pointer for problem in refused.value.problems] == ["/narratives/0"]
    cited = {**told, "text": "Fue ministra [@banu-2004, p. 4]."}
    assert submit_record(person(status="published", narratives=[cited]), user=editor).outcome == "created"


def test_an_unsourced_claim_that_the_public_already_reads_does_not_hold_up_other_corrections(
    ana: Saved, editor: User
) -> None:
    wanted = content(ana)
    wanted["datings"][1] |= {"certainty": "doubtful", "standing": "alternative", "note": "¿Bucarest?"}

    assert submit_record({**wanted, "sort_title": "Pauker, A."}, user=editor).outcome == "updated"


@pytest.mark.parametrize("change", [{"date": "1961"}, {"uuid": "", "date": "1961"}, {"negated": True}])
def test_an_unsourced_claim_that_says_something_else_than_before_is_refused(
    ana: Saved, editor: User, change: Document
) -> None:
    wanted = content(ana)
    wanted["datings"][1] |= change

    with pytest.raises(SaveRefused) as refused:
        submit_record(wanted, user=editor)

    assert [problem.pointer for problem in refused.value.problems] == ["/datings/1"]


def test_the_only_source_of_a_published_claim_is_not_taken_away(ana: Saved, editor: User) -> None:
    wanted = content(ana)
    wanted["datings"][0] |= {"footnotes": []}

    with pytest.raises(SaveRefused) as refused:
        submit_record(wanted, user=editor)

    assert [problem.pointer for problem in refused.value.problems] == ["/datings/0"]


def test_what_was_taken_back_is_published_again_only_with_sources(ana: Saved, editor: User) -> None:
    submit_record({**content(ana), "status": "draft"}, user=editor)

    with pytest.raises(SaveRefused) as refused:
        submit_record({**content(ana), "status": "published"}, user=editor)

    assert [problem.pointer for problem in refused.value.problems] == ["/datings/1"]


def test_the_operator_of_the_machine_is_not_asked_for_sources() -> None:
    assert submit_record(person(status="published", datings=[born("1893")]), user=None).outcome == "created"


def test_what_would_be_refused_is_foreseen_and_nothing_is_written(ana: Saved, banu: Saved, editor: User) -> None:
    draft_book = save_record({"kind": "source", "citekey": "sin-fuente", "bibliographic_title": "Borrador"})
    good, bare, leaning = (
        content(submit_record(person(text, datings=[born("1893", **more)]), user=editor))
        for text, more in (("A", {"basis": "editorial"}), ("B", {}), ("C", {"marks": "[@sin-fuente]"}))
    )
    drafts = [Draft({**each, "status": "published"}) for each in (good, bare, leaning)]
    count = Revision.objects.count()

    refused = foresee(drafts, user=editor)

    assert sorted(refused) == [1, 2]
    assert [each.pointer for each in refused[1]] == ["/datings/0"]
    assert Revision.objects.count() == count
    together = [*drafts, Draft({**content(draft_book), "status": "published"})]
    assert sorted(foresee(together, user=editor)) == [1]


def test_who_leans_on_what_is_refused_is_refused_too(editor: User) -> None:
    book = save_record(
        {
            "kind": "source",
            "citekey": "sin-fuente",
            "bibliographic_title": "B",
            "datings": [{"type": "began", "date": "1920"}],
        }
    )
    leaning = content(submit_record(person(datings=[born("1893", marks="[@sin-fuente]")]), user=editor))
    drafts = [Draft({**each, "status": "published"}) for each in (content(book), leaning)]

    assert sorted(foresee(drafts, user=editor)) == [0, 1]


def test_a_citation_on_which_a_published_entry_rests_is_an_editors_to_change(
    ana: Saved, contributor: User, editor: User, banu: Saved
) -> None:
    used = Citation.objects.get(locator="3")
    changed = {"uuid": str(used.uuid), "source": {"uuid": banu.uuid}, "label": "page", "locator": "3", "quotation": "Q"}

    with pytest.raises(SaveRefused, match="rests on this"):
        submit_citation(changed, user=contributor)
    assert submit_citation(changed, user=editor).outcome == "updated"
    free = {"source": {"uuid": banu.uuid}, "label": "page", "locator": "200"}
    mine = submit_citation(free, user=contributor)
    assert submit_citation({**free, "uuid": mine.uuid, "quotation": "Q"}, user=contributor).outcome == "updated"


def test_making_the_roles_again_takes_nothing_away_that_a_site_added(db: None) -> None:
    make_roles()
    keeper = Group.objects.get(name="vocabulary-keeper")
    added = Group.objects.get(name="editor").permissions.get(codename="merge_record")
    keeper.permissions.add(added)
    count = keeper.permissions.count()

    make_roles()

    assert Group.objects.count() == 4
    assert keeper.permissions.count() == count
