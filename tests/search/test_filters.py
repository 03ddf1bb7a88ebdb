from __future__ import annotations

import pytest
from django.http import QueryDict

from catalogue.models import Citation, PastSlug, Record
from catalogue.search import FilterError, refresh, search
from tests.search.building import (
    attribute,
    cite,
    dating,
    disagree,
    name,
    record,
    relation,
    relation_type,
    source,
    term,
    titles,
)

pytestmark = pytest.mark.django_db


def refused(query: str, kind: str | None = None) -> list[tuple[str, str]]:
    with pytest.raises(FilterError) as refusal:
        search(kind, QueryDict(query))
    return [(problem.parameter, problem.message) for problem in refusal.value.problems]


def test_a_kind_is_looked_for_among_its_own_and_the_whole_catalogue_by_kind() -> None:
    record("person", "Uno")
    record("unit", "Dos")
    record("event", "Tres")
    assert titles("", "person") == ["Uno"]
    assert titles("kind=person&kind=unit") == ["Dos", "Uno"]
    assert titles("kind__not=person") == ["Dos", "Tres"]


def test_a_classification_repeated_is_an_or() -> None:
    army, division = term("echelon", "army"), term("echelon", "division")
    record("unit", "Uno", echelon=army)
    record("unit", "Dos", echelon=division)
    record("unit", "Tres")
    assert titles("echelon=army&echelon=division", "unit") == ["Dos", "Uno"]
    assert titles("echelon__not=army", "unit") == ["Dos", "Tres"]
    assert titles("echelon__isnull=true", "unit") == ["Tres"]
    assert titles("echelon__isnull=false", "unit") == ["Dos", "Uno"]


def test_only_published_records_are_found_unless_cataloguers_ask() -> None:
    record("person", "Uno")
    record("person", "Dos", status="draft")
    assert titles("", "person") == ["Uno"]
    assert titles("", "person", staff=True) == ["Uno"]
    assert titles("status=draft", "person", staff=True) == ["Dos"]
    assert titles("status=draft&status=published", "person", staff=True) == ["Dos", "Uno"]
    assert refused("status=draft", "person")[0][0] == "status"


def test_a_property_that_is_a_facet_filters_by_its_terms() -> None:
    rank = term("property", "rank", facet=True, value_scheme="rank")
    general, colonel = term("rank", "general"), term("rank", "colonel")
    one, two = record("person", "Uno"), record("person", "Dos")
    attribute(one, rank, term=general)
    attribute(one, rank, term=colonel)
    attribute(two, rank, term=colonel)
    record("person", "Tres")
    assert titles("attr.rank=general", "person") == ["Uno"]
    assert titles("attr.rank=general&attr.rank=colonel", "person") == ["Dos", "Uno"]
    assert titles("attr.rank__isnull=true", "person") == ["Tres"]


def test_what_a_claim_denies_or_was_rejected_is_not_found() -> None:
    rank = term("property", "rank", facet=True, value_scheme="rank")
    general = term("rank", "general")
    attribute(record("person", "Uno"), rank, term=general, negated=True)
    attribute(record("person", "Dos"), rank, term=general, standing="rejected")
    assert titles("attr.rank=general", "person") == []


def test_a_property_without_a_vocabulary_filters_by_its_words() -> None:
    occupation = term("property", "occupation", facet=True)
    attribute(record("person", "Uno"), occupation, text="rey")
    assert titles("attr.occupation=rey", "person") == ["Uno"]
    assert "rey" in refused("attr.occupation=reina", "person")[0][1]


def test_a_relation_filters_by_slug_former_slug_and_uuid_of_its_object() -> None:
    member = relation_type("member-of", facet=True, object_kinds=["organization"])
    party = record("organization", "Partido Comunista")
    relation(record("person", "Uno"), member, party)
    record("person", "Dos")
    PastSlug.objects.create(record=party, kind="organization", slug="pcr")
    for value in ("partido-comunista", "pcr", str(party.uuid)):
        assert titles(f"rel.member-of={value}", "person") == ["Uno"]
    assert refused("rel.member-of=nadie", "person")[0][0] == "rel.member-of"


def test_a_relation_to_an_entry_that_is_not_published_does_not_show() -> None:
    member = relation_type("member-of", facet=True)
    party = record("organization", "Partido", status="draft")
    relation(record("person", "Uno"), member, party)
    assert refused("rel.member-of=partido")
    assert titles("rel.member-of__isnull=true", "person") == ["Uno"]
    assert titles("rel.member-of=partido", "person", staff=True) == ["Uno"]


def test_a_place_is_found_through_any_relation() -> None:
    city = record("place", "Bucarest")
    relation(record("person", "Uno"), relation_type("born-at"), city)
    relation(record("event", "Dos"), relation_type("took-place-at"), city)
    record("event", "Tres")
    assert titles("place=bucarest") == ["Dos", "Uno"]


