"""Page, API and a plain reading of the tables answer every question with the same records and the same counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

import pytest
from django.contrib.auth.models import User
from django.http import QueryDict
from django.test import Client
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from catalogue.curation import save_record
from catalogue.documents import build_contents, content_of
from catalogue.models import Kind, Record
from catalogue.search import filterset
from catalogue.search.facets import MOST_SHOWN
from catalogue.search.paging import PARAMETERS
from tests.search.asking import Answer, Asker
from tests.search.drawing import Drawer
from tests.search.reference import Question, in_order
from tests.search.reference_facts import Catalogue
from tests.search.reference_words import records_with

pytestmark = pytest.mark.usefixtures("demo")
KINDS = [None, *Kind.values]
TOGETHER = 4
"""Parameters in one question of a round through all of them."""
DRAWN = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


class Judge:
    """Asks a question three ways and compares what is said."""

    def __init__(self, client: Client, *, staff: bool) -> None:
        self.catalogue = Catalogue(staff=staff)
        self.asker = Asker(self.catalogue, client)

    def drawer(self, kind: str | None) -> Drawer:
        return Drawer(self.catalogue, kind)

    def judge(self, kind: str | None, asked: QueryDict) -> None:
        told = f"{kind or 'everything'}: {asked.urlencode()}"
        api, page = self.asker.api(kind, asked), self.asker.page(kind, asked)
        assert page.ids == api.ids, f"{told}: page and API list other records, or in another order"
        assert page.count == api.count == len(api.ids) == len(set(api.ids)), told
        self._same_counts(told, page, api)
        if api.corrected:
            assert not records_with(asked.get("q", "")), f"{told}: words that occur were taken for mistyped"
            return
        question = Question(self.catalogue, kind, asked)
        assert set(api.ids) == question.ids(), told
        self._in_order(told, asked, api)
        for name in api.counts:
            self._right_counts(f"{told}: {name}", question, name, api)

    def _same_counts(self, told: str, page: Answer, api: Answer) -> None:
        """The page shows the first values of some facets; what it shows is what the API says."""
        for name, counts in page.counts.items():
            if name in api.counts:
                values, missing = api.counts[name]
                assert counts.missing in (missing, -1), f"{told}: {name}"
                for value, count in counts.values.items():
                    assert values.get(value, count if name in api.truncated else 0) == count, f"{told}: {name}={value}"

    def _in_order(self, told: str, asked: QueryDict, api: Answer) -> None:
        ordering = asked.get("ordering") or ("relevance" if asked.get("q") else "title")
        if ordering != "relevance":
            assert api.ids == in_order(self.catalogue, api.ids, ordering), told
        elif not asked.get("q"):
            assert api.ids == in_order(self.catalogue, api.ids, "title"), told

    def _right_counts(self, told: str, question: Question, name: str, api: Answer) -> None:
        found = api.counts[name]
        if name == "period":
            assert found.values == {value: question.touching(value) for value in found.values}, told
            assert found.missing == question.undated(), told
            return
        right = question.counts(name)
        assert found.missing == right.missing, told
        shown = {value: count for value, count in found.values.items() if count}
        if name not in api.truncated:
            assert shown == right.values, told
            return
        assert len(found.values) >= MOST_SHOWN, told
        assert shown == {value: right.values.get(value, 0) for value in shown}, told
        left_out = [count for value, count in right.values.items() if value not in found.values]
        assert max(left_out) <= sorted(shown.values(), reverse=True)[MOST_SHOWN - 1], told


@pytest.fixture
def reader(client: Client) -> Judge:
    """Somebody of the public."""
    return Judge(client, staff=False)


@pytest.fixture
def cataloguer(client: Client) -> Judge:
    """Ana, beside entries that are drafts or in review, and claims that only she sees."""
    for number, record in enumerate(Record.objects.exclude(kind="source").order_by("pk")[::15]):
        content = content_of(build_contents([record.pk], full=True)[record.pk])
        save_record(content | {"status": ("draft", "review")[number % 2]})
    client.force_login(User.objects.create_superuser("ana", "ana@example.org", "secret"))
    return Judge(client, staff=True)


def rounds(drawer: Drawer, seed: str) -> Iterator[QueryDict]:
    """Every parameter in one question or another, beside some others."""
    random = Random(seed)
    names = list(drawer.drawn)
    random.shuffle(names)
    for start in range(0, len(names), TOGETHER):
        yield drawer.ask(names[start : start + TOGETHER], random)


@pytest.mark.parametrize("staff", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_every_parameter_that_is_known_is_drawn(kind: str | None, staff: bool) -> None:
    drawn = Drawer(Catalogue(staff=staff), kind).drawn
    assert set(drawn) == {*filterset(kind, staff=staff).known, *PARAMETERS}


@pytest.mark.parametrize("kind", KINDS)
def test_every_parameter_finds_and_counts_the_same_on_the_page_at_the_api_and_in_the_tables(
    kind: str | None, reader: Judge
) -> None:
    for asked in rounds(reader.drawer(kind), f"reader {kind}"):
        reader.judge(kind, asked)


@pytest.mark.parametrize("kind", [None, "person", "event"])
def test_so_it_is_for_cataloguers_with_drafts(kind: str | None, cataloguer: Judge) -> None:
    for asked in rounds(cataloguer.drawer(kind), f"cataloguer {kind}"):
        cataloguer.judge(kind, asked)


@pytest.mark.parametrize("kind", KINDS)
def test_any_combination_finds_and_counts_the_same(kind: str | None, reader: Judge) -> None:
    combined(reader, kind)


@pytest.mark.parametrize("kind", [None, "unit"])
def test_any_combination_of_a_cataloguer_finds_and_counts_the_same(kind: str | None, cataloguer: Judge) -> None:
    combined(cataloguer, kind)


def combined(judge: Judge, kind: str | None) -> None:
    drawer = judge.drawer(kind)

    @DRAWN
    @given(st.randoms(use_true_random=False))
    def ask(random: Random) -> None:
        asked = drawer.ask(drawer.some(random), random)
        note(asked.urlencode())
        judge.judge(kind, asked)

    ask()


CUT: dict[str, Callable[[Judge, str], list[int]]] = {
    "page": lambda judge, query: judge.asker.page(None, QueryDict(query)).ids,
    "API": lambda judge, query: judge.asker.api(None, QueryDict(query), facets="").ids,
}


@pytest.mark.parametrize("way", CUT)
@pytest.mark.parametrize("ordering", ["title", "-title", "earliest", "-earliest", "modified", "-modified", "relevance"])
def test_numbered_pages_and_cursors_cut_the_same_list(ordering: str, way: str, reader: Judge) -> None:
    asked = f"q=bucarest+OR+antonescu&ordering={ordering}" if ordering == "relevance" else f"ordering={ordering}"
    numbered = CUT[way](reader, f"{asked}&page_size=90")
    assert CUT[way](reader, f"{asked}&page_size=90&cursor=*") == numbered
    assert CUT[way](reader, f"{asked}&page_size=90&page=2") == numbered[90:]
    assert len(numbered) == len(set(numbered)) > 90
