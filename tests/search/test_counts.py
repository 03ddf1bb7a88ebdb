"""Kept counts are what counting would give, whatever was edited; a rebuild says what was not."""

from __future__ import annotations

from io import StringIO
from random import Random
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.http import QueryDict
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from catalogue.models import (
    FacetChange,
    FacetEntry,
    FacetTotal,
    IndexedFacet,
    IndexedValue,
    Kind,
    NameForm,
    Record,
    SearchEntry,
)
from catalogue.search import check_index, known_facets, reindex, search
from catalogue.search.totals import fold_changes
from tests.search.editing import Editor
from tests.search.reference import Question
from tests.search.reference_facts import Catalogue

KINDS = [None, *Kind.values]
ROUNDS, EDITS = 4, 3
DRAWN = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],  # what was edited is told; a shorter story would take minutes to find
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def assert_lists_without_filters_count_right() -> None:
    catalogue = Catalogue()
    for kind in KINDS:
        question, found = Question(catalogue, kind, QueryDict()), search(kind, QueryDict(), facets="all")
        assert set(found.record_ids) <= question.ids()
        assert found.count == len(question.ids()), kind
        assert [facet.name for facet in found.facets] == [facet.name for facet in known_facets(kind)]
        assert {facet.name for facet in found.facets} == {*question.facets, "period"}
        for facet in found.facets:
            shown = {value.value: value.count for value in facet.values}
            if facet.name == "period":
                assert shown == {value: question.touching(value) for value in shown}, kind
                assert facet.missing == question.undated(), kind
            else:
                right = question.counts(facet.name)
                assert (facet.missing, facet.truncated or shown) == (right.missing, facet.truncated or right.values), (
                    kind,
                    facet.name,
                )


def rows() -> dict[str, list[Any]]:
    """Everything that finding and counting read, with the names of values instead of their numbers."""
    facets: Any = IndexedValue._default_manager.select_related("facet")
    values = {
        each.pk: f"{each.facet.name} {each.facet.property_id} {each.facet.relation_type_id}:"
        f" {each.term_id} {each.record_id} {each.word}"
        for each in facets
    }
    plain = ("record", "audience", "kind", "earliest", "latest", "begun", "lasting", "sources")
    entries: Any = FacetEntry._default_manager.values_list(*plain, "values", "marks")
    totals = FacetTotal._default_manager.filter(count__gt=0).values_list("kind", "value", "count")
    return {
        "entries": sorted(
            (*row, sorted(values[each] for each in numbers), sorted(values[each] for each in some))
            for *row, numbers, some in entries
        ),
        "totals": sorted((kind, values[value], count) for kind, value, count in totals),
        "words": sorted(SearchEntry.objects.values_list("record", "vector", "named", "names", "body")),
        "names": sorted(NameForm._default_manager.values_list("record", "kind", "form", "name", "inner")),
    }


@pytest.mark.usefixtures("vocabulary")
def test_kept_counts_stay_right_through_any_edits() -> None:
    @DRAWN
    @given(st.randoms(use_true_random=False))
    def edit(random: Random) -> None:
        with transaction.atomic():
            editor = Editor(random)
            for _round in range(ROUNDS):
                for _edit in range(EDITS):
                    editor.edit()
                if random.random() < 0.4:
                    editor.told.append("the changes are added up")
                    fold_changes(at=1)
                note("\n".join(editor.told))
                assert_lists_without_filters_count_right()
            assert check_index().in_order
            transaction.set_rollback(True)

    edit()


@pytest.mark.usefixtures("demo")
def test_the_demo_counts_right_from_the_start_and_after_its_changes_were_added_up() -> None:
    assert_lists_without_filters_count_right()
    assert FacetChange._default_manager.exists()
    assert fold_changes(at=1)
    assert not FacetChange._default_manager.exists()
    assert_lists_without_filters_count_right()
    assert check_index().in_order


def test_nothing_is_added_up_before_enough_waits(db: None) -> None:
    assert not fold_changes(at=1)


@pytest.mark.usefixtures("demo")
def test_a_rebuild_from_nothing_makes_the_same_rows() -> None:
    fold_changes(at=1)
    before = rows()
    for model in (FacetTotal, FacetChange, FacetEntry, IndexedFacet, SearchEntry, NameForm):
        model._default_manager.all().delete()
    # The rebuild empties tables, which waits for nothing: what was deleted here must be checked by then.
    connection.check_constraints()
    report = reindex()
    assert not report.in_order
    assert report.records == Record.objects.count()
    after = rows()
    assert {table: len(each) for table, each in after.items()} == {table: len(each) for table, each in before.items()}
    assert after == before
    assert check_index().in_order
    assert_lists_without_filters_count_right()


def lines(*arguments: str) -> str:
    """What the command says."""
    out = StringIO()
    call_command("reindex", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


@pytest.mark.usefixtures("demo")
def test_what_was_falsified_is_named_and_made_right() -> None:
    fold_changes(at=1)
    antonescu, bucarest = Record.objects.get(slug="ion-antonescu"), Record.objects.get(slug="bucarest")
    golpe, maniu = Record.objects.get(slug="iuliu-maniu"), Record.objects.get(slug="constantin-sanatescu")
    SearchEntry.objects.filter(record=antonescu).update(names="nadie")
    FacetEntry._default_manager.filter(record=bucarest).update(sources=99)
    FacetEntry._default_manager.filter(record=golpe).delete()
    NameForm._default_manager.filter(record=maniu).delete()
    total = FacetTotal._default_manager.filter(kind="person", facet__name="certainty").first()
    assert total
    FacetTotal._default_manager.filter(pk=total.pk).update(count=total.count + 7)
    report = check_index()
    assert report.stale == {
        "searchentry": [antonescu.pk],
        "facetentry": sorted([bucarest.pk, golpe.pk]),
        "nameform": [maniu.pk],
    }
    assert ("person", total.value_id, total.count + 7) in [each[:3] for each in report.totals]
    assert SearchEntry.objects.get(record=antonescu).names == "nadie"
    with pytest.raises(CommandError, match="stale"):
        lines("--check")
    said = lines()
    for told in (
        "searchentry: person ion-antonescu",
        "facetentry: place bucarest",
        "nameform: person constantin-sanatescu",
    ):
        assert told in said
    assert "total of certainty" in said
    assert check_index().in_order
    assert "in order" in lines("--check")
    assert_lists_without_filters_count_right()


@pytest.mark.usefixtures("demo")
def test_a_facet_that_lost_its_number_is_named_and_numbered_again() -> None:
    IndexedFacet._default_manager.filter(name__in=["gender", "rel"]).delete()
    report = check_index()
    assert report.facets == ["gender"]
    assert Record.objects.get(slug="ion-antonescu").pk in report.stale["facetentry"]
    reindex()
    assert_lists_without_filters_count_right()
    assert check_index().in_order


@pytest.mark.usefixtures("demo")
def test_a_check_changes_nothing() -> None:
    SearchEntry.objects.filter(record__kind="place").update(names="nada")
    before = rows()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM catalogue_facetchange")
        changes = cursor.fetchone()
        check_index()
        cursor.execute("SELECT count(*) FROM catalogue_facetchange")
        assert cursor.fetchone() == changes
    assert rows() == before
