"""What each role may do in the admin, tried through real requests: one row an act, one column a role."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from catalogue.curation import Saved, save_record, save_term, submit_record
from catalogue.documents import build_documents, content_of
from catalogue.models import Citation, Disagreement, Record, Revision, Term
from tests.admin.conftest import named
from tests.admin.pages import read_form, send
from tests.roles import ROLES, client_of, member

DONE, PROPOSED, REFUSED = "done", "proposed", "refused"
OUTSIDERS = ("reader", "nobody")
ADMIN = "/admin/catalogue"


class Catalogue:
    """What the acts are tried on."""

    def __init__(self, person: Saved, source: Saved) -> None:
        self.person, self.source = person, source
        name = {"type": "authorized", "text": "Borrador", "basis": "editorial"}
        self.draft = save_record({"kind": "person", "names": [name]})
        self.term = save_term({"kind": "term", "scheme": "role", "slug": "sin-uso", "label_en": "unused"})
        self.cited = Citation.objects.get(locator="28")
        self.free = Citation.objects.create(source_id=source.record_id, label="page", locator="777")

    def page(self, saved: Saved) -> str:
        return f"{ADMIN}/person/{saved.record_id}/change/"

    def changed(self, saved: Saved) -> bool:
        return Record.objects.get(pk=saved.record_id).version > saved.version


@pytest.fixture
def catalogue(patrascanu: Saved, banu: Saved) -> Catalogue:
    return Catalogue(patrascanu, banu)


def sees(address: str) -> Callable[[Client, Catalogue], str]:
    """The act of opening a page."""

    def act(client: Client, catalogue: Catalogue) -> str:
        place = address.format(person=catalogue.person.record_id, draft=catalogue.draft.record_id)
        return DONE if client.get(place).status_code == 200 else REFUSED

    return act


def edits(client: Client, page: str, **changes: Any) -> None:
    """Fills in the form of a page and saves, as far as the page lets one."""
    values = read_form(client, page).values if client.get(page).status_code == 200 else {}
    send(client, page, values, **changes)


def edit_draft(client: Client, catalogue: Catalogue) -> str:
    edits(client, catalogue.page(catalogue.draft), internal_note="otra")
    return DONE if catalogue.changed(catalogue.draft) else REFUSED


def edit_published(client: Client, catalogue: Catalogue) -> str:
    edits(client, catalogue.page(catalogue.person), internal_note="otra")
    if Revision.objects.waiting().filter(subject=catalogue.person.uuid).exists():
        return PROPOSED
    return DONE if catalogue.changed(catalogue.person) else REFUSED


def edit_claim(client: Client, catalogue: Catalogue) -> str:
    claim = build_documents([catalogue.person.record_id], full=True)[catalogue.person.record_id]["datings"][0]
    edits(client, f"{ADMIN}/dating/{claim['uuid']}/change/", note="otra")
    if Revision.objects.waiting().filter(subject=catalogue.person.uuid).exists():
        return PROPOSED
    return DONE if catalogue.changed(catalogue.person) else REFUSED


def add_draft(client: Client, catalogue: Catalogue) -> str:
    edits(client, f"{ADMIN}/person/add/", **{"names-0-type": "authorized", "names-0-text": "Nueva"})
    return DONE if Record.objects.filter(title="Nueva").exists() else REFUSED


def publish_in_the_form(client: Client, catalogue: Catalogue) -> str:
    edits(client, catalogue.page(catalogue.draft), status="published")
    return DONE if Record.objects.get(pk=catalogue.draft.record_id).is_published else REFUSED


def act_on_many(action: str, saved: Callable[[Catalogue], Saved], status: str) -> Callable[[Client, Catalogue], str]:
    """The act of changing the state of chosen entries."""

    def act(client: Client, catalogue: Catalogue) -> str:
        one = saved(catalogue)
        chosen = {"action": action, "_selected_action": [one.record_id], "apply": "yes"}
        client.post(f"{ADMIN}/person/", chosen)
        if Revision.objects.waiting().filter(subject=one.uuid).exists():
            return PROPOSED
        return DONE if Record.objects.get(pk=one.record_id).status == status else REFUSED

    return act


def delete_draft(client: Client, catalogue: Catalogue) -> str:
    client.post(f"{ADMIN}/person/{catalogue.draft.record_id}/delete/", {"post": "yes"})
    return REFUSED if Record.objects.filter(pk=catalogue.draft.record_id).exists() else DONE


def delete_many(client: Client, catalogue: Catalogue) -> str:
    chosen = {"action": "delete_selected", "_selected_action": [catalogue.draft.record_id], "post": "yes"}
    client.post(f"{ADMIN}/person/", chosen)
    return REFUSED if Record.objects.filter(pk=catalogue.draft.record_id).exists() else DONE


def decide(button: str) -> Callable[[Client, Catalogue], str]:
    """The act of deciding on somebody's proposal."""

    def act(client: Client, catalogue: Catalogue) -> str:
        key = catalogue.person.record_id
        wanted = {**content_of(build_documents([key], full=True)[key]), "internal_note": "de otra"}
        submit_record(wanted, user=member("contributor", "otra"))
        proposal = Revision.objects.waiting().get()
        client.post(f"{ADMIN}/proposal/{proposal.pk}/change/", {button: "yes", "decision": "porque sí"})
        proposal.refresh_from_db()
        return REFUSED if proposal.state == "proposed" else DONE

    return act


def add_term(client: Client, catalogue: Catalogue) -> str:
    edits(client, f"{ADMIN}/term/add/", scheme="role", slug="nuevo", label_en="new")
    return DONE if Term.objects.filter(slug="nuevo").exists() else REFUSED


