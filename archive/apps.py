"""The installation as a Django app: it registers the system checks."""

from __future__ import annotations

from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    """The installation: it has no models, only checks of what the machine gives."""

    name = "archive"

    def ready(self) -> None:
        from archive import checks  # noqa: F401 -- registers them
