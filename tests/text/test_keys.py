from __future__ import annotations

import pytest

from catalogue.text import is_key, nearest_keys

KEYS = ["banu-2004", "banu-1999", "decreto-221", "src-articulo", "src-armisticio-cmd", "cioroianu-2005", "Baltă"]


@pytest.mark.parametrize("key", ["banu-2004", "a", "7", "_x", "doi:10.1000/182", "Știrbey_1", "src-wp-en"])
def test_letters_digits_and_inner_punctuation_make_a_key(key: str) -> None:
    assert is_key(key)


@pytest.mark.parametrize("text", ["", "?", "banu-", "-banu", "a b", "a,b", "a;b", "a]", "a@b", "banu\n"])
def test_other_text_is_no_key(text: str) -> None:
    assert not is_key(text)


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("banu-2005", "banu-2004"),
        ("BANU-1999", "banu-1999"),
        ("decretto-221", "decreto-221"),
        ("src-art", "src-articulo"),
        ("armisticio", "src-armisticio-cmd"),
        ("balta", "Baltă"),
    ],
)
def test_a_mistyped_key_is_offered_its_nearest_first(typed: str, offered: str) -> None:
    assert nearest_keys(typed, KEYS)[0] == offered


def test_no_more_keys_are_offered_than_asked_for() -> None:
    assert nearest_keys("src", KEYS, limit=1) == ["src-articulo"]


def test_a_key_like_no_other_is_offered_nothing() -> None:
    assert nearest_keys("zzzz", KEYS) == []


def test_the_nearest_of_many_keys_is_found() -> None:
    many = [f"src-wp-es-{number}-nota" for number in range(2000)]
    assert nearest_keys("scr-articlo", [*many, *KEYS])[0] == "src-articulo"
