from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from lxml import etree

from catalogue.curation import save_record
from catalogue.documents import build_contents
from catalogue.models import Record

pytestmark = pytest.mark.django_db
NAMES = {"a": "http://www.w3.org/2005/Atom"}


def entries(client: Client, address: str, **question: str) -> list[Any]:
    found: list[Any] = etree.fromstring(client.get(address, question).content).xpath("//a:entry", namespaces=NAMES)
    return found


def said(entry: Any, path: str) -> str:
    return str(entry.xpath(path, namespaces=NAMES)[0])


def test_a_feed_has_what_the_list_of_the_same_question_has(client: Client, demo: None) -> None:
    question = {"q": "antonescu", "attr.nationality": "rumana"}
    listed = client.get("/api/v1/persons/", {**question, "page_size": "50", "fields": "uuid"}).json()["results"]
    found = entries(client, "/persons.atom", **question)

    assert {said(each, "a:id/text()") for each in found} == {
        f"http://testserver/id/{record['uuid']}" for record in listed
    }
    assert found


def test_what_changed_last_comes_first(client: Client, demo: None) -> None:
    record = Record.objects.get(slug="ion-antonescu")
    content = build_contents([record.pk], full=True)[record.pk]
    save_record({**content, "internal_note": "looked at"})

    first = entries(client, "/search.atom", q="antonescu")[0]

    assert said(first, "a:id/text()") == f"http://testserver/id/{record.uuid}"
    assert said(first, "a:link/@href") == "http://testserver/persons/ion-antonescu/"


def test_drafts_are_in_no_feed_even_of_a_cataloguer(admin_client: Client, demo: None) -> None:
    Record.objects.filter(slug="ion-antonescu").update(status="draft")

    found = entries(admin_client, "/persons.atom", q="Ion Antonescu")

    assert not [each for each in found if said(each, "a:title/text()") == "Ion Antonescu"]


def test_a_question_that_cannot_be_answered_is_refused_as_on_the_page(client: Client, demo: None) -> None:
    response = client.get("/persons.atom", {"colour": "red"})

    assert response.status_code == 400
    assert "colour" in response.content.decode()


def test_lists_lead_to_their_feed_with_the_question_kept(client: Client, demo: None) -> None:
    body = client.get("/persons/", {"q": "antonescu", "page": "1"}).content.decode()

    assert 'href="/persons.atom?q=antonescu"' in body
    assert 'href="/search.atom"' in client.get("/search/").content.decode()


def test_the_feed_says_its_licence_and_its_own_address(client: Client, demo: None) -> None:
    root = etree.fromstring(client.get("/events.atom").content)

    assert said(root, "a:link[@rel='self']/@href") == "http://testserver/events.atom"
    assert "CC BY 4.0" in said(root, "a:rights/text()")
