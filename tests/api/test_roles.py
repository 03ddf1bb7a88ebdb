"""What each role sees at the API: the public only what is published, cataloguers the drafts too; who writes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from catalogue.curation import Saved, save_record, save_relation_types, save_terms
from catalogue.documents import Document
from catalogue.exports import export_lines
from catalogue.models import Citation, Dating
from tests.roles import client_of, member

CATALOGUERS = ("contributor", "editor", "vocabulary-keeper", "administrator")
PUBLIC = ("reader", "account", "nobody")
JSON = "application/json"
SECRET = "Zvezdoslav"
"""A word that only unpublished entries have."""


def visitor(role: str) -> Client:
    """Somebody in a role: a reader without an account, one with an account, staff without a role, or a cataloguer."""
    if role == "reader":
        return client_of(None)
    return client_of(User.objects.create_user("lectora") if role == "account" else member(role))


class Shelf:
    """A published ministry and book, and a draft and a source in review that are tied to them."""

    def __init__(self) -> None:
        book = {"kind": "source", "citekey": "banu-2004", "csl_type": "book", "bibliographic_title": "Amurgul"}
        self.book = save_record({**book, "status": "published"})
        self.ministry = self.saved("organization", "Ministerul", "published", datings=[self.dating("1862", "p. 1")])
        office = {"type": "held-office", "object": {"uuid": self.ministry.uuid}, "marks": "[@banu-2004, p. 41]"}
        person = {"names": [{"type": "authorized", "text": SECRET, "marks": "[@banu-2004, p. 42]"}]}
        self.hidden = save_record(
            {"kind": "person", "status": "draft", **person, "relations": [office]}
            | {"narratives": [{"type": "biography", "text": f"{SECRET} fue ministro [@banu-2004, p. 43]."}]}
        )
        self.tied = self.saved(
            "event",
            "Golpe",
            "published",
            relations=[{"type": "same-as", "object": {"uuid": self.hidden.uuid}, "marks": "[@banu-2004, p. 44]"}],
        )
        self.paper = save_record(
            {**book, "citekey": "zvezdoslav-1944", "bibliographic_title": f"Papeles de {SECRET}", "status": "review"}
        )

    def dating(self, date: str, place: str) -> Document:
        return {"type": "founded", "date": date, "marks": f"[@banu-2004, {place}]"}

    def saved(self, kind: str, text: str, status: str, **more: Any) -> Saved:
        name = {"type": "authorized", "text": text, "marks": "[@banu-2004, p. 1]"}
        return save_record({"kind": kind, "status": status, "names": [name], **more})


TERMS = (("name-type", "authorized"), ("dating-type", "founded"), ("narrative-type", "biography"))


@pytest.fixture
def shelf(db: None) -> Shelf:
    save_terms([{"scheme": scheme, "slug": slug, "label_en": slug} for scheme, slug in TERMS])
    sorts = ("held-office", "same-as")
    save_relation_types([{"slug": slug, "label_en": slug, "inverse_en": slug, "facet": True} for slug in sorts])
    return Shelf()


ADDRESSES = {
    "all records": "/api/v1/records/",
    "a list": "/api/v1/persons/",
    "sources": "/api/v1/sources/",
    "a search": f"/api/v1/records/?q={SECRET}",
    "a search with snippets": f"/api/v1/persons/?q={SECRET}",
    "every facet": "/api/v1/records/?facets=all",
    "facets of persons": "/api/v1/persons/?facets=all",
    "by relation": "/api/v1/persons/?rel.held-office=ministerul",
    "by source": "/api/v1/records/?source=banu-2004",
    "by what is cited": "/api/v1/records/?cites=banu-2004",
    "suggestions": "/api/v1/suggest/?q=zvezd",
    "suggestions of a kind": "/api/v1/suggest/?q=zvezd&kind=person",
    "relations from elsewhere": "/api/v1/organizations/ministerul/inverse-relations/",
    "what rests on a source": "/api/v1/sources/amurgul/claims/",
    "citations": "/api/v1/citations/",
    "citations of a source": "/api/v1/citations/?source=banu-2004",
    "an entry with a tie": "/api/v1/events/golpe/",
    "an entry with a tie and its neighbours": "/api/v1/events/golpe/?include=related,sources",
    "the page of all": "/search/",
    "the page of a search": f"/search/?q={SECRET}",
    "the page of a kind": "/persons/",
    "the page of sources": "/sources/",
    "the page of the ministry": "/organizations/ministerul/",
    "the page of the tied event": "/events/golpe/",
    "the page of the book": "/sources/amurgul/",
    "the home page": "/",
    "the history of the event": "/events/golpe/history/",
}


@pytest.mark.parametrize("place", ADDRESSES)
def test_the_public_meets_no_word_of_what_is_not_published(shelf: Shelf, place: str) -> None:
    for role in PUBLIC:
        response = visitor(role).get(ADDRESSES[place])

        told = response.content.decode()
        assert response.status_code == 200, place
        assert shelf.hidden.uuid not in told
        assert shelf.paper.uuid not in told
        assert f"persons/{SECRET.lower()}" not in told
        assert f"Papeles de {SECRET}" not in told
        assert f"{SECRET} fue" not in told
        # Who asks for a word reads it again in the answer.
        assert SECRET in ADDRESSES[place] or SECRET.lower() not in told.lower()


@pytest.mark.parametrize("role", PUBLIC)
def test_the_public_counts_only_what_is_published(shelf: Shelf, role: str) -> None:
    client = visitor(role)

    def read(address: str) -> Any:
        return client.get(address).json()

    assert read("/api/v1/records/")["count"] == 3
    assert read("/api/v1/persons/")["count"] == 0
    assert read("/api/v1/records/?q=ministro")["count"] == 0
    assert read("/api/v1/records/?cites=banu-2004")["count"] == 2
    assert read("/api/v1/organizations/ministerul/inverse-relations/")["count"] == 0
    facets = {each["name"]: each for each in read("/api/v1/records/?facets=kind,source")["facets"]}
    counts = {value["value"]: value["count"] for value in facets["kind"]["values"]}
    assert counts == {"organization": 1, "event": 1, "source": 1}
    assert [value["count"] for value in facets["source"]["values"]] == [2]


@pytest.mark.parametrize("role", PUBLIC)
def test_places_in_sources_that_only_drafts_use_are_not_the_publics(shelf: Shelf, role: str) -> None:
    client = visitor(role)
    listed = client.get("/api/v1/citations/?source=banu-2004").json()
    hidden = [Citation.objects.get(locator=page).uuid for page in ("41", "42", "43")]

    assert listed["count"] == 2
    for uuid in hidden:
        assert client.get(f"/api/v1/citations/{uuid}/").status_code == 404
        assert client.get(f"/api/v1/citations/{uuid}/claims/").status_code == 404
        assert client.get(f"/citations/{uuid}/").status_code == 404
        assert client.get(f"/id/{uuid}").status_code == 404


@pytest.mark.parametrize("role", PUBLIC)
def test_an_entry_that_is_not_published_is_not_found_by_any_address(shelf: Shelf, role: str) -> None:
    client = visitor(role)
    slug = SECRET.lower()
    claim = Dating.objects.get(record=shelf.ministry.record_id).uuid
    places = (
        f"/api/v1/persons/{slug}/",
        f"/api/v1/records/{shelf.hidden.uuid}/",
        f"/api/v1/persons/{slug}/inverse-relations/",
        f"/persons/{slug}/",
        f"/persons/{slug}/?version=1",
        f"/persons/{slug}/history/",
        f"/id/{shelf.hidden.uuid}",
    )

    assert {place: client.get(place).status_code for place in places} == dict.fromkeys(places, 404)
    assert client.get(f"/id/{claim}").status_code == 302


def test_the_public_export_has_nothing_of_what_is_not_published(shelf: Shelf) -> None:
    public, internal = "\n".join(export_lines()), "\n".join(export_lines(internal=True))

    assert SECRET in internal
    assert SECRET not in public
    assert shelf.hidden.uuid not in public
    assert '"locator": "42"' in internal
    assert '"locator": "42"' not in public


def test_what_was_withdrawn_is_gone_everywhere_at_once(shelf: Shelf) -> None:
    from catalogue.documents import build_documents, content_of

    client = client_of(None)
    before = client.get("/api/v1/records/").json()["count"]
    content = content_of(build_documents([shelf.tied.record_id], full=True)[shelf.tied.record_id])
    save_record({**content, "status": "draft"})

    assert client.get("/api/v1/records/").json()["count"] == before - 1
    assert client.get("/events/golpe/").status_code == 404
    assert client.get("/api/v1/suggest/?q=golpe").json()["results"] == []


def list_drafts(client: Client, shelf: Shelf) -> bool:
    answer = client.get("/api/v1/persons/?status=draft&status=review")
    return answer.status_code == 200 and answer.json()["count"] == 1


def open_draft(client: Client, shelf: Shelf) -> bool:
    return client.get(f"/api/v1/persons/{SECRET.lower()}/").status_code == 200


def open_draft_by_uuid(client: Client, shelf: Shelf) -> bool:
    return client.get(f"/api/v1/records/{shelf.hidden.uuid}/").status_code == 200


def open_draft_page(client: Client, shelf: Shelf) -> bool:
    return client.get(f"/persons/{SECRET.lower()}/").status_code == 200


def find_draft_by_its_address(client: Client, shelf: Shelf) -> bool:
    return client.get(f"/id/{shelf.hidden.uuid}").status_code == 302


def open_places_of_drafts(client: Client, shelf: Shelf) -> bool:
    return client.get(f"/citations/{Citation.objects.get(locator='42').uuid}/").status_code == 200


def count_by_status(client: Client, shelf: Shelf) -> bool:
    answer = client.get("/api/v1/persons/?facets=status&status=draft&status=review")
    return answer.status_code == 200 and bool(answer.json()["facets"])


SEEING: dict[str, Callable[[Client, Shelf], bool]] = {
    "list drafts": list_drafts,
    "open a draft": open_draft,
    "open a draft by its uuid": open_draft_by_uuid,
    "open a draft's page": open_draft_page,
    "find a draft by its permanent address": find_draft_by_its_address,
    "open a place that only drafts cite": open_places_of_drafts,
    "count by status": count_by_status,
}


@pytest.mark.parametrize("role", [*PUBLIC, *CATALOGUERS])
@pytest.mark.parametrize("name", SEEING)
def test_drafts_are_seen_by_cataloguers_and_by_nobody_else(shelf: Shelf, name: str, role: str) -> None:
    assert SEEING[name](visitor(role), shelf) == (role in CATALOGUERS)


@pytest.mark.parametrize("role", [*PUBLIC, "vocabulary-keeper"])
def test_who_may_not_write_in_the_admin_writes_nothing_at_the_api(shelf: Shelf, role: str) -> None:
    client = visitor(role)
    citation = Citation.objects.get(locator="1").uuid
    claim = Dating.objects.get(record=shelf.ministry.record_id).uuid

    places = ("organizations/", "organizations/ministerul/", "citations/", f"citations/{citation}/", f"claims/{claim}/")
    for address in (*places, f"records/{shelf.ministry.uuid}/claims/", "disagreements/"):
        for method in ("post", "put", "patch", "delete"):
            response = getattr(client, method)(
                f"/api/v1/{address}", data='{"kind": "person"}', content_type=JSON, headers={"if-match": "*"}
            )
            assert response.status_code in {401, 403, 405}, (address, method)
    items = {"items": [{"method": "DELETE", "uuid": shelf.ministry.uuid, "version": 1}]}
    assert client.post("/api/v1/bulk/", data=items, content_type=JSON).status_code in {401, 422}
    assert client.get("/api/v1/organizations/ministerul/").json()["version"] == 1


@pytest.mark.parametrize("role", CATALOGUERS)
def test_a_cataloguer_whose_account_was_closed_sees_what_the_public_sees(shelf: Shelf, role: str) -> None:
    user = member(role)
    client = client_of(user)
    user.is_active = False
    user.save()

    assert client.get(f"/api/v1/persons/{SECRET.lower()}/").status_code == 404
