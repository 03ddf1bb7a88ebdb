"""Dublin Core: what it takes of a document, and what it must not take."""

from __future__ import annotations

from collections import defaultdict

import pytest

from catalogue.curation import save_record
from catalogue.documents import Document
from catalogue.exports.dublin_core import dublin_core
from catalogue.exports.site import this_site
from tests.documents.contents import of_kind, person, public, relation, source, story

pytestmark = pytest.mark.usefixtures("demo")


def elements(document: Document) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for element, value, _language in dublin_core(document, site=this_site("https://legajo.example.org")):
        found[element].append(value)
    return dict(found)


def test_an_entry_is_described_with_what_it_rests_on_and_is_tied_to() -> None:
    book = save_record(source("libro-de-prueba", title="Libro de prueba"))
    place = save_record(of_kind("place", "Aldea de Prueba"))
    saved = save_record(
        person(
            "Ana de Prueba",
            identifiers=[{"scheme": "wikidata", "value": "Q42"}],
            datings=[{"type": "birth", "date": "1901-02-03", "marks": "[@libro-de-prueba, p. 5]"}],
            attributes=[{"property": "occupation", "term": "oficial-de-inteligencia", "basis": "editorial"}],
            narratives=[story("Nació **lejos** [@libro-de-prueba, p. 5]. " + "Palabra. " * 200)],
            relations=[relation("born-at", place, basis="editorial")],
        )
    )

    found = elements(public(saved))

    assert found["title"] == ["Ana de Prueba"]
    assert found["date"] == ["1901-02-03"]
    assert found["subject"] == ["oficial de inteligencia"]
    assert found["type"] == ["person"]
    assert found["identifier"] == [f"https://legajo.example.org/id/{saved.uuid}", "wikidata:Q42"]
    assert found["relation"] == [f"https://legajo.example.org/id/{place.uuid}"]
    assert found["coverage"] == ["Aldea de Prueba"]
    assert ["Libro de prueba" in note for note in found["source"]] == [True]
    assert found["description"][0].startswith("Nació lejos. Palabra.")
    assert 900 < len(found["description"][0]) <= 1001
    assert found["rights"] == ["https://creativecommons.org/licenses/by/4.0/", "CC BY 4.0"]
    assert book.uuid not in str(found)


def test_what_was_rejected_or_denied_is_not_told_without_its_footnote() -> None:
    place = save_record(of_kind("place", "Aldea de Prueba"))
    saved = save_record(
        person(
            "Ana de Prueba",
            datings=[{"type": "birth", "date": "1899", "standing": "rejected", "basis": "editorial"}],
            narratives=[story("Mentira.", standing="rejected", basis="editorial")],
            relations=[relation("born-at", place, negated=True, basis="editorial")],
        )
    )

    assert not {"date", "description", "relation", "coverage"} & elements(public(saved)).keys()


def test_a_source_is_described_as_the_work_that_it_is() -> None:
    saved = save_record(
        source(
            "libro-de-prueba",
            title="Libro de prueba",
            csl_type="book",
            creators=[
                {"role": "author", "family": "Deletant", "given": "Dennis"},
                {"role": "editor", "literal": "Instituto de Prueba"},
            ],
            publisher="Casa de Prueba",
            issued="1999?",
            text_language="ro",
            isbn="978-3-16-148410-0",
            url="https://example.org/libro",
            repository="Archivo",
            reference_code="F. 7",
        )
    )

    found = elements(public(saved))

    assert (found["creator"], found["contributor"]) == (["Deletant, Dennis"], ["Instituto de Prueba"])
    assert (found["publisher"], found["date"], found["language"]) == (["Casa de Prueba"], ["1999?"], ["ro"])
    assert found["type"] == ["Text", "source", "book"]
    assert found["identifier"][1:] == ["urn:isbn:978-3-16-148410-0", "https://example.org/libro", "Archivo, F. 7"]
