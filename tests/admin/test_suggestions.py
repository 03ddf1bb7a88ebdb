from __future__ import annotations

from django.contrib.auth.models import User
from django.test import Client

from catalogue.curation import Saved, save_record, save_relation_types
from tests.admin.conftest import named
from tests.admin.pages import person_page, read_form

SUGGEST = "/admin/catalogue/term/suggest/"


def offered(client: Client, what: str, **query: str) -> list[str]:
    return [each["id"] for each in client.get(f"{SUGGEST}{what}/", query).json()["results"]]


def test_records_are_offered_whatever_the_accents_and_within_the_kinds(admin_client: Client, patrascanu: Saved) -> None:
    assert offered(admin_client, "records", term="patrascanu") == ["person/lucretiu-patrascanu"]
    assert offered(admin_client, "records", term="moldoveanu", kinds="person") == ["person/lucretiu-patrascanu"]
    assert offered(admin_client, "records", term="patrascanu", kinds="event,place") == []


def test_the_record_of_that_very_name_is_offered_first(admin_client: Client, vocabulary: None) -> None:
    for text in ("Bucarest", "Asedio de Bucarest"):
        save_record(named("event", text))

    assert offered(admin_client, "records", term="bucarest") == ["event/bucarest", "event/asedio-de-bucarest"]


def test_the_objects_offered_are_those_that_the_relations_type_allows(admin_client: Client, vocabulary: None) -> None:
    save_relation_types([{"slug": "died-at", "label_en": "died at", "inverse_en": "x", "object_kinds": ["place"]}])
    for kind in ("event", "place"):
        save_record(named(kind, "Bucarest"))

    assert offered(admin_client, "records", term="buc", relation="died-at") == ["place/bucarest"]


def test_a_source_is_offered_with_its_citekey(admin_client: Client, banu: Saved) -> None:
    (found,) = admin_client.get(f"{SUGGEST}records/", {"term": "democratiei"}).json()["results"]

    assert found == {"id": "source/amurgul-democratiei", "text": "Amurgul democrației (@banu-2004)"}


def test_terms_are_offered_from_the_scheme_of_the_property(admin_client: Client, vocabulary: None) -> None:
    assert offered(admin_client, "terms", term="rom", property="nationality") == ["romanian"]
    assert offered(admin_client, "terms", term="", property="strength") == []
    assert offered(admin_client, "terms", term="minis", scheme="role") == ["minister"]


def test_citations_are_offered_by_key_and_place(admin_client: Client, patrascanu: Saved) -> None:
    assert len(offered(admin_client, "citations", term="banu 28")) == 1


def test_a_date_in_words_is_explained_before_it_is_saved(admin_client: Client, vocabulary: None) -> None:
    told = admin_client.get("/admin/catalogue/term/understand-date/", {"date": "around 1944"}).json()

    assert told["edtf"] == "1944~"
    assert "error" in admin_client.get("/admin/catalogue/term/understand-date/", {"date": "the day before"}).json()


def test_nothing_is_offered_to_those_who_may_not_see_drafts(client: Client, patrascanu: Saved) -> None:
    client.force_login(User.objects.create_user("radu", is_staff=True))

    assert client.get(f"{SUGGEST}records/", {"term": "patrascanu"}).status_code == 403


def test_every_box_of_a_row_says_its_list_its_row_and_its_field(admin_client: Client, patrascanu: Saved) -> None:
    form = read_form(admin_client, person_page(patrascanu.record_id))

    assert form.labels["datings-1-date"] == "Datings, row 2: date"
    assert form.labels["names-0-citations"] == "Names, row 1: citations"
    assert form.labels["relations-0-DELETE"] == "Relations, row 1: delete"
    hidden = ("uuid", "_FORMS")
    rows = [name for name in form.values if name[-1] != "_" and "-" in name and not name.endswith(hidden)]
    assert [name for name in rows if name not in form.labels] == []


def test_a_chosen_record_is_shown_by_its_title_and_a_date_by_its_words(admin_client: Client, patrascanu: Saved) -> None:
    html = admin_client.get(person_page(patrascanu.record_id)).content.decode()

    assert 'data-shown="Ministerul Justiției"' in html
    assert 'data-shown="Romanian"' in html
    assert "4 November 1900" in html
