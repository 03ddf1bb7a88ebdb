from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from catalogue.curation import Saved, save_record
from catalogue.documents import Document, build_documents, content_of
from catalogue.models import Attribute, Citation, Dating, Disagreement, Footnote, Name, Person, Record, Relation
from tests.admin.conftest import named
from tests.admin.pages import Form, read_form


@pytest.fixture
def page(banu: Saved) -> str:
    return f"/admin/catalogue/source/{banu.record_id}/says/"


@pytest.fixture
def pauker(vocabulary: None) -> Saved:
    return save_record(named("person", "Ana Pauker"))


def content(saved: Saved) -> Document:
    return content_of(build_documents([saved.record_id], full=True)[saved.record_id])


def enter(client: Client, page: str, **boxes: Any) -> Any:
    """Fills the form of the page as it stands and sends it; a first letter `_` names a box of the claim."""
    values = read_form(client, page).values
    typed = {name.replace("__", "-"): value for name, value in boxes.items()}
    return client.post(page, {**{name: value for name, value in values.items() if name != "undo"}, **typed})


def test_the_sources_page_leads_to_what_it_says(admin_client: Client, banu: Saved, page: str) -> None:
    assert page in admin_client.get(f"/admin/catalogue/source/{banu.record_id}/change/").content.decode()


def test_a_claim_is_entered_with_its_citation_and_the_place_stays_for_the_next(
    admin_client: Client, page: str, pauker: Saved
) -> None:
    response = enter(
        admin_client,
        page,
        record="person/ana-pauker",
        locator="p. 28",
        sort="datings",
        datings__type="birth",
        datings__date="13 de febrero de 1893",
    )

    assert response.status_code == 302, response.context["says"].form.errors
    dating = Dating.objects.get()
    assert (dating.record_id, dating.date, dating.citation_count) == (pauker.record_id, "1893-02-13", 1)
    citation = Citation.objects.get()
    assert (citation.label, citation.locator) == ("page", "28")
    again = admin_client.get(page)
    form = Form(again.content.decode())
    assert (form.values["record"], form.values["locator"]) == ("person/ana-pauker", "p. 28")
    html = again.content.decode()
    assert f"/admin/catalogue/dating/{dating.uuid}/change/" in html
    assert "What rests on this source: 1" in html


def test_every_sort_of_claim_can_be_entered(admin_client: Client, page: str, pauker: Saved, ministry: Saved) -> None:
    whole = {"record": "person/ana-pauker", "locator": "p. 3"}
    enter(
        admin_client, page, **whole, sort="attributes", attributes__property="strength", attributes__number="c. 16 000"
    )
    enter(
        admin_client,
        page,
        **whole,
        sort="relations",
        relations__type="held-office-in",
        relations__object="organization/ministerul-justitiei",
        relations__role="minister",
    )
    enter(admin_client, page, **whole, sort="names", names__type="alias", names__text="Hanna Rabinsohn")
    for sentence in ("Nació en Codăești.", "Fue ministra."):
        enter(
            admin_client,
            page,
            **whole,
            sort="narratives",
            narratives__type="biography",
            narratives__language="es",
            narratives__text=sentence,
        )

    after = content(pauker)
    assert after["attributes"][0]["number"]["approximate"]
    assert after["relations"][0]["object"]["uuid"] == ministry.uuid
    assert after["names"][1]["text"] == "Hanna Rabinsohn"
    narrative = "Nació en Codăești [@banu-2004, p. 3]. Fue ministra [@banu-2004, p. 3]."
    assert after["narratives"][0]["text"] == narrative
    assert Citation.objects.count() == 1
    assert Footnote.objects.count() == 4


def test_a_new_record_is_made_on_the_spot_with_the_source_for_its_name(admin_client: Client, page: str) -> None:
    response = enter(
        admin_client,
        page,
        new_kind="person",
        new_name="Vasile Luca",
        locator="p. 9",
        sort="datings",
        datings__type="birth",
        datings__date="1898",
    )

    assert response.status_code == 302, response.context["says"].form.errors
    luca = Person.objects.get()
    assert (luca.title, luca.status) == ("Vasile Luca", "draft")
    assert Name.objects.get(record=luca).citation_count == 1
    assert Dating.objects.get(record=luca).citation_count == 1


