"""Answers to lists without filters are kept while nothing is written, and not a moment longer."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.http import QueryDict

from catalogue.search import found, search
from tests.ingest.files import empty_the_catalogue
from tests.search.building import record


@pytest.fixture
def nothing(transactional_db: None) -> None:
    """An empty catalogue that commits."""
    empty_the_catalogue()


@pytest.fixture
def asked(nothing: None, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was really looked up."""
    questions: list[str] = []
    ask = vars(found)["_ask"]

    def counting(kind: str | None, parameters: QueryDict, *rest: object) -> object:
        questions.append(parameters.urlencode())
        return ask(kind, parameters, *rest)

    monkeypatch.setattr(found, "_ask", counting)
    return questions


def persons(words: str = "") -> int:
    return search("person", QueryDict(words), facets=["certainty"]).count


def test_the_same_list_is_looked_up_once_until_something_is_committed(asked: list[str]) -> None:
    record("person", "Ana")
    assert persons() == 1
    assert_remembered(asked, 1)
    assert persons("page=1") == 1
    assert asked[-1] == "page=1"
    assert_remembered(asked, 1)
    record("person", "Ion")
    before = len(asked)
    assert persons() == 2
    assert asked[before:] == [""]


def assert_remembered(asked: list[str], count: int) -> None:
    """A list that was just answered is not looked up again; other databases of the server commit now and then too."""
    for _attempt in range(50):
        before = len(asked)
        assert persons() == count
        if len(asked) == before:
            return
    pytest.fail("It was looked up fifty times.")


def test_a_question_that_narrows_is_always_looked_up(asked: list[str]) -> None:
    record("person", "Ana")
    assert (persons("q=ana"), persons("q=ana")) == (1, 1)
    assert asked == ["q=ana", "q=ana"]


def test_what_a_transaction_wrote_itself_is_seen_in_it_and_forgotten_with_it(asked: list[str]) -> None:
    record("person", "Ana")
    assert persons() == 1
    with transaction.atomic():
        record("person", "Ion")
        assert persons() == 2
        transaction.set_rollback(True)
    assert not connection.in_atomic_block
    assert persons() == 1
