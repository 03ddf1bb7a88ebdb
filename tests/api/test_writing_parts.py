"""Single claims, citations and disagreements written at the API."""

from __future__ import annotations

import pytest

from catalogue.models import Citation, Disagreement, Revision
from tests.api.writing_world import EDITORIAL, Program, World, content, person, pointers


@pytest.fixture
def world(db: None) -> World:
    return World()


def test_a_claim_is_added_read_replaced_patched_and_taken_out(world: World) -> None:
    ask = world.editor.ask
    alias = {"type": "alias", "text": "Anuța", "marks": "[@banu-2004, p. 12]"}

    made = ask("POST", f"records/{world.ana.uuid}/claims/?reason=apodo", {"list": "names", "claim": alias})

    assert made.status_code == 201, made.content
    address = made["Location"].removeprefix("http://testserver")
    read = Program(None).ask("GET", address)
    assert (read.status_code, read.json()["claim"]["text"]) == (200, "Anuța"), read.content
    assert read.json()["notes"][0]["mark"] == "@banu-2004, p. 12"
    assert Program(None).ask("GET", address, if_none_match=read["ETag"]).status_code == 304
    patched = ask("PATCH", address, {"claim": {"note": "en cartas"}}, if_match=read["ETag"])
    assert (patched.status_code, patched.json()["claim"]["note"]) == (200, "en cartas"), patched.content
    body = patched.json()
    body["claim"]["text"] = "Anuta"
    replaced = ask("PUT", address, body, if_match=patched["ETag"])
    assert (replaced.status_code, replaced.json()["claim"]["text"]) == (200, "Anuta"), replaced.content
    assert replaced.json()["claim"]["footnotes"] == read.json()["claim"]["footnotes"]
    assert [each["text"] for each in content(world.ana)["names"]] == ["Pauker", "Anuta"]
    gone = ask("DELETE", address, if_match=replaced["ETag"])
    assert (gone.status_code, ask("GET", address).status_code) == (204, 404)
    assert Revision.objects.get(subject=world.ana.uuid, version=2).reason == "apodo"
    assert content(world.ana)["internal_note"] == "revisar"


def test_a_claim_is_refused_at_its_place_and_proposed_by_who_does_not_publish(world: World) -> None:
    address = f"records/{world.ana.uuid}/claims/"
    unsourced = {"list": "datings", "claim": {"type": "death", "date": "1961"}}
    wrong = {"list": "datings", "claim": {"type": "death", "date": "x", **EDITORIAL}, "more": 1}

    refused = world.editor.ask("POST", address, unsourced)

    assert (refused.status_code, pointers(refused)) == (422, ["/claim"])
    assert pointers(world.editor.ask("POST", address, wrong)) == ["/more"]
    wrong.pop("more")
    assert pointers(world.editor.ask("POST", address, wrong)) == ["/claim/date"]
    birth = content(world.ana)["datings"][0]["uuid"]
    taken = {"list": "datings", "claim": {"uuid": birth, "type": "birth", "date": "1893", **EDITORIAL}}
    assert world.editor.ask("POST", address, taken).status_code == 409
    stale = world.editor.ask("PATCH", f"claims/{birth}/", {"claim": {}}, if_match='"9.0.claim"')
    missing = world.editor.ask("DELETE", f"claims/{birth}/")
    proposed = world.contributor.ask("DELETE", f"claims/{birth}/", if_match='"1.0.claim"')
    assert (stale.status_code, missing.status_code, proposed.status_code) == (412, 428, 202)
    assert content(world.ana)["datings"][0]["uuid"] == birth
    assert Program(None).ask("GET", address).json()["count"] == 3


def test_claims_of_drafts_are_not_the_publics(world: World) -> None:
    draft = world.contributor.ask("POST", "persons/", person("Oculta"))
    address = f"claims/{draft.json()['names'][0]['uuid']}/"

    assert Program(None).ask("GET", address).status_code == 404
    assert world.contributor.ask("GET", address).status_code == 200


