"""The admin site: its first page shows what is to be done; what belongs to no single model has its addresses here."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path


class ArchiveSite(AdminSite):
    """Django's admin with the worklists, the reports of readers and the redactions."""

    site_header = site_title = "Legajo"

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """The first page: the worklists with their counts before the lists of models."""
        from catalogue.admin.worklist_pages import panel

        return super().index(request, {"worklists": panel(request)} | (extra_context or {}))

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The models in their apps, the catalogue before the accounts."""
        return sorted(super().get_app_list(request, app_label), key=lambda app: app["app_label"] != "catalogue")

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """The admin's own, and the pages that belong to no single model."""
        # This module is read before the classes of the admin are registered: it must not import them itself.
        from catalogue.admin.eac_import import preview_eac, send_eac
        from catalogue.admin.redacting import redact_page
        from catalogue.admin.reports import report_page
        from catalogue.admin.table_import import send_table, table_step
        from catalogue.admin.worklist_pages import worklist_page

        wrap = self.admin_view
        return [
            path("worklists/<slug:slug>/", wrap(worklist_page), name="catalogue_worklist"),
            path("reports/<int:report_id>/", wrap(report_page), name="catalogue_report"),
            path("redact/", wrap(redact_page), name="catalogue_redact"),
            path("redact/<uuid:uuid>/", wrap(redact_page), name="catalogue_redact"),
            path("imports/table/", wrap(send_table), name="catalogue_table_send"),
            path("imports/table/<uuid:upload_uuid>/<slug:name>/", wrap(table_step), name="catalogue_table_step"),
            path("imports/eac/", wrap(send_eac), name="catalogue_eac_send"),
            path("imports/eac/<uuid:upload_uuid>/", wrap(preview_eac), name="catalogue_eac_preview"),
            *super().get_urls(),
        ]
