from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.text import LABELS, Locus, locator_sort_key, print_locus, read_locus

# A busy machine is slow at first; that is no fault of what is tested.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize(
    ("text", "label", "locator"),
    [
        ("p. 9", "page", "9"),
        ("p.9", "page", "9"),
        ("pp. 59 y 91", "page", "59 y 91"),
        ("págs. 28-29", "page", "28-29"),
        ("pagina 3", "page", "3"),
        ("p. [12]", "page", "[12]"),
        ("p. iv", "page", "iv"),
        ("f. 23v", "folio", "23v"),
        ("Fols. 3r-4v", "folio", "3r-4v"),
        ("art. 1, 4 a. m.", "article", "1, 4 a. m."),
        ("articolul 3", "article", "3"),
        ("§ 3", "paragraph", "3"),
        ("§3", "paragraph", "3"),
        ("alin. 2", "paragraph", "2"),
        ("para. 4", "paragraph", "4"),
        ("oración 13", "sentence", "13"),
        ("oracio\u0301n 13", "sentence", "13"),
        ("propoziţia 2", "sentence", "2"),
        ("n. 24", "note", "24"),
        ("nota 2", "note", "2"),
        ("nota", "note", ""),
        ("cap. II", "chapter", "II"),
        ("t. III", "volume", "III"),
        ("col. 4", "column", "4"),
        ("l. 7", "line", "7"),
        ("doc. B", "document", "B"),
        ("sección 4", "section", "4"),
        ("fig. 1", "figure", "1"),
        ("preámbulo", "preamble", ""),
        ("Preamble", "preamble", ""),
        ("título", "title", ""),
        ("titlu", "title", ""),
    ],
)
def test_places_are_read_in_three_languages(text: str, label: str, locator: str) -> None:
    assert read_locus(text) == Locus(label, locator)


@pytest.mark.parametrize(
    "text",
    [
        "čl. 21",
        "cronología",
        "nota de prensa",
        "nota a la edición",
        "documento de archivo",
        "título de la cubierta",
        "n.º 24",
        "T. Mann",
        "remite al art. 18 del armisticio",
        "«según otras fuentes»",
        "p.",
        "",
    ],
)
def test_other_words_stay_as_typed(text: str) -> None:
    assert read_locus(text) == Locus("", text)


@pytest.mark.parametrize(
    ("label", "locator", "es", "en", "ro"),
    [
        ("page", "9", "p. 9", "p. 9", "p. 9"),
        ("page", "28-29", "pp. 28-29", "pp. 28-29", "pp. 28-29"),
        ("page", "59 y 91", "pp. 59 y 91", "pp. 59 y 91", "pp. 59 y 91"),
        ("page", "9 ss.", "pp. 9 ss.", "pp. 9 ss.", "pp. 9 ss."),
        ("page", "iv–vi", "pp. iv–vi", "pp. iv–vi", "pp. iv–vi"),
        ("folio", "3r-4v", "fols. 3r-4v", "fols. 3r-4v", "ff. 3r-4v"),
        ("article", "1, 4 a. m.", "art. 1, 4 a. m.", "art. 1, 4 a. m.", "art. 1, 4 a. m."),
        ("sentence", "13", "oración 13", "sentence 13", "propoziția 13"),
        ("note", "", "nota", "note", "nota"),
        ("preamble", "", "preámbulo", "preamble", "preambul"),
        ("", "čl. 21", "čl. 21", "čl. 21", "čl. 21"),
    ],
)
def test_places_are_printed_in_the_language_asked_for(label: str, locator: str, es: str, en: str, ro: str) -> None:
    printed = [print_locus(label, locator, language=language) for language in ("es", "en", "ro")]
    assert printed == [es, en, ro]


def test_a_language_without_words_of_its_own_is_printed_in_english() -> None:
    assert print_locus("sentence", "2", language="fr") == "sentence 2"


@pytest.mark.parametrize("label", list(LABELS))
@pytest.mark.parametrize("language", ["es", "en", "ro"])
@pytest.mark.parametrize("locator", ["", "3", "3-4", "IV", "iv y vi"])
def test_what_is_printed_is_read_again(label: str, language: str, locator: str) -> None:
    assert read_locus(print_locus(label, locator, language=language)) == Locus(label, locator)


def test_places_stand_in_the_order_of_the_leaves() -> None:
    ordered = ["iv", "ix", "x", "2", "9", "10", "10r", "10v", "11", "100"]
    shuffled = random.Random(7).sample(ordered, len(ordered))
    assert sorted(shuffled, key=lambda locator: locator_sort_key("page", locator)) == ordered


def test_documents_named_by_letters_stand_in_the_order_of_the_alphabet() -> None:
    assert sorted("DBCA", key=lambda letter: locator_sort_key("document", letter)) == list("ABCD")


def test_labels_stand_together_and_mere_words_last() -> None:
    places = [("", "cronología"), ("page", "10"), ("article", "1"), ("page", "9")]
    assert sorted(places, key=lambda place: locator_sort_key(*place)) == [
        ("page", "9"),
        ("page", "10"),
        ("article", "1"),
        ("", "cronología"),
    ]


@PATIENT
@given(st.text())
def test_any_text_is_a_place_with_a_sort_key(text: str) -> None:
    locus = read_locus(text)
    assert locator_sort_key(locus.label, locus.locator)


def test_a_long_list_of_numbers_is_printed_without_delay() -> None:
    assert print_locus("page", "1111-" * 5000 + "…").startswith("p. 1111")