def test_a_citation_is_entered_patched_replaced_and_deleted(world: World) -> None:
    ask = world.editor.ask
    place = {"source": {"citekey": "banu-2004"}, "label": "page", "locator": "77", "internal_note": "ver"}

    made = ask("POST", "citations/", place)

    assert made.status_code == 201, made.content
    address = made["Location"].removeprefix("http://testserver")
    assert ask("POST", "citations/", {**place, "uuid": made.json()["uuid"], "locator": "78"}).status_code == 409
    twice = ask("POST", "citations/", place)
    assert (twice.status_code, len(twice.json()["errors"])) == (422, 1)
    patched = ask("PATCH", address, {"quotation": "palabras"}, if_match=made["ETag"])
    assert patched.status_code == 200, patched.content
    assert (patched.json()["quotation"], patched.json()["internal_note"]) == ("palabras", "ver"), patched.content
    assert ask("PUT", address, {}, if_match=made["ETag"]).status_code == 412
    shown = {key: value for key, value in patched.json().items() if key != "internal_note"}
    same = ask("PUT", address, shown, if_match=patched["ETag"])
    assert (same.status_code, same.json()["version"]) == (200, 2), same.content
    assert Citation.objects.get(source=world.book.record_id, locator="77").internal_note == "ver"
    second = {"via": {"uuid": made.json()["uuid"]}, "quotation": "según"}
    told = ask("POST", "citations/", second).json()
    back = ask("PUT", f"citations/{told['uuid']}/", told, if_match='"1.0.json"')
    assert (back.status_code, back.json()["via"]["citation"]) == (200, made.json()["uuid"]), back.content
    assert ask("DELETE", address, if_match=same["ETag"]).status_code == 409
    assert ask("DELETE", f"citations/{told['uuid']}/", if_match=back["ETag"]).status_code == 204
    assert ask("DELETE", address, if_match=same["ETag"]).status_code == 204


def test_a_contributor_changes_no_citation_of_published_entries(world: World) -> None:
    cited = Citation.objects.get(source=world.book.record_id, locator="3")

    changed = world.contributor.ask("PATCH", f"citations/{cited.uuid}/", {"note": "x"}, if_match='"1.0.json"')
    deleted = world.contributor.ask("DELETE", f"citations/{cited.uuid}/", if_match='"1.0.json"')

    assert (changed.status_code, deleted.status_code) == (422, 403)


def test_claims_are_told_to_disagree(world: World) -> None:
    ask = world.editor.ask
    made = ask("POST", "disagreements/", {"note": "¿1960 o 1961?"})
    assert made.status_code == 201, made.content
    uuid = made.json()["uuid"]
    assert Program(None).ask("GET", f"disagreements/{uuid}/").status_code == 404
    birth, _death = content(world.ana)["datings"]
    sides = [{"uuid": birth["uuid"], "disagreement": {"uuid": uuid}}]

    told = ask("PATCH", "persons/pauker/", {"datings": sides}, if_match="*")

    assert told.status_code == 200, told.content
    shown = Program(None).ask("GET", f"disagreements/{uuid}/")
    assert [side["uuid"] for side in shown.json()["elsewhere"]] == [birth["uuid"]]
    patched = ask("PATCH", f"disagreements/{uuid}/", {"reason": "las actas"}, if_match=shown["ETag"])
    assert (patched.json()["note"], patched.json()["reason"]) == ("¿1960 o 1961?", "las actas")
    assert ask("DELETE", f"disagreements/{uuid}/", if_match=shown["ETag"]).status_code == 412
    assert ask("DELETE", f"disagreements/{uuid}/", if_match=patched["ETag"]).status_code == 409
    ask("PATCH", f"claims/{birth['uuid']}/", {"claim": {"disagreement": None}}, if_match="*")
    assert ask("DELETE", f"disagreements/{uuid}/", if_match=patched["ETag"]).status_code == 204
    assert not Disagreement.objects.exists()


def test_a_uuid_that_is_taken_is_refused_however_it_is_written(world: World) -> None:
    made = world.editor.ask("POST", "disagreements/", {"note": "¿1960 o 1961?"}).json()

    again = world.editor.ask("POST", "disagreements/", {"uuid": made["uuid"].upper(), "note": "otra"})

    assert (again.status_code, again.json()["api_url"]) == (409, f"/api/v1/disagreements/{made['uuid']}/")