def test_a_new_record_of_a_name_that_is_there_is_made_only_when_asked_twice(
    admin_client: Client, page: str, pauker: Saved
) -> None:
    boxes = {
        "new_kind": "person",
        "new_name": "Ana PAUKER",
        "sort": "datings",
        "datings__type": "birth",
        "datings__date": "1893",
    }
    refused = enter(admin_client, page, **boxes)

    assert "person/ana-pauker" in refused.content.decode()
    assert Person.objects.count() == 1
    assert enter(admin_client, page, **boxes, another="on").status_code == 302
    assert Person.objects.count() == 2


def test_what_is_wrong_stays_with_its_box_and_nothing_typed_is_lost(
    admin_client: Client, page: str, pauker: Saved
) -> None:
    response = enter(
        admin_client,
        page,
        record="person/nadie",
        locator="p. 28 [",
        sort="datings",
        datings__type="birth",
        datings__date="anteayer",
        quotation="Nació anteayer.",
    )

    says = response.context["says"]
    assert {"record"} <= set(says.form.errors)
    assert "date" in says.panels["datings"].errors
    form = Form(response.content.decode())
    assert (form.values["datings-date"], form.values["quotation"]) == ("anteayer", "Nació anteayer.")
    assert not Dating.objects.exists()


def test_what_curation_refuses_is_told_at_its_box(admin_client: Client, page: str, pauker: Saved) -> None:
    response = enter(
        admin_client,
        page,
        record="person/ana-pauker",
        sort="relations",
        relations__type="born-at",
        relations__object="organization/no-hay",
    )

    assert response.status_code == 200
    assert "object" in response.context["says"].panels["relations"].errors


def test_a_claim_that_is_there_gets_the_citation_and_is_not_doubled(
    admin_client: Client, page: str, patrascanu: Saved
) -> None:
    boxes = {
        "record": "person/lucretiu-patrascanu",
        "locator": "p. 77",
        "sort": "datings",
        "datings__type": "birth",
        "datings__date": "4 de noviembre de 1900",
    }
    before = Dating.objects.count()

    enter(admin_client, page, **boxes)
    enter(admin_client, page, **boxes)

    assert Dating.objects.count() == before
    notes = Footnote.objects.filter(dating__date="1900-11-04", citation__locator="77")
    assert notes.count() == 1
    assert Record.objects.get(pk=patrascanu.record_id).version == 2
    html = admin_client.get(page).content.decode()
    assert "the citation was added" in html
    assert "nothing changed" in html


@pytest.mark.parametrize(
    ("choice", "new", "old", "tied"),
    [
        ("alternative", "alternative", "preferred", 0),
        ("preferred", "preferred", "alternative", 0),
        ("less-precise", "less-precise", "preferred", 0),
        ("disagreement", "alternative", "preferred", 2),
    ],
)
def test_of_a_rival_the_curator_decides_before_anything_is_saved(
    admin_client: Client, page: str, patrascanu: Saved, choice: str, new: str, old: str, tied: int
) -> None:
    boxes = {
        "record": "person/lucretiu-patrascanu",
        "locator": "p. 77",
        "sort": "datings",
        "datings__type": "birth",
        "datings__date": "1899",
    }
    asked = enter(admin_client, page, **boxes)

    assert "The record says otherwise already: birth: 4 November 1900" in asked.content.decode()
    assert not Dating.objects.filter(date="1899").exists()
    response = enter(admin_client, page, **boxes, rival=choice)
    assert response.status_code == 302, response.context["says"].form.errors
    assert Dating.objects.get(date="1899").standing == new
    assert Dating.objects.get(date="1900-11-04").standing == old
    assert Dating.objects.filter(disagreement__isnull=False).count() == tied
    assert Disagreement.objects.count() == (1 if tied else 0)


