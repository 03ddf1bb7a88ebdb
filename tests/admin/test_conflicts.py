from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from catalogue.curation import Saved, delete_record, save_citation, save_record
from catalogue.documents import Document, build_documents, content_of
from catalogue.models import Citation, Dating, Name, Record, Revision
from tests.admin.pages import Form, person_page, read_form, send


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


def test_the_page_of_a_claim_that_was_deleted_gives_back_what_was_typed(
    admin_client: Client, patrascanu: Saved, curator: User
) -> None:
    dating = Dating.objects.get(date="1901~")
    page = f"/admin/catalogue/dating/{dating.uuid}/change/"
    form = read_form(admin_client, page)
    meanwhile(patrascanu, curator, datings=[])

    html = send(admin_client, page, form.values, date="1902", note="Mi nota.").content.decode()

    assert "was deleted meanwhile" in html
    assert "Mi nota." in html
    assert "1902" in html


def test_the_page_of_an_entry_that_was_deleted_becomes_that_of_a_new_one_with_everything_typed(
    admin_client: Client, patrascanu: Saved, curator: User
) -> None:
    page = person_page(patrascanu.record_id)
    form = read_form(admin_client, page)
    delete_record(patrascanu.record_id, user=curator, reason="Doubled.")

    response = send(admin_client, page, form.values, **{"names-1-text": "Andrei M."})

    html = response.content.decode()
    assert "Somebody has deleted this meanwhile" in html
    assert "Doubled." in html
    assert f"/admin/catalogue/revision/deleted/{patrascanu.uuid}/" in html
    assert 'action="/admin/catalogue/person/add/"' in html
    typed = Form(html).values
    assert typed["names-1-text"] == "Andrei M."
    made = send(admin_client, "/admin/catalogue/person/add/", typed, status="draft")
    assert made.status_code == 302, made.context["errors"]
    assert Name.objects.get(text="Andrei M.").record.uuid != patrascanu.uuid


def words(differences: Any) -> list[str]:
    return [each.words for each in differences]


def test_the_conflict_shows_claim_by_claim_what_each_has_changed(
    admin_client: Client, patrascanu: Saved, curator: User
) -> None:
    page = person_page(patrascanu.record_id)
    form = read_form(admin_client, page)
    document = now(patrascanu)
    document["names"][1] |= {"text": "Andrei M."}
    document["datings"][1] |= {"date": "1902"}
    save_record(document, user=curator)

    response = send(
        admin_client,
        page,
        form.values,
        **{"names-1-text": "A. Moldoveanu", "datings-0-citations": "[@banu-2004, p. 31]", "internal_note": "mía"},
    )

    sides = response.context["sides"]
    assert words(sides.theirs) == [
        "name “Andrei M.”: name changed from “Andrei Moldoveanu” to “Andrei M.”",
        "birth: date changed from about 1901 to 1902",
    ]
    assert words(sides.mine) == [
        "internal note set to “mía”",
        "name “A. Moldoveanu”: name changed from “Andrei Moldoveanu” to “A. Moldoveanu”",
        "birth 4 November 1900: note 2 removed (@banu-2004, p. 30), note 3 removed (@decreto-221, art. 3, contradicts),"
        " note 2 added (@banu-2004, p. 31)",
    ]
    (clash,) = sides.clashes
    assert words(clash.theirs) == words(sides.theirs)[:1]
    assert words(clash.mine) == words(sides.mine)[1:2]
    html = response.content.decode()
    assert "Changed by both: choose what stands" in html
    assert all(line in html for line in words(sides.theirs))


def test_what_only_one_has_changed_is_put_together_and_a_clash_is_decided_by_choice(
    admin_client: Client, patrascanu: Saved, curator: User
) -> None:
    page = person_page(patrascanu.record_id)
    form = read_form(admin_client, page)
    document = now(patrascanu)
    document["names"][1] |= {"text": "Andrei M."}
    document["datings"][1] |= {"date": "1902"}
    save_record({**document, "gender": ""}, user=curator)
    typed = {"names-1-text": "A. Moldoveanu", "datings-0-certainty": "certain", "internal_note": "mía"}
    clash = f"stands-names/{document['names'][1]['uuid']}"
    response = send(admin_client, page, form.values, **typed)
    assert [each.name for each in response.context["sides"].clashes] == [clash]

    response = send(admin_client, page, form.values, **typed, **{"save_over": "2", clash: "theirs"})

    assert response.status_code == 302, response.context["errors"]
    content = now(patrascanu)
    assert content["names"][1]["text"] == "Andrei M."
    assert [each["date"] for each in content["datings"]] == ["1900-11-04", "1902"]
    assert content["datings"][0]["certainty"] == "certain"
    assert (content["internal_note"], content["gender"]) == ("mía", "")


