from __future__ import annotations

import pytest
from django.http import QueryDict

from catalogue.models import SearchEntry
from catalogue.search import FilterError, refresh, search
from tests.search.building import cite, name, narrative, record, relation, relation_type, source

pytestmark = pytest.mark.django_db


def titles(q: str, **parameters: str) -> list[str]:
    asked = QueryDict(mutable=True)
    asked.update({"q": q, **parameters})
    return [found.title for found in search(None, asked).queryset]


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
    found = search(None, QueryDict("q=antonescu")).queryset
    assert [each.kind for each in found] == ["person", "source", "event"]
    assert found[0].pk == person.pk


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


def test_what_the_public_may_not_see_is_not_found() -> None:
    person = record("person", "Uno", internal_note="secreto")
    hidden = record("unit", "Regimiento Oculto", status="draft")
    tie = relation(person, relation_type("commanded"), hidden, note="rumor", internal_note="duda")
    cite(tie, source("banu-2004"), quotation="susurro")
    name(person, "Apodo", attributed_to_id=hidden.pk)
    cite(name(person, "Otro"), source("oculta", status="draft"), quotation="murmullo")
    for word in ("secreto", "oculto", "rumor", "duda", "susurro", "apodo", "murmullo"):
        assert titles(word) == []


def test_an_entry_keeps_the_folded_names_and_the_words_as_written() -> None:
    person = record("person", "Lucrețiu Pătrășcanu")
    name(person, "Coroană")
    entry = SearchEntry.objects.get(record_id=person.pk)
    assert entry.names == "lucretiu patrascanu\ncoroana"
    assert "Lucrețiu Pătrășcanu" in entry.body


def test_refreshing_many_costs_what_refreshing_one_costs(django_assert_num_queries: object) -> None:
    made = [record("person", f"Persona {number}").pk for number in range(12)]
    with django_assert_num_queries(2):  # type: ignore[operator]
        refresh(made[:1])
    with django_assert_num_queries(2):  # type: ignore[operator]
        refresh(made)


def test_what_was_taken_away_is_no_longer_found() -> None:
    event = record("event", "Uno")
    text = narrative(event, "palabra")
    text.delete()
    refresh([event.pk])
    assert titles("palabra") == []


def test_a_very_long_narrative_can_be_indexed() -> None:
    text = " ".join(f"palabra{number}" for number in range(120_000))
    narrative(record("event", "Uno"), text)
    assert titles("palabra7") == ["Uno"]


@pytest.mark.parametrize("typed", ['"abierta', "OR", "a OR", "...", "-", "x" * 501, " ".join("a" * 60), '""', "\x00"])
def test_words_that_make_no_question_are_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(FilterError) as refusal:
        titles(typed)
    assert refusal.value.problems[0].parameter == "q"
    assert refusal.value.problems[0].message.endswith(".")


@pytest.mark.parametrize(
    "typed", ["l'a\\b", "':A & | !", "a:*", "(x) <-> !y", "%s %(q)s", "'; -- a", "😀 a", "a\\", "*a*"]
)
def test_signs_of_other_query_languages_are_harmless(typed: str) -> None:
    record("person", "Uno")
    assert titles(typed) == []
