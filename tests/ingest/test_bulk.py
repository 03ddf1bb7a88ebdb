"""Imports of many documents: indexed once at the end, into tables without ties, in batches of any size."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import DataError, connection

from catalogue.curation import Saved, save_record, showing
from catalogue.documents import ready_documents
from catalogue.ingest import records as importing
from catalogue.ingest import survey
from catalogue.ingest.lines import Place
from catalogue.models import Record, SearchEntry, StaleDocument
from tests.documents.contents import birth, of_kind, person, relation, source
from tests.ingest.files import catalogue, take

pytestmark = pytest.mark.usefixtures("vocabulary")
ONE, TWO, THREE, FOUR = (f"6f5a1b9e-9a4c-4b7e-8a39-0f6a9ad4b0c{number}" for number in (1, 2, 3, 4))
GROUP = [
    person("Elena", uuid=ONE, slug="elena", relations=[relation("spouse-of", TWO)]),
    source("banu-2004", uuid=THREE),
    person("Nicolae", uuid=TWO, slug="nicolae", datings=[birth(marks="[@banu-2004, p. 3]")]),
    of_kind("event", "Boda", uuid=FOUR),
]


def rules() -> list[tuple[Any, ...]]:
    """Every constraint and index of the catalogue as the database has it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), condeferrable, condeferred"
            " FROM pg_constraint WHERE connamespace = 'public'::regnamespace"
            " UNION ALL SELECT tablename, indexname, indexdef, NULL, NULL FROM pg_indexes WHERE schemaname = 'public'"
            " ORDER BY 1, 2, 3"
        )
        return [tuple(row) for row in cursor.fetchall()]


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every import into an empty catalogue takes the ties off."""
    monkeypatch.setattr(importing, "MANY", 1)


def indexed() -> set[str]:
    return {str(uuid) for uuid in SearchEntry.objects.values_list("record__uuid", flat=True)}


def test_ties_and_indexes_are_back_after_an_import_into_an_empty_catalogue(tmp_path: Path, bare: None) -> None:
    before = rules()
    report = take(tmp_path, *GROUP)
    assert report.refusals == []
    assert rules() == before
    assert indexed() == {ONE, TWO, THREE, FOUR}
    imported = catalogue()
    assert any('"Elena"' in line and '"Nicolae"' in line for line in imported)


def test_the_ties_are_off_while_an_empty_catalogue_is_filled_and_only_then(
    tmp_path: Path, bare: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    take_all: Callable[..., list[Saved]] = vars(importing)["save_records"]

    def counting(*args: Any, **options: Any) -> list[Saved]:
        seen.append(sum(definition.startswith("FOREIGN KEY") for _table, _name, definition, *_rest in rules()))
        return take_all(*args, **options)

    monkeypatch.setattr(importing, "save_records", counting)
    every = sum(definition.startswith("FOREIGN KEY") for _table, _name, definition, *_rest in rules())
    take(tmp_path, *GROUP)
    assert max(seen) < every / 2
    seen.clear()
    take(tmp_path, person("Otra", slug="otra"))
    assert set(seen) == {every}


def test_a_refusal_gives_the_ties_back_too(tmp_path: Path, bare: None) -> None:
    before = rules()
    report = take(tmp_path, *GROUP, person("Nadie", slug="nadie", datings=[birth("mañana")]))
    assert [refusal.pointer for refusal in report.refusals] == ["/datings/0/date"]
    assert rules() == before
    assert not Record.objects.exists()


def test_the_same_footnote_in_two_documents_is_refused_without_ties_too(tmp_path: Path, bare: None) -> None:
    note = {"uuid": THREE, "citation": {"mark": "@banu-2004"}}
    report = take(
        tmp_path,
        source("banu-2004"),
        person("Ana", slug="ana", uuid=ONE, datings=[birth(footnotes=[note])]),
        person("Eva", slug="eva", uuid=TWO, datings=[birth(footnotes=[note])]),
    )
    assert [refusal.number for refusal in report.refusals] == [3]


def test_what_an_import_publishes_is_shown_anew_where_it_was_named_already(tmp_path: Path) -> None:
    place = save_record(of_kind("place", "Iași", status="draft"))
    saved = save_record(person("Ion", relations=[relation("born-at", place)]))
    assert ready_documents([saved.record_id])[saved.record_id]["relations"] == []
    report = take(tmp_path, of_kind("place", "Iași", uuid=place.uuid, slug="iasi"), *GROUP)
    assert dict(report.outcomes) == {"created": 4, "updated": 1}
    assert StaleDocument.objects.filter(record=saved.record_id).exists()
    assert len(ready_documents([saved.record_id])[saved.record_id]["relations"]) == 1
    assert indexed() == {place.uuid, saved.uuid, ONE, TWO, THREE, FOUR}


@pytest.mark.parametrize("alone", [True, False])
def test_what_the_index_cannot_keep_is_refused_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, alone: bool
) -> None:
    if not alone:
        save_record(person("Otra"))
    before = Record.objects.count()
    make = vars(showing)["refresh"]

    def refresh(ids: Any) -> None:
        if Record.objects.filter(pk__in=ids, uuid=TWO).exists():
            raise DataError("string is too long for tsvector")
        make(ids)

    monkeypatch.setattr(showing, "refresh", refresh)
    report = take(tmp_path, *GROUP)
    assert [str(refusal) for refusal in report.refusals] == [
        "records.ndjson:3: The database cannot keep a value of this: string is too long for tsvector."
    ]
    assert not report.written
    assert Record.objects.count() == before


def test_a_trial_makes_no_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Any] = []
    monkeypatch.setattr(showing, "refresh", made.append)
    assert take(tmp_path, *GROUP, dry_run=True).total == 4
    assert made == []


def test_batches_that_are_kept_are_found_as_soon_as_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "BATCH", 1)
    found: list[tuple[int, int]] = []

    def watch(_done: int, _total: int) -> None:
        found.append((Record.objects.filter(version__gt=0).count(), SearchEntry.objects.count()))

    take(tmp_path, *GROUP, keep_good=True, progress=watch)
    committed = found[len(found) // 2 :]
    assert committed[-1] == (4, 4)
    assert all(records == entries for records, entries in committed)


def test_the_size_of_the_groups_makes_no_difference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [
        {"kind": "person", "status": "published", "names": GROUP[0]["names"], "slug": "sin-uuid"},
        *GROUP,
        source("parte", parent={"citekey": "entera"}),
        source("entera"),
        {"kind": "citation", "uuid": TWO[:-1] + "8", "locator": "n. 1", "via": {"uuid": TWO[:-1] + "9"}},
        {"kind": "citation", "uuid": TWO[:-1] + "9", "source": {"citekey": "entera"}, "label": "page", "locator": "7"},
        GROUP[0],
    ]
    monkeypatch.setattr(importing, "BATCH", 1)
    monkeypatch.setattr(survey, "CHUNK", 1)
    report = take(tmp_path, *lines, keep_good=True)
    assert [str(refusal) for refusal in report.refusals] == [
        "records.ndjson:10: /uuid: the same document stands already at records.ndjson:2; leave one of them."
    ]
    assert dict(report.outcomes) == {"created": 9}


@pytest.mark.parametrize("many", [1, 2_000])
def test_sources_that_are_part_of_each_other_are_refused_and_not_followed_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    monkeypatch.setattr(importing, "MANY", many)
    before = rules()
    report = take(
        tmp_path,
        source("a", uuid=ONE, parent={"uuid": TWO}),
        source("b", uuid=TWO, parent={"uuid": ONE}),
        source("c", uuid=THREE, parent={"uuid": TWO}),
    )
    assert {refusal.pointer for refusal in report.refusals} == {"/parent"}
    assert rules() == before


def test_a_line_is_kept_in_mind_by_its_uuid_and_its_place_alone() -> None:
    place = Place(1, 2_000_000, 5_000_000_000)
    entry = survey.Entry.of(bytes(16), place, "person")
    assert (entry.place, entry.kind, entry.step) == (place, "person", "record")
    assert len(entry) < 40
