"""Refusals of dates and marks in the language of who wrote them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation

from catalogue.citations import in_words
from catalogue.dates import DateError, read_date
from catalogue.text import MarkError, parse_marks


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.mark.parametrize("typed", ["1944-13", "1944-02-31", "hacia ayer", "3/4/44", "1944/1945/1946", "", "1946/1944"])
def test_a_refused_date_says_in_english_what_the_reader_of_dates_says(typed: str) -> None:
    with pytest.raises(DateError) as refused:
        read_date(typed)

    assert in_words(refused.value) == str(refused.value)


@pytest.mark.parametrize("typed", ["[@a", "[@?]", "[ver @b]", "[@a, ]", "una línea\n[@a @b]"])
def test_a_refused_mark_says_in_english_what_the_reader_of_marks_says(typed: str) -> None:
    with pytest.raises(MarkError) as refused:
        parse_marks(typed)

    assert in_words(refused.value) == str(refused.value)


def test_a_refusal_within_a_refusal_is_translated_too() -> None:
    with pytest.raises(DateError) as refused:
        read_date("1944-02-31")
    english = in_words(refused.value)

    with translation.override("es"):
        spanish = in_words(refused.value)

    assert "febrero" not in english
    assert spanish != english
    assert "has 29 days" not in spanish
