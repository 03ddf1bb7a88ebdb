"""What the public reads of a record's history, and how a version is cited."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalogue.curation import Saved, delete_citation, delete_record, merge_records, revert_record, save_record
from catalogue.models import Citation, Record, Revision
from tests.documents.contents import birth, change, now, of_kind, person, relation, source, story
from tests.web.reading import Page, read

pytestmark = pytest.mark.usefixtures("vocabulary")
PAGE = "/persons/ion-antonescu/"


@pytest.fixture
def reader() -> Client:
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def ion() -> Saved:
    """Three public versions, the second one a draft's."""
    save_record(source())
    saved = save_record(person(datings=[birth("1913")], internal_note="SECRET"))
    first = now(saved)["datings"]
    change(saved, datings=[{**first[0], "date": "1901", "marks": "[@banu-2004, p. 28]"}])
    return change(saved, narratives=[story("Nació en Pitești [@banu-2004, p. 30].")])


def entries(page: Page) -> list[str]:
    return [each.words for each in page.find("li") if each.attributes.get("id", "").startswith("version-")]


def test_the_history_tells_each_public_version_in_words_the_last_first(reader: Client, ion: Saved) -> None:
    third, second, first = entries(read(reader, f"{PAGE}history/"))
    assert "Version 3" in third
    assert "biography: added, note 2 added (@banu-2004, p. 30)" in third
    assert "birth: preferred changed from 1913 to 1901, note 1 added (@banu-2004, p. 28)" in second
    assert "The first version that was public." in first


def test_what_only_cataloguers_see_is_not_told(reader: Client, ion: Saved) -> None:
    change(ion, internal_note="ANOTHER SECRET")
    change(ion, status="draft", identifiers=[{"scheme": "wikidata", "value": "Q1"}])
    change(ion, status="published")
    page = read(reader, f"{PAGE}history/")
    numbers = [each.attributes["value"] for each in page.find("li") if "value" in each.attributes]
    assert numbers == ["6", "4", "3", "2", "1"]
    assert "SECRET" not in page.html
    assert "Nothing that the public sees." in entries(page)[1]
    assert "identifier Wikidata Q1 added" in entries(page)[0]
    assert reader.get(f"{PAGE}?version=5").status_code == 404


def test_of_who_saved_only_the_name_they_gave_themselves_is_public(reader: Client, ion: Saved) -> None:
    ana = User.objects.create_user("login-of-ana", first_name="Ana", last_name="Ionescu")
    bob = User.objects.create_user("login-of-bob")
    save_record(now(ion) | {"gender": "masculino"}, user=ana, reason="After the register.")
    save_record(now(ion) | {"gender": ""}, user=bob)
    html = read(reader, f"{PAGE}history/").html
    assert "Ana Ionescu" in html
    assert "After the register." in html
    assert "login-of" not in html


def test_an_old_version_is_shown_as_it_was_and_can_be_cited(reader: Client, ion: Saved) -> None:
    page = read(reader, f"{PAGE}?version=2")
    (banner,) = page.find("div", class_="former")
    assert "Version 2 of" in banner.words
    assert "not the present one" in banner.words
    assert f"http://testserver/id/{ion.uuid}?version=2" in banner.words
    assert "1901" in page.by_id("datings").words
    assert page.find("section", id="narratives") == []
    assert "noindex" in {each.attributes.get("content") for each in page.find("meta", name="robots")}
    assert [each.attributes["href"] for each in page.find("link", rel="latest-version")] == [PAGE]
    assert [each.attributes["href"] for each in page.find("link", rel="canonical")] == [f"http://testserver{PAGE}"]
    assert "Pitești" in read(reader, PAGE).words


