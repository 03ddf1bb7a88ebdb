"""Lists at the API: their pages by number and by cursor, what matched, and how the question was understood."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tests.search.building import name, record

pytestmark = pytest.mark.django_db


def read(client: Client, address: str, status: int = 200) -> Any:
    address = address if address.startswith("http") else f"/api/v1/{address}"
    answer = client.get(address, headers={"Accept-Language": "en"})
    assert answer.status_code == status, answer.content
    return answer.json()


def persons(number: int) -> list[str]:
    return [record("person", f"Persona {each:02}").slug for each in range(number)]


def walk(client: Client, address: str) -> list[str]:
    """The slugs of all pages, following `next`."""
    found, following = [], address
    while following:
        body = read(client, following)
        found += [each["slug"] for each in body["results"]]
        following = body["next"]
    return found


@pytest.mark.parametrize("begin", ["cursor=", "cursor=*"])
@pytest.mark.parametrize("ordering", ["", "title", "-title", "earliest", "-earliest", "modified", "-modified"])
def test_a_cursor_comes_to_every_record_once(client: Client, begin: str, ordering: str) -> None:
    slugs = persons(7)
    listing = f"persons/?{begin}&page_size=3&ordering={ordering}"
    assert sorted(walk(client, listing)) == slugs
    assert walk(client, listing) == walk(client, f"persons/?page_size=3&ordering={ordering}")


def test_a_cursor_leads_to_cursors_and_a_number_to_numbers(client: Client) -> None:
    persons(5)
    first = read(client, "persons/?cursor=&page_size=2&fields=slug")
    assert (first["count"], first["previous"]) == (5, None)
    question = parse_qs(urlsplit(first["next"]).query)
    assert (set(question), question["fields"]) == ({"cursor", "page_size", "fields"}, ["slug"])
    second = read(client, first["next"])
    assert [each["slug"] for each in read(client, second["previous"])["results"]] == ["persona-00", "persona-01"]
    assert "cursor" not in read(client, "persons/?page_size=2")["next"]


def test_a_record_that_is_added_before_does_not_move_what_a_cursor_shows(client: Client) -> None:
    persons(4)
    first = read(client, "persons/?cursor=&page_size=2")
    record("person", "Ana")
    assert [each["slug"] for each in read(client, first["next"])["results"]] == ["persona-02", "persona-03"]


def test_words_are_turned_by_cursor_too(client: Client) -> None:
    slugs = persons(5)
    assert sorted(walk(client, "persons/?q=persona&cursor=&page_size=2&ordering=title")) == slugs


def test_pages_are_turned_by_number_or_by_cursor_but_not_by_both(client: Client) -> None:
    persons(1)
    (error,) = read(client, "persons/?cursor=&page=1", 400)["errors"]
    assert error["parameter"] == "cursor"


def test_a_page_has_two_hundred_records_at_most(client: Client) -> None:
    persons(1)
    assert read(client, "persons/?page_size=200")["count"] == 1
    assert read(client, "persons/?page_size=201", 400)["errors"][0]["parameter"] == "page_size"


def test_snippets_show_what_matched_beside_the_results(client: Client) -> None:
    person = record("person", "Lucrețiu Pătrășcanu")
    name(person, "Ion Malin")
    body = read(client, "persons/?q=malin&snippets=true")
    assert list(body["snippets"]) == [str(person.uuid)]
    for snippet in body["snippets"][str(person.uuid)]:
        assert set(snippet) == {"label", "lang", "parts"}
        assert any(part["match"] for part in snippet["parts"])
    texts = ["".join(part["text"] for part in each["parts"]) for each in body["snippets"][str(person.uuid)]]
    assert any("Ion Malin" in text for text in texts)


def test_snippets_come_only_when_they_are_asked_and_need_words(client: Client) -> None:
    persons(1)
    assert "snippets" not in read(client, "persons/?q=persona")
    assert "snippets" not in read(client, "persons/?q=persona&snippets=false")
    assert read(client, "persons/?snippets=true", 400)["errors"][0]["parameter"] == "snippets"
    assert read(client, "persons/?q=persona&snippets=yes", 400)["errors"][0]["parameter"] == "snippets"


def test_a_mistyped_name_is_mended_and_the_answer_says_so(client: Client) -> None:
    record("person", "Lucrețiu Pătrășcanu")
    body = read(client, "persons/?q=Patrascanau")
    assert [each["slug"] for each in body["results"]] == ["lucretiu-patrascanu"]
    assert body["corrected"] == "patrascanu"
    assert "corrected" not in read(client, "persons/?q=Patrascanu")
