"""The admin as an app of this installation."""

from __future__ import annotations

from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    """Django's admin with the first page of the archive."""

    default_site = "archive.site.ArchiveSite"
