"""The number of SQL queries of each page, as recorded; none of them grows with the rows."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

pytestmark = pytest.mark.usefixtures("demo")

RECORDED = {
    "/": 1,
    "/persons/iuliu-maniu/": 7,
    "/units/division-tudor-vladimirescu/": 7,
    "/organizations/securitate/": 10,  # rivals in another entry, whose document is read too
    "/events/ocupacion-sovietica-de-rumania/": 7,
    "/places/bucarest/": 7,
    "/sources/articulo/": 8,
    "/persons/": 4,
    "/search/": 5,
    "/persons/?nope=1": 1,
    "/search/?q=antonescu": 15,
    "/persons/?attr.nationality=rumana&attr.occupation__not=militar&period=194X": 20,
    "/search/?cites=articulo&related=person:iuliu-maniu&sources_min=2": 17,
    "/persons/facets/place/": 8,
}


def queries(client: Client, address: str) -> int:
    """How many queries a page costs once what was stale has been made anew."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code in {200, 400}
    return len(captured)


@pytest.mark.parametrize(("address", "number"), RECORDED.items())
def test_a_page_costs_the_recorded_number_of_queries(client: Client, address: str, number: int) -> None:
    assert queries(client, address) == number


@pytest.mark.parametrize("kind", ["persons", "units", "organizations", "events", "places", "sources"])
def test_a_list_costs_the_same_for_five_entries_as_for_a_hundred(client: Client, kind: str) -> None:
    few = queries(client, f"/{kind}/?page_size=5")
    assert queries(client, f"/{kind}/?page_size=100") == few
    assert few <= 5


def test_what_rests_on_a_source_costs_the_same_for_one_entry_as_for_a_page_of_them(client: Client) -> None:
    assert queries(client, "/sources/articulo/") == queries(client, "/sources/articulo/?page=3")
