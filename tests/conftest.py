"""What tests share: the demo catalogue, its vocabulary, and the order in which tests run."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import translation

from catalogue.curation import save_relation_types, save_terms
from catalogue.documents import ready_documents
from catalogue.ingest import import_files
from catalogue.models import Record
from tests.kept import keep

DEMO = Path(__file__).parents[1] / "fixtures" / "demo.ndjson"
LONGEST = "test_tables_acw.py"


def pytest_collection_finish() -> None:
    """What was loaded stays until the end: the search for cycles need not walk through it again and again."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests on an empty catalogue first, then those on the demo, last those that empty the database behind them."""

    def rank(item: pytest.Item) -> int:
        names = getattr(item, "fixturenames", ())
        marker = item.get_closest_marker("django_db")
        if (marker and marker.kwargs.get("transaction")) or {"transactional_db", "live_server"} & set(names):
            return 2
        return 1 if "demo" in names else 0

    # Workers are given tests in the order of the list, so that each of them keeps the order of the ranks. Of each rank
    # the longest file comes first, or one worker would be at it when the others have done.
    items.sort(key=lambda item: (rank(item), item.path.name != LONGEST))


@pytest.fixture(scope="session")
def demo_lines() -> list[dict[str, Any]]:
    """The documents of the demo catalogue as the file has them."""
    return [json.loads(line) for line in DEMO.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="session")
def _demo_loaded(django_db_setup: None, django_db_blocker: Any) -> None:
    """Loads the demo catalogue once; the tests that use it take back what they change."""
    with django_db_blocker.unblock():
        report = import_files([DEMO])
        # Made once for all: what a test makes is taken back with its transaction, and would be made by each anew.
        ready_documents(list(Record.objects.values_list("pk", flat=True)))
    assert report.written, report.refusals[:5]


@pytest.fixture
def demo(_demo_loaded: None, db: None) -> None:
    """The whole demo catalogue in the database."""


@pytest.fixture
def vocabulary(db: None, demo_lines: list[dict[str, Any]]) -> None:
    """The vocabulary of the demo in an otherwise empty catalogue."""

    def save() -> None:
        save_terms([line for line in demo_lines if line["kind"] == "term"])
        save_relation_types([line for line in demo_lines if line["kind"] == "relation-type"])

    keep("vocabulary of the demo", save)


@pytest.fixture
def curator(db: None) -> User:
    """Ana, who edits."""
    return User.objects.create_superuser("ana", "ana@example.org", "secret")


@pytest.fixture
def english() -> Iterator[None]:
    """Messages in English, whatever the language of the site."""
    with translation.override("en"):
        yield
