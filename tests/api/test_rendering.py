"""Stored documents are passed on as they stand, and the answer is the same as if they had been read."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from rest_framework.renderers import JSONRenderer

from catalogue.api.rendering import SplicingJson, Texts
from catalogue.documents import ready_documents
from catalogue.models import ReadyDocument, Record
from tests.search.building import narrative, record

DOCUMENTS = [{"title": "Pătrășcanu “L.”\u2028\u2029\\ \n", "none": None, "deep": [{"a": 1.5}, True]}, {}]


@pytest.mark.parametrize("documents", [DOCUMENTS, DOCUMENTS[:1], []])
def test_spliced_texts_read_as_the_documents_do(documents: list[object]) -> None:
    texts = Texts(json.dumps(each, ensure_ascii=False) for each in documents)
    around = {"count": 2, "next": None, "notices": ["“á”"]}
    spliced = SplicingJson().render({**around, "results": texts, "included": texts})
    written = JSONRenderer().render({**around, "results": documents, "included": documents})
    assert json.loads(spliced) == json.loads(written)
    assert list(json.loads(spliced)) == list(json.loads(written))
    assert "\u2028" not in spliced.decode()


def test_compact_texts_give_the_very_same_bytes() -> None:
    texts = Texts(json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in DOCUMENTS)
    written = JSONRenderer().render({"results": DOCUMENTS, "next": None})
    assert SplicingJson().render({"results": texts, "next": None}) == written


@pytest.mark.parametrize("answer", [{"count": 1}, [1, "á"], {}, None, "á"])
def test_answers_without_texts_are_written_as_ever(answer: object) -> None:
    assert SplicingJson().render(answer) == JSONRenderer().render(answer)


@pytest.mark.django_db
def test_a_list_of_stored_documents_equals_the_documents_read(client: Client) -> None:
    keys = [record("person", f"Persona {number}").pk for number in range(3)]
    narrative(Record.objects.get(pk=keys[0]), "Línea\u2028otra.")
    answer = client.get("/api/v1/persons/")
    assert answer.json()["results"] == list(ready_documents(keys).values())
    assert answer["Content-Type"] == "application/json"
    cut = client.get("/api/v1/persons/?fields=title").json()["results"]
    assert cut == [{"uuid": each["uuid"], "title": each["title"]} for each in answer.json()["results"]]


@pytest.mark.django_db
def test_a_list_without_wanted_keys_reads_no_document(client: Client) -> None:
    client.get(f"/api/v1/persons/{record('person', 'Uno').slug}/")
    ReadyDocument.objects.update(document='{"passed": "on"}')
    assert client.get("/api/v1/persons/").json()["results"] == [{"passed": "on"}]


@pytest.mark.django_db
def test_the_head_of_a_list_has_no_body(client: Client) -> None:
    record("person", "Uno")
    head, got = client.head("/api/v1/persons/"), client.get("/api/v1/persons/")
    assert head.content == b""
    assert head["Content-Length"] == got["Content-Length"] == str(len(got.content))
