"""Whatever is asked of the API, it answers or says in a sentence what is wrong; it never fails."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as drawn
from hypothesis import strategies as st

from catalogue.search import RecordFilterSet, sync_facets
from tests.search.building import attribute, cite, dating, record, relation, relation_type, source, term

pytestmark = pytest.mark.django_db

MANY = "&".join(f"place=lugar-{number}" for number in range(900))
TABLE = [
    ("persons/?colour=red", "colour"),
    ("persons/?colour%00=red", "colour\N{REPLACEMENT CHARACTER}"),
    ("persons/?page=0", "page"),
    ("persons/?page=-1", "page"),
    ("persons/?page=1.5", "page"),
    ("persons/?page=²", "page"),
    ("persons/?page=99999999999999999999999", "page"),
    ("persons/?page=2", "page"),
    ("persons/?page_size=0", "page_size"),
    ("persons/?page_size=201", "page_size"),
    ("persons/?cursor=perhaps", "cursor"),
    ("persons/?cursor=%00", "cursor"),
    ("persons/?cursor=" + "A" * 5000, "cursor"),
    ("persons/?cursor=&page=1", "cursor"),
    ("changes/?latest=perhaps", "latest"),
    ("persons/?ordering=size", "ordering"),
    ("persons/?q=%22abierta", "q"),
    ("persons/?q=%00", "q"),
    ("persons/?q=uno%00dos", "q"),
    ("persons/?q=OR", "q"),
    ("persons/?q=" + "a+" * 300, "q"),
    ("persons/?q=" + "a" * 10_000, "q"),
    ("persons/?date_from=anteayer", "date_from"),
    ("persons/?date_from=1944-13", "date_from"),
    ("persons/?date_to=1944-02-30", "date_to"),
    ("persons/?date_from=1944&date_match=nearly", "date_match"),
    ("persons/?period=never", "period"),
    ("persons/?sources_min=-1", "sources_min"),
    ("persons/?sources_min=9999999999999999999", "sources_min"),
    ("persons/?sources_max=x", "sources_max"),
    ("persons/?cites=nobody", "cites"),
    ("persons/?related=nobody", "related"),
    ("persons/?related=person:nobody", "related"),
    ("persons/?place=nowhere", "place"),
    ("persons/?place__not=nowhere", "place__not"),
    ("persons/?place__all=nowhere", "place__all"),
    ("persons/?place__isnull=perhaps", "place__isnull"),
    ("persons/?place__some=x", "place__some"),
    ("persons/?certainty=sure", "certainty"),
    ("persons/?disputed=perhaps", "disputed"),
    ("persons/?disputed__not=true", "disputed__not"),
    ("persons/?attr.colour=red", "attr.colour"),
    ("persons/?status=draft", "status"),
    ("persons/?kind=person", "kind"),
    (f"persons/?{MANY}", "place"),
    ("persons/?facets=colour", "facets"),
    ("persons/?facets=" + ",".join(f"f{number}" for number in range(10_000)), "facets"),
    ("persons/?fields=colour", "fields"),
    ("persons/?fields=" + ",".join(f"f{number}" for number in range(10_000)), "fields"),
    ("persons/?include=friends", "include"),
    ("persons/?snippets=true", "snippets"),
    ("persons/?q=a&snippets=perhaps", "snippets"),
    ("persons/uno/?colour=red", "colour"),
    ("persons/uno/?page=1", "page"),
    ("persons/uno/?include=%00", "include"),
    ("persons/uno/inverse-relations/?page=x", "page"),
    ("persons/uno/inverse-relations/?page=0", "page"),
    ("persons/uno/inverse-relations/?page_size=999", "page_size"),
    ("persons/uno/inverse-relations/?fields=uuid", "fields"),
    ("persons/facets/place/?facet_page=9", "facet_page"),
    ("persons/facets/place/?place=nowhere", "place"),
    ("sources/banu-2004/claims/?page=2", "page"),
    ("citations/?source=nobody", "source"),
    ("citations/?source=%00", "source"),
    ("citations/?label=chapitre", "label"),
    ("citations/?unresolved=perhaps", "unresolved"),
    ("terms/?scheme=x", "scheme"),
    ("terms/?facet=1", "facet"),
    ("terms/?q=x", "q"),
    ("relation-types/?fields=x", "fields"),
    ("facets/?x=1", "x"),
    ("suggest/", "q"),
]


@pytest.fixture
def catalogue() -> None:
    """A person with a rank, a birthplace, a source and a date."""
    rank, born = term("property", "rank", facet=True, value_scheme="rank"), relation_type("born-at", facet=True)
    sync_facets()
    person = record("person", "Uno")
    cite(attribute(person, rank, term=term("rank", "general")), source("banu-2004"))
    relation(person, born, record("place", "Bucarest"))
    dating(person, "1944", 19440101, 19441231)


def read(client: Client, address: str) -> Any:
    answer = client.get(f"/api/v1/{address}", headers={"Accept-Language": "en"})
    assert answer.status_code in {200, 400, 404}, answer.content
    assert answer["Content-Type"] == ("application/json" if answer.status_code == 200 else "application/problem+json")
    return answer.json()


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(("address", "parameter"), TABLE, ids=lambda value: value[:40])
def test_what_cannot_be_answered_is_a_400_that_names_the_parameter(
    client: Client, address: str, parameter: str
) -> None:
    problem = read(client, address)
    assert (problem["status"], problem["title"]) == (400, "Bad Request")
    assert problem["detail"]
    assert parameter in [error["parameter"] for error in problem["errors"]]
    assert all(len(error["detail"]) < 2000 and error["detail"][-1] in ".?" for error in problem["errors"])


def test_ten_thousand_values_are_refused(client: Client) -> None:
    problem = read(client, "records/?" + "&".join(f"kind=k{number}" for number in range(10_000)))
    assert problem["status"] == 400
    assert problem["detail"]


def test_a_refusal_names_the_parameters_and_what_is_known(client: Client) -> None:
    (error,) = read(client, "units/?colour=red")["errors"]
    assert error["parameter"] == "colour"
    assert "echelon" in error["detail"]


def test_a_cursor_of_another_question_is_refused(client: Client) -> None:
    for number in range(3):
        record("person", f"Persona {number}")
        record("unit", f"Unidad {number}")
    following = parse_qs(urlsplit(read(client, "persons/?cursor=&page_size=1")["next"]).query)["cursor"][0]
    assert len(read(client, f"persons/?cursor={following}&page_size=1")["results"]) == 1
    for other in ("persons/?q=persona&", "persons/?ordering=-title&", "units/?", "persons/?language=es&"):
        problem = read(client, f"{other}cursor={following}&page_size=1")
        assert problem["status"] == 400
        assert problem["errors"][0]["parameter"] in {"cursor", "language"}


FORGED = [
    b"[1, 2, 3, 4]",
    b"[" * 3000,
    b"{}",
    b"null",
    b"1e999",
    b"\xff\xfe",
    b'["x", "title", 0, "\\ud800", 1]',
    b'["x", "modified", 0, "0001-01-01T00:00:00", 1]',
    b'["x", "earliest", 0, 1' + b"0" * 40 + b', "a", 1]',
]


@pytest.mark.parametrize("forged", FORGED, ids=lambda forged: str(forged[:20]))
@pytest.mark.parametrize("ordering", ["title", "modified", "earliest"])
def test_a_forged_cursor_is_refused(client: Client, forged: bytes, ordering: str) -> None:
    for number in range(2):
        record("person", f"Persona {number}")
    listing = f"persons/?page_size=1&ordering={ordering}"
    following = parse_qs(urlsplit(read(client, f"{listing}&cursor=")["next"]).query)["cursor"][0]
    (name, *_rest) = json.loads(urlsafe_b64decode(following + "=" * (-len(following) % 4)))
    typed = urlsafe_b64encode(forged.replace(b'"x"', json.dumps(name).encode())).decode().rstrip("=")
    problem = read(client, f"{listing}&cursor={typed}")
    assert problem["status"] == 400
    assert problem["errors"][0]["parameter"] == "cursor"


@pytest.mark.parametrize("address", ["persons/?q=uno", "persons/facets/place/?q=uno"])
def test_a_question_that_takes_too_long_is_refused_with_advice(
    client: Client, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wait(question: RecordFilterSet, **options: Any) -> Any:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(60)")

    monkeypatch.setattr(settings, "SEARCH_TIMEOUT", 20)
    monkeypatch.setattr(RecordFilterSet, "found", wait)
    problem = read(client, address)
    assert problem["status"] == 400
    assert "too long" in problem["errors"][0]["detail"]


LISTS = st.sampled_from(
    ["records/", "persons/", "sources/", "units/facets/place/", "persons/facets/rel.born-at/", "suggest/", "citations/"]
)
NAMES = st.one_of(
    st.sampled_from(
        [
            *("q", "page", "cursor", "page_size", "ordering", "facets", "fields", "include", "snippets", "limit"),
            *("date_from", "date_to", "date_match", "period", "sources_min", "sources_max", "cites", "related", "kind"),
            *("place", "place__not", "place__all", "place__isnull", "certainty", "disputed", "source", "attr.rank"),
            *("rel.born-at", "facet_q", "facet_order", "facet_page", "period__isnull", "language__all"),
        ]
    ),
    st.text(max_size=12),
)
VALUES = st.one_of(
    st.sampled_from(
        [
            *("", "*", "uno", "bucarest", "all", "place,period", "true", "false", "1", "0", "-1", "2", "999999999"),
            *("1944", "194X", "1944-08/1945", "../1944", "a OR b", '"uno', "-uno", "un*", "title:uno", "source:", "()"),
            *("relevance", "earliest", "related", "general", "banu-2004", "person:uno", "within", "certain", "label"),
            *("9" * 30, "ﬁ", "%", "\\", "'", "::", "!&|<->", "\ud7ff", "²", "١٩٤٤", "0000", "-4712", "99999", "y-17e7"),
        ]
    ),
    st.text(max_size=20),
    st.text(alphabet="\x00\t\n\"'\\%_*-()!&|:<>,./٣X0123456789", max_size=12),
)


@pytest.mark.usefixtures("catalogue")
@drawn(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(address=LISTS, pairs=st.lists(st.tuples(NAMES, VALUES), max_size=5))
def test_any_parameters_get_an_answer_or_a_sentence(client: Client, address: str, pairs: list[tuple[str, str]]) -> None:
    asked = "&".join(f"{quote(name)}={quote(value)}" for name, value in pairs)
    body = read(client, f"{address}?{asked}")
    assert body.get("detail") or "results" in body or "facet" in body


@pytest.mark.usefixtures("catalogue")
@drawn(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(address=LISTS, raw=st.binary(max_size=60))
def test_any_bytes_after_the_question_mark_get_an_answer_or_a_sentence(
    client: Client, address: str, raw: bytes
) -> None:
    asked = raw.decode("latin-1").replace("#", "")
    answer = client.get(f"/api/v1/{address}", QUERY_STRING=asked)
    assert answer.status_code in {200, 400}
    assert isinstance(answer.json(), dict)
