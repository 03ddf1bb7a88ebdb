"""The published schema is valid, complete, and true of what is answered."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from catalogue.api.parameters import LISTING, OF_ONE_FACET
from catalogue.documents import build_contents
from catalogue.models import Kind, Person, Revision
from catalogue.search import FILTERSETS
from tests.search.building import (
    attribute,
    cite,
    dating,
    disagree,
    name,
    narrative,
    record,
    relation,
    relation_type,
    source,
    term,
)


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    generator = SchemaGenerator()  # type: ignore[no-untyped-call]
    GENERATOR_STATS.reset()
    made: dict[str, Any] = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    assert not GENERATOR_STATS._warn_cache
    assert not GENERATOR_STATS._error_cache
    return made


def validate(schema: dict[str, Any], component: str, answer: Any) -> None:
    whole = {"$ref": f"#/components/schemas/{component}", "components": schema["components"]}
    problems = [f"{error.json_path}: {error.message}" for error in Draft202012Validator(whole).iter_errors(answer)]
    assert problems == []


def test_the_schema_is_valid_openapi_3_1(schema: dict[str, Any]) -> None:
    assert schema["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(schema).validate()


def test_every_operation_has_a_name_of_its_own(schema: dict[str, Any]) -> None:
    methods = ("get", "post", "put", "patch", "delete")
    names = [path[name]["operationId"] for path in schema["paths"].values() for name in methods if name in path]
    assert len(names) == len(set(names)) > 20


def test_documents_have_real_properties_with_the_curators_words(schema: dict[str, Any]) -> None:
    person = schema["components"]["schemas"]["PersonDocument"]["properties"]
    assert person["gender"]["description"]
    assert person["names"]["items"] == {"$ref": "#/components/schemas/NameClaim"}
    family = schema["components"]["schemas"]["NameClaim"]["properties"]["family"]
    assert family == {"type": "string", "description": "For filing: “Antonescu”. Persons only."}
    assert schema["components"]["schemas"]["Footnote"]["properties"]["stance"]["enum"][0] == "supports"


@pytest.mark.parametrize("kind", [None, *Kind.values])
def test_every_filter_of_a_kind_is_documented(schema: dict[str, Any], kind: str | None) -> None:
    operation = schema["paths"][f"/api/v1/{kind}s/" if kind else "/api/v1/records/"]["get"]
    known = set(FILTERSETS[kind](None, staff=True).known)
    assert {"place__not", "place__all", "place__isnull", "related", "sources_min"} <= known
    names = {each["name"] for each in operation["parameters"]}
    assert names == {*known, "vocabulary", *LISTING}
    assert all(each["description"] for each in operation["parameters"] if each["name"] != "page_size")
    assert {"200", "400"} <= set(operation["responses"])
    values = schema["paths"][f"/api/v1/{kind}s/facets/{{name}}/" if kind else "/api/v1/records/facets/{name}/"]["get"]
    assert {each["name"] for each in values["parameters"]} == {*known, "vocabulary", "name", *OF_ONE_FACET}


def test_facets_and_suggestions_are_shown_by_an_example_that_holds(schema: dict[str, Any]) -> None:
    for component in ("Facet", "FacetValue", "Suggestion"):
        (example,) = schema["components"]["schemas"][component]["examples"]
        validate(schema, component, example)


def test_refusals_are_documented(schema: dict[str, Any]) -> None:
    responses = schema["paths"]["/api/v1/persons/{slug}/"]["get"]["responses"]
    assert {"200", "301", "304", "400", "404", "410"} <= set(responses)


def catalogue() -> None:
    """A record of each kind with claims of every sort."""
    banu = source("banu-2004", csl_type="book")
    city, front = record("place", "Bucarest", latitude="44.43225", longitude="26.10626"), record("unit", "Frente")
    party, coup = record("organization", "Partido"), record("event", "Golpe", type=term("event-type", "coup"))
    person = record("person", "Uno", gender=term("gender", "male"))
    rank = term("property", "rank", facet=True, value_scheme="rank")
    cite(attribute(person, rank, term=term("rank", "general")), banu, quotation="Cuvinte")
    attribute(front, term("property", "strength"), number_low="15000", approximate=True, unit="men")
    first = dating(person, "1882-06-14", 18820614, 18820614)
    disagree(first, dating(coup, "1944", 19440101, 19441231, certainty="doubtful", standing="alternative"))
    cite(narrative(person, "Nació [@banu-2004, p. 1]."), banu)
    relation(person, relation_type("commanded"), front, context_id=coup.pk, role=term("role", "commander"))
    relation(person, relation_type("took-part"), None, object_text="oficiales", object_count=44)
    relation(coup, relation_type("took-place-at"), city, attributed_to_id=person.pk)
    relation(person, relation_type("member-of"), party)
    name(party, "PCR", type="acronym")
    content = build_contents([person.pk], full=True)[person.pk]
    kept = {"subject": person.uuid, "kind": "person", "slug": "uno", "title": "Uno", "content": content}
    Revision.objects.create(**kept, record_id=person.pk, version=1, action="created", public=True)


@pytest.mark.django_db
def test_what_is_answered_is_what_the_schema_says(schema: dict[str, Any], client: Client) -> None:
    catalogue()
    answers = {f"{kind}s/?facets=all": f"{kind.capitalize()}DocumentList" for kind in Kind.values}
    answers |= {
        "records/?facets=all&q=de+frente+OR+uno&snippets=true": "DocumentList",
        "persons/?include=related,sources&cursor=&page_size=1": "PersonDocumentList",
        "records/?include=related&fields=title,latitude": "DocumentList",
        "persons/uno/": "PersonAnswer",
        "persons/uno/?include=related,sources": "PersonAnswer",
        f"records/{Person.objects.get().uuid}/?include=sources": "Answer",
        f"records/{Person.objects.get().uuid}/revisions/": "RevisionList",
        "persons/uno/?version=1": "PersonAnswer",
        "persons/facets/place/": "FacetPage",
        "records/facets/period/?facet_order=label": "FacetPage",
        "records/facets/disputed/": "FacetPage",
        "suggest/?q=un": "SuggestionList",
        "units/frente/inverse-relations/": "StatementList",
        "sources/banu-2004/claims/": "StatementList",
        "citations/": "CitationList",
        "terms/": "TermList",
        "relation-types/": "RelationTypeList",
        "persons/?colour=red": "Problem",
        "persons/nobody/": "Problem",
        "": "Addresses",
    }
    for address, component in answers.items():
        answer = client.get(f"/api/v1/{address}")
        assert "results" not in answer.json() or answer.json()["results"]
        validate(schema, component, answer.json())
    for kind in client.get("/api/v1/facets/").json():
        validate(schema, "KindFacets", kind)


@pytest.mark.django_db
def test_the_schema_says_nothing_that_is_never_answered(schema: dict[str, Any], client: Client) -> None:
    catalogue()
    person = client.get("/api/v1/persons/uno/").json()
    properties = schema["components"]["schemas"]["PersonDocument"]["properties"]
    assert set(properties) - set(person) == {"internal_note"}
    claim = person["relations"][0]
    assert set(schema["components"]["schemas"]["RelationClaim"]["properties"]) - set(claim) == {"internal_note"}


@pytest.mark.django_db
def test_the_schema_is_served_in_english_to_everybody(client: Client) -> None:
    spanish = client.get("/api/v1/schema/", headers={"Accept-Language": "es"})
    english = client.get("/api/v1/schema/", headers={"Accept-Language": "en"})
    assert spanish.status_code == 200
    assert spanish.content == english.content


@pytest.mark.django_db
def test_the_documentation_loads_nothing_from_elsewhere(client: Client) -> None:
    page = client.get("/api/v1/docs/")
    assert page.status_code == 200
    text = page.content.decode()
    assert "swagger-ui-bundle.js" in text
    assert "http" not in text
    policy = page["Content-Security-Policy"]
    assert "script-src 'self';" in f"{policy};"
    assert "unsafe-eval" not in policy
    script = client.get("/api/v1/docs/?script=")
    assert script["Content-Type"].startswith("application/javascript")
