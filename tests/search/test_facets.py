from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from catalogue.search import Facet, known_facets, search
from tests.search.building import attribute, cite, dating, disagree, name, record, relation, relation_type, source, term

pytestmark = pytest.mark.django_db


def facet(query: str, wanted: str, kind: str | None = None, **options: Any) -> Facet:
    (found,) = search(kind, QueryDict(query), facets=[wanted], **options).facets
    return found


def counts(found: Facet) -> dict[str, int]:
    return {value.value: value.count for value in found.values}


def army() -> None:
    """Six units of two echelons, three branches and four places, some with several."""
    armies, divisions = term("echelon", "army"), term("echelon", "division")
    land, air = term("branch", "land"), term("branch", "air")
    at = relation_type("stationed-at", facet=True, object_kinds=["place"])
    theatre = term("property", "theatre", facet=True, value_scheme="theatre")
    cities = [record("place", title) for title in ("Bucarest", "Craiova", "Sibiu", "Iași")]
    fronts = [term("theatre", slug) for slug in ("east", "west")]
    for number in range(6):
        unit = record(
            "unit",
            f"Unidad {number}",
            echelon=(armies, divisions)[number % 2],
            branch=(land, air, None)[number % 3],
        )
        for city in cities[: number % 4]:
            relation(unit, at, city)
            relation(unit, at, city, standing="alternative")
        for front in fronts[: number % 3]:
            attribute(unit, theatre, term=front)


def test_a_record_with_several_values_is_counted_once_for_each() -> None:
    army()
    assert counts(facet("", "rel.stationed-at", "unit")) == {"bucarest": 4, "craiova": 2, "sibiu": 1}
    assert counts(facet("", "place")) == {"bucarest": 4, "craiova": 2, "sibiu": 1}
    assert facet("", "rel.stationed-at", "unit").missing == 2


def test_a_facet_leaves_out_its_own_selection_and_keeps_those_of_others() -> None:
    army()
    found = facet("echelon=army&branch=air", "echelon", "unit")
    assert counts(found) == {"army": 1, "division": 1}
    assert [value.value for value in found.values if value.selected] == ["army"]
    assert found.selected == ["army"]


def test_a_chosen_value_without_hits_stays_visible() -> None:
    army()
    found = facet("rel.stationed-at=iasi", "rel.stationed-at", "unit")
    assert counts(found)["iasi"] == 0
    assert found.selected == ["iasi"]


FILTERS = ("echelon=army", "branch=land", "rel.stationed-at=craiova", "attr.theatre=west")
ASKED = ("echelon", "branch", "rel.stationed-at", "attr.theatre", "place", "source", "certainty", "language")


@pytest.mark.parametrize("asked", ASKED)
def test_every_count_is_the_number_that_choosing_the_value_finds(asked: str) -> None:
    army()
    for size in range(3):
        for chosen in combinations(FILTERS, size):
            others = [each for each in chosen if not each.startswith(f"{asked}=")]
            for value in facet("&".join(chosen), asked, "unit").values:
                query = "&".join([*others, f"{asked}={value.value}"])
                assert search("unit", QueryDict(query)).count == value.count
            query = "&".join([*others, f"{asked}__isnull=true"])
            assert search("unit", QueryDict(query)).count == facet("&".join(chosen), asked, "unit").missing


def test_words_and_dates_narrow_the_counts() -> None:
    one, two = record("event", "Golpe", type=term("event-type", "coup")), record("event", "Tratado")
    dating(one, "1944", 19440101, 19441231)
    dating(two, "1947", 19470101, 19471231)
    assert counts(facet("q=golpe", "type", "event")) == {"coup": 1}
    assert counts(facet("date_from=1945", "type", "event")) == {}
    assert facet("date_from=1945", "type", "event").missing == 1


def test_sources_certainty_and_flags_count_records_not_claims() -> None:
    banu = source("banu-2004", "Asalto")
    one = record("person", "Uno")
    claims = [name(one, "A"), name(one, "B"), dating(one, "1944", 19440101, 19441231, certainty="doubtful")]
    for claim in claims:
        cite(claim, banu)
    disagree(claims[0])
    (value,) = facet("", "source", "person").values
    assert (value.value, value.label, value.count) == ("banu-2004", "Asalto", 1)
    assert counts(facet("", "certainty", "person")) == {"probable": 1, "doubtful": 1}
    assert counts(facet("", "disputed", "person")) == {"true": 1}
    assert counts(facet("", "unsourced", "person")) == {"true": 1}


def test_labels_are_in_the_language_in_force() -> None:
    record("unit", "Uno", echelon=term("echelon", "army", label_es="ejército"))
    assert facet("", "echelon", "unit").values[0].label == "Army"
    with translation.override("es"):
        assert facet("", "echelon", "unit").values[0].label == "ejército"


