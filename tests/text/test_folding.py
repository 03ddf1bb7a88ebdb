from __future__ import annotations

import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.text import comma_letters, fold, initial, slugify

# A busy machine is slow at first; that is no fault of what is tested.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Ștefan", "stefan"),
        ("Ştefan Ţăran", "stefan taran"),
        ("Sănătescu, Constantin", "sanatescu, constantin"),
        ("Đorđe Łódź Ørsted Æsir œuvre Straße ılgın", "dorde lodz orsted aesir oeuvre strasse ilgin"),
        ("«L’armée» – “rouge”", '"l\'armee" - "rouge"'),
        ("  dos\u00a0\t espacios\n", "dos espacios"),
        ("2.º Frente", "2.o frente"),
        ("in\u00advisible", "invisible"),
    ],
)
def test_latin_text_is_folded_to_plain_small_letters(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "folded"), [("Йошкар-Ола, Ёлка", "йошкар-ола, ёлка"), ("Ψάρι", "ψαρι"), ("שלום", "שלום")]
)
def test_letters_of_other_scripts_stay(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_a_decomposed_cyrillic_letter_folds_as_its_composed_form_and_a_stress_mark_goes() -> None:
    assert fold(unicodedata.normalize("NFD", "Йод")) == fold("Йод") == "йод"
    assert fold("Ива\u0301н") == "иван"


@PATIENT
@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@PATIENT
@given(st.text())
def test_composed_and_decomposed_typing_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize("typed", ["Ştefan Ţurcanu", unicodedata.normalize("NFD", "Ştefan Ţurcanu")])
def test_cedillas_become_commas(typed: str) -> None:
    assert comma_letters(typed) == "Ștefan Țurcanu"


def test_other_letters_keep_their_cedilla() -> None:
    assert comma_letters("façade") == "façade"


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Antonescu, Ion", "antonescu-ion"),
        ("Știrbey, Barbu", "stirbey-barbu"),
        ("2.º Frente Ucraniano", "2-o-frente-ucraniano"),
        ("L'Humanité", "lhumanite"),
        ("Жуков, Георгий", "zhukov-georgii"),
        ("Щербаков", "shcherbakov"),
        ("שלום", ""),
        ("…", ""),
    ],
)
def test_a_slug_is_the_words_in_ascii(title: str, slug: str) -> None:
    assert slugify(title) == slug


def test_a_long_slug_is_cut_between_words() -> None:
    assert slugify("golpe de agosto de 1944", max_length=12) == "golpe-de"
    assert slugify("a" * 200, max_length=12) == "a" * 12


@PATIENT
@given(st.text(), st.integers(1, 30))
def test_a_slug_is_ascii_and_short_enough(text: str, longest: int) -> None:
    slug = slugify(text, max_length=longest)
    assert len(slug) <= longest
    assert slug == slug.strip("-")
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


@pytest.mark.parametrize(
    ("title", "letter"),
    [
        ("Ștefan", "S"),
        ("«Ángel»", "A"),
        ("¿Quién?", "Q"),
        ("2.º Frente", "#"),
        ("Жуков", "#"),
        ("Østlund", "O"),
        ("", "#"),
    ],
)
def test_titles_are_browsed_under_their_first_letter(title: str, letter: str) -> None:
    assert initial(title) == letter
