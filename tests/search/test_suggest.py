"""What is offered while a name is typed."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.models import NameForm, Record
from catalogue.search import refresh
from catalogue.search.suggest import suggest
from tests.search.building import name, record, source

pytestmark = pytest.mark.django_db
FAST = settings(
    max_examples=100, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def offered(text: str, kind: str | None = None, limit: int = 10) -> list[tuple[str, str]]:
    return [(each.title, each.name) for each in suggest(text, kind=kind, limit=limit)]


@pytest.mark.parametrize("typed", ["ion ant", "antonescu", "Antonescu, I", "ANTON", "víctor a", "ion  victor"])
def test_a_name_is_offered_from_each_of_its_words_on_and_as_it_is_filed(typed: str) -> None:
    record("person", "Ion Victor Antonescu", sort_title="Antonescu, Ion")
    name(Record.objects.get(), "Ion Antonescu")
    assert [title for title, _name in offered(typed)] == ["Ion Victor Antonescu"]


def test_the_name_that_begins_so_is_told() -> None:
    person = record("person", "Gheorghe Pintilie")
    name(person, "Pantelei Bodnarenko")
    assert offered("bodn") == [("Gheorghe Pintilie", "Pantelei Bodnarenko")]
    assert offered("pin") == [("Gheorghe Pintilie", "Gheorghe Pintilie")]


def test_whole_names_come_before_later_words_and_bearers_before_works() -> None:
    source("libro", "Dej")
    record("event", "Muerte de Dej")
    name(record("person", "Gheorghe Gheorghiu-Dej"), "Dej")
    assert [title for title, _name in offered("dej")] == ["Gheorghe Gheorghiu-Dej", "Dej", "Muerte de Dej"]


def test_a_record_is_offered_once() -> None:
    person = record("person", "Ion Ionescu")
    for number in range(60):
        name(person, f"Ion {number}")
    record("person", "Iona Zamfir")
    assert [title for title, _name in offered("ion", limit=5)] == ["Ion Ionescu", "Iona Zamfir"]


def test_a_kind_may_be_asked_for_and_a_limit_holds() -> None:
    record("person", "Iași Popescu")
    record("place", "Iași")
    assert offered("ias", kind="place") == [("Iași", "Iași")]
    assert len(offered("ias", limit=1)) == 1
    assert offered("ias", limit=0) == []


def test_drafts_and_their_versions_of_names_are_not_offered() -> None:
    hidden = record("person", "Vasile Oculto", status="draft")
    person = record("person", "Vasile Luca")
    name(person, "Laszlo", attributed_to_id=hidden.pk)
    assert offered("vasile") == [("Vasile Luca", "Vasile Luca")]
    assert offered("laszlo") == []
    Record.objects.filter(pk=person.pk).update(status="draft")
    refresh([person.pk])
    assert offered("vasile") == []


def test_a_new_name_takes_the_place_of_the_old_one() -> None:
    person = record("person", "Uno")
    person.names.update(text="Dos")
    Record.objects.filter(pk=person.pk).update(title="Dos")
    refresh([person.pk])
    assert offered("uno") == []
    assert offered("dos") == [("Dos", "Dos")]


def test_forms_that_are_right_are_not_written_again() -> None:
    person = record("person", "Ion Antonescu")
    before = set(NameForm.objects.values_list("pk", flat=True))
    refresh([person.pk])
    assert set(NameForm.objects.values_list("pk", flat=True)) == before


def test_a_form_that_begins_another_is_not_kept_twice() -> None:
    record("person", "Ion Antonescu", sort_title="Antonescu, Ion")
    assert set(NameForm.objects.values_list("form", flat=True)) == {"ion antonescu", "antonescu ion"}


def test_suggesting_costs_one_query() -> None:
    for number in range(30):
        record("person", f"Ion {number}")
    with CaptureQueriesContext(connection) as captured:
        assert len(suggest("ion")) == 10
    assert len(captured) == 1


@settings(
    max_examples=100, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=40))
def test_any_text_is_answered(text: str) -> None:
    assert suggest(text.encode("utf-8", "ignore").decode()) == []
