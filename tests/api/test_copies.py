"""Whoever has a document already is told so before sessions and accounts are looked up, with the same headers."""

from __future__ import annotations

from collections.abc import Iterator
from unittest.mock import patch

import pytest
from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalogue.api.copies import KnownCopies
from catalogue.models import Record, StaleDocument
from tests.roles import member
from tests.search.building import record

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/persons/uno/"


@pytest.fixture
def uno(client: Client) -> Record:
    made: Record = record("person", "Uno", version=3)
    client.get(ADDRESS)
    return made


@pytest.fixture
def behind() -> Iterator[list[str]]:
    """The addresses that were not answered before the rest."""
    reached: list[str] = []
    first = KnownCopies.__call__

    def watched(self: KnownCopies, request: object) -> object:
        going_on = self.get_response

        def noted(asked: HttpRequest) -> HttpResponseBase:
            reached.append(asked.path)
            return going_on(asked)

        self.get_response = noted
        try:
            return first(self, request)  # type: ignore[arg-type]
        finally:
            self.get_response = going_on

    with patch.object(KnownCopies, "__call__", watched):
        yield reached


def test_it_is_answered_with_one_query_and_without_a_session(client: Client, uno: Record, behind: list[str]) -> None:
    etag = client.get(ADDRESS)["ETag"]
    behind.clear()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.get(ADDRESS, headers={"If-None-Match": etag})
    assert (answer.status_code, len(asked), behind) == (304, 1, [])


def test_its_headers_are_those_of_the_long_way(client: Client, uno: Record, settings: object) -> None:
    settings.API_LIMIT_ADDRESS = 1000  # type: ignore[attr-defined]
    etag = client.get(ADDRESS)["ETag"]
    short = client.get(ADDRESS, headers={"If-None-Match": etag})
    with patch("catalogue.api.copies.asks_again", return_value=False):
        long = client.get(ADDRESS, headers={"If-None-Match": etag})
    for name in ("ETag", "Cache-Control", "Last-Modified", "RateLimit-Policy", "Access-Control-Allow-Origin"):
        assert short.get(name) == long.get(name)
    assert {each.strip() for each in short["Vary"].split(",")} == {each.strip() for each in long["Vary"].split(",")}
    assert "RateLimit" in short


def test_whoever_may_see_more_and_whatever_is_not_the_same_goes_the_long_way(
    client: Client, uno: Record, behind: list[str]
) -> None:
    etag = client.get(ADDRESS)["ETag"]
    behind.clear()
    asked = {"If-None-Match": etag}
    assert client.get(ADDRESS, headers={"If-None-Match": '"2.0.json"'}).status_code == 200
    assert client.get(ADDRESS, headers={**asked, "Accept": "text/csv"}).status_code == 200
    assert client.get(ADDRESS, headers={**asked, "Accept": "image/png"}).status_code == 406
    assert client.get(ADDRESS, {"fields": "title"}, headers=asked).status_code == 200
    assert client.get(ADDRESS, headers={**asked, "Authorization": "Bearer legajo_none"}).status_code == 401
    assert client.get("/api/v1/persons/nadie/", headers=asked).status_code == 404
    StaleDocument.objects.create(record_id=uno.pk)
    assert client.get(ADDRESS, headers=asked).status_code == 200
    Record.objects.filter(pk=uno.pk).update(status="draft")
    assert client.get(ADDRESS, headers=asked).status_code == 404
    client.force_login(member("contributor", "ana"))
    assert client.get(ADDRESS, headers=asked).status_code == 200
    assert len(behind) == 9


def test_who_asks_too_often_is_refused_also_with_a_copy(client: Client, uno: Record, settings: object) -> None:
    etag = client.get(ADDRESS)["ETag"]
    settings.API_LIMIT_ADDRESS = 2  # type: ignore[attr-defined]
    asked = {"headers": {"If-None-Match": etag}, "REMOTE_ADDR": "203.0.113.7"}
    answers = [client.get(ADDRESS, **asked).status_code for _ in range(3)]  # type: ignore[arg-type]
    assert answers == [304, 304, 429]