def test_everything_that_rests_on_a_source_is_found_by_its_citekey() -> None:
    banu, other = source("banu-2004"), source("otro")
    one, two = record("person", "Uno"), record("person", "Dos")
    cite(name(one, "A"), banu)
    cite(dating(two, "1944", 19440101, 19441231), banu)
    cite(name(record("person", "Tres"), "B"), other)
    assert titles("source=banu-2004") == ["Dos", "Uno"]
    assert titles(f"source={banu.uuid}") == ["Dos", "Uno"]
    assert titles("source__not=banu-2004", "person") == ["Tres"]


def test_what_was_read_in_a_source_rests_on_it_too() -> None:
    banu, telegram = source("banu-2004"), source("telegrama")
    note = cite(name(record("person", "Uno"), "A"), telegram)
    Citation.objects.filter(pk=note.citation_id).update(via=Citation.objects.create(source=banu, locator="9"))
    refresh([note.name.record_id] if note.name else [])
    assert titles("source=banu-2004") == titles("source=telegrama") == ["Uno"]
    (found,) = search("person", QueryDict(""), facets=["source"]).facets
    assert sorted((value.value, value.count) for value in found.values) == [("banu-2004", 1), ("telegrama", 1)]


def test_a_source_cited_on_a_hidden_relation_does_not_show() -> None:
    tie = relation(record("person", "Uno"), relation_type("knew"), record("person", "Dos", status="draft"))
    cite(tie, source("banu-2004"))
    assert titles("source=banu-2004") == []
    assert titles("source=banu-2004", staff=True) == ["Uno"]


def test_certainty_dispute_and_missing_sources_are_asked_of_every_sort_of_claim() -> None:
    sure = record("person", "Uno")
    sure.names.update(certainty="certain", citation_count=1)
    refresh([sure.pk])
    doubted = record("person", "Dos")
    first, second = dating(doubted, "1944", 19440101, 19441231), dating(doubted, "1945", 19450101, 19451231)
    disagree(first)
    assert titles("certainty=certain") == ["Uno"]
    assert titles("certainty=certain&certainty=probable") == ["Dos", "Uno"]
    assert titles("disputed=true") == ["Dos"]
    assert titles("disputed=false") == ["Uno"]
    assert titles("unsourced=true") == ["Dos"]
    assert second.pk != first.pk


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("date_from=1944&date_to=1944", ["Agosto", "Años", "Hacia"]),
        ("date_from=1944-08&date_to=1944-09&date_match=within", ["Agosto"]),
        ("date_from=1944-02&date_to=1944-03&date_match=certain", ["Años"]),
        ("date_from=1944&date_to=1944&date_match=certain", ["Agosto", "Años"]),
        ("date_from=1950", ["Abierto", "Años"]),
        ("date_to=1943", ["Años", "Hacia"]),
        ("date_from=1943&date_to=1945&date_match=within", ["Agosto", "Hacia"]),
        ("date_from=2020&date_match=certain", ["Abierto"]),
        ("date_from=agosto de 1944&date_to=23 de agosto de 1944", ["Agosto", "Años"]),
    ],
)
def test_fuzzy_dates_are_counted_honestly(query: str, expected: list[str]) -> None:
    dating(record("event", "Agosto"), "1944-08-23", 19440823, 19440823)
    dating(record("event", "Años"), "1940/1958", 19400101, 19581231)
    dating(record("event", "Hacia"), "[1943..1944-06]", 19430101, 19440630)
    dating(record("event", "Abierto"), "1946/..", 19460101, None)
    record("event", "Sin fecha")
    found = titles(query.replace(" ", "+"))
    assert found == expected


def test_orders() -> None:
    dating(record("event", "Beta"), "1944", 19440101, 19441231)
    record("event", "Álamo")
    dating(record("event", "Zeta"), "1940", 19400101, 19401231)
    assert titles("ordering=title") == ["Álamo", "Beta", "Zeta"]
    assert titles("ordering=-title") == ["Zeta", "Beta", "Álamo"]
    assert titles("ordering=earliest") == ["Zeta", "Beta", "Álamo"]
    assert titles("ordering=-earliest") == ["Beta", "Zeta", "Álamo"]
    assert titles("ordering=modified") == ["Beta", "Álamo", "Zeta"]
    assert titles("ordering=relevance") == ["Álamo", "Beta", "Zeta"]


def test_pages() -> None:
    for number in range(5):
        record("event", f"Acto {number}")
    found = search("event", QueryDict("page=2&page_size=2"))
    assert (found.count, found.page, found.pages, len(found.record_ids)) == (5, 2, 3, 2)
    assert search("event", QueryDict("page_size=200")).record_ids[2:4] == found.record_ids


