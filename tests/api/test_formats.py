"""In which formats the API answers, and how they are asked for."""

from __future__ import annotations

import csv
import json
from typing import Any

import pytest
from django.test import Client

from catalogue.api.formats import BIBTEX, CSV, JSON, LISTS, NDJSON, NotOffered, chosen
from catalogue.models import PastSlug
from tests.roles import member
from tests.search.building import name, record, source, term

pytestmark = pytest.mark.django_db


def text_of(answer: Any) -> str:
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


@pytest.mark.parametrize(
    ("accept", "format_"),
    [
        ("", JSON),
        ("*/*", JSON),
        ("text/csv", CSV),
        ("text/*", CSV),
        ("application/json;q=0.5, text/csv;q=0.4", JSON),
        ("application/json;q=0.4, text/csv;q=0.5", CSV),
        ("application/json;q=0, */*;q=0.1, application/x-ndjson;q=0.2", NDJSON),
        ("application/jsonl", NDJSON),
        ("TEXT/X-BIBTEX", BIBTEX),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,text/csv,*/*;q=0.8", JSON),
    ],
)
def test_the_format_that_a_client_likes_best_is_chosen(accept: str, format_: Any) -> None:
    assert chosen(LISTS, "", accept) is format_


@pytest.mark.parametrize("accept", ["image/png", "text/html", "application/json;q=0", "text/csv;q=x"])
def test_what_nothing_meets_is_not_offered(accept: str) -> None:
    with pytest.raises(NotOffered):
        chosen((JSON,) if "csv" not in accept else LISTS, "", accept)


def test_the_suffix_counts_before_the_header(client: Client) -> None:
    record("person", "Uno")
    for address in ("persons.csv", "persons/uno.csv", "records.csv", "terms.csv"):
        answer = client.get(f"/api/v1/{address}", headers={"Accept": "application/json"})
        assert answer["Content-Type"] == "text/csv; charset=utf-8; header=present"
        assert answer["Content-Disposition"].startswith("attachment; filename=")
        assert answer["Content-Disposition"].endswith('.csv"')
        assert "Accept" not in [each.strip() for each in answer["Vary"].split(",")]


@pytest.mark.parametrize("address", ["persons.xyz", "persons/uno.xyz", "terms.bib", "persons.json/", "suggest.bib?q=a"])
def test_an_unknown_suffix_is_a_404(client: Client, address: str) -> None:
    record("person", "Uno")
    answer = client.get(f"/api/v1/{address}")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_what_cannot_be_accepted_is_a_406_that_names_the_formats(client: Client) -> None:
    answer = client.get("/api/v1/terms/", headers={"Accept": "image/png"})
    assert (answer.status_code, answer["Content-Type"]) == (406, "application/problem+json")
    assert "application/x-ndjson" in answer.json()["detail"]


def test_refusals_are_problems_in_every_format(client: Client) -> None:
    tables = ("persons.csv?facets=all", "persons.csv?fields=title", "persons.csv?nothing=1", "persons.csv?status=draft")
    for address in (*tables, "persons.ndjson?include=related", "persons.ndjson?ordering=relevance"):
        answer = client.get(f"/api/v1/{address}")
        assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json"), address
        assert answer.json()["errors"][0]["parameter"] in address


def test_files_are_the_whole_list_unless_a_page_is_asked(client: Client) -> None:
    for number in range(27):
        record("person", f"Persona {number:02}")
    record("person", "Otra")
    record("person", "Borrador", status="draft")
    lines = text_of(client.get("/api/v1/persons.ndjson?q=persona")).splitlines()
    assert [json.loads(each)["title"] for each in lines] == [f"Persona {number:02}" for number in range(27)]
    assert len(list(csv.DictReader(text_of(client.get("/api/v1/persons.csv")).splitlines()))) == 28
    page = client.get("/api/v1/persons.csv?page=2&page_size=20&q=persona&ordering=title")
    rows = list(csv.DictReader(text_of(page).splitlines()))
    assert [each["title"] for each in rows] == [f"Persona {number:02}" for number in range(20, 27)]
    assert 'page=1&page_size=20&q=persona&ordering=title>; rel="prev"' in page["Link"]
    titles = [json.loads(each) for each in text_of(client.get("/api/v1/persons.ndjson?fields=title")).splitlines()]
    assert {*titles[0]} == {"uuid", "title"}


def test_a_line_is_the_document_that_json_answers(client: Client) -> None:
    record("person", "Uno")
    document = client.get("/api/v1/persons/uno/").json()
    assert json.loads(text_of(client.get("/api/v1/persons/uno.ndjson"))) == document
    assert json.loads(text_of(client.get("/api/v1/persons.ndjson"))) == document
    assert client.get("/api/v1/persons/uno.json").json() == document


def test_every_collection_comes_as_a_table_and_as_lines(client: Client) -> None:
    banu, uno = source("banu-2004"), record("person", "Uno")
    term("rank", "general")
    for address in ("citations", "terms", "relation-types", "facets", "persons/facets/certainty", "terms/rank/general",
                    f"records/{uno.uuid}/revisions", "persons/uno/inverse-relations", f"sources/{banu.slug}/claims",
                    "sources"):  # fmt: skip
        for suffix in ("csv", "ndjson"):
            answer = client.get(f"/api/v1/{address}.{suffix}")
            assert answer.status_code == 200, address
            text_of(answer)
    assert "banu-2004" in text_of(client.get("/api/v1/sources.bib"))
    assert client.get("/api/v1/persons/uno.jsonld").json()["@id"] == f"http://testserver/id/{uno.uuid}"
    assert len(client.get("/api/v1/records.jsonld").json()["@graph"]) == 2
    assert client.get("/api/v1/sources/banu-2004.csl.json")["Content-Type"] == (
        "application/vnd.citationstyles.csl+json"
    )
    suggested = csv.DictReader(text_of(client.get("/api/v1/suggest.csv?q=uno")).splitlines())
    assert [each["slug"] for each in suggested] == ["uno"]


def test_a_former_slug_leads_to_the_same_format(client: Client) -> None:
    PastSlug.objects.create(kind="person", slug="antes", record=record("person", "Uno"))
    answer = client.get("/api/v1/persons/antes.csv")
    assert (answer.status_code, answer["Location"]) == (301, "/api/v1/persons/uno.csv")


def test_answers_say_where_else_to_go(client: Client) -> None:
    uno = record("person", "Uno")
    links = client.get("/api/v1/persons/uno/")["Link"]
    for said in ('/api/v1/persons/uno/>; rel="canonical"', f'/id/{uno.uuid}>; rel="cite-as"',
                 '/api/v1/persons/>; rel="collection"', '/api/v1/persons/uno.csv>; rel="alternate"; type="text/csv"',
                 '/api/v1/schema/>; rel="describedby"', 'rel="license"'):  # fmt: skip
        assert said in links
    listed = client.get("/api/v1/persons/?q=uno")["Link"]
    assert '/api/v1/persons/?q=uno&page=1>; rel="first"' in listed
    assert '/api/v1/persons.csv?q=uno>; rel="alternate"' in listed


def test_head_and_options_tell_without_a_body(client: Client) -> None:
    record("person", "Uno")
    head = client.head("/api/v1/persons.csv")
    assert (head.status_code, text_of(head)) == (200, "")
    options = client.options("/api/v1/terms/", headers={"Accept": "image/png"})
    assert (options.status_code, options.content, options["Allow"]) == (204, b"", "GET, HEAD, OPTIONS")


def test_what_is_hidden_is_told_as_json_only(client: Client) -> None:
    uno = record("person", "Uno", internal_note="secreto")
    name(uno, "El Uno", internal_note="secreto")
    record("person", "Dos", status="draft")
    client.force_login(member("contributor", "ana"))
    assert client.get("/api/v1/persons/dos.csv").status_code == 404
    assert client.get("/api/v1/persons/uno.csv?full=true").status_code == 404
    assert "secreto" not in text_of(client.get("/api/v1/persons.csv"))
    assert client.get("/api/v1/persons/uno/?full=true")["Cache-Control"] == "private, no-store"
