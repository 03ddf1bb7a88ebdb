from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from catalogue.curation import Saved, save_record
from tests.admin.conftest import source
from tests.admin.pages import person_page, read_form, send

SUGGEST = "/admin/catalogue/term/suggest/"


def offers(client: Client, what: str, **query: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"{SUGGEST}{what}/", query).json()["results"]
    return found


def keys(client: Client, **query: str) -> list[str]:
    return [each["id"] for each in offers(client, "cites", **query)]


def messages(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


@pytest.fixture
def library(banu: Saved, decree: Saved) -> None:
    authors = [{"role": "author", "family": "Țîrău", "given": "Liviu"}]
    save_record({**source("intre-1996", "Între Washington și Moscova"), "creators": authors, "issued": "1996"})
    save_record({**source("tismaneanu-2005", "Reinventarea banului"), "issued": "2005", "status": "draft"})


def test_a_source_is_found_by_key_author_title_and_year_whatever_the_accents(
    admin_client: Client, library: None
) -> None:
    assert keys(admin_client, term="intre") == ["intre-1996"]
    assert keys(admin_client, term="tirau") == ["intre-1996"]
    assert keys(admin_client, term="washington 1996") == ["intre-1996"]
    assert keys(admin_client, term="1996") == ["intre-1996"]
    assert keys(admin_client, term="nobody") == []


def test_the_key_that_begins_so_comes_first_then_what_was_cited_lately(admin_client: Client, library: None) -> None:
    assert keys(admin_client, term="ban") == ["banu-2004", "tismaneanu-2005"]
    assert keys(admin_client, term="re")[0] == "tismaneanu-2005"
    assert keys(admin_client, term="re", recent="decreto-221")[0] == "decreto-221"
    assert keys(admin_client, term="", recent="intre-1996,decreto-221")[:2] == ["intre-1996", "decreto-221"]


def test_an_offered_source_says_its_author_its_year_and_that_it_is_a_draft(admin_client: Client, library: None) -> None:
    (found,) = offers(admin_client, "cites", term="tirau")
    assert found == {"id": "intre-1996", "text": "Între Washington și Moscova", "note": "Țîrău, 1996"}
    assert "Draft" in offers(admin_client, "cites", term="tismaneanu")[0]["note"]


def test_offering_sources_takes_two_questions_to_the_database(
    admin_client: Client, library: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    admin_client.get(f"{SUGGEST}cites/", {"term": "ban"})
    session_and_account = 2
    with django_assert_num_queries(session_and_account + 2):
        admin_client.get(f"{SUGGEST}cites/", {"term": "ban", "recent": "decreto-221"})


def test_places_cited_already_are_offered_before_the_words_for_places(admin_client: Client, patrascanu: Saved) -> None:
    found = offers(admin_client, "places", key="banu-2004", term="")
    assert [each["id"] for each in found[:3]] == ["p. 28", "p. 30", "p. "]
    assert found[0]["note"] == "cited 2 times"
    assert [each["id"] for each in offers(admin_client, "places", key="banu-2004", term="p. 3")] == ["p. 30"]
    assert [each["id"] for each in offers(admin_client, "places", key="banu-2004", term="fo")] == ["fol. "]


def test_what_a_curator_cited_last_is_offered_again_wherever_they_sit(
    admin_client: Client, curator: User, patrascanu: Saved
) -> None:
    assert offers(admin_client, "cited") == []
    form = read_form(admin_client, person_page(patrascanu.record_id))
    send(
        admin_client, person_page(patrascanu.record_id), form.values, **{"datings-1-citations": "@decreto-221, art. 9"}
    )
    assert offers(admin_client, "cited")[0]["id"] == "@decreto-221, art. 9"


def test_an_unknown_key_in_a_narrative_names_its_line_and_the_nearest_keys(
    admin_client: Client, patrascanu: Saved
) -> None:
    form = read_form(admin_client, person_page(patrascanu.record_id))
    text = "Uno [@banu-2004].\n\nDos.\nTres [@banu-2005, p. 3]."
    response = send(admin_client, person_page(patrascanu.record_id), form.values, **{"narratives-0-text": text})
    assert response.status_code == 200
    ((where, _target, message),) = response.context["sheet"].failures()
    assert where == "Narratives, row 1: text"
    assert "line 4" in message
    assert "banu-2005" in message
    assert "@banu-2004" in message


def test_an_unknown_key_in_a_row_names_the_row(admin_client: Client, patrascanu: Saved) -> None:
    form = read_form(admin_client, person_page(patrascanu.record_id))
    response = send(
        admin_client, person_page(patrascanu.record_id), form.values, **{"datings-1-citations": "[@banu-204, p. 3]"}
    )
    ((where, target, message),) = response.context["sheet"].failures()
    assert where == "Datings, row 2: citations"
    assert target == "id_datings-1-citations"
    assert "@banu-2004" in message


def test_a_rejected_claim_whose_notes_only_support_it_is_pointed_out_and_saved(
    admin_client: Client, patrascanu: Saved
) -> None:
    page = person_page(patrascanu.record_id)
    form = read_form(admin_client, page)
    changes = {"datings-1-citations": "[@banu-2004, p. 31]", "datings-1-standing": "rejected"}
    data = {name: value for name, value in form.values.items() if not name.startswith("_")} | changes
    response = admin_client.post(page, {**data, "_continue": "1"}, follow=True)
    assert [each for each in messages(response) if "Datings, row 2" in each and "contra" in each]
    assert 'class="badge warning"' in response.content.decode()

    form = read_form(admin_client, page)
    data = {name: value for name, value in form.values.items() if not name.startswith("_")}
    data["datings-1-citations"] = "[@banu-2004, p. 31; contra @decreto-221, art. 3]"
    response = admin_client.post(page, {**data, "_continue": "1"}, follow=True)
    assert 'class="badge warning"' not in response.content.decode()
    assert not [each for each in messages(response) if "contra" in each]


def test_a_note_that_goes_with_its_mark_is_told_after_saving(admin_client: Client, patrascanu: Saved) -> None:
    page = person_page(patrascanu.record_id)
    form = read_form(admin_client, page)
    data = {name: value for name, value in form.values.items() if not name.startswith("_")}
    data["narratives-0-text"] = "Fue ministro de Justicia [@banu-2004, p. 99]."
    response = admin_client.post(page, {**data, "_continue": "1"}, follow=True)
    assert "Narratives, row 1: the note [@banu-2004, p. 28] went with its mark." in messages(response)


def test_the_language_of_the_pages_is_chosen_in_the_header(admin_client: Client, vocabulary: None) -> None:
    html = admin_client.get("/admin/").content.decode()
    assert 'id="languages"' in html
    admin_client.post("/language/", {"language": "ro", "next": "/admin/"})
    assert '<html lang="ro"' in admin_client.get("/admin/").content.decode()


def test_suggestions_are_not_for_those_who_may_not_see_drafts(client: Client, library: None) -> None:
    client.force_login(User.objects.create_user("radu", is_staff=True))
    for what in ("cites", "places", "cited"):
        assert client.get(f"{SUGGEST}{what}/", {"term": "ban", "key": "banu-2004"}).status_code == 403
