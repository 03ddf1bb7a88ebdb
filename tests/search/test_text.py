from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict

from catalogue.models import Record
from catalogue.search import FilterError, search
from tests.search.building import cite, name, narrative, record, relation, relation_type, source

pytestmark = pytest.mark.django_db


def titles(q: str, **parameters: str) -> list[str]:
    asked = QueryDict(mutable=True)
    asked.update({"q": q, **parameters})
    ids = search(None, asked).record_ids
    records = Record.objects.in_bulk(ids)
    return [records[key].title for key in ids]


@pytest.mark.parametrize(
    "typed", ["Patrascanu", "Pătrăşcanu", "Pătrășcanu", "PATRASCANU", "pătrascanu", "Pa\u0306tra\u0306s\u0327canu"]
)
def test_a_name_is_found_with_and_without_accents_with_cedilla_and_comma(typed: str) -> None:
    record("person", "Lucrețiu Pătrășcanu")
    record("person", "Ion Antonescu")
    assert titles(typed) == ["Lucrețiu Pătrășcanu"]


def test_a_name_written_with_cedillas_is_found_with_commas() -> None:
    name(record("person", "Lucrețiu P."), "Pătrăşcanu")
    assert titles("pătrășcanu") == ["Lucrețiu P."]


@pytest.mark.parametrize("typed", ["ocupación", "ocupaciones", "ocupacion", "Ocupación soviética"])
def test_a_word_is_found_in_its_other_forms(typed: str) -> None:
    narrative(record("event", "Acontecimiento"), "La ocupación soviética empezó en agosto.")
    assert titles(typed) == ["Acontecimiento"]


def test_the_stems_of_each_language_are_taken_off() -> None:
    narrative(record("event", "Uno"), "Ocupațiile militare", language="ro")
    narrative(record("event", "Dos"), "The occupied countries", language="en")
    assert titles("ocupaţie") == ["Uno"]
    assert titles("country") == ["Dos"]


def test_a_title_matches_in_its_other_forms_too() -> None:
    record("event", "Ocupación soviética de Rumania")
    assert titles("ocupaciones") == ["Ocupación soviética de Rumania"]


def test_who_is_named_so_comes_before_who_is_mentioned() -> None:
    narrative(record("person", "A. Aldea"), "Antonescu, Antonescu y otra vez Antonescu.")
    record("person", "Zoe Antonescu")
    assert titles("antonescu") == ["Zoe Antonescu", "A. Aldea"]


def test_whoever_bears_the_name_comes_before_works_on_them_and_what_is_named_after_them() -> None:
    record("event", "Ejecución de Ion Antonescu")
    source("articulo", "Ion Antonescu")
    person = record("person", "Ion Antonescu")
    ids = search(None, QueryDict("q=antonescu")).record_ids
    assert [Record.objects.get(pk=key).kind for key in ids] == ["person", "source", "event"]
    assert ids[0] == person.pk


def test_phrases_alternatives_exclusions_and_beginnings() -> None:
    narrative(record("event", "Uno"), "plan de paz")
    narrative(record("event", "Dos"), "paz sin plan")
    narrative(record("event", "Tres"), "guerra")
    assert titles('"plan de paz"') == ["Uno"]
    assert sorted(titles("guerra OR plan")) == ["Dos", "Tres", "Uno"]
    assert titles("paz -sin") == ["Uno"]
    assert titles("gue*") == ["Tres"]


def test_what_is_excluded_is_excluded_in_its_other_forms_too() -> None:
    narrative(record("event", "Uno"), "Rumania y sus ocupaciones")
    narrative(record("event", "Dos"), "Rumania libre")
    assert titles("rumania -ocupación") == ["Dos"]


def test_common_words_do_not_hide_what_is_looked_for_and_the_reader_is_told() -> None:
    record("event", "Rumania ocupada")
    found = search(None, QueryDict("q=la+de+rumania"))
    assert found.count == 1
    assert "la, de" in found.notices[0]


def test_a_range_of_years_is_found_by_each_of_them() -> None:
    record("event", "Rumania 1944-1958")
    assert titles("1958") == titles("1944-1958") == ["Rumania 1944-1958"]


def test_quotations_of_the_cited_places_are_found() -> None:
    person = record("person", "Uno")
    cite(name(person, "Otro"), source("banu-2004"), quotation="Regele a vorbit")
    assert titles("vorbit") == ["Uno"]


def test_citation_marks_are_not_words() -> None:
    narrative(record("event", "Uno"), "Texto [@decreto-221, art. 3].")
    assert titles("decreto") == []


def test_a_phrase_does_not_run_over_from_one_text_into_the_next() -> None:
    event = record("event", "Uno")
    narrative(event, "plan de")
    narrative(event, "de paz")
    assert titles('"plan de"') == ["Uno"]
    assert titles('"de de"') == []


def test_a_title_is_looked_for_in_names_alone() -> None:
    narrative(record("event", "Uno"), "Antonescu habló.")
    record("person", "Ion Antonescu")
    assert titles("title:antonescu") == titles("name:Anton*") == ["Ion Antonescu"]
    assert titles("antonescu -title:ion") == ["Uno"]
    assert titles("title:antonescu OR habló") == ["Ion Antonescu", "Uno"]


