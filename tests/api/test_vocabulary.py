from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from catalogue.models import Citation, Footnote
from tests.search.building import cite, name, record, relation_type, source, term

pytestmark = pytest.mark.django_db


def read(client: Client, address: str, status: int = 200) -> Any:
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == status, answer.content
    return answer.json()


def test_terms_are_listed_by_scheme_and_read_by_slug_and_uuid(client: Client) -> None:
    army = term("echelon", "army", label_es="ejército")
    term("echelon", "field-army", broader=army)
    term("property", "rank", facet=True)
    assert [each["slug"] for each in read(client, "terms/?scheme=echelon")["results"]] == ["army", "field-army"]
    assert [each["slug"] for each in read(client, "terms/?facet=true")["results"]] == ["rank"]
    found = read(client, "terms/echelon/field-army/")
    assert (found["kind"], found["broader"], found["scheme"]) == ("term", "army", "echelon")
    assert read(client, f"terms/{army.uuid}/")["label_es"] == "ejército"
    assert read(client, found["api_url"].removeprefix("/api/v1/")) == found


def test_relation_types_are_listed_and_read_by_slug_and_uuid(client: Client) -> None:
    commanded = relation_type("commanded", facet=True, subject_kinds=["person"])
    relation_type("met")
    assert [each["slug"] for each in read(client, "relation-types/")["results"]] == ["commanded", "met"]
    assert read(client, "relation-types/?facet=true")["count"] == 1
    found = read(client, "relation-types/commanded/")
    assert (found["subject_kinds"], found["inverse_en"]) == (["person"], "commanded (inverse)")
    assert read(client, f"relation-types/{commanded.uuid}/") == found


def test_citations_are_listed_by_source_and_read_by_uuid(client: Client) -> None:
    banu = source("banu-2004", "Asalto")
    note = cite(name(record("person", "Uno"), "A"), banu, quotation="Cuvinte")
    (found,) = read(client, "citations/?source=banu-2004")["results"]
    assert (found["uuid"], found["quotation"], found["source"]["citekey"]) == (
        str(note.citation.uuid),
        "Cuvinte",
        "banu-2004",
    )
    assert read(client, f"citations/{note.citation.uuid}/") == found


def test_unresolved_notes_are_found_by_what_they_lack(client: Client) -> None:
    article = Citation.objects.create(source=source("articulo"), locator="1")
    lost = Citation.objects.create(via=article, locator="11")
    said = name(record("person", "Uno"), "A")
    for cited in (article, lost):
        Footnote.objects.create(citation=cited, name=said)
    assert [each["uuid"] for each in read(client, "citations/?unresolved=true")["results"]] == [str(lost.uuid)]
    assert read(client, "citations/?unresolved=false")["count"] == 1


def test_citations_of_a_source_that_is_not_published_are_not_there(client: Client) -> None:
    secret = Citation.objects.create(source=source("secreta", status="draft"), locator="1")
    assert read(client, "citations/")["count"] == 0
    read(client, f"citations/{secret.uuid}/", 404)
    read(client, f"citations/{secret.uuid}/claims/", 404)
    read(client, "citations/?source=secreta", 400)
