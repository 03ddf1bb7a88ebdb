from __future__ import annotations

import pytest
from django.test import Client
from lxml import etree

from catalogue.models import Record

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(demo: None) -> Record:
    return Record.objects.get(slug="ion-antonescu")


def test_the_formats_are_listed_and_the_first_is_the_one_managers_read_best(client: Client) -> None:
    response = client.get("/unapi")

    assert response.status_code == 200
    assert [each.get("name") for each in etree.fromstring(response.content)] == ["ris", "bibtex", "csl-json"]


def test_an_entry_without_a_format_is_answered_with_its_choices(client: Client, record: Record) -> None:
    response = client.get("/unapi", {"id": str(record.uuid)})

    assert response.status_code == 300
    assert etree.fromstring(response.content).get("id") == str(record.uuid)


@pytest.mark.parametrize(
    ("name", "begins"),
    [("ris", "TY  - ENCYC\r\n"), ("bibtex", "@inreference{person-ion-antonescu"), ("csl-json", '[\n  {\n    "id"')],
)
def test_an_entry_is_fetched_by_uuid_or_by_permanent_address(
    client: Client, record: Record, name: str, begins: str
) -> None:
    for identifier in (str(record.uuid), f"https://archive.example.org/id/{record.uuid}"):
        response = client.get("/unapi", {"id": identifier, "format": name})

        assert response.status_code == 200
        assert response.content.decode().startswith(begins)


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ({"format": "ris"}, 400),
        ({"id": "nobody", "format": "ris"}, 404),
        ({"id": "00000000-0000-4000-8000-000000000000"}, 404),
    ],
)
def test_what_is_not_there_is_said_in_a_sentence(client: Client, question: dict[str, str], status: int) -> None:
    response = client.get("/unapi", question)

    assert response.status_code == status
    assert response["Content-Type"].startswith("text/plain")


def test_an_unknown_format_is_refused_with_the_known_ones(client: Client, record: Record) -> None:
    response = client.get("/unapi", {"id": str(record.uuid), "format": "<marc>"})

    assert response.status_code == 406
    assert "ris, bibtex, csl-json" in response.content.decode()


def test_a_draft_is_not_there(client: Client, record: Record) -> None:
    Record.objects.filter(pk=record.pk).update(status="draft")

    assert client.get("/unapi", {"id": str(record.uuid), "format": "ris"}).status_code == 404


def test_entries_and_lists_name_their_identifiers_and_the_server(client: Client, record: Record) -> None:
    entry = client.get("/persons/ion-antonescu/").content.decode()
    listed = client.get("/persons/", {"q": "antonescu"}).content.decode()

    mark = f'<abbr class="unapi-id" title="{record.uuid}"></abbr>'
    assert mark in entry
    assert mark in listed
    assert entry.count('rel="unapi-server"') == listed.count('rel="unapi-server"') == 1
