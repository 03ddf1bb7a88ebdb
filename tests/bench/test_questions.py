from __future__ import annotations

import random

from bench.questions import EACH, Question, as_json, drawn, from_json, mistyped, words_of_share
from bench.shape import Shape

TITLES = [(f"Ana{letter}", f"Pop{letter}escu") for letter in "abcdefghijklmnopqrstuvwxyz"]
FREQUENCIES = {f"palabra{number}": number for number in range(1, 400)}


def test_the_same_seed_asks_the_same_and_another_asks_something_else() -> None:
    first, again, other = (drawn(Shape.of(1_000, seed), FREQUENCIES, TITLES) for seed in (1, 1, 2))

    assert first == again
    assert first != other
    assert {question.workload for question in first} >= {"landing", "frequent", "rare", "disjunctive", "typo", "deep"}


def test_words_are_drawn_near_the_wanted_share() -> None:
    words = words_of_share(random.Random(1), FREQUENCIES, 200)

    assert len(words) == EACH
    assert all(150 <= FREQUENCIES[word] <= 250 for word in words)


def test_where_no_word_is_so_frequent_the_nearest_are_taken() -> None:
    assert words_of_share(random.Random(1), {"uno": 1, "dos": 2, "tres": 3}, 100) == ["tres", "dos", "uno"]


def test_a_mistyped_word_has_one_slip() -> None:
    rng = random.Random(1)

    for _ in range(200):
        word = mistyped(rng, "patrascanu")
        wrong = [place for place, (one, other) in enumerate(zip(word, "patrascanu", strict=True)) if one != other]
        assert len(wrong) == 1 or (len(wrong) == 2 and wrong[1] == wrong[0] + 1)


def test_questions_survive_the_plan_file() -> None:
    asked = [Question("disjunctive", chosen={"facet-1": [1, 2]}, years=(1900, 1920)), Question("landing")]

    assert from_json(as_json(asked)) == asked
