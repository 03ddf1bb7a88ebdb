from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from catalogue.curation import Saved, save_record
from catalogue.models import Dating, Footnote, Name, Narrative, Record, Relation, Revision
from tests.admin.conftest import named
from tests.admin.pages import read_form

PAGE = "/admin/catalogue/citation/cite-many/"


@pytest.fixture
def clerks(ministry: Saved) -> list[Saved]:
    """Three clerks with two unsourced offices each."""
    office = {"type": "held-office-in", "object": {"uuid": ministry.uuid}}
    years = [{**office, "date": "1930"}, {**office, "date": "1940"}]
    return [save_record(named("person", f"Funcionario {number}", relations=years)) for number in range(3)]


def offices() -> list[str]:
    return [str(uuid) for uuid in Relation.objects.order_by("pk").values_list("uuid", flat=True)]


def apply(client: Client, claims: list[str], marks: str, **boxes: Any) -> Any:
    address = PAGE + "?" + "&".join(f"claims={uuid}" for uuid in claims)
    values = {name: value for name, value in read_form(client, address).values.items() if name != "shown"}
    return client.post(PAGE, {**values, "claims": claims, "marks": marks, "apply": "yes", **boxes})


def test_claims_of_several_records_get_one_citation_in_one_save(
    admin_client: Client, banu: Saved, clerks: list[Saved]
) -> None:
    claims = offices()[:5]

    response = apply(admin_client, claims, "[@banu-2004, p. 28]", reason="anuario")

    assert response.status_code == 200
    assert "5 claims cited." in response.content.decode()
    notes = Footnote.objects.filter(citation__locator="28")
    assert {str(note.relation.uuid) for note in notes if note.relation} == set(claims)
    assert {note.citation_id for note in notes} == {notes[0].citation_id}
    assert Revision.objects.filter(reason="anuario").count() == 3


def test_a_claim_that_has_the_citation_is_left_as_it_is(admin_client: Client, banu: Saved, clerks: list[Saved]) -> None:
    apply(admin_client, offices()[:2], "@banu-2004, p. 28")

    response = apply(admin_client, offices()[:3], "@banu-2004, p. 28")

    html = response.content.decode()
    assert "1 claim cited." in html
    assert html.count("had it already") == 2
    assert Footnote.objects.count() == 3
    assert Record.objects.get(pk=clerks[0].record_id).version == 2


def test_the_stance_is_chosen_for_all_and_a_mark_may_say_its_own(
    admin_client: Client, banu: Saved, decree: Saved, clerks: list[Saved]
) -> None:
    apply(admin_client, offices()[:1], "[@banu-2004; contra @decreto-221]", stance="mentions")

    stances = dict(Footnote.objects.values_list("citation__source__citekey", "stance"))
    assert stances == {"banu-2004": "mentions", "decreto-221": "contradicts"}


def test_a_wrong_citekey_is_refused_once_beside_the_marks_and_nothing_is_cited(
    admin_client: Client, banu: Saved, clerks: list[Saved]
) -> None:
    response = apply(admin_client, offices(), "[@banu-2005, p. 28]")

    page = response.context["citing"]
    assert len(page.form.errors["marks"]) == 1
    assert "@banu-2004" in page.form.errors["marks"][0]
    assert response.content.decode().count("checked") == 6
    assert not Footnote.objects.exists()


def test_a_draft_source_is_refused_for_published_entries_and_no_claim_is_cited(
    admin_client: Client, banu: Saved, clerks: list[Saved]
) -> None:
    save_record({"kind": "source", "citekey": "borrador", "csl_type": "book", "bibliographic_title": "Borrador"})

    response = apply(admin_client, offices()[:2], "[@borrador]")

    assert response.context["citing"].form.errors["marks"]
    assert not Footnote.objects.exists()


def test_a_record_that_was_saved_meanwhile_is_looked_at_again(
    admin_client: Client, banu: Saved, clerks: list[Saved]
) -> None:
    claims = offices()
    stale = {f"version-{clerks[1].uuid}": "7"}

    response = apply(admin_client, claims, "@banu-2004", **stale)

    assert "Funcionario 1” was saved meanwhile" in response.content.decode()
    assert not Footnote.objects.exists()
    assert apply(admin_client, claims, "@banu-2004").status_code == 200
    assert Footnote.objects.count() == 6


def test_all_claims_of_a_record_are_offered_from_its_page(admin_client: Client, patrascanu: Saved) -> None:
    html = admin_client.get(f"/admin/catalogue/person/{patrascanu.record_id}/change/").content.decode()
    address = f"{PAGE}?record={patrascanu.record_id}"
    assert address in html

    page = admin_client.get(address)
    html = page.content.decode()
    assert "alias: Andrei Moldoveanu" in html
    assert "held office in: Ministerul Justiției, minister" in html
    assert html.count('name="claims"') == 7
    chosen = [str(Name.objects.get(text="Andrei Moldoveanu").uuid), str(Narrative.objects.get().uuid)]
    version = {f"version-{patrascanu.uuid}": "1"}
    sent = {"record": patrascanu.record_id, "claims": chosen, "marks": "@decreto-221, art. 9", "stance": "supports"}
    admin_client.post(PAGE, {**sent, **version, "apply": "yes"})

    assert Narrative.objects.get().text == "Fue ministro de Justicia [@banu-2004, p. 28] [@decreto-221, art. 9]."
    assert Name.objects.get(text="Andrei Moldoveanu").citation_count == 1
    assert Dating.objects.get(date="1901~").citation_count == 0


def test_claims_sent_by_a_worklist_are_ticked(admin_client: Client, clerks: list[Saved]) -> None:
    html = admin_client.post(PAGE, {"claims": offices()[:2]}).content.decode()

    assert html.count("checked") == 2
    assert "Funcionario 0" in html
    assert "Funcionario 2" not in html


def test_who_may_not_change_the_records_sees_and_cites_none_of_them(
    client: Client, banu: Saved, clerks: list[Saved]
) -> None:
    user = User.objects.create_user("radu", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="change_source"))
    client.force_login(user)

    response = client.post(PAGE, {"claims": offices(), "marks": "@banu-2004", "stance": "supports", "apply": "yes"})

    assert not Footnote.objects.exists()
    assert "Funcionario" not in response.content.decode()


def test_a_contributors_citations_of_published_entries_are_proposed(
    client: Client, banu: Saved, clerks: list[Saved]
) -> None:
    user = User.objects.create_user("mihai", is_staff=True)
    user.user_permissions.add(*Permission.objects.filter(codename__in=["change_person", "view_person"]))
    client.force_login(user)

    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    response = apply(client, offices()[:2], "@banu-2004")

    assert response.content.decode().count("waits for approval") == 2
    assert not Footnote.objects.exists()
    assert Revision.objects.filter(state="proposed").count() == 1


@pytest.mark.parametrize("number", [2, 6])
def test_the_page_takes_as_many_queries_for_more_claims(
    admin_client: Client, clerks: list[Saved], number: int, django_assert_max_num_queries: Any
) -> None:
    address = PAGE + "?" + "&".join(f"claims={uuid}" for uuid in offices()[:number])
    with django_assert_max_num_queries(28):
        admin_client.get(address)
