"""Warnings about persons who may be living, where an entry is edited and where it is published."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from catalogue.curation import living_persons
from catalogue.models import Status

if TYPE_CHECKING:
    from catalogue.admin.records import KindAdmin as _KindAdmin
else:
    _KindAdmin = object


def warn_of_living(request: HttpRequest, record_ids: Iterable[int]) -> None:
    """Says which of these entries, which the public reads from now on, are of persons who may be living."""
    for person in living_persons(record_ids):
        if person.status == Status.PUBLISHED:
            words = _("“%(title)s” is published and may be living: consider what of it the public may read.")
            told = words % {"title": person}
            address = reverse("admin:catalogue_worklist", args=["living"])
            link = format_html('<a href="{}">{}</a>', address, _("Published persons who may be living"))
            messages.warning(request, format_html("{} {}", told, link))


class LivingPersons(_KindAdmin):
    """What the admin of persons does beside that of every kind."""

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        key = unquote(object_id)
        told = {"may_be_living": bool(key.isdigit() and living_persons([int(key)]))}
        return super().change_view(request, object_id, form_url, told | (extra_context or {}))

    def _saved(self, request: HttpRequest, obj: Any, sheet: Any, saved: Any) -> HttpResponse:
        if saved.outcome in {"created", "updated"}:
            warn_of_living(request, [saved.record_id])
        return super()._saved(request, obj, sheet, saved)
