from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from catalogue.documents import PARTS, Document, ready_documents
from catalogue.models import Record
from tests.web.reading import numbers_in, read

pytestmark = pytest.mark.usefixtures("demo")

ONE_OF_EACH = (
    ("/persons/iuliu-maniu/", "Iuliu Maniu"),
    ("/units/division-tudor-vladimirescu/", "División Tudor Vladimirescu"),
    ("/organizations/securitate/", "Securitate"),
    ("/events/ocupacion-sovietica-de-rumania/", "Ocupación soviética de Rumania"),
    ("/places/bucarest/", "Bucarest"),
    ("/sources/articulo/", "Ocupación soviética de Rumania"),
)
ADDRESSES = [address for address, _title in ONE_OF_EACH]


def document_at(address: str) -> Document:
    """The public document of the record whose page is at the address."""
    _, plural, slug, _ = address.split("/")
    record = Record.objects.get(kind=plural.removesuffix("s"), slug=slug)
    return ready_documents([record.pk])[record.pk]


@pytest.mark.parametrize(("address", "title"), ONE_OF_EACH)
def test_the_page_of_each_kind_names_its_record_once_as_heading(client: Client, address: str, title: str) -> None:
    page = read(client, address)
    assert [heading.words for heading in page.find("h1")] == [title]
    assert title in page.find("title")[0].words
    assert page.find("link", rel="canonical")[0].attributes["href"] == f"http://testserver{address}"


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_claim_of_the_public_document_stands_on_the_page_once(client: Client, address: str) -> None:
    ids = read(client, address).ids()
    document = document_at(address)
    claims = [claim["uuid"] for part in PARTS for claim in document[part.key]]
    assert {uuid: ids[f"claim-{uuid}"] for uuid in claims} == dict.fromkeys(claims, 1)


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_numbers_behind_a_claim_are_those_of_the_document(client: Client, address: str) -> None:
    page = read(client, address)
    for part in PARTS:
        for claim in document_at(address)[part.key]:
            shown = numbers_in(page.by_id(f"claim-{claim['uuid']}"))
            told = [footnote["number"] for footnote in claim["footnotes"]]
            assert (sorted(set(shown)) if part.key == "narratives" else shown) == (
                sorted(set(told)) if part.key == "narratives" else told
            )


@pytest.mark.parametrize("address", ADDRESSES)
def test_notes_stand_in_the_order_of_the_document_with_its_words(client: Client, address: str) -> None:
    page = read(client, address)
    for note in document_at(address)["notes"]:
        assert note["text"].removesuffix(".") in page.by_id(f"note-{note['number']}").words
    numbers = [int(item.attributes["value"]) for item in page.find("li") if "value" in item.attributes]
    assert numbers == [note["number"] for note in document_at(address)["notes"]]


@pytest.mark.parametrize("address", ADDRESSES)
def test_marks_lead_to_notes_and_notes_back_to_every_mark(client: Client, address: str) -> None:
    page = read(client, address)
    ids = page.ids()
    assert max(ids.values()) == 1
    assert page.fragments() <= set(ids)
    for note in page.find("li"):
        if not note.attributes.get("id", "").startswith("note-"):
            continue
        calls = [mark.attributes["id"] for mark in page.find("a", class_="mark", href=f"#{note.attributes['id']}")]
        backs = [link.attributes["href"][1:] for link in note.find("a", role="doc-backlink")]
        assert calls
        assert sorted(backs) == sorted(calls)


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_api_gives_the_same_notes_with_the_same_numbers(client: Client, address: str) -> None:
    page = read(client, address)
    told = client.get(document_at(address)["api_url"]).json()["notes"]
    assert [note["number"] for note in told] == [
        int(item.attributes["value"]) for item in page.find("li") if "value" in item.attributes
    ]
    for note in told:
        assert note["text"].removesuffix(".") in page.by_id(f"note-{note['number']}").words


def test_rival_claims_stand_side_by_side_with_their_standing_their_notes_and_the_reason(client: Client) -> None:
    page = read(client, "/persons/iuliu-maniu/")
    rivalry = next(one for one in page.find("div", class_="rivalry") if "5 de febrero" in one.words)
    rivals = rivalry.find("div", class_="rival")
    assert [rival.find("p", class_="standing")[0].words for rival in rivals] == [
        "preferida",
        "alternativa",
        "alternativa",
    ]
    assert all(numbers_in(rival) for rival in rivals)
    known = document_at("/persons/iuliu-maniu/")["disagreements"][0]
    assert known["note"] in rivalry.words
    assert known["reason"] in rivalry.words


