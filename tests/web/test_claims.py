from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from catalogue.citations.note_marks import Marks
from catalogue.documents import Document
from catalogue.web.claims import ClaimReader, ClaimView
from catalogue.web.groups import group_claims
from catalogue.web.labels import Labels
from tests.web.documents import claim, document, footnote, note, reference, uuid_of
from tests.web.reading import Page


@pytest.fixture(autouse=True)
def _in_spanish() -> Iterator[None]:
    with translation.override("es"):
        yield


def read(part: str, *footnotes: Document, **keys: Any) -> ClaimView:
    """A claim as the page shows it."""
    made = document(notes=[note(1), note(2)])
    return ClaimReader(made, Labels(made), Marks(made["notes"])).read(part, claim(part, footnotes=footnotes, **keys))


def flags(view: ClaimView) -> list[str]:
    return [flag.text for flag in view.flags]


def test_what_a_reader_assumes_is_not_said() -> None:
    assert flags(read("datings", footnote(1), date="1893-02-13")) == []


def test_certainty_standing_and_basis_are_said_where_they_are_not_the_usual_ones() -> None:
    view = read(
        "datings", date="1893", certainty="doubtful", standing="rejected", basis="inferred", basis_reason="la edad"
    )
    assert flags(view) == ["rechazada", "dudoso", "inferido"]
    assert ("Inferido de", "la edad") in view.remarks


def test_a_claim_without_a_supporting_footnote_is_flagged_as_unsourced() -> None:
    assert "sin fuente" in flags(read("datings", date="1893"))
    assert "sin fuente" in flags(read("datings", footnote(1, stance="contradicts"), date="1893"))
    assert "sin fuente" not in flags(read("datings", date="1893", basis="editorial"))


def test_a_date_is_said_in_words_with_its_reading_and_calendar() -> None:
    view = read("datings", footnote(1), date="1882-06-02", date_calendar="julian", date_reading="within")
    assert view.value == "2 de junio de 1882 (en algún momento) (calendario juliano)"


def test_a_relation_links_its_object_and_says_role_context_and_date() -> None:
    view = read(
        "relations",
        footnote(1),
        object=reference("place", "bucarest", "Bucarest"),
        role="comandante",
        context=reference("event", "golpe", "Golpe de Estado"),
        date="1944",
    )
    page = Page(view.value)
    assert [link.attributes["href"] for link in page.find("a")] == ["/places/bucarest/", "/events/golpe/"]
    assert page.words == "Bucarest, comandante · Golpe de Estado"
    assert view.when == "1944"


def test_an_object_in_words_comes_with_its_number() -> None:
    assert read("relations", footnote(1), object_text="oficiales", object_count=44).value == "44 oficiales"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ({"low": "615000", "high": "615000", "approximate": True, "unit": "hombres"}, "unos 615.000 hombres"),
        ({"low": "500", "high": None, "approximate": False, "unit": ""}, "más de 500"),
        ({"low": None, "high": "40", "approximate": False, "unit": ""}, "menos de 40"),
        ({"low": "4", "high": "5", "approximate": False, "unit": "áreas"}, "4–5 áreas"),
    ],
)
def test_numbers_are_said_with_their_ends_and_unit(number: Document, words: str) -> None:
    assert read("attributes", footnote(1), number=number).value.replace("\xa0", ".") == words


def test_a_term_is_said_by_its_label_in_the_language_of_the_page() -> None:
    with translation.override("ro"):
        assert read("attributes", footnote(1), term="coronel", scheme="rank").value == "colonel"
    assert read("attributes", footnote(1), term="coronel", scheme="rank").value == "coronel"


def test_a_foreign_name_carries_its_language() -> None:
    page = Page(read("names", footnote(1), text="Антонеску", language="ru", script="Cyrl").value)
    assert page.find("span", lang="ru")[0].words == "Антонеску"
    assert "ruso, cirílico" in page.words


def test_the_words_of_a_claim_are_data_not_markup() -> None:
    assert read("names", footnote(1), text="<b>x</b>").value == "&lt;b&gt;x&lt;/b&gt;"


def test_rival_claims_stand_together_where_the_first_of_them_stands() -> None:
    quarrel = uuid_of("quarrel")
    made = document(notes=[note(1)])
    reader = ClaimReader(made, Labels(made), Marks(made["notes"]))
    claims = [
        claim("datings", "one", (footnote(1),), date="1953-02-05", disagreement={"uuid": quarrel}),
        claim("datings", "two", (footnote(1),), date="1953"),
        claim("datings", "three", (footnote(1),), date="1952", disagreement={"uuid": quarrel}, standing="alternative"),
    ]
    known = {quarrel: {"uuid": quarrel, "note": "Discrepan.", "reason": ""}}
    (group,) = group_claims([reader.read("datings", each) for each in claims], known, {}, section="datings")
    rivalry, alone = group.items
    assert rivalry.rivalry is not None
    assert [each.value for each in rivalry.rivalry.claims] == ["5 de febrero de 1953", "1952"]
    assert alone.claim is not None
    assert alone.claim.value == "1953"
