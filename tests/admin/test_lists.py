from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from catalogue.curation import Saved, save_disagreement, save_record
from catalogue.documents import build_documents, content_of
from catalogue.models import Record, Source
from tests.admin.conftest import named

PERSONS = "/admin/catalogue/person/"


def titles(client: Client, address: str) -> list[str]:
    return [record.title for record in client.get(address).context["cl"].result_list]


@pytest.mark.parametrize("words", ["Patrascanu", "Pătrășcanu", "Pătrăşcanu", "lucretiu patrascanu", "MOLDOVEANU"])
def test_a_person_is_found_without_accents_with_cedilla_or_comma_and_by_an_alias(
    admin_client: Client, patrascanu: Saved, words: str
) -> None:
    save_record(named("person", "Ana Pauker"))

    assert titles(admin_client, f"{PERSONS}?q={words}") == ["Lucrețiu Pătrășcanu"]


def test_the_list_shows_what_lacks_a_source_and_filters_by_it(admin_client: Client, patrascanu: Saved) -> None:
    save_record({"kind": "person", "names": [{"type": "authorized", "text": "Ana Pauker", "basis": "editorial"}]})

    assert titles(admin_client, f"{PERSONS}?unsourced=yes") == ["Lucrețiu Pătrășcanu"]
    assert titles(admin_client, f"{PERSONS}?unsourced=no") == ["Ana Pauker"]
    row = admin_client.get(f"{PERSONS}?unsourced=yes").context["cl"].result_list[0]
    assert row.unsourced_claims == 1


def test_the_list_filters_by_disagreement_status_and_column(admin_client: Client, patrascanu: Saved) -> None:
    disagreement = save_disagreement({"note": "¿Quién?"})
    side = {"type": "authorized", "text": "Ana Pauker", "disagreement": {"uuid": disagreement.uuid}}
    save_record({"kind": "person", "names": [side]})

    assert titles(admin_client, f"{PERSONS}?disputed=yes") == ["Ana Pauker"]
    assert titles(admin_client, f"{PERSONS}?status__exact=published") == ["Lucrețiu Pătrășcanu"]
    gender = Record.objects.get(pk=patrascanu.record_id).person.gender_id
    assert titles(admin_client, f"{PERSONS}?gender__id__exact={gender}") == ["Lucrețiu Pătrășcanu"]


def test_a_source_is_found_by_its_citekey(admin_client: Client, banu: Saved, decree: Saved) -> None:
    assert titles(admin_client, "/admin/catalogue/source/?q=@decreto") == ["Decret nr. 221"]


def test_the_page_links_to_the_public_page(admin_client: Client, patrascanu: Saved) -> None:
    html = admin_client.get(f"{PERSONS}{patrascanu.record_id}/change/").content.decode()

    assert 'href="/persons/lucretiu-patrascanu/"' in html


def test_deleting_a_cited_source_is_refused_with_the_reason(
    admin_client: Client, patrascanu: Saved, banu: Saved
) -> None:
    response = admin_client.post(f"/admin/catalogue/source/{banu.record_id}/delete/", {"post": "yes"}, follow=True)

    assert "cannot be deleted" in response.content.decode()
    assert Source.objects.filter(pk=banu.record_id).exists()


def test_deleting_several_at_once_is_all_or_nothing(admin_client: Client, patrascanu: Saved, banu: Saved) -> None:
    free = save_record({"kind": "source", "citekey": "libre", "bibliographic_title": "Libre"})
    chosen = {"action": "delete_selected", "_selected_action": [free.record_id, banu.record_id], "post": "yes"}

    response = admin_client.post("/admin/catalogue/source/", chosen, follow=True)

    assert "cannot be deleted" in response.content.decode()
    assert Source.objects.filter(citekey="libre").exists()


def test_a_record_that_nothing_rests_on_is_deleted(admin_client: Client, patrascanu: Saved) -> None:
    response = admin_client.post(f"{PERSONS}{patrascanu.record_id}/delete/", {"post": "yes"})

    assert response.status_code == 302
    assert not Record.objects.filter(pk=patrascanu.record_id).exists()


def test_several_are_published_at_once(admin_client: Client, vocabulary: None) -> None:
    names = ({"type": "authorized", "text": text, "basis": "editorial"} for text in "AB")
    saved = [save_record({"kind": "event", "names": [name]}) for name in names]
    chosen = {"action": "publish", "_selected_action": [each.record_id for each in saved]}

    admin_client.post("/admin/catalogue/event/", chosen)
    assert Record.objects.filter(status="published").count() == 0
    admin_client.post("/admin/catalogue/event/", {**chosen, "apply": "yes"})

    assert Record.objects.filter(status="published").count() == 2


def test_the_lists_queries_do_not_grow_with_its_rows(
    admin_client: Client, patrascanu: Saved, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(5):
        admin_client.get(PERSONS)
    for number in range(20):
        save_record(named("person", f"Persona {number}", gender="male"))
    with django_assert_num_queries(5):
        admin_client.get(PERSONS)


def test_the_change_pages_queries_do_not_grow_with_its_claims(
    admin_client: Client, patrascanu: Saved, ministry: Saved, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    page = f"{PERSONS}{patrascanu.record_id}/change/"
    admin_client.get(page)  # the process now knows its content types
    with django_assert_num_queries(25):
        admin_client.get(page)
    content = content_of(build_documents([patrascanu.record_id], full=True)[patrascanu.record_id])
    content["names"] += [{"type": "alias", "text": f"Alias {number}", "marks": "[@banu-2004]"} for number in range(10)]
    content["relations"] += [
        {"type": "held-office-in", "object": {"uuid": ministry.uuid}, "role": "minister", "date": str(year)}
        for year in range(1920, 1940)
    ]
    save_record(content)
    with django_assert_num_queries(25):
        admin_client.get(page)


def test_only_the_staff_gets_in(client: Client, db: None) -> None:
    client.force_login(User.objects.create_user("lector"))

    assert client.get(PERSONS).status_code == 302
