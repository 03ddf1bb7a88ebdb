"""The number of SQL queries of each address, recorded; with ten times the rows it is the same."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalogue.models import Citation, Footnote, Person, Term
from catalogue.search import sync_facets
from tests.search.building import attribute, cite, dating, name, record, relation, relation_type, source, term

pytestmark = pytest.mark.django_db

UUIDS = {"person": UUID(int=1), "citation": UUID(int=2), "term": UUID(int=3)}
ADDRESSES = {
    "": 0,
    "records/": 5,
    "records/?q=uno": 9,
    f"records/{UUIDS['person']}/": 2,
    "persons/": 5,
    "persons/?fields=title": 5,
    "persons/?facets=all": 5,
    "persons/?attr.rank=general&place=bucarest": 14,
    "persons/uno/": 2,
    f"persons/{UUIDS['person']}/": 2,
    "persons/uno/inverse-relations/": 5,
    "units/?facets=echelon": 5,
    "organizations/": 5,
    "events/": 5,
    "places/": 5,
    "places/bucarest/inverse-relations/": 5,
    "sources/": 5,
    "sources/banu-2004/": 2,
    "sources/banu-2004/claims/": 5,
    "citations/": 6,
    "citations/?source=banu-2004": 7,
    f"citations/{UUIDS['citation']}/": 4,
    f"citations/{UUIDS['citation']}/claims/": 5,
    "terms/": 3,
    "terms/?scheme=rank": 4,
    f"terms/{UUIDS['term']}/": 2,
    "terms/rank/general/": 2,
    "relation-types/": 3,
    "relation-types/born-at/": 2,
    "facets/": 8,
    "persons/?cursor=&page_size=1": 5,
    "persons/?q=uno&snippets=true": 14,
    "persons/?include=related": 7,
    "persons/?include=related,sources&fields=title": 7,
    "persons/uno/?include=related,sources": 5,
    "persons/facets/place/": 8,
    "persons/facets/rel.born-at/?place=bucarest": 11,
    "persons/facets/period/": 7,
    "persons/?related=uno&cites=banu-2004&sources_min=1": 16,
    "suggest/?q=persona": 1,
}


def population(size: int) -> None:
    banu, city = source("banu-2004"), record("place", "Bucarest")
    Citation.objects.create(uuid=UUIDS["citation"], source=banu, locator="primera")
    Term.objects.create(uuid=UUIDS["term"], scheme="gender", slug="male", label_en="Male")
    rank = term("property", "rank", facet=True, value_scheme="rank")
    general, born, knew = term("rank", "general"), relation_type("born-at", facet=True), relation_type("knew")
    sync_facets()
    hero = record("person", "Uno", uuid=UUIDS["person"])
    known = Citation.objects.get(uuid=UUIDS["citation"])
    Footnote.objects.create(citation=known, name=name(hero, "El Uno"))
    for number in range(size):
        person = record("person", f"Persona {number}")
        cite(attribute(person, rank, term=general), banu)
        cite(relation(person, born, city), source(f"fuente-{number}"))
        relation(person, knew, hero)
        relation(hero, knew, person)
        cite(name(hero, f"Alias {number}"), banu)
        dating(record("event", f"Acto {number}"), "1944", 19440101, 19441231)
        for kind in ("unit", "organization", "place"):
            record(kind, f"{kind} {number}")
        relation_type(f"tipo-{number}")
        term("otro", f"palabra-{number}")


def count(client: Client, address: str) -> int:
    client.get(f"/api/v1/{address}")  # the documents are ready from now on
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == 200, answer.content
    return len(captured)


@pytest.mark.parametrize("size", [4, 20])
def test_the_number_of_queries_of_each_address_is_known_and_does_not_grow(client: Client, size: int) -> None:
    population(size)
    assert Person.objects.count() == size + 1
    assert {address: count(client, address) for address in ADDRESSES} == ADDRESSES