def test_the_permanent_address_of_a_version_leads_to_it(reader: Client, ion: Saved) -> None:
    response = reader.get(f"/id/{ion.uuid}?version=2")
    assert (response.status_code, response["Location"]) == (302, f"{PAGE}?version=2")
    change(ion, slug="mariscal")
    assert reader.get(f"/id/{ion.uuid}?version=2")["Location"] == "/persons/mariscal/?version=2"
    assert reader.get(f"{PAGE}?version=2")["Location"] == "/persons/mariscal/?version=2"
    assert read(reader, "/persons/mariscal/?version=2").status == 200


@pytest.mark.parametrize("version", ["0", "9", "x", "", "-1", "1e3", "99999999999999999999", "²"])
def test_a_version_that_never_was_is_not_found(reader: Client, ion: Saved, version: str) -> None:
    assert reader.get(PAGE, {"version": version}).status_code == 404


def test_versions_of_a_withdrawn_or_deleted_record_are_not_shown(reader: Client, ion: Saved) -> None:
    change(ion, status="draft")
    assert reader.get(f"{PAGE}?version=1").status_code == 404
    assert reader.get(f"{PAGE}history/").status_code == 404
    change(ion, status="published")
    delete_record(ion.record_id)
    assert reader.get(f"{PAGE}?version=1").status_code == 410
    assert reader.get(f"{PAGE}history/").status_code == 410


def test_a_claim_on_what_is_hidden_by_now_is_hidden_in_old_versions_too(reader: Client) -> None:
    place = save_record(of_kind("place", "Jilava"))
    saved = save_record(person(relations=[relation("died-at", place)]))
    change(saved, relations=[])
    assert "Jilava" in read(reader, f"{PAGE}?version=1").words
    change(place, status="draft")
    for address in (f"{PAGE}?version=1", f"{PAGE}history/", f"{PAGE}history/?from=1&to=2"):
        assert "Jilava" not in read(reader, address).html
    delete_record(place.record_id)
    assert "Jilava" not in read(reader, f"{PAGE}?version=1").html


def test_notes_on_a_source_that_is_hidden_by_now_are_hidden_with_their_marks(reader: Client) -> None:
    work = save_record(source())
    text = "Nació [@banu-2004, p. 28] y murió."
    saved = save_record(person(datings=[birth("1913", marks="[@banu-2004, p. 30]")], narratives=[story(text)]))
    change(saved, datings=[], narratives=[])
    assert len(read(reader, f"{PAGE}?version=1").find("a", class_="mark")) > 1
    change(work, status="draft")
    for address in (f"{PAGE}?version=1", f"{PAGE}history/"):
        assert "banu" not in read(reader, address).html.lower()
    assert "murió" in read(reader, f"{PAGE}?version=1").words


def test_a_citation_that_was_deleted_is_still_a_note_of_the_old_version(reader: Client, ion: Saved) -> None:
    change(ion, datings=[], narratives=[])
    for row in Citation.objects.all():
        delete_citation(row.pk)
    page = read(reader, f"{PAGE}?version=3")
    assert len(page.by_id("notes").find("li")) == 2
    assert "Banu 2004" in page.by_id("notes").words


def test_two_versions_are_compared_whichever_is_named_first(reader: Client, ion: Saved) -> None:
    for query in ("from=1&to=3", "from=3&to=1"):
        page = read(reader, f"{PAGE}history/?{query}")
        assert "From version 1 to version 3" in page.words
        assert "birth: preferred changed from 1913 to 1901" in page.words
        assert "biography: added" in page.words
    assert reader.get(f"{PAGE}history/?from=1&to=8").status_code == 404
    assert reader.get(f"{PAGE}history/?from=1").status_code == 404


def test_the_entry_leads_to_its_history_and_says_how_it_is_cited(reader: Client, ion: Saved) -> None:
    page = read(reader, PAGE)
    assert f"{PAGE}history/" in {each.attributes.get("href") for each in page.find("a")}
    assert f"http://testserver/id/{ion.uuid}?version=3" in page.words


