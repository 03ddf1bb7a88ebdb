from __future__ import annotations

import random
from collections import Counter

from bench.records import Names, made_records
from bench.rows import joined_keys, key_of
from bench.shape import SINGLE_FACETS, Shape
from bench.words import Zipf, invented_names, invented_words, told_apart
from catalogue.text import fold, sort_key


def records_of(shape: Shape) -> list[tuple[str, list[int], list[str]]]:
    words = Zipf(invented_words(random.Random(1), 2_000))
    return [
        (made.title, made.values, made.words)
        for block in made_records(shape, Names.of(Shape.of(1_000, shape.seed)), words)
        for made in block
    ]


def test_the_same_seed_makes_the_same_records() -> None:
    assert records_of(Shape.of(300, 1)) == records_of(Shape.of(300, 1))
    assert records_of(Shape.of(300, 1)) != records_of(Shape.of(300, 2))


def test_a_record_has_a_value_of_each_facet_and_as_many_words_as_the_shape_says() -> None:
    shape = Shape.of(300, 1)

    for _title, values, words in records_of(shape):
        assert [value < shape.values_of(facet) for value, facet in zip(values, SINGLE_FACETS, strict=True)] == [
            True
        ] * 8
        assert shape.fewest_words <= len(words) <= shape.most_words


def test_the_first_words_are_the_frequent_ones() -> None:
    words = Zipf(invented_words(random.Random(1), 2_000))
    drawn = Counter(words.draw(random.Random(1), 20_000))

    assert drawn[words.words[0]] > drawn[words.words[100]] > drawn[words.words[1_900]]


def test_names_stay_different_without_their_accents() -> None:
    names = invented_names(random.Random(1), 2_000, (1, 2), ("escu", "ez"))

    assert len({fold(name) for name in names}) == 2_000


def test_words_that_an_index_would_confuse_are_left_out() -> None:
    stems = {"casa": "cas", "casas": "cas", "perro": "perr", "rojo": "roj", "de": None}

    def forms(words: list[str] | tuple[str, ...] | object) -> list[frozenset[str] | None]:
        assert isinstance(words, list)
        return [None if stems[word] is None else frozenset({word, str(stems[word])}) for word in words]

    assert told_apart(["casa", "casas", "de", "perro", "rojo"], 5, forms, ["rojo"]) == ["casa", "perro"]


def test_the_sort_key_of_a_name_is_put_together_from_its_parts() -> None:
    for family, given in (("Pătrășcanu", "Lucrețiu"), ("Ibárruri", "Áña"), ("Șerban", "Ion")):
        assert joined_keys(key_of(f"{family}, "), key_of(given)) == sort_key(f"{family}, {given}")
