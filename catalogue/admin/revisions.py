"""The history of the whole catalogue, and the entries that were deleted and can be restored."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from catalogue.admin.editing import curator
from catalogue.admin.history import hindrances_of, said, told
from catalogue.curation import SaveRefused, deleted_records, foresee_restore, restore_record
from catalogue.documents import PARTS
from catalogue.models import Kind, Revision

PER_PAGE = 50


@admin.register(Revision)
class RevisionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """The history, to be read only."""

    list_display = ("at", "title", "kind", "version", "action", "user", "reason")
    list_filter = ("kind", "action", "state")
    list_select_related = ("user",)
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("title__unaccent", "reason__unaccent")
    date_hierarchy = "at"
    change_list_template = "admin/catalogue/revisions.html"
    change_form_template = "admin/catalogue/revision.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        found = super().get_queryset(request)
        match = request.resolver_match
        return found.defer("content") if match and match.url_name == "catalogue_revision_changelist" else found

    def get_urls(self) -> list[URLPattern]:
        """The list of deleted entries, and the page on which one is restored."""
        view = self.admin_site.admin_view
        return [
            path("deleted/", view(self.deleted_view), name="catalogue_revision_deleted"),
            path("deleted/<uuid:uuid>/", view(self.restore_view), name="catalogue_revision_restore"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What a save changed, in words, above what it left."""
        revision = self.get_object(request, object_id)
        changes = None
        if revision is not None and self.has_view_permission(request, revision):
            before = Revision.objects.applied().filter(subject=revision.subject, version__lt=revision.version)
            changes = told([revision, *before.order_by("-version")[:1]])[0]
        return super().change_view(request, object_id, form_url, {"differences": changes, **(extra_context or {})})

    def deleted_view(self, request: HttpRequest) -> HttpResponse:
        """The entries that were deleted, the last first."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        words, kind = request.GET.get("q", "").strip(), request.GET.get("kind", "")
        found = deleted_records().defer("content").select_related("user")
        if words and "\x00" not in words:
            found = found.filter(title__unaccent__icontains=words)
        if kind in Kind.values:
            found = found.filter(kind=kind)
        page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
        lines = [(each, self.may_restore(request, each)) for each in page.object_list]
        context = self.context(request, _("Deleted entries"))
        context |= {"lines": lines, "page": page, "words": words, "kinds": Kind.choices, "kind": kind}
        return TemplateResponse(request, "admin/catalogue/deleted.html", context)

    def restore_view(self, request: HttpRequest, uuid: UUID) -> HttpResponse:
        """What comes back with a deleted entry, and the button that brings it back."""
        tombstone = deleted_records().filter(subject=uuid).select_related("user").first()
        if tombstone is None:
            raise Http404(_("There is no deleted entry with this UUID."))
        if not self.may_restore(request, tombstone):
            raise PermissionDenied
        leave_out = request.POST.get("leave_out") == "on"
        problem = ""
        if request.method == "POST":
            try:
                return self.restored(request, tombstone, leave_out=leave_out)
            except SaveRefused as refusal:
                problem = said(refusal)
        foreseen = foresee_restore(str(uuid), leave_out=leave_out)
        context = self.context(request, _("Restore a deleted entry")) | {
            "tombstone": tombstone,
            "counts": [
                (part.model._meta.verbose_name_plural, len(foreseen.content[part.key]))
                for part in PARTS
                if foreseen.content[part.key]
            ],
            "slug_taken": foreseen.content["slug"] != tombstone.slug,
            "hindrances": hindrances_of(foreseen.hindrances),
            "refused": hindrances_of(foreseen.refused),
            "leave_out": leave_out,
            "reason": request.POST.get("reason", ""),
            "problem": problem,
        }
        return TemplateResponse(request, "admin/catalogue/restore.html", context)

    def restored(self, request: HttpRequest, tombstone: Revision, *, leave_out: bool) -> HttpResponse:
        """Brings an entry back, and leads to its page."""
        reason = request.POST.get("reason", "").strip()[:500]
        saved = restore_record(str(tombstone.subject), user=curator(request), reason=reason, leave_out=leave_out)
        messages.success(request, _("“%(title)s” is back, as it was last.") % {"title": tombstone.title})
        return HttpResponseRedirect(reverse(f"admin:catalogue_{tombstone.kind}_change", args=[saved.record_id]))

    def may_restore(self, request: HttpRequest, tombstone: Revision) -> bool:
        """Whether the account may enter entries of this kind."""
        return request.user.has_perm(f"catalogue.add_{tombstone.kind}")

    def context(self, request: HttpRequest, title: str) -> dict[str, Any]:
        """What the pages of deleted entries share."""
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "media": self.media,
            "title": title,
        }

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
