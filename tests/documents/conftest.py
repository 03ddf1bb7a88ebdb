"""Refusals are asserted in their own language."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _in_english(english: None) -> None:
    """Every test here reads messages in English."""
