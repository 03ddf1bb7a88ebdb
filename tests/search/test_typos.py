"""Mistyped names find their record first."""

from __future__ import annotations

import random

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from catalogue.models import NameSlip, NameToken, Record
from catalogue.search import Found, refresh, search
from catalogue.search.query import text_query
from catalogue.search.typos import corrected_query, distance
from catalogue.search.vectors import words_of
from catalogue.text import fold
from tests.search.building import name, narrative, record

LETTERS = st.text("abc", max_size=6)


def asked(q: str, **parameters: str) -> Found:
    question = QueryDict(mutable=True)
    question.update({"q": q, **parameters})
    return search(None, question)


def first(q: str) -> str:
    return Record.objects.get(pk=asked(q).record_ids[0]).title


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("Patrascanu", "Lucrețiu Pătrășcanu"),
        ("Lucretiu Patrascanu", "Lucrețiu Pătrășcanu"),
        ("Lucretiu Patrasacnu", "Lucrețiu Pătrășcanu"),
        ("Pintile", "Gheorghe Pintilie"),
        ("Bodnarenco", "Gheorghe Pintilie"),
        ("Antonescu Iom", "Ion Antonescu"),
        ("Atnonescu", "Ion Antonescu"),
        ("Gheorge Gheorghiu-Dej", "Gheorghe Gheorghiu-Dej"),
        ("title:Sanatesku", "Constantin Sănătescu"),
    ],
)
@pytest.mark.usefixtures("demo")
def test_a_mistyped_name_finds_its_record_first(typed: str, title: str) -> None:
    assert first(typed) == title


@pytest.mark.usefixtures("demo")
def test_persons_are_found_with_two_neighbouring_letters_swapped_in_every_word() -> None:
    drawn = random.Random(7)
    persons = Record.objects.filter(kind="person", status="published")
    missed = []
    for person in persons:
        typed = " ".join(swapped(word, drawn) for word in words_of(fold(person.title)))
        if person.pk not in asked(typed).record_ids[:10]:
            missed.append((person.title, typed))
    assert len(missed) <= len(persons) // 50, missed


def swapped(word: str, drawn: random.Random) -> str:
    places = [place for place in range(len(word) - 1) if word[place] != word[place + 1]]
    if len(word) < 3 or not places:
        return word
    place = drawn.choice(places)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


@pytest.mark.django_db
def test_the_reader_is_told_what_was_looked_for_instead() -> None:
    record("person", "Lucrețiu Pătrășcanu")
    found = asked("lucretiu patrasacnu")
    assert found.corrected == "lucretiu patrascanu"
    assert asked("patrascanu").corrected == ""


@pytest.mark.django_db
def test_a_word_that_occurs_often_is_left_as_it_is() -> None:
    record("person", "Ana Martel")
    for number in range(5):
        narrative(record("event", f"Suceso {number}"), "un cartel")
    assert corrected_query(text_query("cartel")) is None


@pytest.mark.django_db
def test_a_word_of_three_letters_is_read_as_another_only_beside_a_longer_one() -> None:
    person = record("person", "Ion Antonescu")
    assert asked("iom").count == 0
    assert asked("iom antonescu").record_ids == [person.pk]


@pytest.mark.django_db
def test_a_rare_word_is_found_as_it_is_and_as_the_name_that_it_may_stand_for() -> None:
    person = record("person", "Gheorghe Pintilie")
    event = record("event", "Aviso")
    narrative(event, "Escrito Pintile en la fuente.")
    found = asked("pintile")
    assert found.record_ids == [person.pk, event.pk]
    assert found.corrected == "pintilie"


@pytest.mark.django_db
def test_words_that_occur_apart_but_never_together_may_be_mistyped_too() -> None:
    record("person", "Ino Popa")
    person = record("person", "Ion Rusuleanu")
    found = asked("ino rusuleanu")
    assert found.record_ids == [person.pk]
    assert found.corrected == "ion rusuleanu"


@pytest.mark.django_db
def test_the_other_words_and_filters_still_hold() -> None:
    narrative(record("person", "Ion Pintilie"), "ministro")
    narrative(record("person", "Ana Pintilie"), "jueza")
    found = asked("pintlie jueza")
    assert [Record.objects.get(pk=key).title for key in found.record_ids] == ["Ana Pintilie"]
    assert asked("pintlie -ion").count == 1
    assert asked("pintlie", kind="place").count == 0


@pytest.mark.parametrize("typed", ['"pintlie"', "pint*", "-pintlie persona", "source:pintlie", "zz", "1945"])
@pytest.mark.django_db
def test_phrases_beginnings_exclusions_fields_and_figures_are_taken_as_they_are(typed: str) -> None:
    record("person", "Pintilie 1944 za")
    assert corrected_query(text_query(typed)) is None


@pytest.mark.django_db
def test_names_that_are_not_published_are_never_told() -> None:
    record("person", "Vasile Oculto", status="draft")
    hidden = record("person", "Grigore Zamfir")
    assert asked("zamfri").corrected == "zamfir"
    Record.objects.filter(pk=hidden.pk).update(status="draft")
    refresh([hidden.pk])
    for typed in ("oclto", "ocutlo", "zamfri", "grigroe zamfir"):
        assert corrected_query(text_query(typed)) is None


@pytest.mark.django_db
def test_a_name_that_was_corrected_is_found_by_its_old_misspelling() -> None:
    person = record("person", "Gheorghe Pintile")
    Record.objects.filter(pk=person.pk).update(title="Gheorghe Pintilie")
    person.names.update(text="Gheorghe Pintilie")
    refresh([person.pk])
    assert asked("pintile").record_ids == [person.pk]
    assert asked("pintile").corrected == "pintilie"


@pytest.mark.django_db
def test_words_of_new_names_are_learned_once() -> None:
    person = record("person", "Ion Ionescu")
    record("person", "Ionescu Ion")
    name(person, "Ionescu")
    assert sorted(NameToken.objects.values_list("token", flat=True)) == ["ion", "ionescu"]
    assert set(NameSlip.objects.filter(token__token="ion").values_list("form", flat=True)) == {"ion", "on", "in", "io"}


@given(LETTERS, LETTERS)
def test_the_distance_is_the_same_from_either_word(one: str, other: str) -> None:
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) == 0) == (one == other)


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [("ion", "ion", 0), ("iom", "ion", 1), ("ino", "ion", 1), ("in", "ion", 1), ("ionn", "ion", 1), ("noi", "ion", 2)],
)
def test_a_slip_is_a_letter_too_many_too_few_another_one_or_two_swapped(one: str, other: str, slips: int) -> None:
    assert distance(one, other) == slips
