"""The pages of entries carry plain statements in schema.org, which end no element and cost no query."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from catalogue.documents import ready_documents
from catalogue.exports.linked.embedding import block_of
from catalogue.exports.site import this_site
from catalogue.models import Record
from tests.exports.test_linked import SCHEMAS, nodes
from tests.search.building import name, record

SITE = this_site("https://archive.example.org")
PAGES = {
    "/persons/iuliu-maniu/": "Person",
    "/units/division-tudor-vladimirescu/": "Organization",
    "/organizations/securitate/": "Organization",
    "/events/ocupacion-sovietica-de-rumania/": "Event",
    "/places/bucarest/": "Place",
    "/sources/hlihor-scurtu/": "Book",
}


class Blocks(HTMLParser):
    """The data blocks of a page as a browser reads them, and which links to other formats stand beside them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.alternates: list[str] = []
        self.inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.inside = tag == "script" and named.get("type") == "application/ld+json"
        if tag == "link" and named.get("rel") == "alternate" and named.get("type") == "application/ld+json":
            self.alternates.append(str(named["href"]))

    def handle_endtag(self, tag: str) -> None:
        self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.found.append(data)


def block(client: Client, address: str) -> Any:
    (found,) = Blocks(client.get(address).content.decode()).found
    return json.loads(found)


@pytest.mark.parametrize(("address", "sort"), PAGES.items())
def test_the_page_of_every_kind_says_what_the_entry_is(client: Client, demo: None, address: str, sort: str) -> None:
    told = block(client, address)
    row = Record.objects.get(slug=address.split("/")[2])

    assert (told["@context"], told["@type"]) == ("https://schema.org", sort)
    assert (told["@id"], told["name"]) == (f"http://testserver/id/{row.uuid}", row.title)
    assert told["url"] == f"http://testserver{address}"
    assert told["subjectOf"]["license"] == {"@id": "https://creativecommons.org/licenses/by/4.0/"}


def test_the_page_leads_to_the_whole_graph_which_says_the_same_of_the_entry(client: Client, demo: None) -> None:
    (address,) = Blocks(client.get("/places/bucarest/").content.decode()).alternates
    told, whole = block(client, "/places/bucarest/"), client.get(address).json()

    assert told["geo"] == {"@type": "GeoCoordinates", "latitude": whole["schema:geo"]["schema:latitude"],
                           "longitude": whole["schema:geo"]["schema:longitude"]}  # fmt: skip
    assert (told["@id"], told["sameAs"]) == (whole["@id"], whole["schema:sameAs"])


def test_no_word_of_an_entry_ends_the_block(client: Client, db: None) -> None:
    title = "</script><script>alert(1)</script><!-- & ]]> \u2028 \u2029 “ñ”"
    uno = record("person", title, slug="uno")
    name(uno, "<!--<script>")
    page = client.get("/persons/uno/").content.decode()
    raw = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)

    assert block(client, "/persons/uno/")["name"] == title
    assert len(raw) == 1
    assert not set(raw[0]) & set("<>&\u2028\u2029")


def test_drafts_and_former_versions_carry_none(admin_client: Client, demo: None) -> None:
    assert not Blocks(admin_client.get("/persons/iuliu-maniu/?version=1").content.decode()).found
    Record.objects.filter(slug="iuliu-maniu").update(status="draft")

    assert not Blocks(admin_client.get("/persons/iuliu-maniu/").content.decode()).found


@pytest.mark.skipif(not SCHEMAS.is_dir(), reason="no folder with the ontologies; LEGAJO_DATA names one")
def test_every_word_of_every_block_is_one_of_schema_org_and_no_block_is_long(demo: None) -> None:
    text = (SCHEMAS / "schemaorg-30.0" / "schemaorgcontext.jsonld").read_text(encoding="utf-8")
    known = json.loads(text)["@context"]
    documents = ready_documents(list(Record.objects.published().values_list("pk", flat=True))).values()
    used = set()
    for document in documents:
        told = block_of(document, site=SITE)
        assert len(told.encode()) < 6_000, document["slug"]
        for node in nodes(json.loads(told)):
            sorts = node.get("@type", [])
            used |= {key for key in node if key[0] != "@"} | set([sorts] if isinstance(sorts, str) else sorts)

    assert {"name", "birthDate", "sameAs", "license", "Person", "Book"} <= used
    assert used - set(known) == set()