def test_a_revert_is_told_like_any_version(reader: Client, ion: Saved) -> None:
    revert_record(ion.uuid, to_version=1, user=None, reason="The register was right.")
    last = entries(read(reader, f"{PAGE}history/"))[0]
    assert "The register was right." in last
    assert "birth: preferred changed from 1901 to 1913, note 1 removed (@banu-2004, p. 28)" in last


def test_the_history_speaks_the_language_of_the_page(ion: Saved) -> None:
    page = read(Client(headers={"accept-language": "es"}), f"{PAGE}history/")
    assert "nacimiento" in page.words


def test_every_page_of_an_old_version_of_every_kind_can_be_read(reader: Client) -> None:
    for kind in ("unit", "organization", "event", "place"):
        saved = save_record(of_kind(kind, f"Un {kind}"))
        change(saved, internal_note="x")
        assert read(reader, f"/{kind}s/{now(saved)['slug']}/?version=1").status == 200
    work = save_record(source(issued="1999", creators=[{"family": "Banu", "role": "author"}]))
    change(work, issued="2004")
    assert "1999" in read(reader, f"/sources/{now(work)['slug']}/?version=1").words


def costs(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_history_costs_the_same_for_many_versions_and_reads_only_those_it_shows(reader: Client, ion: Saved) -> None:
    few = costs(reader, f"{PAGE}history/")
    record = Record.objects.get(pk=ion.record_id)
    last = Revision.objects.get(subject=record.uuid, version=3)
    Revision.objects.bulk_create(
        Revision(
            subject=record.uuid, kind="person", record=record, version=number, action="updated", public=True,
            slug=last.slug, title=last.title, content=last.content,
        )
        for number in range(4, 64)
    )  # fmt: skip
    Record.objects.filter(pk=record.pk).update(version=63)
    with CaptureQueriesContext(connection) as captured:
        page = read(reader, f"{PAGE}history/?page=2")
    assert len(entries(page)) == 20
    assert [len(captured), few] == [RECORDED["history"]] * 2
    assert sum("content" in query["sql"] for query in captured.captured_queries if "LIMIT 21" in query["sql"]) == 1


RECORDED = {"history": 9, "version": 12, "compare": 9}


def test_an_old_version_and_a_comparison_cost_the_recorded_number_of_queries(reader: Client, ion: Saved) -> None:
    found = {"version": costs(reader, f"{PAGE}?version=2"), "compare": costs(reader, f"{PAGE}history/?from=1&to=3")}
    assert found | {"history": RECORDED["history"]} == RECORDED


def test_the_filter_of_old_versions_is_that_of_the_present_one(reader: Client, ion: Saved) -> None:
    """What the page of the present version says is what its old version says."""
    present: Any = read(reader, PAGE)
    former: Any = read(reader, f"{PAGE}?version=3")
    for section in ("names", "datings", "narratives", "notes"):
        assert former.by_id(section).words == present.by_id(section).words


def test_a_version_of_an_entry_that_was_merged_stays_where_it_was_cited(reader: Client, ion: Saved) -> None:
    other = save_record(person("I. Antonescu", slug="i-antonescu"))
    address = "/persons/i-antonescu/?version=1"
    merge_records(ion.record_id, other.record_id, user=None, reason="One.")
    assert reader.get(f"/id/{other.uuid}?version=1")["Location"] == address
    page = read(reader, address)
    (banner,) = page.find("div", class_="former")
    assert "this entry was merged into another: Ion Antonescu" in banner.words
    assert f"http://testserver/id/{other.uuid}?version=1" in banner.words
    assert [each.attributes["href"] for each in page.find("link", rel="canonical")] == [f"http://testserver{PAGE}"]
    assert [each.words for each in page.find("h1")] == ["I. Antonescu"]
    assert reader.get("/persons/i-antonescu/?version=9").status_code == 404
    assert reader.get("/persons/i-antonescu/")["Location"] == PAGE
    change(ion, status="draft")
    assert reader.get(address).status_code == 404