def change_term(client: Client, catalogue: Catalogue) -> str:
    edits(client, f"{ADMIN}/term/{catalogue.term.record_id}/change/", label_en="changed")
    return DONE if Term.objects.get(slug="sin-uso").label_en == "changed" else REFUSED


def delete_term(client: Client, catalogue: Catalogue) -> str:
    client.post(f"{ADMIN}/term/{catalogue.term.record_id}/delete/", {"post": "yes"})
    return REFUSED if Term.objects.filter(slug="sin-uso").exists() else DONE


def change_citation(of: Callable[[Catalogue], Citation]) -> Callable[[Client, Catalogue], str]:
    """The act of correcting the words of a citation."""

    def act(client: Client, catalogue: Catalogue) -> str:
        citation = of(catalogue)
        edits(client, f"{ADMIN}/citation/{citation.pk}/change/", quotation="Palabras")
        citation.refresh_from_db()
        return DONE if citation.quotation else REFUSED

    return act


def delete_citation(client: Client, catalogue: Catalogue) -> str:
    client.post(f"{ADMIN}/citation/{catalogue.free.pk}/delete/", {"post": "yes"})
    return REFUSED if Citation.objects.filter(pk=catalogue.free.pk).exists() else DONE


def add_disagreement(client: Client, catalogue: Catalogue) -> str:
    edits(client, f"{ADMIN}/disagreement/add/", note="¿Quién?")
    return DONE if Disagreement.objects.filter(note="¿Quién?").exists() else REFUSED


def add_account(client: Client, catalogue: Catalogue) -> str:
    words = {"username": "nueva", "password1": "largo-y-raro-1", "password2": "largo-y-raro-1"}
    client.post("/admin/auth/user/add/", {**words, "usable_password": "true"})
    return DONE if User.objects.filter(username="nueva").exists() else REFUSED


WRITERS = {"contributor": DONE, "editor": DONE, "administrator": DONE}
EDITORS = {"editor": DONE, "administrator": DONE}
KEEPERS = {"vocabulary-keeper": DONE, "administrator": DONE}
STAFF = WRITERS | KEEPERS
PROPOSERS = EDITORS | {"contributor": PROPOSED}
Act = Callable[[Client, Catalogue], str]
MATRIX: dict[str, tuple[Act, dict[str, str]]] = {
    "see the list of persons": (sees(f"{ADMIN}/person/"), STAFF),
    "open a draft": (sees(f"{ADMIN}/person/{{draft}}/change/"), STAFF),
    "open a published entry": (sees(f"{ADMIN}/person/{{person}}/change/"), STAFF),
    "see the vocabulary": (sees(f"{ADMIN}/term/"), STAFF),
    "see the history": (sees(f"{ADMIN}/revision/"), STAFF),
    "see the proposals": (sees(f"{ADMIN}/proposal/"), STAFF),
    "see the accounts": (sees("/admin/auth/user/"), {"administrator": DONE}),
    "enter a draft": (add_draft, WRITERS),
    "edit a draft": (edit_draft, WRITERS),
    "edit a published entry": (edit_published, PROPOSERS),
    "edit a claim of a published entry": (edit_claim, PROPOSERS),
    "publish in the form": (publish_in_the_form, EDITORS),
    "publish many": (act_on_many("publish", lambda each: each.draft, "published"), EDITORS),
    "send to review": (act_on_many("send_to_review", lambda each: each.draft, "review"), WRITERS),
    "withdraw from the public": (act_on_many("take_back", lambda each: each.person, "draft"), PROPOSERS),
    "delete a draft": (delete_draft, EDITORS),
    "delete many": (delete_many, EDITORS),
    "approve a proposal": (decide("_approve"), EDITORS),
    "return a proposal": (decide("_return"), EDITORS),
    "withdraw the proposal of another": (decide("_withdraw"), {}),
    "add a term": (add_term, KEEPERS),
    "change a term": (change_term, KEEPERS),
    "delete a term": (delete_term, KEEPERS),
    "change a citation that is not used yet": (change_citation(lambda each: each.free), WRITERS),
    "change a citation under a published entry": (change_citation(lambda each: each.cited), EDITORS),
    "delete a citation": (delete_citation, EDITORS),
    "add a disagreement": (add_disagreement, WRITERS),
    "add an account": (add_account, {"administrator": DONE}),
}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", MATRIX)
def test_a_role_does_what_it_may_and_nothing_else(catalogue: Catalogue, name: str, role: str) -> None:
    act, allowed = MATRIX[name]

    assert act(client_of(member(role)), catalogue) == allowed.get(role, REFUSED)


@pytest.mark.parametrize("role", OUTSIDERS)
def test_who_has_no_role_does_nothing(catalogue: Catalogue, role: str) -> None:
    client = client_of(None if role == "reader" else member(role))
    deciding = {name for name in MATRIX if "proposal" in name and name != "approve a proposal"}

    assert {name: act(client, catalogue) for name, (act, _allowed) in MATRIX.items() if name not in deciding} == {
        name: REFUSED for name in MATRIX if name not in deciding
    }


def test_an_entry_with_an_unsourced_claim_is_published_by_nobody(patrascanu: Saved) -> None:
    draft = save_record(named("person", "Sin fuente", status="draft"))
    for role in ("editor", "administrator"):
        edits(client_of(member(role)), f"{ADMIN}/person/{draft.record_id}/change/", status="published")

    assert not Record.objects.get(pk=draft.record_id).is_published


def test_a_member_who_is_not_staff_does_not_enter_the_admin(catalogue: Catalogue) -> None:
    user = member("editor")
    user.is_staff = False
    user.save()

    assert client_of(user).get(f"{ADMIN}/person/").status_code == 302
