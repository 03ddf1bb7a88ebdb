from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from catalogue.curation import Saved, delete_record, save_record
from catalogue.documents import Document, build_documents, content_of
from catalogue.models import Record
from tests.web.reading import read

pytestmark = pytest.mark.usefixtures("vocabulary")
NEVER = "8c9d4b1e-6a53-4f0e-9b5d-3f1f6c2a7d10"


def person(name: str, **keys: object) -> Document:
    """A published person with a name and nothing else."""
    return {
        "kind": "person",
        "status": "published",
        "names": [{"type": "authorized", "text": name, "basis": "editorial"}],
        **keys,
    }


def saved_again(saved: Saved, **changes: object) -> Saved:
    """The record saved once more with these keys changed."""
    document = build_documents([saved.record_id], full=True)[saved.record_id]
    return save_record(content_of(document) | changes)


def test_the_permanent_address_leads_to_the_page_wherever_it_stands(client: Client) -> None:
    saved = save_record(person("Ana Pauker"))
    response = client.get(f"/id/{saved.uuid}")
    assert response.status_code == 302
    assert response["Location"] == "/persons/ana-pauker/"


def test_the_address_of_a_claim_leads_to_its_place_on_the_page(client: Client) -> None:
    saved = save_record(person("Ana Pauker"))
    claim = build_documents([saved.record_id], full=False)[saved.record_id]["names"][0]["uuid"]
    response = client.get(f"/id/{claim}")
    assert response["Location"] == f"/persons/ana-pauker/#claim-{claim}"
    assert "Ana Pauker" in read(client, "/persons/ana-pauker/").by_id(f"claim-{claim}").words


def test_a_former_slug_redirects_for_good(client: Client) -> None:
    saved = save_record(person("Ana Pauker"))
    saved_again(saved, slug="pauker-ana")
    response = client.get("/persons/ana-pauker/")
    assert response.status_code == 301
    assert response["Location"] == "/persons/pauker-ana/"


def test_a_deleted_record_is_gone_with_its_title_its_day_and_the_reason(client: Client) -> None:
    saved = save_record(person("Ana Doble"))
    saved_again(saved, slug="ana-doblada")
    delete_record(saved.record_id, reason="Ficha repetida")
    for address in ("/persons/ana-doblada/", "/persons/ana-doble/", f"/id/{saved.uuid}"):
        page = read(client, address, status=410)
        assert "Ana Doble" in page.words
        assert "Ficha repetida" in page.words


def test_a_draft_is_not_there_for_the_public_at_any_address(client: Client) -> None:
    saved = save_record(person("Borrador", status="draft"))
    claim = build_documents([saved.record_id], full=True)[saved.record_id]["names"][0]["uuid"]
    for address in ("/persons/borrador/", f"/id/{saved.uuid}", f"/id/{claim}"):
        read(client, address, status=404)


def test_staff_see_a_draft_with_a_notice(client: Client, curator: User) -> None:
    save_record(person("Borrador", status="draft"))
    client.force_login(curator)
    page = read(client, "/persons/borrador/")
    assert "no está publicada" in page.words
    assert page.find("meta", name="robots")


def test_a_deleted_draft_was_never_public(client: Client) -> None:
    saved = save_record(person("Borrador", status="draft"))
    delete_record(saved.record_id, reason="secreto")
    read(client, "/persons/borrador/", status=404)
    read(client, f"/id/{saved.uuid}", status=404)


def test_a_relation_from_a_draft_is_not_shown_at_its_other_end(client: Client) -> None:
    place = save_record({**person("Iași"), "kind": "place"})
    tie = {"type": "born-at", "object": {"uuid": str(place.uuid)}, "basis": "editorial"}
    saved = save_record(person("Nacida", relations=[tie]))
    assert "Nacida" in read(client, "/places/iasi/").words
    saved_again(saved, status="draft")
    assert "Nacida" not in read(client, "/places/iasi/").words


@pytest.mark.parametrize("address", ["/persons/nobody/", f"/id/{NEVER}", f"/citations/{NEVER}/", "/nothing/"])
def test_what_never_was_is_not_found_in_the_look_of_the_house(client: Client, address: str) -> None:
    page = read(client, address, status=404)
    assert page.find("header", class_="masthead")
    assert len(page.find("h1")) == 1


def test_a_failure_is_told_in_the_look_of_the_house(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(Record.objects, "published", fail)
    client.raise_request_exception = False
    page = read(client, "/", status=500)
    assert page.find("header", class_="masthead")


def test_the_probes_answer(client: Client) -> None:
    assert client.get("/healthz").content == b"ok\n"
    assert client.get("/readyz").content == b"ready\n"
