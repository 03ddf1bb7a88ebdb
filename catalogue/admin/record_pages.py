"""Addresses of the pages that a record has beside its own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, path

from catalogue.admin.articles import preview_article, send_article
from catalogue.admin.bibliography import preview_bibliography, send_bibliography, show_imported
from catalogue.admin.history import history_view, revert_view
from catalogue.admin.moving import move_view
from catalogue.admin.opened_rows import opened_rows
from catalogue.admin.source_says import source_says
from catalogue.models import Kind


def pages_of_record(model_admin: Any) -> list[URLPattern]:
    """The pages of the records of one kind, open to staff."""
    name = f"catalogue_{model_admin.opts.model_name}"

    def page(view: Callable[..., HttpResponse]) -> Any:
        return model_admin.admin_site.admin_view(partial(view, model_admin))

    pages = [
        path("<path:object_id>/article/", page(send_article), name=f"{name}_article"),
        path("<path:object_id>/article/<uuid:upload_uuid>/", page(preview_article), name=f"{name}_article_preview"),
        path("<path:object_id>/rows/", page(opened_rows), name=f"{name}_rows"),
        path("<path:object_id>/move/", page(move_view), name=f"{name}_move"),
        path("<path:object_id>/history/", page(history_view), name=f"{name}_history"),
        path("<path:object_id>/history/<int:version>/", page(revert_view), name=f"{name}_revert"),
    ]
    if model_admin.kind == Kind.SOURCE:
        pages.append(path("import/", page(send_bibliography), name=f"{name}_import"))
        pages.append(path("import/<uuid:upload_uuid>/", page(preview_bibliography), name=f"{name}_import_preview"))
        pages.append(path("imported/<uuid:run_uuid>/", page(show_imported), name=f"{name}_imported"))
        pages.append(path("<path:object_id>/says/", page(source_says), name=f"{name}_says"))
    return pages
