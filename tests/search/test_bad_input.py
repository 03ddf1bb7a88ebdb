"""Whatever is asked, page and API answer it, or say in a sentence what is wrong with it; neither ever breaks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.models import Record
from catalogue.search import filterset
from catalogue.search.paging import PARAMETERS
from tests.web.reading import Page

pytestmark = pytest.mark.usefixtures("demo")
PATHS = {"page": ("/persons/", "/search/"), "API": ("/api/v1/persons/", "/api/v1/records/")}
LARGEST = 1_000_000
REFUSED = {
    "a quotation mark that is not closed": ("q", 'q="abierta'),
    "an OR without words": ("q", "q=OR"),
    "no word at all": ("q", "q=..."),
    "very many words": ("q", f"q={'+'.join(['palabra'] * 5_000)}"),
    "a very long word": ("q", f"q={'x' * 20_000}"),
    "a date that is none": ("date_from", "date_from=anteayer"),
    "a month that is none": ("date_to", "date_to=1944-13"),
    "a date out of range": ("date_to", "date_to=Y99999999999999999"),
    "a way of matching that is none": ("date_match", "date_match=near"),
    "a period that is none": ("period", "period=siglo"),
    "a period that is open": ("period", "period=1944/.."),
    "a number that is none": ("sources_min", "sources_min=muchas"),
    "a negative number": ("sources_max", "sources_max=-1"),
    "a number beyond all sense": ("sources_min", f"sources_min={'9' * 50}"),
    "neither true nor false": ("disputed", "disputed=perhaps"),
    "neither with nor without": ("place__isnull", "place__isnull=perhaps"),
    "a source that is none": ("cites", "cites=nobody"),
    "a record that is none": ("related", "related=nobody"),
    "a record of a kind that is none": ("related", "related=animal:nobody"),
    "a value that is none": ("certainty", "certainty=sure"),
    "an excluded value that is none": ("place__not", "place__not=nowhere"),
    "a wanted value that is none": ("place__all", "place__all=nowhere"),
    "ten thousand values": ("place", urlencode([("place", f"p{number}") for number in range(10_000)])),
    "ten thousand excluded values": (
        "place__not",
        urlencode([("place__not", f"p{number}") for number in range(10_000)]),
    ),
    "a hundred and one periods": ("period", urlencode([("period", str(1800 + number)) for number in range(101)])),
    "a null character in words": ("q", "q=a%00b"),
    "a null character in a value": ("place", "place=%00"),
    "a null character in a number": ("sources_min", "sources_min=%00"),
    "a null character in a name": ("�", "%00=1"),
    "an unknown parameter": ("colour", "colour=red"),
    "an unknown variant": ("place__like", "place__like=b"),
    "a variant of what has none": ("disputed__not", "disputed__not=true"),
    "a facet of nobody": ("attr.", "attr.=1"),
    "an order that is none": ("ordering", "ordering=colour"),
    "page zero": ("page", "page=0"),
    "a page past the end": ("page", "page=9999"),
    "a page beyond all sense": ("page", f"page={'9' * 50}"),
    "a page in words": ("page", "page=uno"),
    "a page too large": ("page_size", "page_size=201"),
    "a cursor that is none": ("cursor", "cursor=basura"),
    "a cursor of something else": ("cursor", "cursor=WyJ0aXRsZSIsMSwyXQ"),
    "a cursor of zeros": ("cursor", "cursor=%00%00"),
    "page and cursor": ("cursor", "cursor=*&page=2"),
    "counts of nothing": ("facets", "facets=nonsense"),
    "counts of all and of nothing": ("facets", "facets=all,nonsense"),
    "a status, of somebody from outside": ("status", "status=draft"),
}
ANSWERED = {
    "five thousand empty values": urlencode([("place", "")] * 5_000),
    "five thousand times the same": urlencode([("place", "bucarest")] * 5_000),
    "a word five thousand times over": f"{urlencode([('q', 'rumania')] * 5_000)}",
    "signs of other query languages": urlencode({"q": "a:* & !(b | c) <-> d; -- %s %(q)s"}),
    "half a surrogate": "q=%ED%A0%80+rey",
    "a broken escape": "q=%E0%A4%A+rey",
    "markup": urlencode({"q": "<script>alert(1)</script>"}),
    "an empty question": "q=&place=&date_from=&page=&ordering=&cursor=",
    "a period long before": "period=0044",
    "from later to earlier": "date_from=1950&date_to=1940",
    "fewer than none": "sources_min=5&sources_max=1",
}


def asked(client: Client, way: str, path: str, query: str) -> tuple[int, str]:
    """The status and what a reader is told."""
    response = client.get(f"{path}?{query}", HTTP_ACCEPT_LANGUAGE="en")
    body = response.content.decode()
    assert len(body) < LARGEST, "A page must not grow with the values of an address."
    if response.status_code != 400:
        return response.status_code, ""
    if way == "page":
        return 400, Page(body).find(role="alert")[0].words
    problem = json.loads(body)
    assert response["Content-Type"].startswith("application/problem+json")
    return 400, "; ".join(f"{error['parameter']}: {error['detail']}" for error in problem["errors"])


@pytest.mark.parametrize("way", PATHS)
@pytest.mark.parametrize("wrong", REFUSED)
def test_what_cannot_be_answered_is_a_400_with_a_sentence(client: Client, wrong: str, way: str) -> None:
    parameter, query = REFUSED[wrong]
    for path in PATHS[way]:
        status, told = asked(client, way, path, query)
        assert status == 400, (path, query[:80])
        assert told.endswith((".", ")")), told
        assert "\x00" not in told
        assert len(told) < 2_000
        if way == "API":
            assert parameter in [each.partition(":")[0] for each in told.split("; ")], told


@pytest.mark.parametrize("way", PATHS)
@pytest.mark.parametrize("strange", ANSWERED)
def test_what_has_a_sense_is_answered_in_it(client: Client, strange: str, way: str) -> None:
    for path in PATHS[way]:
        status, told = asked(client, way, path, ANSWERED[strange])
        assert status == 200, (path, told)


VALUES = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["*", "true", "bucarest", "1944", "194X", "title", "-1", "0", "all", "\x00", "a" * 600, "’", "%", "{}"]
    ),
)


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.data())
def test_any_values_of_any_parameters_are_answered_or_refused(client: Client, data: st.DataObject) -> None:
    known = sorted({*filterset("person").known, *PARAMETERS})
    names = st.one_of(st.sampled_from(known), st.text(max_size=8))
    pairs = data.draw(st.lists(st.tuples(names, VALUES), max_size=6))
    query = urlencode([(name.encode("utf-8", "replace"), value.encode("utf-8", "replace")) for name, value in pairs])
    for way in PATHS:
        status, told = asked(client, way, PATHS[way][0], query)
        assert status == 200 or told.endswith((".", ")")), (status, told)


@pytest.fixture
def sleepy(settings: Any) -> Iterator[None]:
    """A database that sleeps over each question about records, and a site that does not wait long for it."""
    settings.SEARCH_TIMEOUT = 50

    def sleep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asleep = "FROM" in sql and "catalogue_facetentry" in sql
        return execute("SELECT pg_sleep(20)" if asleep else sql, None if asleep else params, many, context)

    with connection.execute_wrapper(sleep):
        yield


@pytest.mark.usefixtures("sleepy")
@pytest.mark.parametrize("way", PATHS)
def test_a_question_that_takes_too_long_is_ended_with_a_sentence(client: Client, way: str) -> None:
    status, told = asked(
        client, way, PATHS[way][0], "q=rumania&place=bucarest&facets=all" if way == "API" else "q=rumania"
    )
    assert status == 400
    assert "too long" in told


def test_what_was_ended_does_no_harm_to_the_next_question(client: Client, settings: Any) -> None:
    settings.SEARCH_TIMEOUT = 50
    count = Record.objects.count()

    def sleep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        return (
            execute("SELECT pg_sleep(20)", None, many, context)
            if "facetentry" in sql
            else execute(sql, params, many, context)
        )

    with connection.execute_wrapper(sleep):
        assert asked(client, "API", "/api/v1/records/", "q=rumania")[0] == 400
    settings.SEARCH_TIMEOUT = 5_000
    assert asked(client, "API", "/api/v1/records/", "q=rumania")[0] == 200
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)
    assert Record.objects.count() == count