def test_a_claim_without_a_source_says_so(client: Client) -> None:
    page = read(client, "/events/segunda-guerra-mundial/")
    assert "sin fuente" in page.by_id("datings").words


def test_what_other_entries_say_is_shown_from_this_end_without_numbers(client: Client) -> None:
    inverse = read(client, "/places/bucarest/").by_id("inverse")
    assert "lugar de nacimiento de" in inverse.words
    link = next(link for link in inverse.find("a") if link.words == "Teohari Georgescu")
    assert link.attributes["href"].startswith("/persons/teohari-georgescu/#claim-")
    assert not inverse.find("a", class_="mark")
    claimed = link.attributes["href"].split("#")[1]
    assert "Bucarest" in read(client, "/persons/teohari-georgescu/").by_id(claimed).words


def test_a_source_lists_every_claim_that_rests_on_it_page_by_page(client: Client) -> None:
    """The same claims as the documents that cite it, found without the page's own queries."""
    documents = ready_documents(list(Record.objects.values_list("pk", flat=True)))
    resting = {
        claim["uuid"]
        for document in documents.values()
        for part in PARTS
        for claim in document[part.key]
        for footnote in claim["footnotes"]
        if re.search(r"@articulo(?![\w-])", footnote["citation"]["mark"])
    }
    listed: set[str] = set()
    for number in range(1, 20):
        page = read(client, f"/sources/articulo/?page={number}")
        listed |= {link.attributes["href"].split("#claim-")[1] for link in page.find("a", class_="claim-type")}
        if not page.find("a", rel="next"):
            break
    assert listed == resting


def test_a_contradicting_source_is_told_as_such_where_its_claims_are_listed(client: Client) -> None:
    page = read(client, "/sources/articulo/")
    assert "oración" in page.by_id("resting").words


def test_a_citation_has_a_page_with_its_place_and_the_claims_that_use_it(client: Client) -> None:
    note = document_at("/persons/iuliu-maniu/")["notes"][0]
    page = read(client, f"/citations/{note['citation']}/")
    assert note["text"].removesuffix(".") in page.find("h1")[0].words
    assert f"[{note['mark']}]" in page.words
    assert "Iuliu Maniu" in page.by_id("resting").words


def test_a_citation_without_an_identified_source_says_where_it_was_read(client: Client) -> None:
    note = next(
        note
        for document in ready_documents(list(Record.objects.values_list("pk", flat=True))).values()
        for note in document["notes"]
        if note["source"] is None
    )
    page = read(client, f"/citations/{note['citation']}/")
    assert "fuente sin identificar" in page.words
    assert note["via"]["url"] in [link.attributes["href"] for link in page.find("a")]


def test_the_page_gives_its_permanent_address_its_data_and_its_version(client: Client) -> None:
    document = document_at("/persons/iuliu-maniu/")
    page = read(client, "/persons/iuliu-maniu/")
    links = [link.attributes.get("href") for link in page.find("a")]
    assert f"/id/{document['uuid']}" in links
    assert document["api_url"] in links
    assert page.find("link", rel="alternate")[0].attributes["href"] == document["api_url"]


def test_the_page_has_no_scripts_and_styles_of_its_own_and_none_of_other_hosts(client: Client) -> None:
    page = read(client, "/persons/iuliu-maniu/")
    # Linked data is no script.
    scripts = [each for each in page.find("script") if each.attributes.get("type") != "application/ld+json"]
    assert [script.attributes["src"] for script in scripts] == ["/static/catalogue/suggest.js"]
    assert not page.find("style")
    assert not [each for each in page.root.inside if "style" in each.attributes]
    loaded = [each.attributes[name] for each in page.find("link", rel="stylesheet") for name in ("href",)]
    assert loaded == ["/static/catalogue/site.css"]


def test_pages_from_all_over_the_demo_open(client: Client) -> None:
    addresses = [record.get_absolute_url() for record in Record.objects.order_by("uuid")[::24]]
    assert len(addresses) > 25
    for address in addresses:
        page = read(client, address)
        assert max(page.ids().values()) == 1
        assert page.fragments() <= set(page.ids())


def test_staff_find_the_way_to_the_form_and_the_public_does_not(client: Client, curator: User) -> None:
    assert "/admin/" not in read(client, "/persons/iuliu-maniu/").html
    client.force_login(curator)
    record = Record.objects.get(slug="iuliu-maniu", kind="person")
    page = read(client, "/persons/iuliu-maniu/")
    assert f"/admin/catalogue/person/{record.pk}/change/" in page.html
