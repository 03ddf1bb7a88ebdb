from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalogue.curation import Saved, save_record
from catalogue.documents import Document, build_documents, content_of
from catalogue.models import Relation
from tests.admin.pages import Form, person_page, read_form, send


def content(saved: Saved) -> Document:
    return content_of(build_documents([saved.record_id], full=True)[saved.record_id])


def officer(ministry: Saved, years: int, name: str = "Otro") -> Saved:
    office = {"type": "held-office-in", "object": {"uuid": ministry.uuid}, "role": "minister"}
    relations = [
        {**office, "date": str(1600 + year), "marks": f"[@banu-2004, p. {year}; @banu-2004, cap. 1]"}
        for year in range(years)
    ]
    return save_record({"kind": "person", "names": [{"type": "authorized", "text": name}], "relations": relations})


@pytest.fixture
def long_one(banu: Saved, ministry: Saved) -> Saved:
    """A person with 300 offices, each with two footnotes."""
    return officer(ministry, 300)


def opened(client: Client, page: str, values: dict[str, Any], what: str) -> Any:
    data = {name: value for name, value in values.items() if not name.startswith("_") and name != "q"}
    return client.post(page, {**data, "_open": what})


def test_of_a_long_list_only_the_first_rows_are_forms_and_the_others_lines(
    admin_client: Client, long_one: Saved
) -> None:
    response = admin_client.get(person_page(long_one.record_id))

    form = Form(response.content.decode())
    assert form.values["relations-TOTAL_FORMS"] == "13"
    assert "relations-12-uuid" in form.values
    assert "relations-13-uuid" not in form.values
    html = response.content.decode()
    assert html.count("data-uuid=") == 288
    assert "Ministerul Justiției, minister (1899)" in html
    assert "@banu-2004, p. 299" in html


def test_the_page_of_a_record_with_few_claims_shows_them_all_as_forms(admin_client: Client, patrascanu: Saved) -> None:
    assert "data-uuid=" not in admin_client.get(person_page(patrascanu.record_id)).content.decode()


def test_a_long_record_takes_as_many_queries_as_a_short_one(
    admin_client: Client, long_one: Saved, ministry: Saved
) -> None:
    short = officer(ministry, 70, "Breve")
    counted = []
    for saved in (short, long_one):
        admin_client.get(person_page(saved.record_id))
        with CaptureQueriesContext(connection) as queries:
            admin_client.get(person_page(saved.record_id))
        counted.append(len(queries))
    assert counted[0] == counted[1]
    assert counted[0] <= 30


def test_saving_the_page_leaves_rows_that_it_did_not_show_as_they_are_and_in_their_place(
    admin_client: Client, long_one: Saved
) -> None:
    page = person_page(long_one.record_id)
    before = content(long_one)
    form = read_form(admin_client, page)

    response = send(
        admin_client,
        page,
        form.values,
        **{
            "relations-3-date": "1888",
            "relations-5-DELETE": "on",
            "relations-12-type": "held-office-in",
            "relations-12-object_text": "el Senado",
        },
    )

    assert response.status_code == 302, response.context["errors"]
    after = content(long_one)
    expected = [each["uuid"] for index, each in enumerate(before["relations"]) if index != 5]
    assert [each["uuid"] for each in after["relations"]][:-1] == expected
    assert after["relations"][3]["date"] == "1888"
    assert after["relations"][-1]["object_text"] == "el Senado"
    assert after["relations"][4:-1] == [*before["relations"][4:5], *before["relations"][6:]]


def test_an_untouched_long_page_changes_nothing(admin_client: Client, long_one: Saved) -> None:
    page = person_page(long_one.record_id)
    before = content(long_one)

    response = send(admin_client, page, read_form(admin_client, page).values)

    assert response.status_code == 302
    assert content(long_one) == before


