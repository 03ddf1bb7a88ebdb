"""Deletion through curation: what others rest on is not deleted, and the curator is told by what it is held."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected as django_delete_selected
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalogue.admin.editing import SheetAdmin, curator
from catalogue.curation import Conflict, InUse


@admin.action(permissions=["delete"], description=_("Delete the selected entries"))
def delete_selected(modeladmin: SheetAdmin, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
    """Delete the entries, all or none: one that others rest on is named and nothing is deleted."""
    try:
        with transaction.atomic():
            return django_delete_selected(modeladmin, request, queryset)
    except (InUse, Conflict) as refusal:
        modeladmin.message_user(request, str(refusal), messages.ERROR)
    return None


class DeletingAdmin(SheetAdmin):
    """An admin whose entries can be deleted while nothing rests on them."""

    delete_confirmation_template = "admin/catalogue/delete_confirmation.html"

    def delete_one(self, obj: Any, user: AbstractBaseUser) -> None:
        """The door in curation through which an entry is deleted."""
        raise NotImplementedError

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[Any, int], set[Any], list[Any]]:
        found = list(objs)
        lacking = set() if self.has_delete_permission(request) else {self.opts.verbose_name}
        return [str(each) for each in found], {self.opts.verbose_name_plural: len(found)}, lacking, []

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        try:
            with transaction.atomic():
                return super().delete_view(request, object_id, extra_context)
        except (InUse, Conflict) as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
        return HttpResponseRedirect(reverse(f"admin:catalogue_{self.opts.model_name}_change", args=[object_id]))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.delete_one(obj, curator(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for entry in queryset:
            self.delete_one(entry, curator(request))
