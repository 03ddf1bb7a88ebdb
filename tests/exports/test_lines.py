"""The stored lines of an export say what a builder would say now, whatever was saved meanwhile."""

from __future__ import annotations

from typing import Any

import pytest

from catalogue.curation import Saved, find_drift, save_citation, save_record, save_term
from catalogue.documents import build_contents, content_of, ready_documents, ready_lines, to_line
from catalogue.exports import export_lines
from catalogue.models import Citation, ReadyDocument, Record, Status, Term
from tests.documents.contents import birth, change, of_kind, person, relation, source, story
from tests.ingest.files import catalogue, empty_the_catalogue, take


def every_key() -> list[int]:
    return list(Record.objects.filter(version__gt=0).order_by("uuid").values_list("pk", flat=True))


def published() -> list[int]:
    return list(Record.objects.published().order_by("uuid").values_list("pk", flat=True))


def serve() -> None:
    """Every public document is asked for, and stored with its lines."""
    ready_documents(published())


def assert_lines_are_true() -> None:
    for keys, full in ((every_key(), True), (published(), False)):
        built = {key: to_line(content_of(content)) for key, content in build_contents(keys, full=full).items()}
        assert ready_lines(keys, full=full) == built


def fresh() -> set[int]:
    """The records whose stored line is served."""
    lines = ReadyDocument.objects.filter(record__stale__isnull=True).exclude(line="")
    return set(lines.values_list("pk", flat=True))


def test_an_import_into_an_empty_catalogue_keeps_the_lines_that_would_be_built(demo: None, tmp_path: Any) -> None:
    lines = catalogue()
    empty_the_catalogue()
    assert take(tmp_path, *lines).refusals == []
    assert fresh() == set(published())
    assert_lines_are_true()


def test_an_import_keeps_no_line_of_a_record_that_names_a_draft_or_one_that_gets_its_address_later(
    vocabulary: None, tmp_path: Any
) -> None:
    uuids = [f"6f5a1b9e-9a4c-4b7e-8a39-0f6a9ad4b0c{number}" for number in range(6)]
    draft, nameless, named, first, second, third = uuids
    report = take(
        tmp_path,
        of_kind("place", "Oculto", uuid=draft, slug="oculto", status="draft", internal_note="x"),
        of_kind("place", "Sin dirección", uuid=nameless),
        of_kind("place", "Con dirección", uuid=named, slug="con-direccion"),
        person("Uno", uuid=first, slug="uno", relations=[relation("born-at", draft)], internal_note="SECRETO"),
        person("Dos", uuid=second, slug="dos", relations=[relation("born-at", nameless)]),
        person(
            "Tres", uuid=third, slug="tres", relations=[relation("born-at", named)], datings=[birth(internal_note="y")]
        ),
    )
    assert report.refusals == []
    kept = {str(uuid) for uuid in Record.objects.filter(pk__in=fresh()).values_list("uuid", flat=True)}
    assert kept == {nameless, named, third}
    assert_lines_are_true()
    assert not any("SECRETO" in line for line in export_lines())
    assert any("SECRETO" in line for line in export_lines(internal=True))


@pytest.fixture
def family(vocabulary: None) -> dict[str, Saved]:
    """Records that name each other, all of them served."""
    saved = {"source": save_record(source("a")), "place": save_record(of_kind("place", "Iași"))}
    saved["ion"] = save_record(
        person(
            "Ion",
            internal_note="SECRETO",
            datings=[birth(marks="[@a, p. 1]", internal_note="SECRETO")],
            narratives=[story("Nació [@a, p. 2].")],
            relations=[relation("born-at", saved["place"])],
        )
    )
    saved["draft"] = save_record(person("Borrador", status="draft", relations=[relation("born-at", saved["place"])]))
    serve()
    return saved


def test_lines_follow_every_change(family: dict[str, Saved]) -> None:
    assert_lines_are_true()
    changes: list[Any] = [
        lambda: change(family["place"], names=of_kind("place", "Jassy")["names"]),
        lambda: change(family["place"], status="draft"),
        lambda: change(family["place"], status="published"),
        lambda: change(family["source"], citekey="b"),
        lambda: save_citation(
            {
                "uuid": str(Citation.objects.get(locator="2").uuid),
                "source": {"uuid": family["source"].uuid},
                "locator": "9",
            }
        ),
        lambda: change(family["ion"], internal_note=""),
        lambda: change(family["ion"], status="draft"),
        lambda: change(family["ion"], status="published"),
        lambda: save_term(
            {"scheme": "dating-type", "slug": "born", "label_en": "b", "uuid": str(birth_type().uuid), "single": True}
        ),
    ]
    for each in changes:
        each()
        assert_lines_are_true()
        serve()
        assert_lines_are_true()


def birth_type() -> Term:
    return Term.objects.get(scheme="dating-type", slug="birth")


def test_an_export_takes_the_stored_lines(family: dict[str, Saved]) -> None:
    ReadyDocument.objects.filter(record=family["ion"].record_id).update(line="public", full_line="internal")
    assert list(export_lines(kinds=["person"])) == ["public"]
    assert "internal" in list(export_lines(kinds=["person"], internal=True))
    ReadyDocument.objects.update(form=0)
    assert "public" not in list(export_lines(kinds=["person"]))


def test_an_unpublished_record_has_a_line_in_the_internal_export_only(family: dict[str, Saved]) -> None:
    key = family["draft"].record_id
    assert Record.objects.get(pk=key).status == Status.DRAFT
    assert ready_lines([key], full=False) == {}
    assert ready_lines([key], full=True).keys() == {key}


def test_a_document_that_is_first_asked_for_after_an_import_has_not_rippled(vocabulary: None, tmp_path: Any) -> None:
    take(tmp_path, person("Ion", slug="ion"))
    (key,) = published()
    assert ReadyDocument.objects.get(pk=key).document == ""
    assert ready_documents([key])[key]["ripple"] == 0
    assert ReadyDocument.objects.get(pk=key).document


def test_a_stored_line_that_is_not_true_is_found(vocabulary: None, tmp_path: Any) -> None:
    take(tmp_path, person("Ion", slug="ion", internal_note="SECRETO"))
    assert not any(find_drift().values())
    ReadyDocument.objects.update(full_line="{}")
    assert find_drift()["stored lines"] == ["person ion"]
