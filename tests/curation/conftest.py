"""Refusals are asserted in their own language; the people of the desk, and what they work on."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from catalogue.curation import Saved, save_record
from tests.curation.desk import born, person
from tests.roles import member


@pytest.fixture(autouse=True)
def _in_english(english: None) -> None:
    """Every test here reads messages in English."""


@pytest.fixture
def contributor(db: None) -> User:
    return member("contributor", "carla")


@pytest.fixture
def editor(db: None) -> User:
    return member("editor", "elena")


@pytest.fixture
def banu() -> Saved:
    book = {"kind": "source", "citekey": "banu-2004", "csl_type": "book", "bibliographic_title": "Amurgul democrației"}
    return save_record({**book, "status": "published"})


@pytest.fixture
def ana(banu: Saved) -> Saved:
    """A published person with a sourced birth and an unsourced death, as an import may bring it."""
    datings = [born("1893-02-13", marks="[@banu-2004, p. 3]"), {"type": "death", "date": "1960-06-03"}]
    return save_record(person(status="published", datings=datings))
