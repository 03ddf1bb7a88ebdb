from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from catalogue.curation import Saved, save_record
from catalogue.documents import Document, build_documents, content_of
from catalogue.models import Dating, Name, Record
from tests.admin.pages import person_page, read_form, send


def meanwhile(saved: Saved, user: User, **changes: Any) -> Document:
    """Another curator changes the record while the page is open."""
    document: Document = content_of(build_documents([saved.record_id], full=True)[saved.record_id])
    save_record({**document, **changes}, user=user, reason="corregido por Radu")
    return document


def test_a_page_made_from_an_older_version_is_refused_and_loses_nothing(
    admin_client: Client, patrascanu: Saved, curator: User
) -> None:
    radu = User.objects.create_user("radu")
    page = person_page(patrascanu.record_id)
    form = read_form(admin_client, page)
    meanwhile(patrascanu, radu, internal_note="de Radu")

    response = send(admin_client, page, form.values, **{"names-1-text": "Andrei M.", "reason": "mío"})

    html = response.content.decode()
    assert response.status_code == 200
    assert "radu" in html
    assert "corregido por Radu" in html
    assert "version 2" in html
    sheet = response.context["sheet"]
    assert sheet.row_sets[0].forms[1]["text"].value() == "Andrei M."
    assert sheet.form["reason"].value() == "mío"
    assert not Name.objects.filter(text="Andrei M.").exists()


def test_the_newer_version_may_be_saved_over_when_it_was_seen(
    admin_client: Client, patrascanu: Saved, curator: User
) -> None:
    page = person_page(patrascanu.record_id)
    form = read_form(admin_client, page)
    meanwhile(patrascanu, curator, language="ro")

    response = send(admin_client, page, form.values, **{"names-1-text": "Andrei M.", "save_over": "2"})

    assert response.status_code == 302, response.context["errors"]
    assert Name.objects.filter(text="Andrei M.").exists()
    assert Record.objects.get(pk=patrascanu.record_id).version == 3


def test_a_third_version_is_not_saved_over_by_the_tick_for_the_second(
    admin_client: Client, patrascanu: Saved, curator: User
) -> None:
    page = person_page(patrascanu.record_id)
    form = read_form(admin_client, page)
    meanwhile(patrascanu, curator, internal_note="dos")
    meanwhile(patrascanu, curator, internal_note="tres")

    response = send(admin_client, page, form.values, **{"save_over": "2"})

    assert response.context["sheet"].conflict
    assert response.context["sheet"].current_version == 3


def test_a_row_that_vanished_meanwhile_gives_the_conflict_page(
    admin_client: Client, patrascanu: Saved, curator: User
) -> None:
    page = person_page(patrascanu.record_id)
    form = read_form(admin_client, page)
    meanwhile(patrascanu, curator, datings=[])

    response = send(admin_client, page, form.values, **{"datings-0-date": "1900-11-05"})

    assert response.status_code == 200
    sheet = response.context["sheet"]
    assert sheet.conflict
    assert sheet.row_sets[1].forms[0]["date"].value() == "1900-11-05"


def test_saving_over_writes_an_edited_row_again_that_had_vanished_and_keeps_a_row_that_was_added(
    admin_client: Client, patrascanu: Saved, curator: User
) -> None:
    page = person_page(patrascanu.record_id)
    form = read_form(admin_client, page)
    old = form.values["datings-0-uuid"]
    meanwhile(patrascanu, curator, datings=[{"type": "death", "date": "1954-04-17"}])

    response = send(admin_client, page, form.values, **{"save_over": "2", "datings-0-certainty": "certain"})

    assert response.status_code == 302, response.context["errors"]
    datings = Dating.objects.filter(record=patrascanu.record_id)
    assert set(datings.values_list("date", flat=True)) == {"1900-11-04", "1954-04-17"}
    again = datings.get(uuid=old)
    assert (again.certainty, again.footnotes.count()) == ("certain", 2)


def test_saving_over_keeps_what_the_other_changed_in_boxes_that_were_left_alone(
    admin_client: Client, patrascanu: Saved, curator: User
) -> None:
    page = person_page(patrascanu.record_id)
    form = read_form(admin_client, page)
    document = content_of(build_documents([patrascanu.record_id], full=True)[patrascanu.record_id])
    document["names"][1] |= {"text": "Andrei M.", "certainty": "doubtful"}
    document["identifiers"] = [{"scheme": "wikidata", "value": "Q1"}]
    save_record({**document, "internal_note": "de Radu"}, user=curator)

    response = send(admin_client, page, form.values, **{"save_over": "2", "names-1-certainty": "certain"})

    assert response.status_code == 302, response.context["errors"]
    record = Record.objects.get(pk=patrascanu.record_id)
    name = Name.objects.get(record=record, type__slug="alias")
    assert (name.text, name.certainty, record.internal_note) == ("Andrei M.", "certain", "de Radu")
    assert record.identifiers.get().value == "Q1"


def test_a_claims_page_notices_the_newer_version_too(admin_client: Client, patrascanu: Saved, curator: User) -> None:
    dating = Dating.objects.get(date="1901~")
    page = f"/admin/catalogue/dating/{dating.uuid}/change/"
    form = read_form(admin_client, page)
    meanwhile(patrascanu, curator, internal_note="otra cosa")

    response = send(admin_client, page, form.values, date="1902")

    assert response.context["sheet"].conflict
    assert response.context["sheet"].form["date"].value() == "1902"


def test_the_page_of_a_claim_that_was_deleted_leads_back_with_a_message(
    admin_client: Client, patrascanu: Saved, curator: User
) -> None:
    dating = Dating.objects.get(date="1901~")
    page = f"/admin/catalogue/dating/{dating.uuid}/change/"
    form = read_form(admin_client, page)
    meanwhile(patrascanu, curator, datings=[])

    response = send(admin_client, page, form.values, date="1902")

    assert response.status_code == 302