def test_drafts_are_counted_for_nobody_who_does_not_ask() -> None:
    record("unit", "Uno", status="draft")
    record("unit", "Dos")
    assert counts(facet("", "status", "unit", staff=True)) == {"draft": 1, "published": 1}
    assert counts(facet("", "language", "unit", staff=True)) == {"es": 1}
    assert counts(facet("status=draft", "language", "unit", staff=True)) == {"es": 1}


def test_records_of_different_kinds_with_the_same_slug_are_told_apart() -> None:
    met = relation_type("met", facet=True)
    person, unit = record("person", "Uno"), record("unit", "Uno")
    relation(record("person", "Dos"), met, person)
    relation(record("person", "Tres"), met, unit)
    assert counts(facet("", "rel.met")) == {str(person.uuid): 1, str(unit.uuid): 1}
    assert search(None, QueryDict(f"rel.met={unit.uuid}")).count == 1


def test_a_facet_with_more_values_than_are_wanted_says_that_it_was_cut() -> None:
    army()
    found = facet("", "place", values=2)
    assert found.truncated
    assert counts(found) == {"bucarest": 4, "craiova": 2}
    chosen = facet("place=sibiu", "place", values=2)
    assert chosen.selected == ["sibiu"]
    assert counts(chosen) == {"bucarest": 4, "craiova": 2, "sibiu": 1}


def test_every_kind_says_its_facets_its_own_first() -> None:
    term("property", "rank", facet=True, value_scheme="rank")
    relation_type("commanded", facet=True, subject_kinds=["person"])
    names = [each.name for each in known_facets("person")]
    assert names[0] == "gender"
    assert names[-2:] == ["attr.rank", "rel.commanded"]
    assert "rel.commanded" not in [each.name for each in known_facets("unit")]
    assert "status" not in names
    assert "kind" in [each.name for each in known_facets(None)]


def test_all_facets_can_be_asked_by_word_or_parameter() -> None:
    army()
    by_word = search("unit", QueryDict(""), facets="all").facets
    by_parameter = search("unit", QueryDict("facets=all")).facets
    assert [each.name for each in by_word] == [each.name for each in known_facets("unit")]
    assert [(each.name, counts(each)) for each in by_word] == [(each.name, counts(each)) for each in by_parameter]


def test_every_value_leads_to_the_question_with_it_and_to_the_one_without_it() -> None:
    army()
    found = facet("echelon=army&page=2&page_size=1", "echelon", "unit")
    army_, division = found.values
    assert army_.toggle == "?page_size=1"
    assert division.toggle == "?echelon=army&page_size=1&echelon=division"
    assert division.exclude == "?echelon=army&page_size=1&echelon__not=division"
    refused = facet("echelon__not=army", "echelon", "unit")
    assert [(each.value, each.excluded, each.exclude) for each in refused.values if each.excluded] == [
        ("army", True, "?")
    ]
    assert facet("", "branch", "unit").missing_toggle == "?branch__isnull=true"
    assert facet("branch__isnull=true", "branch", "unit").missing_toggle == "?"


@pytest.mark.parametrize("query", ["", "period=194X", "date_match=certain", "date_match=within"])
def test_every_period_counts_what_choosing_it_finds(query: str) -> None:
    spans = [(19400101, 19581231), (19440823, 19440823), (19460101, None), (None, 19390101), (19391231, 19400101)]
    for number, (earliest, latest) in enumerate(spans):
        dating(record("event", f"Acto {number}"), "1944", earliest, latest)
    record("event", "Sin fecha")
    found = facet(query, "period")
    match = query if query.startswith("date_match") else ""
    assert found.kind == "period"
    assert found.missing == 1
    assert any(value.count for value in found.values)
    for value in found.values:
        assert search(None, QueryDict(f"{match}&period={value.value}")).count == value.count, value


def ask(wanted: list[str]) -> int:
    with CaptureQueriesContext(connection) as captured:
        search("unit", QueryDict("echelon=army"), facets=wanted)
    return len(captured)


def test_the_number_of_queries_grows_neither_with_the_facets_nor_with_the_records() -> None:
    army()
    some, all_ = ["place", "source"], ["all"]
    before = [ask(some), ask(all_)]
    for number in range(70):
        unit = record("unit", f"Otra {number}", echelon=term("echelon", "army"))
        relation(unit, relation_type("stationed-at"), record("place", f"Lugar {number}"))
        cite(name(unit, f"Alias {number}"), source(f"fuente-{number}"))
    assert [ask(some), ask(all_)] == before
    assert before[0] <= before[1] <= 12
