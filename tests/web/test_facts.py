from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import QueryDict
from django.utils import translation

from catalogue.documents import Document
from catalogue.web.facts import head_facts, lifespan
from catalogue.web.labels import Labels
from catalogue.web.pager import make_pager, page_number
from catalogue.web.pieces import Piece, as_html, as_text
from tests.web.documents import claim, document
from tests.web.reading import Page


@pytest.fixture(autouse=True)
def _in_spanish() -> Iterator[None]:
    with translation.override("es"):
        yield


def dated(*datings: tuple[str, str], kind: str = "person", **keys: Any) -> Document:
    """A record with preferred datings, given as type and date."""
    claims = [claim("datings", name=type_, type=type_, date=date) for type_, date in datings]
    return document(kind, datings=claims, **keys)


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (dated(("birth", "1882-06-14"), ("death", "1946-06-01"), earliest=18820614, latest=19460601), "1882–1946"),
        (dated(("birth", "1882-06-14"), earliest=18820614, latest=18820614), "n. 14 de junio de 1882"),
        (dated(("death", "1946"), earliest=19460101, latest=19461231), "m. 1946"),
        (dated(("occurred", "1944-08-23"), kind="event", earliest=19440823, latest=19440823), "23 de agosto de 1944"),
        (dated(("founded", "1948"), kind="organization", earliest=19480101, latest=19481231), "founded: 1948"),
        (dated(), ""),
    ],
)
def test_the_time_of_a_record_is_said_in_a_few_words(made: Document, words: str) -> None:
    assert lifespan(made, Labels(made)) == words


def test_a_rejected_or_denied_date_is_not_the_time_of_a_record() -> None:
    made = dated(("birth", "1882"))
    made["datings"][0]["standing"] = "rejected"
    assert lifespan(made, Labels(made)) == ""
    made["datings"][0] |= {"standing": "preferred", "negated": True}
    assert lifespan(made, Labels(made)) == ""


def test_a_place_in_the_south_west_is_said_so_and_leads_to_a_map() -> None:
    made = document("place", latitude="-34.60", longitude="-58.38")
    (point,) = head_facts(made, Labels(made))
    assert Page(point.value).words == "34.60° S, 58.38° O"
    assert "mlat=-34.60&mlon=-58.38" in Page(point.value).find("a")[0].attributes["href"]


def test_an_identifier_of_a_known_register_is_a_link_and_another_is_words() -> None:
    made = document(identifiers=[{"scheme": "wikidata", "value": "Q1"}, {"scheme": "fichas", "value": "<7>"}])
    known, other = (Page(fact.value) for fact in head_facts(made, Labels(made)))
    assert known.find("a")[0].attributes["href"] == "https://www.wikidata.org/wiki/Q1"
    assert not other.find("a")
    assert other.words == "<7>"


def test_a_pager_shows_the_ends_and_the_neighbours_and_keeps_the_question() -> None:
    pager = make_pager(QueryDict("a=1&a=2&page=9"), 9, 40)
    assert [link.number for link in pager.links] == [1, 0, 7, 8, 9, 10, 11, 0, 40]
    assert pager.links[0].url == "?a=1&a=2"
    assert pager.next == "?a=1&a=2&page=10"
    assert make_pager(QueryDict(), 1, 1).links[0].url == ""


@pytest.mark.parametrize(
    ("typed", "number"), [(None, 1), ("", 1), ("0", 1), ("x", 1), ("3", 3), ("9" * 30, 1), ("²", 1)]
)
def test_a_page_number_that_makes_no_sense_is_the_first(typed: str | None, number: int) -> None:
    assert page_number(typed) == number


def test_pieces_of_a_line_are_joined_without_spaces_of_their_own_and_escaped() -> None:
    pieces = [Piece("Iași", "/places/iasi/"), Piece(", <sede>", role="role")]
    assert as_text(pieces) == "Iași, <sede>"
    assert as_html(pieces) == '<a href="/places/iasi/">Iași</a><span class="role">, &lt;sede&gt;</span>'
