from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission, User
from django.test import Client

from catalogue.curation import Saved, save_disagreement
from catalogue.models import Dating, Footnote, Name, Narrative, Relation
from tests.admin.pages import person_page, read_form, send


def page_of(claim: Any) -> str:
    return f"/admin/catalogue/{claim._meta.model_name}/{claim.uuid}/change/"


def test_the_row_links_to_the_claims_own_page(admin_client: Client, patrascanu: Saved) -> None:
    dating = Dating.objects.get(date="1901~")

    html = admin_client.get(person_page(patrascanu.record_id)).content.decode()

    assert page_of(dating) in html
    assert admin_client.get(page_of(dating)).status_code == 200


def test_rare_columns_are_saved_and_flagged_in_the_row(admin_client: Client, patrascanu: Saved) -> None:
    dating = Dating.objects.get(date="1901~")
    disagreement = save_disagreement({"note": "Dos años de nacimiento."})

    response = send(
        admin_client,
        page_of(dating),
        read_form(admin_client, page_of(dating)).values,
        negated="on",
        date_reading="within",
        basis="inferred",
        basis_reason="por la edad en el proceso",
        disagreement=disagreement.uuid,
        note="Según el acta.",
    )

    assert response.status_code == 302, response.context["errors"]
    assert response.url.startswith(person_page(patrascanu.record_id))
    saved = Dating.objects.get(uuid=dating.uuid)
    assert (saved.negated, saved.date_reading, saved.basis_reason) == (True, "within", "por la edad en el proceso")
    assert str(saved.disagreement.uuid) == disagreement.uuid if saved.disagreement else False
    badges = admin_client.get(person_page(patrascanu.record_id)).context["sheet"].row_sets[1].forms[1].badges
    assert "negated" in badges
    assert "Inferred" in badges


def test_a_footnote_gets_its_scope_and_keeps_its_uuid(admin_client: Client, patrascanu: Saved) -> None:
    dating = Dating.objects.get(date="1900-11-04")
    form = read_form(admin_client, page_of(dating))

    response = send(
        admin_client,
        page_of(dating),
        form.values,
        **{"footnotes-0-scope": "date-start", "footnotes-0-original_label": "24"},
    )

    assert response.status_code == 302, response.context["errors"]
    footnote = Footnote.objects.get(uuid=form.values["footnotes-0-uuid"])
    assert (footnote.scope, footnote.original_label, footnote.stance) == ("date-start", "24", "supports")
    assert Footnote.objects.filter(dating__uuid=dating.uuid).count() == 2


def test_a_wrong_citekey_in_a_footnotes_row_is_refused_there(admin_client: Client, patrascanu: Saved) -> None:
    dating = Dating.objects.get(date="1900-11-04")
    form = read_form(admin_client, page_of(dating))

    response = send(admin_client, page_of(dating), form.values, **{"footnotes-2-citation": "@banu-2005, p. 1"})

    html = response.content.decode()
    assert "Footnotes, row 3: citation" in html
    assert "@banu-2004" in html


def test_the_date_of_a_claim_may_be_julian(admin_client: Client, patrascanu: Saved) -> None:
    dating = Dating.objects.get(date="1900-11-04")

    response = send(
        admin_client,
        page_of(dating),
        read_form(admin_client, page_of(dating)).values,
        date="1900-02-29",
        date_calendar="julian",
    )

    assert response.status_code == 302, response.context["errors"]
    assert Dating.objects.get(uuid=dating.uuid).earliest == 19000313


def test_an_inferred_claim_without_its_reason_is_refused_at_the_reason(admin_client: Client, patrascanu: Saved) -> None:
    dating = Dating.objects.get(date="1901~")

    response = send(admin_client, page_of(dating), read_form(admin_client, page_of(dating)).values, basis="inferred")

    assert "basis_reason" in response.context["sheet"].form.errors


def test_a_claim_can_be_moved_in_its_list(admin_client: Client, patrascanu: Saved) -> None:
    name = Name.objects.get(text="Andrei Moldoveanu")

    send(admin_client, page_of(name), read_form(admin_client, page_of(name)).values, position="1")

    names = Name.objects.filter(record=patrascanu.record_id).values_list("text", flat=True)
    assert list(names) == ["Andrei Moldoveanu", "Lucrețiu Pătrășcanu"]


def test_the_marks_of_a_narrative_say_its_footnotes(admin_client: Client, patrascanu: Saved) -> None:
    narrative = Narrative.objects.get()
    page = person_page(patrascanu.record_id)
    text = "Fue ministro [@decreto-221, art. 3; contra @banu-2004, p. 9]."

    response = send(admin_client, page, read_form(admin_client, page).values, **{"narratives-0-text": text})

    assert response.status_code == 302, response.context["errors"]
    footnotes = Footnote.objects.filter(narrative__uuid=narrative.uuid)
    assert [footnote.stance for footnote in footnotes] == ["supports", "contradicts"]


def test_a_narratives_footnote_row_sets_its_label_only(admin_client: Client, patrascanu: Saved) -> None:
    narrative = Narrative.objects.get()

    response = send(
        admin_client,
        page_of(narrative),
        read_form(admin_client, page_of(narrative)).values,
        **{"footnotes-0-original_label": "7", "footnotes-0-citation": "@decreto-221"},
    )

    assert response.status_code == 302, response.context["errors"]
    footnote = Footnote.objects.get(narrative__uuid=narrative.uuid)
    assert footnote.original_label == "7"
    assert footnote.citation.source
    assert footnote.citation.source.citekey == "banu-2004"


def test_a_relation_is_shown_and_reached_from_its_other_end(
    admin_client: Client, patrascanu: Saved, ministry: Saved
) -> None:
    html = admin_client.get(f"/admin/catalogue/organization/{ministry.record_id}/change/").content.decode()

    assert "had as officer" in html
    assert page_of(Relation.objects.get()) in html


def test_who_may_change_persons_may_change_their_claims_and_others_may_not(client: Client, patrascanu: Saved) -> None:
    user = User.objects.create_user("radu", is_staff=True)
    client.force_login(user)
    page = page_of(Name.objects.get(text="Andrei Moldoveanu"))
    assert client.get(page).status_code == 403

    user.user_permissions.add(Permission.objects.get(codename="change_person"))
    assert client.get(page).status_code == 200


def test_a_reader_of_the_admin_sees_the_page_and_cannot_save_it(client: Client, patrascanu: Saved) -> None:
    user = User.objects.create_user("radu", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_person"))
    client.force_login(user)
    page = person_page(patrascanu.record_id)

    assert "Andrei Moldoveanu" in client.get(page).content.decode()
    assert client.post(page, {}).status_code == 403