def test_a_claim_that_one_deleted_and_the_other_changed_is_a_clash(
    admin_client: Client, patrascanu: Saved, curator: User
) -> None:
    page = person_page(patrascanu.record_id)
    form = read_form(admin_client, page)
    document = now(patrascanu)
    gone = document["datings"][1]["uuid"]
    save_record({**document, "datings": document["datings"][:1]}, user=curator)
    typed = {"datings-1-certainty": "certain"}

    (clash,) = send(admin_client, page, form.values, **typed).context["sides"].clashes

    assert words(clash.theirs) == ["birth: about 1901 removed"]
    assert words(clash.mine) == ["birth about 1901: certainty changed from probable to certain"]
    send(admin_client, page, form.values, **typed, **{"save_over": "2", clash.name: "theirs"})
    assert [each["uuid"] for each in now(patrascanu)["datings"]] != [gone]
    assert len(now(patrascanu)["datings"]) == 1


def test_a_column_that_both_have_changed_is_a_clash_too(admin_client: Client, patrascanu: Saved, curator: User) -> None:
    page = person_page(patrascanu.record_id)
    form = read_form(admin_client, page)
    meanwhile(patrascanu, curator, internal_note="de Radu")
    typed = {"internal_note": "mía"}
    (clash,) = send(admin_client, page, form.values, **typed).context["sides"].clashes
    assert (clash.name, clash.chosen) == ("stands-internal_note", "mine")
    send(admin_client, page, form.values, **typed, **{"save_over": "2", "stands-internal_note": "theirs"})
    assert now(patrascanu)["internal_note"] == "de Radu"


def test_the_choice_stays_when_a_third_version_comes_between(
    admin_client: Client, patrascanu: Saved, curator: User
) -> None:
    page = person_page(patrascanu.record_id)
    form = read_form(admin_client, page)
    meanwhile(patrascanu, curator, internal_note="dos")
    meanwhile(patrascanu, curator, internal_note="tres")
    again = {"save_over": "2", "internal_note": "mía", "stands-internal_note": "theirs"}
    (clash,) = send(admin_client, page, form.values, **again).context["sides"].clashes
    assert clash.chosen == "theirs"


def test_the_page_of_a_claim_tells_both_sides_too(admin_client: Client, patrascanu: Saved, curator: User) -> None:
    dating = Dating.objects.get(date="1901~")
    page = f"/admin/catalogue/dating/{dating.uuid}/change/"
    form = read_form(admin_client, page)
    document = now(patrascanu)
    document["datings"][1] |= {"certainty": "doubtful"}
    save_record(document, user=curator)

    sides = send(admin_client, page, form.values, date="1902").context["sides"]

    assert words(sides.theirs) == ["birth about 1901: certainty changed from probable to doubtful"]
    assert words(sides.mine) == ["birth: date changed from about 1901 to 1902"]


def test_the_page_of_a_citation_keeps_what_the_other_changed_elsewhere(admin_client: Client, patrascanu: Saved) -> None:
    cited = Citation.objects.get(locator="30")
    page = f"/admin/catalogue/citation/{cited.pk}/change/"
    content = {"uuid": str(cited.uuid), "label": "page", "locator": "30", "source": {"citekey": "banu-2004"}}
    save_citation(content | {"note": "one"})
    form = read_form(admin_client, page)
    save_citation(content | {"quotation": "Nació."})

    response = send(admin_client, page, form.values, translation="He was born.")
    assert words(response.context["sides"].theirs) == ["quotation set to “Nació.”", "note removed (was “one”)"]
    assert words(response.context["sides"].mine) == ["translation set to “He was born.”"]

    version = str(Citation.objects.get(pk=cited.pk).version)
    response = send(admin_client, page, form.values, translation="He was born.", save_over=version)
    assert response.status_code == 302, response.context["errors"]
    again = Citation.objects.get(pk=cited.pk)
    assert (again.quotation, again.translation, again.note) == ("Nació.", "He was born.", "")


def test_a_newer_version_than_the_confirmation_showed_is_not_deleted(
    admin_client: Client, patrascanu: Saved, curator: User
) -> None:
    page = f"/admin/catalogue/person/{patrascanu.record_id}/delete/"
    form = read_form(admin_client, page)
    assert form.values["version"] == "1"
    meanwhile(patrascanu, curator, internal_note="de Radu")

    response = admin_client.post(page, form.values, follow=True)

    assert Record.objects.filter(pk=patrascanu.record_id).exists()
    assert "version 2 has been saved meanwhile" in response.content.decode()
    admin_client.post(page, read_form(admin_client, page).values | {"reason": "Doubled."})
    assert not Record.objects.filter(pk=patrascanu.record_id).exists()
    assert Revision.objects.tombstones().get(subject=patrascanu.uuid).reason == "Doubled."


def now(saved: Saved) -> Document:
    return content_of(build_documents([saved.record_id], full=True)[saved.record_id])
