"""The pages of proposals: what a contributor meets who edits a published entry, and how an editor decides."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from catalogue.curation import Saved, return_proposal, save_record, submit_record
from catalogue.documents import Document, build_documents, content_of
from catalogue.models import Name, Record, Revision
from tests.admin.conftest import named
from tests.admin.pages import person_page, read_form, send
from tests.roles import client_of, member

PROPOSALS = "/admin/catalogue/proposal/"


@pytest.fixture
def carla(db: None) -> User:
    return member("contributor", "carla")


@pytest.fixture
def elena(db: None) -> User:
    return member("editor", "elena")


@pytest.fixture
def contributor(carla: User) -> Client:
    return client_of(carla)


@pytest.fixture
def editor(elena: User) -> Client:
    return client_of(elena)


def page_of(proposal: Revision) -> str:
    return f"{PROPOSALS}{proposal.pk}/change/"


def waiting() -> Revision:
    return Revision.objects.waiting().get()


def content(saved: Saved) -> Document:
    found: Document = content_of(build_documents([saved.record_id], full=True)[saved.record_id])
    return found


@pytest.fixture
def proposal(patrascanu: Saved, carla: User) -> Revision:
    """Carla proposes another day of birth."""
    wanted = content(patrascanu)
    wanted["datings"][0] |= {"date": "1900-11-05"}
    submit_record(wanted, user=carla, reason="según el acta")
    return waiting()


def test_saving_a_published_entry_makes_a_proposal_and_says_so(
    contributor: Client, patrascanu: Saved, carla: User
) -> None:
    page = person_page(patrascanu.record_id)
    form = read_form(contributor, page)

    response = contributor.post(page, {**form.values, "names-1-text": "Andrei M.", "reason": "firma", "_save": "Save"})

    assert response.status_code == 302, response.context["errors"]
    assert "waits for approval" in contributor.get("/admin/").content.decode()
    assert Name.objects.filter(text="Andrei Moldoveanu").exists()
    assert (waiting().user, waiting().reason) == (carla, "firma")
    assert waiting().content["names"][1]["text"] == "Andrei M."


def test_the_page_tells_a_contributor_beforehand_and_an_editor_not(
    contributor: Client, editor: Client, patrascanu: Saved
) -> None:
    page = person_page(patrascanu.record_id)

    assert "What you save here is a proposal" in contributor.get(page).content.decode()
    assert "What you save here is a proposal" not in editor.get(page).content.decode()


def test_a_claims_own_page_makes_proposals_too(contributor: Client, patrascanu: Saved) -> None:
    name = Name.objects.get(text="Andrei Moldoveanu")
    page = f"/admin/catalogue/name/{name.uuid}/change/"
    form = read_form(contributor, page)

    response = send(contributor, page, form.values, text="Andrei M.")

    assert response.status_code == 302, response.context["errors"]
    assert waiting().content["names"][1]["text"] == "Andrei M."
    assert "What you save here is a proposal" in contributor.get(page).content.decode()


def test_the_entrys_page_lists_what_waits(editor: Client, patrascanu: Saved, proposal: Revision) -> None:
    html = editor.get(person_page(patrascanu.record_id)).content.decode()

    assert page_of(proposal) in html
    assert "según el acta" in html


def test_an_editor_sees_the_difference_in_words_and_approves(
    editor: Client, patrascanu: Saved, proposal: Revision
) -> None:
    html = editor.get(page_of(proposal)).content.decode()
    assert "4 November 1900" in html
    assert "5 November 1900" in html
    assert "carla" in html

    response = editor.post(page_of(proposal), {"_approve": "Approve", "decision": "bien"}, follow=True)

    assert "was approved" in response.content.decode()
    assert content(patrascanu)["datings"][0]["date"] == "1900-11-05"
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decision) == ("approved", "bien")


def test_returning_asks_for_a_reason_and_the_contributor_reads_it(
    editor: Client, contributor: Client, patrascanu: Saved, proposal: Revision
) -> None:
    refused = editor.post(page_of(proposal), {"_return": "Return", "decision": ""})
    assert "returned with a reason" in refused.content.decode()
    assert waiting() == proposal

    editor.post(page_of(proposal), {"_return": "Return", "decision": "¿qué acta?"})

    assert "¿qué acta?" in contributor.get(person_page(patrascanu.record_id)).content.decode()
    assert "¿qué acta?" in contributor.get(f"{PROPOSALS}?which=mine").content.decode()
    assert "¿qué acta?" not in editor.get(person_page(patrascanu.record_id)).content.decode()


def test_a_contributor_sees_the_page_without_the_buttons_that_decide(contributor: Client, proposal: Revision) -> None:
    html = contributor.get(page_of(proposal)).content.decode()

    assert 'name="_approve"' not in html
    assert 'name="_withdraw"' in html
    assert contributor.post(page_of(proposal), {"_approve": "Approve"}).status_code == 403
    assert waiting() == proposal


def test_the_proposer_withdraws(contributor: Client, editor: Client, proposal: Revision) -> None:
    assert editor.post(page_of(proposal), {"_withdraw": "Withdraw"}).status_code == 403

    contributor.post(page_of(proposal), {"_withdraw": "Withdraw"})

    proposal.refresh_from_db()
    assert proposal.state == "withdrawn"


def test_editing_a_proposal_opens_the_form_filled_with_it_and_replaces_it(
    contributor: Client, patrascanu: Saved, proposal: Revision
) -> None:
    page = f"{person_page(patrascanu.record_id)}?proposal={proposal.pk}"
    form = read_form(contributor, page)
    assert form.values["datings-0-date"] == "1900-11-05"
    assert form.values["reason"] == "según el acta"

    response = send(contributor, page, form.values, **{"names-1-text": "Andrei M."})

    assert response.status_code == 302, response.context["errors"]
    proposal.refresh_from_db()
    assert proposal.state == "withdrawn"
    assert waiting().content["datings"][0]["date"] == "1900-11-05"
    assert waiting().content["names"][1]["text"] == "Andrei M."


def test_a_claim_that_is_only_proposed_keeps_what_its_row_does_not_show(
    contributor: Client, patrascanu: Saved, carla: User
) -> None:
    wanted = content(patrascanu)
    wanted["datings"].append(
        {
            "type": "death",
            "date": "1954-04-17",
            "date_wording": "el 17",
            "basis": "inferred",
            "basis_reason": "del acta",
            "certainty": "certain",
        }
    )
    submit_record(wanted, user=carla)
    page = f"{person_page(patrascanu.record_id)}?proposal={waiting().pk}"

    send(contributor, page, read_form(contributor, page).values, **{"names-1-text": "Andrei M."})

    death = waiting().content["datings"][2]
    assert (death["date_wording"], death["basis"], death["basis_reason"]) == ("el 17", "inferred", "del acta")


def test_a_returned_proposal_is_edited_and_proposed_again(
    contributor: Client, patrascanu: Saved, proposal: Revision, elena: User
) -> None:
    return_proposal(proposal.pk, user=elena, decision="¿qué acta?")
    page = f"{person_page(patrascanu.record_id)}?proposal={proposal.pk}"
    assert f"?proposal={proposal.pk}" in contributor.get(person_page(patrascanu.record_id)).content.decode()

    send(contributor, page, read_form(contributor, page).values, reason="acta 14 de 1900")

    assert waiting().reason == "acta 14 de 1900"
    assert waiting().pk != proposal.pk


def test_an_editor_corrects_a_proposal_and_publishes_it(editor: Client, patrascanu: Saved, proposal: Revision) -> None:
    page = f"{person_page(patrascanu.record_id)}?proposal={proposal.pk}"
    form = read_form(editor, page)

    response = send(editor, page, form.values, **{"datings-0-date": "1900-11-06"})

    assert response.status_code == 302, response.context["errors"]
    assert content(patrascanu)["datings"][0]["date"] == "1900-11-06"
    proposal.refresh_from_db()
    assert proposal.state == "approved"


def test_nobody_opens_the_proposal_of_another_contributor_in_the_form(patrascanu: Saved, proposal: Revision) -> None:
    other = client_of(member("contributor", "otra"))

    form = read_form(other, f"{person_page(patrascanu.record_id)}?proposal={proposal.pk}")

    assert form.values["datings-0-date"] == "1900-11-04"


@pytest.mark.parametrize("typed", ["x", "0", "999999999999999999", "1" * 40, "-1"])
def test_a_proposal_that_is_not_there_leaves_the_page_as_it_is(
    contributor: Client, patrascanu: Saved, typed: str
) -> None:
    form = read_form(contributor, f"{person_page(patrascanu.record_id)}?proposal={typed}")

    assert form.values["datings-0-date"] == "1900-11-04"


@pytest.mark.parametrize(("side", "date"), [("present", "1900-11-07"), ("proposed", "1900-11-05")])
def test_where_both_changed_the_same_the_page_shows_both_and_the_editor_chooses(
    editor: Client, patrascanu: Saved, proposal: Revision, elena: User, side: str, date: str
) -> None:
    other = content(patrascanu)
    other["datings"][0] |= {"date": "1900-11-07"}
    submit_record(other, user=elena)
    key = f"choice-datings/{other['datings'][0]['uuid']}"

    html = editor.get(page_of(proposal)).content.decode()
    assert "5 November 1900" in html
    assert "7 November 1900" in html
    assert key in html
    unanswered = editor.post(page_of(proposal), {"_approve": "Approve"})
    assert "choose what stands" in unanswered.content.decode()
    editor.post(page_of(proposal), {"_approve": "Approve", key: side})

    assert content(patrascanu)["datings"][0]["date"] == date
    proposal.refresh_from_db()
    assert proposal.state == "approved"


def test_a_proposal_on_a_deleted_entry_says_so(editor: Client, ministry: Saved, carla: User) -> None:
    submit_record({**content(ministry), "sort_title": "Justiției"}, user=carla)
    page = page_of(waiting())
    editor.post(f"/admin/catalogue/organization/{ministry.record_id}/delete/", {"post": "yes"})

    assert "not there any more" in editor.get(page).content.decode()
    assert "not there any more" in editor.post(page, {"_approve": "Approve"}).content.decode()


def test_a_refusal_at_approval_names_the_claim(editor: Client, patrascanu: Saved, proposal: Revision) -> None:
    changed = dict(proposal.content)
    changed["datings"][0] |= {"footnotes": []}
    proposal.content = changed
    proposal.save()

    html = editor.post(page_of(proposal), {"_approve": "Approve"}).content.decode()

    assert "without a source" in html
    assert "1900-11-05" in html
    assert waiting() == proposal


def test_the_list_shows_first_what_waits(editor: Client, contributor: Client, proposal: Revision, elena: User) -> None:
    def shown(query: str) -> list[Revision]:
        found: list[Revision] = list(editor.get(f"{PROPOSALS}{query}").context["cl"].result_list)
        return found

    assert shown("") == [proposal]
    assert shown("?which=decided") == []
    assert shown("?which=mine") == []
    return_proposal(proposal.pk, user=elena, decision="no")
    assert shown("") == []
    assert shown("?which=decided") == [proposal]
    assert shown("?which=all") == [proposal]


def test_several_proposals_are_approved_at_once_and_the_contested_stays(
    editor: Client, patrascanu: Saved, ministry: Saved, proposal: Revision, carla: User, elena: User
) -> None:
    submit_record({**content(ministry), "sort_title": "Justiției"}, user=carla)
    other = content(patrascanu)
    other["datings"][0] |= {"date": "1900-11-07"}
    submit_record(other, user=elena)
    keys = [each.pk for each in Revision.objects.waiting()]

    response = editor.post(PROPOSALS, {"action": "approve_selected", "_selected_action": keys}, follow=True)

    html = response.content.decode()
    assert "1 proposal approved" in html
    assert "choose what stands" in html
    assert waiting() == proposal


def test_the_proposals_queries_do_not_grow_with_its_rows(
    editor: Client, patrascanu: Saved, proposal: Revision, carla: User, django_assert_max_num_queries: Any
) -> None:
    editor.get(PROPOSALS)
    for day in range(10, 20):
        wanted = content(patrascanu)
        wanted["datings"][0] |= {"date": f"1900-12-{day}"}
        submit_record(wanted, user=carla)

    with django_assert_max_num_queries(10):
        editor.get(PROPOSALS)


def test_publishing_many_shows_first_what_is_refused_and_why(editor: Client, banu: Saved) -> None:
    good, bad = (
        save_record(named("person", text, status="draft", datings=[{"type": "birth", "date": "1900", **more}]))
        for text, more in (("Buena", {"marks": "[@banu-2004]"}), ("Mala", {}))
    )
    for each in (good, bad):
        wanted = content(each)
        wanted["names"][0]["basis"] = "editorial"
        save_record(wanted)
    chosen = {"action": "publish", "_selected_action": [good.record_id, bad.record_id]}

    html = editor.post("/admin/catalogue/person/", chosen).content.decode()

    assert "1 entry is refused" in html
    assert "birth “1900”" in html
    assert "1 entry is in order" in html
    mine = Record.objects.published().filter(pk__in=[good.record_id, bad.record_id])
    assert list(mine) == []
    editor.post("/admin/catalogue/person/", {**chosen, "apply": "Publish", "reason": "revisado por Elena"})
    assert [each.title for each in mine.all()] == ["Buena"]
    assert Revision.objects.applied().filter(subject=good.uuid).first().reason == "revisado por Elena"  # type: ignore[union-attr]


def test_a_contributor_sends_drafts_to_review_with_a_note_and_takes_them_back(
    contributor: Client, vocabulary: None, carla: User
) -> None:
    draft = submit_record(named("person", "Borrador", status="draft"), user=carla)
    page, chosen = "/admin/catalogue/person/", {"_selected_action": [draft.record_id], "apply": "Send"}

    contributor.post(page, {**chosen, "action": "send_to_review", "reason": "listo"})
    assert Record.objects.get(pk=draft.record_id).status == "review"
    assert Revision.objects.filter(subject=draft.uuid)[0].reason == "listo"
    contributor.post(page, {**chosen, "action": "take_back"})
    assert Record.objects.get(pk=draft.record_id).status == "draft"


def test_taking_back_a_published_entry_is_a_proposal_for_a_contributor(contributor: Client, patrascanu: Saved) -> None:
    chosen = {"action": "take_back", "_selected_action": [patrascanu.record_id], "apply": "Take back"}

    html = contributor.post("/admin/catalogue/person/", chosen, follow=True).content.decode()

    assert "1 change waits for approval" in html
    assert Record.objects.get(pk=patrascanu.record_id).status == "published"
    assert waiting().content["status"] == "draft"


def test_a_published_entry_is_not_sent_to_review_by_the_way(editor: Client, patrascanu: Saved) -> None:
    chosen = {"action": "send_to_review", "_selected_action": [patrascanu.record_id], "apply": "Send"}

    html = editor.post("/admin/catalogue/person/", chosen).content.decode()

    assert "There is nothing to do" in html
    assert Record.objects.get(pk=patrascanu.record_id).status == "published"


def test_a_contributor_is_not_offered_to_publish(contributor: Client, vocabulary: None) -> None:
    html = contributor.get("/admin/catalogue/person/add/").content.decode()

    assert '<option value="review">' in html
    assert '<option value="published">' not in html


def test_a_citation_under_a_published_entry_is_refused_to_a_contributor_in_clear_words(
    contributor: Client, patrascanu: Saved
) -> None:
    from catalogue.models import Citation

    citation = Citation.objects.get(locator="28")
    page = f"/admin/catalogue/citation/{citation.pk}/change/"

    response = send(contributor, page, read_form(contributor, page).values, quotation="Otras palabras")

    assert "rests on this" in response.content.decode()
    citation.refresh_from_db()
    assert citation.quotation == ""
