"""Whole documents written at the API: entered, replaced, patched, deleted, and refused with the place to blame."""

from __future__ import annotations

from typing import Any

import pytest

from catalogue.curation import save_record
from catalogue.models import Record, Revision
from tests.api.writing_world import EDITORIAL, Program, World, content, person, pointers


@pytest.fixture
def world(db: None) -> World:
    return World()


def test_a_document_is_entered_read_whole_replaced_and_deleted(world: World) -> None:
    made = world.editor.ask("POST", "persons/?reason=alta%20%C3%BAtil", person("Ana Nueva", status="published"))

    assert made.status_code == 201, made.content
    uuid = made.json()["uuid"]
    assert made["Location"].endswith("/api/v1/persons/ana-nueva/")
    assert Revision.objects.get(subject=uuid).reason == "alta útil"
    document, tag = world.editor.whole("persons/ana-nueva/")
    assert tag == made["ETag"]
    document["names"].append({"type": "alias", "text": "Anita", **EDITORIAL})
    changed = world.editor.ask("PUT", "persons/ana-nueva/", document, if_match=tag)
    assert (changed.status_code, changed.json()["version"]) == (200, 2), changed.content
    again = world.editor.ask("PUT", f"records/{uuid}/", changed.json(), if_match=changed["ETag"])
    assert (again.status_code, again.json()["version"]) == (200, 2), again.content
    gone = world.editor.ask("DELETE", "persons/ana-nueva/?reason=doble", if_match=again["ETag"])
    assert (gone.status_code, gone.content) == (204, b"")
    assert world.editor.ask("GET", "persons/ana-nueva/").status_code == 410


def test_a_patch_changes_what_it_names_and_loses_nothing_that_the_public_cannot_see(world: World) -> None:
    before = content(world.ana)
    public = world.editor.ask("GET", "persons/pauker/")
    birth, death = public.json()["datings"]
    patch = {
        "sort_title": "Pauker, Ana",
        "datings": [
            {**birth, "note": "leída"},
            {"uuid": death["uuid"], "$delete": True},
            {"type": "death", "date": "1960-06", "marks": "[@banu-2004, p. 9]"},
        ],
    }

    kind = "application/merge-patch+json"
    answer = world.editor.ask("PATCH", "persons/pauker/", patch, kind=kind, if_match=public["ETag"])

    assert answer.status_code == 200, answer.content
    after = content(world.ana)
    first, second = after["datings"]
    assert (first["note"], first["internal_note"], first["footnotes"]) == (
        "leída",
        "secreto",
        before["datings"][0]["footnotes"],
    )
    assert (second["date"], second["footnotes"][0]["citation"]["mark"]) == ("1960-06", "@banu-2004, p. 9")
    assert (after["internal_note"], after["relations"]) == ("revisar", before["relations"])
    assert answer.json()["internal_note"] == "revisar"


def test_what_was_read_in_public_can_be_sent_back_as_a_patch_and_changes_nothing(world: World) -> None:
    public = world.editor.ask("GET", "persons/pauker/?include=related,sources")

    answer = world.editor.ask("PATCH", "persons/pauker/", public.json(), if_match='W/"1.0.csv"')

    assert (answer.status_code, answer.json()["version"]) == (200, 1), answer.content


def test_only_what_was_read_whole_replaces_an_entry_of_which_the_public_sees_a_part(world: World) -> None:
    public = world.editor.ask("GET", "persons/pauker/")

    lost = world.editor.ask("PUT", "persons/pauker/", public.json(), if_match=public["ETag"])

    assert (lost.status_code, content(world.ana)["internal_note"]) == (412, "revisar")
    document, tag = world.editor.whole("persons/pauker/")
    kept = world.editor.ask("PUT", "persons/pauker/", document, if_match=tag)
    assert (kept.status_code, kept.json()["version"]) == (200, 1), kept.content
    assert Program(None).ask("GET", "persons/pauker/?full=true").status_code == 403


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_changing_needs_the_present_version(world: World, method: str) -> None:
    missing = world.editor.ask(method, "persons/pauker/", {})
    stale = world.editor.ask(method, "persons/pauker/", {}, if_match='"7.0.full"')

    assert (missing.status_code, stale.status_code) == (428, 412)
    assert stale["Content-Type"] == "application/problem+json"
    assert (stale.json()["version"], stale.json()["api_url"]) == (1, "/api/v1/persons/pauker/")


def test_any_version_will_do_when_the_tag_says_so(world: World) -> None:
    answer = world.editor.ask("PATCH", f"records/{world.ana.uuid}/", {"language": "ro"}, if_match="*")

    assert (answer.status_code, answer.json()["language"]) == (200, "ro")


def test_a_contributors_change_of_a_published_entry_is_a_proposal(world: World) -> None:
    answer = world.contributor.ask("PATCH", "persons/pauker/?reason=orden", {"sort_title": "X"}, if_match='"1.0.json"')

    assert answer.status_code == 202, answer.content
    proposal = Revision.objects.get(pk=answer.json()["proposal"])
    assert (proposal.state, proposal.reason, proposal.content["sort_title"]) == ("proposed", "orden", "X")
    assert answer.json()["present"]["sort_title"] != "X"
    deleted = world.contributor.ask("DELETE", "persons/pauker/", if_match="*")
    assert deleted.status_code == 403


def test_a_contributor_enters_drafts_and_publishes_nothing(world: World) -> None:
    made = world.contributor.ask("POST", "records/", person("Borrador"))
    published = world.contributor.ask("POST", "persons/", person("Pública", status="published"))

    assert (made.status_code, made.json()["status"]) == (201, "draft"), made.content
    assert (published.status_code, pointers(published)) == (422, ["/status"])


