from __future__ import annotations

from django.conf import settings
from django.contrib.auth.hashers import make_password


def test_passwords_are_hashed_fast_in_tests_only() -> None:
    assert settings.TESTING
    assert make_password("x").startswith("md5$")
