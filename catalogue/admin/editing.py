"""The change page of everything that is saved through curation: forms in, document out, refusals back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.contrib.admin.options import IS_POPUP_VAR, TO_FIELD_VAR
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import get_select2_language
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db import models
from django.forms import Media
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from catalogue.admin.fields import is_uuid
from catalogue.admin.inverse import Inverse
from catalogue.admin.keeping import remember_saved, saved_drafts
from catalogue.admin.noticing import notices
from catalogue.admin.proposing import told_as_proposal
from catalogue.admin.references import name_references
from catalogue.admin.sheets import Sheet
from catalogue.curation import Conflict
from catalogue.documents import DocumentError
from catalogue.models import Revision

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Any]
else:
    _ModelAdmin = admin.ModelAdmin


class SheetAdmin(_ModelAdmin):
    """An admin whose pages are sheets: nothing is written but by curation."""

    change_form_template = "admin/catalogue/sheet.html"

    def sheet(
        self,
        request: HttpRequest,
        obj: Any,
        data: Mapping[str, Any] | None,
        *,
        read_only: bool,
    ) -> Sheet:
        """The forms of the page of an object, or of a new one."""
        raise NotImplementedError

    def saved_object(self, sheet: Sheet, saved: Any) -> models.Model:
        """What was saved, for the message and the log."""
        raise NotImplementedError

    def sheet_fieldsets(self, sheet: Sheet) -> Any:
        """How the head of the page shows its fields."""
        raise NotImplementedError

    def elsewhere(self, object_id: str) -> tuple[Any, list[Inverse]]:
        """A heading, and claims that stand on other pages and belong to this one's subject."""
        return "", []

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        title, claims = self.elsewhere(unquote(object_id))
        told = {"inverse_title": title, "inverse": claims}
        return super().change_view(request, object_id, form_url, told | (extra_context or {}))

    def name_of(self, obj: Any) -> str:
        """What the page is called."""
        return str(obj)

    def subject_of(self, obj: Any) -> Any:
        """Whose revisions tell what happened to the object meanwhile."""
        return obj.uuid

    def _changeform_view(
        self, request: HttpRequest, object_id: str | None, form_url: str, extra_context: dict[str, Any] | None
    ) -> HttpResponse:
        obj = self.get_object(request, unquote(object_id)) if object_id else None
        posted = request.method == "POST"
        self._check_permission(request, obj, object_id, posted=posted)
        if object_id and obj is None and posted:
            return self.vanished(request)
        if object_id and obj is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined,no-any-return]
        read_only = obj is not None and not self.has_change_permission(request, obj)
        sheet = self.sheet(request, obj, request.POST if posted else None, read_only=read_only)
        sheet.previewed = posted and "_preview" in request.POST
        if posted and not (sheet.opening or sheet.previewed) and sheet.is_valid():
            try:
                saved = sheet.curate(curator(request))
            except Conflict as conflict:
                sheet.conflict = True
                sheet.current_version = conflict.current_version
            except DocumentError as refusal:
                sheet.refuse(refusal.problems)
            else:
                return self._saved(request, obj, sheet, saved)
        context = self._sheet_context(request, obj, sheet, object_id) | (extra_context or {})
        return self.render_change_form(
            request, context, add=obj is None, change=obj is not None, obj=obj, form_url=form_url
        )

    def vanished(self, request: HttpRequest) -> HttpResponse:
        """What was typed on the page of something that somebody has deleted meanwhile, to be taken along."""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Deleted meanwhile"),
            "tombstone": tombstone_of(request),
            "typed": list(typed_in(request)),
        }
        return TemplateResponse(request, "admin/catalogue/vanished.html", context)

    def _check_permission(self, request: HttpRequest, obj: Any, object_id: str | None, *, posted: bool) -> None:
        if object_id is None:
            allowed = self.has_add_permission(request)
        elif posted:
            allowed = self.has_change_permission(request, obj)
        else:
            allowed = self.has_view_or_change_permission(request, obj)
        if not allowed:
            raise PermissionDenied

    def _saved(self, request: HttpRequest, obj: Any, sheet: Sheet, saved: Any) -> HttpResponse:
        new = self.saved_object(sheet, saved)
        remember_saved(request)
        for notice in notices(sheet):
            self.message_user(request, notice, messages.WARNING)
        if saved.outcome == "unchanged":
            self.message_user(request, _("Nothing was changed in “%(title)s”.") % {"title": new}, messages.INFO)
            if "_continue" in request.POST:
                return HttpResponseRedirect(request.get_full_path())
            return self.response_post_save_change(request, new)
        if saved.outcome == "proposed":
            return self._proposed(request, new)
        message = _("Version %(version)d.") % {"version": saved.version}
        reason = request.POST.get("reason", "").strip()
        if obj is None:
            self.log_addition(request, new, reason or message)
            return self.response_add(request, new)
        self.log_change(request, new, f"{message} {reason}".strip())
        return self.response_change(request, new)

    def _proposed(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """What was saved waits for an editor: nothing of the entry has changed."""
        self.message_user(request, told_as_proposal(obj), messages.SUCCESS)
        if "_continue" in request.POST:
            return HttpResponseRedirect(request.path)
        return self.response_post_save_change(request, obj)

    def _sheet_context(self, request: HttpRequest, obj: Any, sheet: Sheet, object_id: str | None) -> dict[str, Any]:
        name_references(sheet)
        titles = (_("Add %s"), _("Change %s"))
        return {
            **self.admin_site.each_context(request),
            "title": titles[obj is not None] % self.opts.verbose_name,
            "subtitle": self.name_of(obj) if obj else None,
            "adminform": helpers.AdminForm(sheet.form, list(self.sheet_fieldsets(sheet)), {}, (), model_admin=self),  # type: ignore[arg-type]
            "sheet": sheet,
            "newer": self._newer_versions(obj, sheet),
            "sides": sheet.sides() if sheet.conflict else None,
            "saved_drafts": " ".join(saved_drafts(request)),
            "is_nav_sidebar_enabled": False,
            "object_id": object_id,
            "original": obj,
            "is_popup": IS_POPUP_VAR in request.POST or IS_POPUP_VAR in request.GET,
            "to_field": request.GET.get(TO_FIELD_VAR),
            "media": self.media + sheet_media(),
            "inline_admin_formsets": [],
            "errors": sheet.errors() if sheet.form.is_bound else [],
            "preserved_filters": self.get_preserved_filters(request),
        }

    def _newer_versions(self, obj: Any, sheet: Sheet) -> list[Revision]:
        """What was saved since the page was made; asked only in a conflict."""
        if not sheet.conflict or obj is None:
            return []
        seen = sheet.form.cleaned_data.get("version") or 0
        newer = Revision.objects.filter(subject=self.subject_of(obj), version__gt=seen, state=Revision.State.APPLIED)
        return list(newer.select_related("user").defer("content"))


def tombstone_of(request: HttpRequest) -> Revision | None:
    """What is left of the entry whose page was sent."""
    subject = request.POST.get("subject", "")
    return Revision.objects.tombstones().filter(subject=subject).first() if is_uuid(subject) else None


def typed_in(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """The boxes of a page that hold something, with what they hold."""
    for name, values in request.POST.lists():
        hidden = name.startswith(("csrf", "_")) or name.endswith(("_FORMS", "uuid")) or name in {"subject", "version"}
        for value in values:
            if str(value).strip() and not hidden:
                yield name, str(value)


def curator(request: HttpRequest) -> AbstractBaseUser:
    """Who is at work; the admin lets nobody in who has not said it."""
    if request.user.is_anonymous:
        raise PermissionDenied
    return request.user


def sheet_media() -> Media:
    """The scripts and styles of a sheet: Django's own Select2, and ours."""
    code = get_select2_language()
    return Media(
        css={
            "screen": [
                "admin/css/vendor/select2/select2.css",
                "admin/css/autocomplete.css",
                "catalogue/admin/sheet.css",
                "catalogue/admin/cite.css",
                "catalogue/admin/paging.css",
            ]
        },
        js=[
            "admin/js/vendor/jquery/jquery.js",
            "admin/js/vendor/select2/select2.full.js",
            *([f"admin/js/vendor/select2/i18n/{code}.js"] if code else []),
            "admin/js/jquery.init.js",
            "catalogue/admin/sheet.js",
            "catalogue/admin/paging.js",
            "catalogue/admin/session.js",
            "catalogue/admin/listbox.js",
            "catalogue/admin/marks.js",
            "catalogue/admin/cite.js",
            "catalogue/admin/preview.js",
            "catalogue/admin/keeping.js",
        ],
    )
