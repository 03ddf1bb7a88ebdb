from __future__ import annotations

import pytest
from django.core.checks import CheckMessage
from django.core.checks.registry import registry
from pytest_django import Settings

from archive.checks import check_postgresql_version


def messages() -> dict[str, str]:
    found: list[CheckMessage] = registry.run_checks(include_deployment_checks=True)
    return {message.id or "": message.hint or "" for message in found if (message.id or "").startswith("archive.")}


@pytest.fixture
def site(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings of a real site that has nothing to be told."""
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "django.db.backends.postgresql")
    settings.ALLOWED_HOSTS = ["archive.example.org"]
    settings.CSRF_TRUSTED_ORIGINS = ["https://archive.example.org"]
    return settings


def test_a_site_that_is_set_up_well_hears_nothing(site: Settings) -> None:
    assert messages() == {}


def test_a_site_on_the_private_server_is_told_to_name_one(site: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(site.DATABASES["default"], "ENGINE", "archive.postgresql")
    assert "DATABASE_URL" in messages()["archive.E001"]


def test_a_host_name_without_a_scheme_is_not_an_origin(site: Settings) -> None:
    site.CSRF_TRUSTED_ORIGINS = ["archive.example.org"]
    assert "https://archive.example.org" in messages()["archive.E002"]


@pytest.mark.django_db
def test_a_server_older_than_the_constraints_need_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert check_postgresql_version(None, databases=["default"]) == []
    monkeypatch.setattr("archive.checks.OLDEST_POSTGRESQL", 999)
    assert [message.id for message in check_postgresql_version(None, databases=["default"])] == ["archive.E004"]


def test_letting_every_host_in_is_warned_of(site: Settings) -> None:
    site.ALLOWED_HOSTS = ["*"]
    assert "ALLOWED_HOSTS=" in messages()["archive.W001"]