def test_who_may_not_write_is_told_so(world: World) -> None:
    nobody = Program(None).ask("POST", "persons/", person())
    keeper = Program(world.users["vocabulary-keeper"]).ask("POST", "persons/", person())

    assert (nobody.status_code, nobody["WWW-Authenticate"]) == (401, "Bearer")
    assert keeper.status_code == 403
    assert Record.objects.filter(kind="person").count() == 2


UNSOURCED = {"type": "authorized", "text": "Sin fuente"}


def test_claims_that_are_added_or_changed_need_a_source_also_in_drafts(world: World) -> None:
    added = world.editor.ask("POST", "persons/", {"names": [UNSOURCED]})
    inferred = {**UNSOURCED, "basis": "inferred", "basis_reason": "por el nombre del padre"}

    assert (added.status_code, pointers(added)) == (422, ["/names/0"])
    assert world.editor.ask("POST", "persons/", {"names": [inferred]}).status_code == 201
    old = save_record({"kind": "person", "slug": "vieja", "names": [UNSOURCED]})
    touched = {"names": [{"uuid": content(old)["names"][0]["uuid"], "text": "Otra"}]}
    refused = world.editor.ask("PATCH", "persons/vieja/", touched, if_match="*")
    beside = world.editor.ask("PATCH", "persons/vieja/", {"sort_title": "V"}, if_match="*")
    assert (refused.status_code, pointers(refused), beside.status_code) == (422, ["/names/0"], 200)


def test_problems_are_told_by_their_place_in_the_patch(world: World) -> None:
    birth, _death = content(world.ana)["datings"]
    patch = {"datings": [{"type": "birth", "date": "9999-99", **EDITORIAL}, {"uuid": birth["uuid"], "certainty": "no"}]}

    answer = world.editor.ask("PATCH", "persons/pauker/", patch, if_match="*")

    assert answer.status_code == 422
    assert sorted(pointers(answer)) == ["/datings/0/date", "/datings/1/certainty"]
    lists = {"names": None, "datings": [{"uuid": world.ana.uuid, "$delete": True}]}
    answer = world.editor.ask("PATCH", "persons/pauker/", lists, if_match="*")
    assert (answer.status_code, pointers(answer)) == (422, ["/names", "/datings/0"])


def test_a_uuid_is_entered_once_and_an_entry_that_others_rest_on_stays(world: World) -> None:
    taken = world.editor.ask("POST", "persons/", person("Otra", uuid=world.ana.uuid))
    elsewhere = world.editor.ask("PUT", "persons/pauker/", person("X", uuid=world.book.uuid), if_match='"1.0.full"')
    other = world.editor.ask("POST", "units/", person())
    nowhere = world.editor.ask("PUT", "persons/6f2c1f6e-2f4a-5a0b-9f0e-0d8f3a1b2c3d/", person(), if_match="*")
    held = world.editor.ask("DELETE", "sources/amurgul/", if_match="*")

    assert (taken.status_code, pointers(taken)) == (409, ["/uuid"])
    assert (elsewhere.status_code, pointers(elsewhere)) == (422, ["/uuid"])
    assert (other.status_code, pointers(other)) == (422, ["/kind"])
    assert nowhere.status_code == 404
    assert (held.status_code, "footnote" in held.json()["detail"]) == (409, True)


BAD: dict[str, tuple[str | bytes, str, int]] = {
    "half a text": ('{"names": [', "application/json", 400),
    "no object": ("[]", "application/json", 400),
    "nothing": (" ", "application/json", 400),
    "not a number": ('{"names": NaN}', "application/json", 400),
    "an endless number": ('{"a": 1e999}', "application/json", 400),
    "many digits": ('{"a": ' + "9" * 5000 + "}", "application/json", 400),
    "no UTF-8": (b'{"slug": "\xff"}', "application/json", 400),
    "a key twice": ('{"slug": "a", "slug": "b"}', "application/json", 400),
    "a deep nest": ("[" * 100_000, "application/json", 400),
    "a nest": ('{"names": ' + "[" * 50 + "]" * 50 + "}", "application/json", 400),
    "a null character": ('{"slug": "a\\u0000"}', "application/json", 422),
    "half a character in a key": ('{"\\ud800": 1}', "application/json", 422),
    "a form": ("slug=a", "application/x-www-form-urlencoded", 415),
    "another type": ("slug: a", "application/yaml", 415),
}


def test_a_body_that_cannot_be_read_is_refused(world: World) -> None:
    found = {name: world.editor.ask("POST", "persons/", body, kind=kind) for name, (body, kind, _status) in BAD.items()}

    assert {name: answer.status_code for name, answer in found.items()} == {name: bad[2] for name, bad in BAD.items()}
    assert {answer["Content-Type"] for answer in found.values()} == {"application/problem+json"}


def test_a_body_that_is_too_large_is_not_read(world: World, settings: Any) -> None:
    settings.API_BODY_LIMIT = 100

    assert world.editor.ask("POST", "persons/", person("x" * 200)).status_code == 413


def test_a_write_asks_the_same_number_of_questions_however_many_claims_there_are(
    world: World, django_assert_max_num_queries: Any
) -> None:
    def datings(count: int) -> list[Any]:
        return [
            {"type": "birth", "date": str(1800 + at), "standing": "alternative", **EDITORIAL} for at in range(count)
        ]

    counts = []
    for count in (2, 60):
        made = world.editor.ask("POST", "persons/", person(f"Nueva {count}", datings=datings(count))).json()
        patch = {"datings": [{"uuid": each["uuid"], "note": "n"} for each in made["datings"]]}
        with django_assert_max_num_queries(200) as asked:
            world.editor.ask("PATCH", f"records/{made['uuid']}/", patch, if_match="*")
        counts.append(len(asked))
    assert counts[1] <= counts[0], counts
