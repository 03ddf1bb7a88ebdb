"""What curation saves is found at once, and what it takes away is not."""

from __future__ import annotations

from typing import Any

import pytest

from catalogue.curation import delete_record, save_record
from tests.search.building import titles

pytestmark = pytest.mark.usefixtures("vocabulary")


def person(title: str, **content: Any) -> dict[str, Any]:
    names = [{"type": "authorized", "text": title, "basis": "editorial"}]
    return {"kind": "person", "status": "published", "names": names, **content}


def test_a_saved_record_is_found_by_its_words_and_after_a_change_by_the_new_ones_only() -> None:
    saved = save_record(person("Ana Țurcanu"))
    assert titles("q=turcanu") == ["Ana Țurcanu"]
    save_record(person("Ana Popescu", uuid=saved.uuid))
    assert titles("q=turcanu") == []
    assert titles("q=popescu") == ["Ana Popescu"]


def test_a_deleted_record_is_not_found() -> None:
    saved = save_record(person("Ana Țurcanu"))
    delete_record(saved.record_id)
    assert titles("q=turcanu") == []


def test_who_is_tied_to_a_record_is_found_by_its_new_name() -> None:
    city = {"kind": "place", "status": "published"}
    name = {"type": "authorized", "basis": "editorial"}
    place = save_record({**city, "names": [{**name, "text": "Constanza"}]})
    tie = {"type": "born-at", "object": {"uuid": place.uuid}, "basis": "editorial"}
    save_record(person("Ana Popescu", relations=[tie]))
    save_record({**city, "uuid": place.uuid, "names": [{**name, "text": "Tomis"}]})
    assert titles("q=tomis") == ["Tomis", "Ana Popescu"]
    assert titles("q=constanza") == []


def test_what_was_withdrawn_is_not_found_through_its_neighbours_either() -> None:
    name = {"type": "authorized", "basis": "editorial"}
    place = {"kind": "place", "names": [{**name, "text": "Constanza"}]}
    saved = save_record({**place, "status": "published"})
    tie = {"type": "born-at", "object": {"uuid": saved.uuid}, "basis": "editorial"}
    save_record(person("Ana Popescu", relations=[tie]))
    save_record({**place, "uuid": saved.uuid, "status": "draft"})
    assert titles("q=constanza") == []
