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
from catalogue.models import Record, StaleDocument, Term
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


LISTS = (
    "/api/v1/persons/",
    "/api/v1/persons/?facets=all",
    "/api/v1/persons.csv",
    "/api/v1/terms/",
    "/api/v1/citations/",
)


@pytest.mark.usefixtures("uno")
@pytest.mark.parametrize("address", LISTS)
def test_so_are_lists_in_each_language_until_something_changes(client: Client, address: str, behind: list[str]) -> None:
    asked = {"Accept-Language": "ro", "If-None-Match": client.get(address, headers={"Accept-Language": "ro"})["ETag"]}
    behind.clear()
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address, headers=asked)
    assert (answer.status_code, len(captured), behind) == (304, 1, [])
    assert client.get(address, headers={**asked, "Accept-Language": "es"}).status_code == 200
    assert client.get(address, headers={**asked, "Accept": "image/png"}).status_code == (
        304 if "csv" in address else 406
    )
    Term.objects.create(scheme="rank", slug="new-rank", label_es="Nuevo", label_en="New", label_ro="Nou")
    assert client.get(address, headers=asked).status_code == 200


def test_what_has_no_tag_beforehand_and_what_is_not_there_goes_the_long_way(client: Client, behind: list[str]) -> None:
    for address, status in (("/api/v1/suggest/?q=ana", 200), ("/api/v1/nothing/", 404), ("/api/v1/persons.png", 404)):
        assert client.get(address, headers={"If-None-Match": '"1.0.json"'}).status_code == status
    assert len(behind) == 3


@pytest.mark.parametrize("address", [ADDRESS, *LISTS])
def test_its_headers_are_those_of_the_long_way(client: Client, uno: Record, settings: object, address: str) -> None:
    settings.API_LIMIT_ADDRESS = 1000  # type: ignore[attr-defined]
    etag = client.get(address)["ETag"]
    short = client.get(address, headers={"If-None-Match": etag})
    with patch("catalogue.api.copies.asks_again", return_value=False):
        long = client.get(address, headers={"If-None-Match": etag})
    assert (short.status_code, long.status_code) == (304, 304)
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
