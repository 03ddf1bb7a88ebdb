from __future__ import annotations

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from catalogue.curation import Saved, save_record
from catalogue.documents import build_documents, content_of
from catalogue.models import Dating, Name, Person, Record, Revision, Source
from tests.admin.pages import person_page, read_form, send

ADD = "/admin/catalogue/person/add/"


def content(saved: Saved) -> dict[str, Any]:
    return content_of(build_documents([saved.record_id], full=True)[saved.record_id])


def test_a_person_is_entered_with_names_datings_relations_and_citations(
    admin_client: Client, banu: Saved, ministry: Saved
) -> None:
    form = read_form(admin_client, ADD)
    assert form.values["names-0-type"] == "authorized"

    response = send(
        admin_client,
        ADD,
        form.values,
        **{
            "gender": "male",
            "reason": "primera ficha",
            "names-0-text": "Ana Pauker",
            "names-0-family": "Pauker",
            "names-0-given": "Ana",
            "names-0-citations": "[@banu-2004, pp. 28-29]",
            "datings-0-type": "birth",
            "datings-0-date": "13 de febrero de 1893",
            "datings-0-citations": "@banu-2004, p. 3",
            "attributes-0-property": "strength",
            "attributes-0-number": "unos 16 000 hombres",
            "relations-0-type": "held-office-in",
            "relations-0-object": "organization/ministerul-justitiei",
            "relations-0-role": "minister",
            "relations-0-date": "1947/1952",
            "narratives-0-type": "biography",
            "narratives-0-text": "Ministra [@banu-2004, p. 3] de Exteriores.",
            "identifiers-0-scheme": "wikidata",
            "identifiers-0-value": "Q234",
        },
    )

    assert response.status_code == 302, response.context["errors"]
    person = Person.objects.get()
    saved = content(Saved(person.pk, str(person.uuid), "created", 1))
    assert (person.title, person.sort_title, person.slug) == ("Ana Pauker", "Pauker, Ana", "ana-pauker")
    assert saved["datings"][0]["date"] == "1893-02-13"
    assert saved["datings"][0]["footnotes"][0]["citation"]["mark"] == "@banu-2004, p. 3"
    assert saved["attributes"][0]["number"] == {"low": "16000", "high": "16000", "approximate": True, "unit": "hombres"}
    assert saved["relations"][0]["object"]["uuid"] == ministry.uuid
    assert saved["narratives"][0]["footnotes"][0]["citation"]["mark"] == "@banu-2004, p. 3"
    assert saved["identifiers"] == [{"scheme": "wikidata", "value": "Q234"}]
    assert Revision.objects.get(record=person).reason == "primera ficha"
    assert LogEntry.objects.get().object_id == str(person.pk)


def test_saving_a_page_untouched_changes_nothing(admin_client: Client, patrascanu: Saved) -> None:
    page = person_page(patrascanu.record_id)
    before = content(patrascanu)

    response = send(admin_client, page, read_form(admin_client, page).values)

    assert response.status_code == 302, response.context["errors"]
    assert content(patrascanu) == before
    assert Record.objects.get(pk=patrascanu.record_id).version == 1
    assert not LogEntry.objects.exists()


def test_a_wrong_citekey_is_refused_with_its_row_the_nearest_keys_and_everything_typed(
    admin_client: Client, patrascanu: Saved
) -> None:
    page = person_page(patrascanu.record_id)
    form = read_form(admin_client, page)

    response = send(
        admin_client,
        page,
        form.values,
        **{
            "datings-1-citations": "[@banu-2005, p. 30]",
            "names-2-type": "alias",
            "names-2-text": "Ion C. Ion",
            "reason": "dos fuentes más",
        },
    )

    assert response.status_code == 200
    html = response.content.decode()
    assert "Datings, row 2: citations" in html
    assert "@banu-2004" in str(response.context["sheet"].row_sets[1].forms[1].errors["citations"])
    again = response.context["sheet"]
    assert again.row_sets[1].forms[1]["citations"].value() == "[@banu-2005, p. 30]"
    assert again.row_sets[0].forms[2]["text"].value() == "Ion C. Ion"
    assert again.form["reason"].value() == "dos fuentes más"
    assert Record.objects.get(pk=patrascanu.record_id).version == 1
    assert not Name.objects.filter(text="Ion C. Ion").exists()


def test_a_mark_and_a_date_that_cannot_be_read_are_refused_in_their_boxes(
    admin_client: Client, patrascanu: Saved
) -> None:
    page = person_page(patrascanu.record_id)
    form = read_form(admin_client, page)

    response = send(
        admin_client,
        page,
        form.values,
        **{"datings-0-citations": "[banu-2004", "datings-1-date": "anteayer", "relations-0-object": "Bucarest"},
    )

    _names, datings, _attributes, relations, *_rest = response.context["sheet"].row_sets
    assert "citations" in datings.forms[0].errors
    assert "date" in datings.forms[1].errors
    assert "object" in relations.forms[0].errors
    assert datings.forms[1]["date"].value() == "anteayer"


def test_which_of_two_births_is_preferred_can_be_swapped(admin_client: Client, patrascanu: Saved) -> None:
    page = person_page(patrascanu.record_id)
    form = read_form(admin_client, page)

    response = send(
        admin_client, page, form.values, **{"datings-0-standing": "alternative", "datings-1-standing": "preferred"}
    )

    assert response.status_code == 302, response.context["errors"]
    standings = dict(Dating.objects.filter(record=patrascanu.record_id).values_list("date", "standing"))
    assert standings == {"1900-11-04": "alternative", "1901~": "preferred"}