def test_a_phrase_may_be_looked_for_in_names_alone() -> None:
    record("event", "Juicio de Ion Antonescu")
    record("person", "Antonescu Ion")
    assert titles('title:"ion antonescu"') == ["Juicio de Ion Antonescu"]


def test_a_title_is_found_by_other_forms_of_its_words() -> None:
    record("event", "Ocupación soviética")
    narrative(record("event", "Otro"), "Las ocupaciones.")
    assert titles("title:ocupaciones") == ["Ocupación soviética"]


def test_what_rests_on_a_source_is_found_by_the_words_of_its_title_or_citekey() -> None:
    deletant = source("deletant-1993", "The Securitate and the police state")
    cite(name(record("person", "Uno"), "Primero"), deletant)
    cite(name(record("person", "Dos"), "Segundo"), source("banu-2004", "Otra cosa"))
    assert titles("source:deletant") == titles("source:deletant-1993") == titles('source:"police state"') == ["Uno"]
    assert titles("source:deletant source:banu") == []
    assert titles("source:deletant OR source:banu") == ["Dos", "Uno"]
    assert titles("name:primero source:banu OR name:segundo source:banu") == ["Dos"]
    assert "Uno" not in titles("-source:deletant")
    assert "Dos" in titles("-source:deletant")


def test_what_is_tied_to_a_place_is_found_by_a_name_of_the_place() -> None:
    city = record("place", "Iași")
    name(city, "Jassy")
    relation(record("event", "Uno"), relation_type("happened-at", object_kinds=["place"]), city)
    record("event", "Dos")
    assert titles("place:iasi") == titles("place:jass*") == titles("place:iasi OR place:cluj") == ["Uno"]
    assert titles("place:cluj") == []


def test_sources_and_places_that_are_not_published_tell_the_public_nothing() -> None:
    cite(name(record("person", "Uno"), "Primero"), source("oculta", "Oculta", status="draft"))
    hidden = record("place", "Orhei", status="draft")
    relation(record("event", "Dos"), relation_type("happened-at", object_kinds=["place"]), hidden)
    assert titles("source:oculta") == titles("place:orhei") == []


def test_a_field_that_there_is_not_is_a_word_like_others() -> None:
    narrative(record("event", "Uno"), "foo bar")
    assert titles("foo:bar") == ["Uno"]


def test_the_shorter_name_is_nearer_and_names_come_before_mentions() -> None:
    narrative(record("event", "Aviso"), "Dej y Dej")
    name(record("person", "Gheorghe Gheorghiu-Dej"), "Dej")
    record("event", "Muerte de Dej")
    assert titles("dej") == ["Gheorghe Gheorghiu-Dej", "Muerte de Dej", "Aviso"]


def test_pages_of_the_order_of_relevance_follow_each_other() -> None:
    for number in range(9):
        narrative(record("event", f"Otro {number}"), "armisticio " * (number % 3 + 1))
        record("event", f"Armisticio {number}")
    whole = titles("armisticio")
    assert len(whole) == len(set(whole)) == 18
    paged = [title for page in "1234" for title in titles("armisticio", page=page, page_size="5")]
    assert paged == whole


@pytest.mark.parametrize("looked_at", [0, 1_000])
def test_where_very_many_match_bearers_of_the_name_come_first_and_the_rest_by_title(
    monkeypatch: Any, looked_at: int
) -> None:
    monkeypatch.setattr("catalogue.search.ranking.MOST_WEIGHED", 3)
    monkeypatch.setattr("catalogue.search.ranking._MOST_LOOKED_AT", looked_at)
    narrative(record("event", "Zeta"), "armisticio " * 20)
    for title in ("Beta", "Alfa", "Gama"):
        narrative(record("event", title), "armisticio")
    record("event", "Armisticio de Moscú")
    record("event", "Armisticio")
    whole = ["Armisticio", "Armisticio de Moscú", "Alfa", "Beta", "Gama", "Zeta"]
    assert titles("armisticio") == whole
    for size in (1, 2, 3, 4):
        pages = range(1, -(-6 // size) + 1)
        assert [title for page in pages for title in titles("armisticio", page=str(page), page_size=str(size))] == whole


@pytest.mark.parametrize(
    "typed", ['"abierta', "OR", "a OR", "...", "-", "x" * 501, " ".join("a" * 60), '""', "\x00", "title:*"]
)
def test_words_that_make_no_question_are_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(FilterError) as refusal:
        titles(typed)
    assert refusal.value.problems[0].parameter == "q"
    assert refusal.value.problems[0].message.endswith(".")


@pytest.mark.parametrize(
    "typed",
    [
        "l'a\\b",
        "':A & | !",
        "a:*",
        "(x) <-> !y",
        "%s %(q)s",
        "'; -- a",
        "😀 a",
        "a\\",
        "*a*",
        "source:'x",
        'place:"a b"',
        "title:title:x",
    ],
)
def test_signs_of_other_query_languages_are_harmless(typed: str) -> None:
    record("person", "Uno")
    assert titles(typed) == []