def test_all_of_several_values_can_be_asked_for() -> None:
    met = relation_type("met", facet=True)
    people = [record("person", title) for title in ("Ana", "Ion", "Petru")]
    for title, known in (("Uno", people[:2]), ("Dos", people[1:]), ("Tres", people)):
        for each in known:
            relation(record("event", title) if each is known[0] else Record.objects.get(title=title), met, each)
    assert titles("rel.met__all=ana&rel.met__all=ion") == ["Tres", "Uno"]
    assert titles("rel.met__all=ana&rel.met__all=petru&rel.met=ion") == ["Tres"]


def test_the_number_of_sources_counts_each_source_once() -> None:
    banu, other = source("banu-2004"), source("otro")
    one, two = record("person", "Uno"), record("person", "Dos")
    cite(name(one, "A"), banu)
    cite(name(one, "B"), banu)
    cite(name(two, "C"), banu)
    cite(name(two, "D"), other)
    assert titles("sources_min=1", "person") == ["Dos", "Uno"]
    assert titles("sources_min=2", "person") == ["Dos"]
    assert titles("sources_max=1", "person") == ["Uno"]
    assert titles("sources_max=0") == ["banu-2004", "otro"]


def test_what_rests_on_a_part_of_a_source_rests_on_the_source() -> None:
    fonds = source("fondo")
    file = source("dosar", parent_id=source("serie", parent_id=fonds.pk).pk)
    cite(name(record("person", "Uno"), "A"), file)
    cite(name(record("person", "Dos"), "B"), source("otro"))
    assert titles("cites=fondo") == titles("cites=serie") == titles(f"cites={file.uuid}") == ["Uno"]
    assert titles("source=fondo") == []


def test_what_is_tied_is_found_from_either_end() -> None:
    met = relation_type("met")
    ana, ion = record("person", "Ana"), record("person", "Ion")
    relation(ana, met, ion)
    relation(record("person", "Petru"), met, ion, negated=True)
    relation(record("person", "Oculto", status="draft"), met, ion)
    assert titles("related=ana") == ["Ion"]
    assert titles("related=person:ion") == titles(f"related={ion.uuid}") == ["Ana"]
    assert titles("related=ana&related=ion") == ["Ana", "Ion"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("period=194X", ["Agosto", "Años"]),
        ("period=1944", ["Agosto", "Años"]),
        ("period=1944&date_match=within", ["Agosto"]),
        ("period=195X&date_match=certain", ["Años"]),
        ("period=1945&period=196X", ["Abierto", "Años"]),
        ("period__not=194X", ["Abierto", "Sin fecha"]),
        ("period__all=194X&period__all=195X", ["Años"]),
        ("period__isnull=true", ["Sin fecha"]),
    ],
)
def test_a_decade_or_a_year_is_a_value_like_others(query: str, expected: list[str]) -> None:
    dating(record("event", "Agosto"), "1944-08-23", 19440823, 19440823)
    dating(record("event", "Años"), "1940/1958", 19400101, 19581231)
    dating(record("event", "Abierto"), "1960/..", 19600101, None)
    record("event", "Sin fecha")
    assert titles(query) == expected


def test_an_empty_form_is_no_question() -> None:
    record("event", "Uno")
    assert titles("q=&type=&date_from=&disputed=&ordering=&page=&place=&date_match=", "event") == ["Uno"]


@pytest.mark.parametrize(
    "query",
    [
        "colour=red",
        "gender=x",
        "kind=animal",
        "language=tlh",
        "disputed=perhaps",
        "certainty=sure",
        "date_from=anteayer",
        "date_from=1944-13",
        "date_from=../1944",
        "date_to=Y99999999999999999",
        "date_match=near",
        "ordering=colour",
        "page=0",
        "page=-1",
        "page=2",
        "page=99999999999999999999",
        "page=uno",
        "page_size=201",
        "page_size=0",
        "facets=colour",
        "place=nowhere",
        "source=nobody",
        "source=%00",
        "place=%00",
        "language=e%00s",
        "%00=1",
        "&".join(f"kind=k{number}" for number in range(900)),
        "rel.unknown=1",
        "attr.=1",
        "attr.rank__all=1",
    ],
)
def test_what_cannot_be_answered_is_refused_with_a_sentence(query: str) -> None:
    record("event", "Uno")
    for parameter, message in refused(query):
        assert message.endswith((".", ")"))
        assert parameter
        assert "\x00" not in parameter + message


def test_a_refusal_lists_what_is_known() -> None:
    term("echelon", "army")
    ((parameter, message),) = refused("echelon=armada", "unit")
    assert (parameter, message) == ("echelon", "“armada” is not known; known: army.")
    ((parameter, message),) = refused("colour=red", "unit")
    assert parameter == "colour"
    assert "echelon" in message
    assert "date_from" in message


def test_every_problem_is_named_at_once() -> None:
    assert {name for name, _message in refused("page=0&kind=x&date_from=y")} == {"page", "kind", "date_from"}
