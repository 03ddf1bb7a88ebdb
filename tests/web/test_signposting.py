from __future__ import annotations

import json
import re

import pytest
from django.test import Client

from catalogue.models import Record

pytestmark = pytest.mark.django_db
LINK = re.compile(r'<([^>]+)>; rel="([^"]+)"(?:; type="([^"]+)")?')


def links(client: Client, address: str) -> list[tuple[str, ...]]:
    return [found.groups(default="") for found in LINK.finditer(client.get(address)["Link"])]


def test_a_page_says_how_it_is_cited_what_it_is_and_on_which_terms(client: Client, demo: None) -> None:
    uuid = Record.objects.get(slug="ion-antonescu").uuid
    found = links(client, "/persons/ion-antonescu/")

    assert ("http://testserver/id/" + str(uuid), "cite-as", "") in found
    assert [href for href, rel, _type in found if rel == "type"] == [
        "https://schema.org/AboutPage", "https://schema.org/Person",
    ]  # fmt: skip
    assert ("https://creativecommons.org/licenses/by/4.0/", "license", "") in found


@pytest.mark.parametrize("address", ["/persons/ion-antonescu/", "/sources/articulo/", "/places/bucarest/"])
def test_every_format_that_a_page_names_answers_in_it(client: Client, demo: None, address: str) -> None:
    described = [(href, sort) for href, rel, sort in links(client, address) if rel == "describedby"]

    assert described
    for href, sort in described:
        response = client.get(href.removeprefix("http://testserver"))
        assert (response.status_code, response["Content-Type"].partition(";")[0]) == (200, sort)


def test_a_draft_shows_no_way(admin_client: Client, demo: None) -> None:
    Record.objects.filter(slug="ion-antonescu").update(status="draft")

    assert not admin_client.get("/persons/ion-antonescu/").has_header("Link")


def test_dublin_core_names_who_made_a_source_and_where_it_stands(client: Client, demo: None) -> None:
    source = Record.objects.get(slug="hlihor-scurtu")
    body = client.get("/sources/hlihor-scurtu/").content.decode()

    assert re.findall(r'name="DC.creator"\s+content="([^"]+)"', body) == ["Hlihor, Constantin", "Scurtu, Ioan"]
    assert f'content="http://testserver/id/{source.uuid}"' in body


@pytest.mark.parametrize(
    ("ending", "sort"),
    [
        ("bib", "application/x-bibtex"),
        ("ris", "application/x-research-info-systems"),
        ("csl.json", "application/vnd.citationstyles.csl+json"),
    ],
)
def test_the_reference_of_an_entry_is_a_file_beside_its_page(
    client: Client, demo: None, ending: str, sort: str
) -> None:
    response = client.get(f"/persons/ion-antonescu/cite.{ending}")

    assert response["Content-Type"].partition(";")[0] == sort
    assert response["Content-Disposition"] == f'attachment; filename="ion-antonescu.{ending}"'
    assert f'/persons/ion-antonescu/cite.{ending}"' in client.get("/persons/ion-antonescu/").content.decode()


def test_the_reference_of_a_source_is_the_work_itself(client: Client, demo: None) -> None:
    item = json.loads(client.get("/sources/hlihor-scurtu/cite.csl.json").content)[0]

    assert (item["id"], item["type"]) == ("hlihor-scurtu", "book")


def test_there_is_no_reference_of_drafts_or_in_unknown_formats(client: Client, demo: None) -> None:
    assert client.get("/persons/ion-antonescu/cite.doc").status_code == 404
    Record.objects.filter(slug="ion-antonescu").update(status="draft")
    assert client.get("/persons/ion-antonescu/cite.ris").status_code == 404
