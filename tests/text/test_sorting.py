from __future__ import annotations

import random
import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.text import comma_letters, sort_key, sorting

# A busy machine is slow at first; that is no fault of what is tested.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def test_names_stand_in_dictionary_order_whatever_their_accents_and_case() -> None:
    ordered = [
        "Antonescu, Ion",
        "antonescu, Mihai",
        "Ávila",
        "Banu",
        "Niculescu",
        "Ñuñoa",
        "Sănătescu",
        "Ștefan",
        "Tito",
        "Țurcanu",
        "Zhukov",
        "Жуков",
    ]
    assert sorted(random.Random(5).sample(ordered, len(ordered)), key=sort_key) == ordered


def test_the_same_letters_with_and_without_accents_stand_side_by_side() -> None:
    assert sorted(["Stefani", "Ștefan", "Stefan"], key=sort_key) == ["Stefan", "Ștefan", "Stefani"]


def test_cedilla_and_comma_sort_as_one_letter() -> None:
    assert sort_key("Ştefan") == sort_key("Ștefan")


def test_a_long_title_has_a_key_that_fits_an_index_row() -> None:
    assert len(sort_key("Ștefan " * 1000)) <= 2400


@PATIENT
@given(st.text())
def test_a_key_is_hex_text_of_four_digits_a_weight(text: str) -> None:
    key = sort_key(text)
    assert len(key) % 4 == 0
    assert re.fullmatch("[0-9a-f]*", key)


def test_a_key_made_letter_by_letter_is_that_of_the_whole_algorithm() -> None:
    collator = sorting._collator()
    drawn = random.Random(11)
    continuing = sorted(map(chr, sorting._continuing()))
    letters = [*"aăâșşțñøłL·l, -IX9", *"жйёα中ㄱ한", *map(chr, range(0x300, 0x370)), *continuing]
    for _ in range(3000):
        text = "".join(drawn.choice(letters) for _ in range(drawn.randint(0, 9)))
        whole = "".join(f"{weight:04x}" for weight in collator.sort_key(comma_letters(text)))
        assert sort_key(text) == whole, ascii(text)