def test_without_scripts_a_line_becomes_a_form_and_nothing_typed_is_lost(admin_client: Client, long_one: Saved) -> None:
    page = person_page(long_one.record_id)
    wanted = content(long_one)["relations"][200]["uuid"]
    form = read_form(admin_client, page)

    response = opened(
        admin_client, page, {**form.values, "relations-3-date": "1888", "reason": "dos"}, f"relations:{wanted}"
    )

    again = Form(response.content.decode())
    assert again.values["relations-3-date"] == "1888"
    assert again.values["relations-13-uuid"] == wanted
    assert again.values["relations-13-date"] == "1800"
    assert "Relations, row 201: date" in again.labels.values()
    response = send(admin_client, page, again.values, **{"relations-13-date": "1801", "names-0-text": "Otra"})
    assert response.status_code == 302, response.context["errors"]
    after = content(long_one)
    assert [after["relations"][index]["date"] for index in (3, 199, 200, 201)] == ["1888", "1799", "1801", "1801"]
    assert after["relations"][200]["uuid"] == wanted


def test_the_next_rows_are_opened_and_saved_untouched_or_deleted(admin_client: Client, long_one: Saved) -> None:
    page = person_page(long_one.record_id)
    form = read_form(admin_client, page)
    before = content(long_one)

    again = Form(opened(admin_client, page, form.values, "relations:20").content.decode())
    assert again.values["relations-TOTAL_FORMS"] == "33"
    send(admin_client, page, again.values, **{"relations-32-DELETE": "on"})

    after = content(long_one)
    assert after["relations"] == [each for index, each in enumerate(before["relations"]) if index != 31]


def test_rows_are_sent_to_an_open_page_with_numbers_of_their_own(admin_client: Client, long_one: Saved) -> None:
    relations = content(long_one)["relations"]
    address = f"/admin/catalogue/person/{long_one.record_id}/rows/"

    response = admin_client.get(
        address, {"list": "relations", "start": "13", "uuid": [relations[250]["uuid"], relations[40]["uuid"]]}
    )

    form = Form(response.content.decode())
    assert form.values["relations-13-uuid"] == relations[40]["uuid"]
    assert form.values["relations-14-uuid"] == relations[250]["uuid"]
    assert "relations-15-uuid" not in form.values
    assert form.labels["relations-14-date"] == "Relations, row 251: date"


def test_rows_are_not_sent_to_who_may_not_change_the_record(client: Client, long_one: Saved) -> None:
    user = User.objects.create_user("radu", is_staff=True)
    client.force_login(user)
    address = f"/admin/catalogue/person/{long_one.record_id}/rows/?list=relations&start=1"

    assert client.get(address).status_code == 403


def test_a_problem_of_a_line_is_shown_at_the_line(admin_client: Client, long_one: Saved) -> None:
    document = content(long_one)
    page = person_page(long_one.record_id)
    form = read_form(admin_client, page)
    rows = form.values
    sheet = admin_client.get(page).context["sheet"]
    relations = next(each for each in sheet.row_sets if each.list_key == "relations")
    uuid = document["relations"][100]["uuid"]

    response = send(admin_client, page, rows, **{"relations-0-date": "anteayer"})
    assert response.status_code == 200
    assert response.content.decode().count("data-uuid=") == 288

    sheet.resting["relations"] = [each["uuid"] for each in document["relations"]]
    sheet.placing.placed["relations"] = [None] * 300
    sheet.place(["relations", "100", "object"], "is gone.")
    assert relations.lines[88].errors == ("is gone.",)
    assert relations.lines[88].uuid == uuid


def test_a_row_that_another_curator_added_stays_in_its_place(
    admin_client: Client, patrascanu: Saved, curator: User
) -> None:
    page = person_page(patrascanu.record_id)
    form = read_form(admin_client, page)
    document = content(patrascanu)
    document["datings"].insert(0, {"type": "death", "date": "1954-04-17"})
    save_record(document, user=curator)

    response = send(admin_client, page, form.values, **{"save_over": "2", "datings-1-certainty": "certain"})

    assert response.status_code == 302, response.context["errors"]
    assert [each["date"] for each in content(patrascanu)["datings"]] == ["1954-04-17", "1900-11-04", "1901~"]


def test_a_long_record_keeps_its_footnotes_rows_when_one_claim_changes(admin_client: Client, long_one: Saved) -> None:
    page = person_page(long_one.record_id)
    form = read_form(admin_client, page)

    with CaptureQueriesContext(connection) as queries:
        send(admin_client, page, form.values, **{"relations-0-date": "1888"})

    assert not [each for each in queries if 'UPDATE "catalogue_footnote"' in each["sql"]]
    assert Relation.objects.filter(record=long_one.record_id, citation_count=2).count() == 300
