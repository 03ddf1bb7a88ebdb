"""The derived words of a record: what is among them, and that they are what the rows say."""

from __future__ import annotations

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from catalogue.models import Citation, Disagreement, Name, SearchEntry
from catalogue.search import refresh, search
from catalogue.search.entries import write_words
from tests.search.building import (
    attribute,
    cite,
    disagree,
    indexed,
    name,
    narrative,
    record,
    relation,
    relation_type,
    source,
    term,
)

pytestmark = pytest.mark.django_db


def found(q: str) -> bool:
    asked = QueryDict(mutable=True)
    asked["q"] = q
    return bool(search(None, asked).count)


def test_what_the_public_may_not_see_is_not_found() -> None:
    person = record("person", "Uno", internal_note="secreto")
    hidden = record("unit", "Regimiento Oculto", status="draft")
    tie = relation(person, relation_type("commanded"), hidden, note="rumor", internal_note="duda")
    cite(tie, source("banu-2004"), quotation="susurro")
    name(person, "Apodo", attributed_to_id=hidden.pk)
    cite(name(person, "Otro"), source("oculta", status="draft"), quotation="murmullo")
    for word in ("secreto", "oculto", "rumor", "duda", "susurro", "apodo", "murmullo"):
        assert not found(word)


def test_an_entry_keeps_the_folded_names_and_the_words_as_written() -> None:
    person = record("person", "Lucrețiu Pătrășcanu")
    name(person, "Coroană")
    entry = SearchEntry.objects.get(record_id=person.pk)
    assert entry.names == "lucretiu patrascanu\ncoroana"
    assert "Lucrețiu Pătrășcanu" in entry.body


def test_refreshing_more_records_costs_no_more_statements() -> None:
    made = [record("person", f"Persona {number}").pk for number in range(60)]
    # Tables of which nothing is known are analysed once, and the stems of new words are asked once.
    Name.objects.filter(record_id__in=made).update(note="Otra vez")
    refresh(made)
    counts = []
    for some in (made[:25], made):
        Name.objects.filter(record_id__in=some).update(note=f"Otra vez {len(some)}")
        with CaptureQueriesContext(connection) as captured:
            refresh(some)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_one_record_is_indexed_as_it_is_among_many() -> None:
    person = record("person", "Lucrețiu Pătrășcanu")
    cite(narrative(person, "Ministro de Justicia [@x, p. 3] hasta 1948."), source("banu-2004"), quotation="Regele")
    others = [record("event", f"Suceso {number}").pk for number in range(8)]
    alone = SearchEntry.objects.values().get(pk=person.pk)
    SearchEntry.objects.all().delete()
    write_words([*others, person.pk])
    assert SearchEntry.objects.values().get(pk=person.pk) == alone
    assert SearchEntry.objects.count() == 9


def test_an_entry_that_says_the_same_is_not_written_again() -> None:
    person = record("person", "Uno")
    with connection.cursor() as cursor:
        place = "SELECT ctid FROM catalogue_searchentry WHERE record_id = %s"
        cursor.execute(place, [person.pk])
        before = cursor.fetchone()
        write_words([person.pk])
        cursor.execute(place, [person.pk])
        assert cursor.fetchone() == before


def test_the_words_of_every_part_of_a_record_are_found() -> None:
    person = record("person", "Uno")
    rank = term("property", "rank", value_scheme="rank")
    attribute(person, rank, term=term("rank", "coronel", label_es="coronel", label_ro="colonel"), note="observado")
    attribute(person, rank, text="cabo primero", wording="caporal")
    relation(person, relation_type("commanded"), record("unit", "Regimiento Tercero"), role_text="interino")
    text = narrative(person, "Biografía", basis="inferred", basis_reason="deducido")
    cite(text, source("banu-2004"), quotation="Regele a vorbit", scope_words="a vorbit", note="acotado")
    Citation.objects.update(translation="habló el soberano", note="ejemplar roto")
    Disagreement.objects.filter(pk=disagree(text).pk).update(reason="preferimos lo antiguo")
    indexed(text)
    sought = "coronel colonel observado cabo caporal regimiento interino deducido vorbit acotado soberano roto antiguo"
    assert [word for word in sought.split() if not found(word)] == []


def test_the_words_of_a_source_are_found() -> None:
    titles = {"title_translated": "Seguridad", "title_transliterated": "Sekuritatea"}
    source("banu-2004", "Securitatea", publisher="Editura", repository="ACNSAS", note="incompleto", **titles)
    sought = "banu-2004 securitatea editura acnsas incompleto seguridad sekuritatea"
    assert [word for word in sought.split() if not found(word)] == []
    assert found("title:seguridad")
    assert found("title:sekuritatea")
    assert not found("title:editura")


def test_what_was_read_in_a_source_that_is_not_published_is_not_found() -> None:
    secret = Citation.objects.create(source=source("oculta", status="draft"), label="page", locator="1")
    note = cite(name(record("person", "Uno"), "Otro"), source("banu-2004"), quotation="susurro", note="acotado")
    assert found("susurro")
    Citation.objects.filter(pk=note.citation_id).update(via=secret)
    refresh([note.name.record_id if note.name else 0])
    assert not found("susurro")
    assert not found("acotado")


def test_what_is_said_in_an_event_that_is_not_published_is_not_found() -> None:
    hidden = record("event", "Conjura", status="draft")
    person = record("person", "Uno")
    relation(person, relation_type("commanded"), record("unit", "Tropa"), role_text="espía", context_id=hidden.pk)
    assert not found("espía")


@pytest.mark.parametrize("text", ["", "…", "<b>\\'\"</b>", "a\u0301\u0327\u200d", "😀 ☭", "x" * 3_000, "ſ ß ĳ ½ Ⅳ ﷺ İ"])
def test_any_text_can_be_indexed_and_found_by_its_own_words(text: str) -> None:
    narrative(record("event", "Uno"), f"principio {text} final")
    assert found("principio")
    assert found("final")
    for word in text.split():
        if any(map(str.isalnum, word)) and len(word) < 400:
            assert found(word.replace('"', "")), word


def test_what_was_taken_away_is_no_longer_found() -> None:
    event = record("event", "Uno")
    text = narrative(event, "palabra")
    text.delete()
    refresh([event.pk])
    assert not found("palabra")


def test_a_very_long_narrative_can_be_indexed() -> None:
    text = " ".join(f"palabra{number}" for number in range(120_000))
    narrative(record("event", "Uno"), text)
    assert found("palabra7")
