"""Imports that were made, and the profiles of tables: what each did, and the way to take it back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.admin.editing import curator
from catalogue.curation import AlreadyUndone, delete_profile, may_import, save_profile, undo_run
from catalogue.ingest.tables import check_profile
from catalogue.models import ImportProfile, ImportRun, Revision

LISTED = 500
"""Lines of a report, and records, that are shown."""


class ReasonForm(forms.Form):
    """Why an import is taken back."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=500, widget=forms.TextInput(attrs={"class": "vTextField"})
    )


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows that are written by doors of their own."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_import(request.user)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_import(request.user)


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnlyAdmin):
    """The list of imports; each can be taken back as a whole."""

    list_display = ("at", "file_name", "format", "numbers", "user", "undone_at")
    list_filter = ("format", ("undone_at", admin.EmptyFieldListFilter))
    list_select_related = ("user",)
    search_fields = ("file_name",)
    show_full_result_count = False
    change_list_template = "admin/catalogue/import_runs.html"

    @admin.display(description=gettext_lazy("records"))
    def numbers(self, obj: ImportRun) -> str:
        """How many records were created, updated, refused."""
        return ", ".join(f"{count} {outcome_word(word)}" for word, count in obj.counts.items() if count)

    def get_urls(self) -> list[URLPattern]:
        undo = self.admin_site.admin_view(self.undo_view)
        return [path("<int:pk>/undo/", undo, name="catalogue_importrun_undo"), *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What the import did: counts, records, report."""
        if not self.has_view_permission(request) or not object_id.isdigit():
            raise PermissionDenied
        return self.page(request, get_object_or_404(ImportRun, pk=int(object_id)), ReasonForm(), [])

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Takes the import back, or lists what stands in the way."""
        run = get_object_or_404(ImportRun, pk=pk)
        if not may_import(request.user):
            raise PermissionDenied
        form = ReasonForm(request.POST or None)
        if request.method != "POST" or not form.is_valid():
            return self.page(request, run, form, [])
        try:
            undone = undo_run(run, user=curator(request), reason=form.cleaned_data["reason"])
        except AlreadyUndone as refusal:
            self.message_user(request, str(refusal), messages.WARNING)
            return HttpResponseRedirect(reverse("admin:catalogue_importrun_change", args=[pk]))
        if undone.conflicts:
            return self.page(request, run, form, undone.conflicts)
        self.message_user(
            request,
            _("The import was taken back: %(deleted)d entries deleted, %(reverted)d as they were before.")
            % {"deleted": undone.deleted, "reverted": undone.reverted},
        )
        return HttpResponseRedirect(reverse("admin:catalogue_importrun_change", args=[pk]))

    def page(self, request: HttpRequest, run: ImportRun, form: ReasonForm, conflicts: list[Any]) -> HttpResponse:
        """The page of an import."""
        revisions = Revision.objects.filter(run=run).defer("content").select_related("record").order_by("pk")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": run.file_name,
            "run": run,
            "counts": [(outcome_word(word), count) for word, count in run.counts.items()],
            "report": run.report[:LISTED],
            "more": max(0, len(run.report) - LISTED),
            "revisions": revisions[:LISTED],
            "form": form,
            "conflicts": conflicts,
        }
        return TemplateResponse(request, "admin/catalogue/import_run.html", context)


class ProfileForm(forms.Form):
    """A profile as its text."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=100, disabled=True, required=False)
    text = forms.CharField(
        label=gettext_lazy("Profile (TOML)"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 30, "class": "vLargeTextField profile", "spellcheck": "false"}),
    )

    def clean_text(self) -> str:
        """A text that can be read as a profile."""
        text = str(self.cleaned_data["text"])
        if problems := check_profile(text):
            raise forms.ValidationError([str(problem) for problem in problems])
        return text


@admin.register(ImportProfile)
class ImportProfileAdmin(ReadOnlyAdmin):
    """The profiles of tables that were kept; their text can be corrected."""

    list_display = ("name", "modified_at", "modified_by")
    list_select_related = ("modified_by",)
    search_fields = ("name",)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The text of a profile; saved only when it can be read."""
        if not may_import(request.user) or not object_id.isdigit():
            raise PermissionDenied
        profile = get_object_or_404(ImportProfile, pk=int(object_id))
        form = ProfileForm(request.POST or None, initial={"name": profile.name, "text": profile.text})
        back = HttpResponseRedirect(reverse("admin:catalogue_importprofile_changelist"))
        if request.method == "POST" and "delete" in request.POST:
            delete_profile(profile.pk)
            return back
        if request.method == "POST" and form.is_valid():
            save_profile(profile.name, form.cleaned_data["text"], user=curator(request))
            self.message_user(request, _("The profile “%(name)s” was saved.") % {"name": profile.name})
            return back
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": profile.name, "form": form}
        return TemplateResponse(request, "admin/catalogue/import_profile.html", context)


def outcome_word(word: str) -> str:
    """What became of records, in the language of the page."""
    words = {
        "created": _("created"),
        "updated": _("changed"),
        "unchanged": _("unchanged"),
        "proposed": _("proposed"),
        "refused": _("refused"),
        "left": _("left as they were"),
    }
    return words.get(word, word)
