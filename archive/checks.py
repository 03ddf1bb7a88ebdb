"""System checks of the installation, each with the cure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections

OLDEST_POSTGRESQL = 15


@register(Tags.security, deploy=True)
def check_database_is_named(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """A site that readers depend on does not run on the private server of development."""
    if settings.DATABASES["default"]["ENGINE"] != "archive.postgresql":
        return []
    return [
        Error(
            "No DATABASE_URL is set, and the private PostgreSQL is for development only.",
            hint="Set DATABASE_URL=postgresql://user:password@host/name.",
            id="archive.E001",
        )
    ]


@register(Tags.security, deploy=True)
def check_trusted_origins(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Django compares whole origins: a bare host name in the list would silently trust nobody."""
    return [
        Error(
            f"CSRF_TRUSTED_ORIGINS names {origin!r}, which is not an origin.",
            hint=f"Write the scheme and the host: https://{origin.strip('/')}.",
            id="archive.E002",
        )
        for origin in settings.CSRF_TRUSTED_ORIGINS
        if not (urlsplit(origin).scheme and urlsplit(origin).netloc)
    ]


@register(Tags.database)
def check_postgresql_version(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """The constraints use NULLS NOT DISTINCT, which PostgreSQL has since 15."""
    messages: list[CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        if connection.vendor != "postgresql":
            messages.append(
                Error(
                    f"The database {alias!r} is {connection.display_name}, and the catalogue needs PostgreSQL.",
                    hint="Set DATABASE_URL to an address that begins with postgresql://.",
                    id="archive.E003",
                )
            )
            continue
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version_num")
            number = int(cursor.fetchone()[0])
        if number < OLDEST_POSTGRESQL * 10_000:
            messages.append(
                Error(
                    f"The database {alias!r} is PostgreSQL {number // 10_000}.",
                    hint=f"Use PostgreSQL {OLDEST_POSTGRESQL} or newer.",
                    id="archive.E004",
                )
            )
    return messages


@register(Tags.security, deploy=True)
def check_wildcard_host(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Links in feeds and exports are made from the Host header, which anybody can write."""
    if "*" not in settings.ALLOWED_HOSTS:
        return []
    return [
        Warning(
            "ALLOWED_HOSTS lets every host name in.",
            hint="Name the hosts of the site, separated by commas: ALLOWED_HOSTS=archive.example.org.",
            id="archive.W001",
        )
    ]