def test_the_words_quoted_are_kept_with_the_citation_and_never_replace_others(
    admin_client: Client, page: str, pauker: Saved
) -> None:
    whole = {"record": "person/ana-pauker", "locator": "p. 3", "sort": "names", "names__type": "alias"}
    enter(admin_client, page, **whole, names__text="Hanna", quotation="Hanna Rabinsohn, llamada Ana")
    second = enter(admin_client, page, **whole, names__text="Anuța", quotation="otras palabras")

    assert Citation.objects.get().quotation == "Hanna Rabinsohn, llamada Ana"
    assert "were not kept" in admin_client.get(second.url).content.decode()


def test_an_entry_is_taken_back(admin_client: Client, page: str, patrascanu: Saved) -> None:
    before = content(patrascanu)
    whole = {"record": "person/lucretiu-patrascanu", "locator": "p. 77"}
    enter(admin_client, page, **whole, sort="datings", datings__type="birth", datings__date="1899", rival="preferred")
    enter(admin_client, page, **whole, sort="datings", datings__type="birth", datings__date="1901~", stance="mentions")
    enter(
        admin_client,
        page,
        **whole,
        sort="narratives",
        narratives__type="biography",
        narratives__language="es",
        narratives__text="Murió fusilado.",
    )
    assert content(patrascanu) != before

    for item in admin_client.get(page).context["entered"]:
        admin_client.post(page, {"undo": item.key})

    assert content(patrascanu) == before
    assert admin_client.get(page).context["entered"] == []


def test_taking_back_the_first_claim_of_a_new_record_deletes_the_record(admin_client: Client, page: str) -> None:
    enter(
        admin_client,
        page,
        new_kind="place",
        new_name="Cluj",
        sort="names",
        names__type="alias",
        names__text="Kolozsvár",
    )
    item = admin_client.get(page).context["entered"][0]

    admin_client.post(page, {"undo": item.key})

    assert not Record.objects.filter(kind="place").exists()


def test_who_may_not_change_a_kind_is_told_and_who_sees_no_sources_is_sent_away(
    client: Client, page: str, pauker: Saved
) -> None:
    user = User.objects.create_user("radu", is_staff=True)
    client.force_login(user)
    assert client.get(page).status_code == 403
    user.user_permissions.add(Permission.objects.get(codename="view_source"))

    response = enter(
        client, page, record="person/ana-pauker", sort="datings", datings__type="birth", datings__date="1893"
    )

    assert response.status_code == 200
    assert "record" in response.context["says"].form.errors
    assert not Dating.objects.exists()


def test_a_contributors_claim_on_a_published_record_is_proposed(client: Client, page: str, pauker: Saved) -> None:
    user = User.objects.create_user("mihai", is_staff=True)
    user.user_permissions.add(*Permission.objects.filter(codename__in=["view_source", "change_person", "view_person"]))
    client.force_login(user)

    response = enter(
        client, page, record="person/ana-pauker", sort="datings", datings__type="birth", datings__date="1893"
    )

    assert response.status_code == 302, response.context["says"].form.errors
    assert not Dating.objects.exists()
    assert [item.action for item in client.get(page).context["entered"]] == ["proposed"]


def test_what_rests_on_the_source_is_listed_by_its_places_a_page_at_a_time(
    admin_client: Client, page: str, banu: Saved, django_assert_max_num_queries: Any
) -> None:
    for number in range(60, 0, -1):
        save_record(
            {
                "kind": "person",
                "names": [{"type": "authorized", "text": f"Nadie {number}", "marks": f"[@banu-2004, p. {number}]"}],
            }
        )
    with django_assert_max_num_queries(20):
        first = admin_client.get(page).context["resting"]
    second = admin_client.get(f"{page}?page=2").context["resting"]

    assert [each.record for each in first.object_list[8:11]] == ["Nadie 9", "Nadie 10", "Nadie 11"]
    assert len(second.object_list) == 10
    assert (Attribute.objects.count(), Relation.objects.count()) == (0, 0)
