from __future__ import annotations

from urllib.robotparser import RobotFileParser

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import etree

from catalogue.models import Record
from catalogue.protocols import sitemap

pytestmark = pytest.mark.django_db
NAMES = {"s": sitemap.NAMESPACE}


def places(client: Client, address: str) -> list[str]:
    found = etree.fromstring(client.get(address).content).xpath("//s:loc/text()", namespaces=NAMES)
    return [str(each) for each in found]


def test_the_parts_hold_every_published_entry_once(client: Client, demo: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "LARGEST", 200)
    parts = [each.removeprefix("http://testserver") for each in places(client, "/sitemap.xml")]
    found = [place for part in parts for place in places(client, part)]
    records = Record.objects.published().values_list("kind", "slug")

    assert len(parts) > 1
    assert sorted(found) == sorted(f"http://testserver/{kind}s/{slug}/" for kind, slug in records)


def test_each_part_is_one_query_and_says_when_an_entry_changed(client: Client, demo: None) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        body = client.get("/sitemap-1.xml").content

    root = etree.fromstring(body)
    assert len(queries) == 1
    assert len(root.xpath("//s:lastmod", namespaces=NAMES)) == len(root)


def test_there_is_no_part_after_the_last(client: Client, demo: None) -> None:
    assert client.get("/sitemap-2.xml").status_code == 404


def test_crawlers_are_kept_from_what_never_ends(client: Client) -> None:
    response = client.get("/robots.txt")
    text = response.content.decode()
    robots = RobotFileParser()
    robots.parse(text.splitlines())

    assert response["Content-Type"].startswith("text/plain")
    assert robots.site_maps() == ["http://testserver/sitemap.xml"]
    assert robots.can_fetch("*", "/persons/ion-antonescu/")
    assert not robots.can_fetch("*", "/admin/")
    assert {"Disallow: /*?", "Allow: /persons/?page="} <= set(text.splitlines())