def test_two_preferred_births_are_refused_at_the_second_row(admin_client: Client, patrascanu: Saved) -> None:
    page = person_page(patrascanu.record_id)

    response = send(admin_client, page, read_form(admin_client, page).values, **{"datings-1-standing": "preferred"})

    assert "standing" in response.context["sheet"].row_sets[1].forms[1].errors


def test_what_the_row_does_not_show_is_kept_when_the_row_changes(admin_client: Client, patrascanu: Saved) -> None:
    page = person_page(patrascanu.record_id)
    before = content(patrascanu)

    send(
        admin_client,
        page,
        read_form(admin_client, page).values,
        **{"names-1-certainty": "certain", "datings-0-citations": "[contra @decreto-221, art. 3; @banu-2004, p. 31]"},
    )

    after = content(patrascanu)
    assert after["names"][1] == before["names"][1] | {"certainty": "certain"}
    first, second = after["datings"][0]["footnotes"]
    assert first == before["datings"][0]["footnotes"][1]
    assert second["citation"]["mark"] == "@banu-2004, p. 31"


def test_a_deleted_row_takes_its_claim_away(admin_client: Client, patrascanu: Saved) -> None:
    page = person_page(patrascanu.record_id)

    send(admin_client, page, read_form(admin_client, page).values, **{"names-1-DELETE": "on"})

    assert [name["text"] for name in content(patrascanu)["names"]] == ["Lucrețiu Pătrășcanu"]


def test_a_record_without_its_authorised_name_is_refused_above_the_names(
    admin_client: Client, patrascanu: Saved
) -> None:
    page = person_page(patrascanu.record_id)

    response = send(admin_client, page, read_form(admin_client, page).values, **{"names-0-type": "alias"})

    assert "authorized" in str(response.context["sheet"].row_sets[0].non_form_errors())


def test_a_source_is_entered_with_its_creators(admin_client: Client, vocabulary: None, ministry: Saved) -> None:
    page = "/admin/catalogue/source/add/"

    response = send(
        admin_client,
        page,
        read_form(admin_client, page).values,
        **{
            "citekey": "deletant-1999",
            "csl_type": "book",
            "bibliographic_title": "Communist Terror in Romania",
            "issued": "c. 1999",
            "creators-0-family": "Deletant",
            "creators-0-given": "Dennis",
            "links-0-url": "https://example.org/terror",
        },
    )

    assert response.status_code == 302, response.context["errors"]
    found = Source.objects.get(citekey="deletant-1999")
    assert (found.issued, found.creators.get().family, found.links.get().url) == (
        "1999~",
        "Deletant",
        "https://example.org/terror",
    )


@pytest.mark.parametrize("kind", ["unit", "organization", "event", "place"])
def test_every_kind_can_be_entered(admin_client: Client, vocabulary: None, kind: str) -> None:
    page = f"/admin/catalogue/{kind}/add/"

    response = send(admin_client, page, read_form(admin_client, page).values, **{"names-0-text": "Galați"})

    assert response.status_code == 302, response.context["errors"]
    assert Record.objects.get(kind=kind).title == "Galați"


def test_both_coordinates_of_a_place_are_kept(admin_client: Client, vocabulary: None) -> None:
    page = "/admin/catalogue/place/add/"
    values = read_form(admin_client, page).values

    response = send(
        admin_client, page, values, **{"names-0-text": "București", "latitude": "44.43225", "longitude": "26.10626"}
    )

    assert response.status_code == 302, response.context["errors"]
    assert content(Saved(Record.objects.get().pk, "", "created", 1))["latitude"] == "44.43225"


def test_a_relation_type_of_another_kind_is_not_offered(admin_client: Client, patrascanu: Saved) -> None:
    html = admin_client.get(person_page(patrascanu.record_id)).content.decode()

    assert 'value="born-at"' in html
    assert ">flows into<" not in html


def test_a_slug_that_is_taken_is_refused_at_its_field(
    admin_client: Client, patrascanu: Saved, vocabulary: None
) -> None:
    other = save_record({"kind": "person", "names": [{"type": "authorized", "text": "Otro"}]})
    page = person_page(other.record_id)

    response = send(admin_client, page, read_form(admin_client, page).values, slug="lucretiu-patrascanu")

    assert "slug" in response.context["sheet"].form.errors


def test_a_page_of_more_than_a_thousand_boxes_is_saved(admin_client: Client, ministry: Saved) -> None:
    office = {"type": "held-office-in", "object": {"uuid": ministry.uuid}, "role": "minister"}
    years = [{**office, "date": str(year)} for year in range(1850, 1950)]
    saved = save_record({"kind": "person", "names": [{"type": "authorized", "text": "Otro"}], "relations": years})
    page = person_page(saved.record_id)

    response = send(admin_client, page, read_form(admin_client, page).values, **{"names-0-text": "Otra"})

    assert response.status_code == 302
    assert Record.objects.get(pk=saved.record_id).title == "Otra"


@pytest.mark.usefixtures("vocabulary")
def test_a_new_entry_whose_heading_has_no_source_can_be_published(admin_client: Client) -> None:
    values = read_form(admin_client, ADD).values

    answer = send(admin_client, ADD, values, **{"names-0-text": "Ana Ipătescu", "status": "published"})

    assert answer.status_code == 302, answer.context["errors"]
    heading = Record.objects.get(title="Ana Ipătescu").names.get()
    assert (heading.basis, heading.citation_count) == ("editorial", 0)
