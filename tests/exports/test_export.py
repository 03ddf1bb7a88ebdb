"""Exporting: the whole catalogue or some kinds, for everyone or for the house."""

from __future__ import annotations

import json
from typing import Any

import pytest

from catalogue.curation import Saved, save_citation, save_record
from catalogue.documents import Document
from catalogue.exports import export_lines
from catalogue.ingest import import_files
from catalogue.models import Citation, Record
from tests.documents.contents import birth, of_kind, person, relation, source
from tests.ingest.files import catalogue, empty_the_catalogue, take


def documents(**options: Any) -> list[Document]:
    return [json.loads(line) for line in export_lines(**options)]


def test_export_import_into_an_empty_catalogue_and_export_give_the_same_bytes(demo: None, tmp_path: Any) -> None:
    lines = catalogue()
    assert len(lines) > 1500
    empty_the_catalogue()
    report = take(tmp_path, *lines)
    assert report.refusals == []
    assert dict(report.outcomes) == {"created": len(lines)}
    assert catalogue() == lines


def test_the_order_of_a_file_is_words_sources_citations_disagreements_records(demo: None) -> None:
    kinds = list(dict.fromkeys(document["kind"] for document in documents()))
    assert kinds[:5] == ["term", "relation-type", "source", "citation", "disagreement"]
    assert kinds[5:] == sorted(kinds[5:])
    persons = [document["uuid"] for document in documents(kinds=["person"])]
    assert persons == sorted(persons)


def test_some_kinds_can_be_chosen_and_sources_come_first(demo: None) -> None:
    found = documents(kinds=["place", "source", "person", "place"])
    assert list(dict.fromkeys(document["kind"] for document in found)) == ["source", "person", "place"]
    assert len(found) == Record.objects.filter(kind__in=["place", "source", "person"]).count()


@pytest.fixture
def secrets(vocabulary: None) -> dict[str, Saved]:
    """A published person with something to hide, and drafts all around."""
    note = {"internal_note": "SECRETO"}
    place = save_record(of_kind("place", "Lugar Oculto", status="draft"))
    open_source, hidden = save_record(source("abierta", **note)), save_record(source("oculta", status="review"))
    save_record(person("Persona Oculta", status="draft", datings=[birth(marks="[@oculta, p. 9]")]))
    shown = save_record(
        person(
            "Ion",
            **note,
            datings=[birth(marks="[@abierta, p. 1]", **note)],
            relations=[relation("born-at", place), {"type": "died-at", "object_text": "Iași", "context": None}],
        )
    )
    cited = Citation.objects.get(source__citekey="abierta")
    facts = {"source": {"citekey": "abierta"}, "label": "page", "locator": "1"}
    save_citation({"uuid": str(cited.uuid), **facts, **note})
    save_citation(
        {"source": None, "locator": "24", "via": {"uuid": str(Citation.objects.get(source__citekey="oculta").uuid)}}
    )
    return {"shown": shown, "place": place, "open": open_source, "hidden": hidden}


def test_the_public_export_keeps_drafts_and_internal_notes_back(secrets: dict[str, Saved], tmp_path: Any) -> None:
    text = "\n".join(export_lines())
    assert "SECRETO" not in text
    assert "ocult" not in text.lower()
    assert '"Ion"' in text
    assert '"Iași"' in text
    citations = [document for document in documents() if document["kind"] == "citation"]
    assert [each["source"]["citekey"] for each in citations] == ["abierta"]


def test_the_internal_export_has_everything(secrets: dict[str, Saved]) -> None:
    text = "\n".join(catalogue())
    assert text.count("SECRETO") == 4
    assert "Lugar Oculto" in text
    assert "Persona Oculta" in text
    assert len([document for document in documents(internal=True) if document["kind"] == "citation"]) == 3


def test_the_public_export_can_be_imported_by_itself(secrets: dict[str, Saved], tmp_path: Any) -> None:
    lines = list(export_lines())
    empty_the_catalogue()
    report = take(tmp_path, *lines)
    assert report.refusals == []
    assert list(export_lines()) == lines


def test_what_is_empty_is_left_out_and_zero_is_kept(vocabulary: None) -> None:
    content = person(relations=[{"type": "spouse-of", "object_text": "nadie", "object_count": 0}])
    save_record(content)
    line = documents(kinds=["person"])[0]
    assert line["relations"][0]["object_count"] == 0
    assert "note" not in line["relations"][0]
    assert "gender" not in line


def test_the_demo_file_is_what_an_export_of_it_gives(demo: None, demo_lines: list[Document]) -> None:
    exported = {document["uuid"]: document for document in documents(internal=True)}
    assert exported.keys() == {line["uuid"] for line in demo_lines}


def test_an_import_of_an_export_into_the_same_catalogue_changes_nothing(demo: None, tmp_path: Any) -> None:
    path = tmp_path / "all.ndjson"
    path.write_text("\n".join(catalogue()), encoding="utf-8")
    assert set(import_files([path]).outcomes) == {"unchanged"}
