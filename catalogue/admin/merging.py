"""Merging in the admin: two entries beside each other, what a merge will do, the merges so far, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.admin.claims import page_of
from catalogue.admin.duplicates import declare, duplicates_page
from catalogue.admin.editing import curator, sheet_media
from catalogue.admin.fields import RecordField, read_reference
from catalogue.admin.suggest import may_look
from catalogue.admin.widgets import ReferenceInput
from catalogue.curation import (
    Conflict,
    Preview,
    SaveRefused,
    UnmergeRefused,
    may_merge,
    merge_records,
    preview_merge,
    unmerge,
)
from catalogue.curation.telling import claim_words, marks_words
from catalogue.curation.touching import contents_of, wording_of
from catalogue.documents import PARTS
from catalogue.models import Merge, Record


class MergeForm(forms.Form):
    """Why two entries are one."""

    reason = forms.CharField(
        label=gettext_lazy("reason"),
        max_length=500,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=gettext_lazy("Why both are one, in a sentence; it stays in the history of every entry that changes."),
    )
    mark = forms.CharField(
        label=gettext_lazy("citation"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"class": "vTextField marks"}),
        help_text=gettext_lazy("If a source says that both are one: “@banu-2004, p. 28”."),
    )
    versions = forms.CharField(widget=forms.HiddenInput, required=False)


class PairForm(forms.Form):
    """Which two entries are to be merged."""

    first = RecordField(label=gettext_lazy("the entry that stays"))
    second = RecordField(label=gettext_lazy("the entry that goes into it"))

    def offer(self, known: Record | None) -> None:
        """Names the entry from which the curator comes, and offers others of its kind."""
        first, second = (self.fields[name].widget for name in ("first", "second"))
        if known and isinstance(first, ReferenceInput) and isinstance(second, ReferenceInput):
            first.shown = known.title
            second.bounds = {**second.bounds, "kinds": known.kind}

    def record(self, name: str) -> Record | None:
        """The record that was chosen."""
        return find_record(self.cleaned_data.get(name) or "")

    def clean(self) -> None:
        for name in ("first", "second"):
            if self.cleaned_data.get(name) and self.record(name) is None:
                self.add_error(name, ValidationError(_("There is no such entry.")))


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two entries, as it is."""

    record: Record
    page: str
    claims: Sequence[tuple[str, str]]
    """What each claim says, and what it cites."""


def find_record(words: str) -> Record | None:
    """The record that a reference names."""
    reference = read_reference(words.strip())
    records = Record.objects.filter(version__gt=0)
    if reference is None:
        return None
    if "uuid" in reference:
        return records.filter(uuid=reference["uuid"]).first()
    if "citekey" in reference:
        return records.filter(source__citekey=reference["citekey"]).first()
    return records.filter(kind=reference["kind"], slug=reference["slug"]).first()


def merge_page(request: HttpRequest) -> HttpResponse:
    """Two entries beside each other and what their merge would do; sent with a reason, it is done."""
    if not may_merge(request.user):
        raise PermissionDenied
    pair = PairForm(request.GET if "second" in request.GET else None, initial={"first": request.GET.get("first", "")})
    pair.offer(find_record(request.GET.get("first", "")))
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("Merge two entries"),
        "pair": pair,
        "media": sheet_media(),
        "is_nav_sidebar_enabled": False,
    }
    if pair.is_bound and pair.is_valid():
        survivor, absorbed = pair.record("first"), pair.record("second")
        if survivor and absorbed:
            found = decide(request, survivor, absorbed)
            if isinstance(found, HttpResponse):
                return found
            context |= found
    return TemplateResponse(request, "admin/catalogue/merge.html", context)


def decide(request: HttpRequest, survivor: Record, absorbed: Record) -> HttpResponse | dict[str, Any]:
    """Merges when the form was sent and is right; else what the page shows."""
    versions = f"{survivor.version} {absorbed.version}"
    form = MergeForm(request.POST or None, initial={"versions": versions})
    if request.method == "POST" and form.is_valid():
        merge = attempt(request, form, survivor, absorbed)
        if merge is not None:
            told = {"absorbed": merge.absorbed_title, "survivor": survivor.title}
            messages.success(request, _("“%(absorbed)s” went into “%(survivor)s”.") % told)
            return HttpResponseRedirect(page_of(survivor))
        # What was sent was judged on these versions; a second try is judged on what is shown now.
        form.data = {key: form.data[key] for key in form.data} | {"versions": versions}
    try:
        preview: Preview | None = preview_merge(survivor.pk, absorbed.pk, user=curator(request))
        refusals = preview.refusals if preview else ()
    except SaveRefused as refusal:
        preview, refusals = None, tuple(problem.message for problem in refusal.problems)
    return {
        "form": form,
        "preview": preview,
        "refusals": refusals,
        "groups": grouped(preview) if preview else [],
        "sides": sides(survivor, absorbed),
        "swap": f"{request.path}?first={absorbed.uuid}&second={survivor.uuid}",
    }


def attempt(request: HttpRequest, form: MergeForm, survivor: Record, absorbed: Record) -> Merge | None:
    """The merge, or None when it was refused; the form then says why."""
    numbers = [int(each) for each in form.cleaned_data["versions"].split() if each.isdecimal()]
    seen = (numbers[0], numbers[1]) if len(numbers) == 2 else None
    reason, mark = form.cleaned_data["reason"], form.cleaned_data["mark"]
    try:
        return merge_records(
            survivor.pk, absorbed.pk, user=curator(request), reason=reason, mark=mark, expected_versions=seen
        )
    except SaveRefused as refusal:
        for problem in refusal.problems:
            form.add_error(None, problem.message)
    except Conflict:
        form.add_error(None, _("One of both was changed meanwhile: look at what the merge does now, and send again."))
    return None


DEEDS = {
    "alternative": gettext_lazy("Becomes an alternative"),
    "less-precise": gettext_lazy("Becomes less precise"),
    "renamed": gettext_lazy("Changes its type"),
    "folded": gettext_lazy("Is folded, notes united"),
    "dropped": gettext_lazy("Is dropped"),
    "noted": gettext_lazy("Is kept in the internal note"),
    "filled": gettext_lazy("Fills a gap"),
    "moved": gettext_lazy("Comes over as it is"),
}


def grouped(preview: Preview) -> list[tuple[str, list[str]]]:
    """What the merge does, by sort of deed, what needs a look first."""
    found = []
    for deed, label in DEEDS.items():
        words = [step.words for step in preview.plan.steps if step.deed == deed]
        if words:
            found.append((str(label), words))
    return found


def sides(survivor: Record, absorbed: Record) -> list[Side]:
    """Both entries in words."""
    contents = contents_of([survivor.pk, absorbed.pk])
    wording = wording_of(contents.values())
    return [
        Side(
            record,
            page_of(record),
            [
                (claim_words(part, claim, wording), marks_words(claim))
                for part in PARTS
                for claim in contents[record.pk][part.key]
            ],
        )
        for record in dict.fromkeys((survivor, absorbed))
    ]


def undo_page(request: HttpRequest, object_id: int) -> HttpResponse:
    """A merge, and the button that takes it back."""
    if not may_merge(request.user):
        raise PermissionDenied
    merge = Merge.objects.select_related("survivor", "user", "citation__source").filter(pk=object_id).first()
    if merge is None:
        raise Http404
    conflicts: list[str] = []
    if request.method == "POST":
        try:
            unmerge(merge.pk, user=curator(request), reason=request.POST.get("reason", "").strip()[:500])
        except UnmergeRefused as refusal:
            conflicts = refusal.conflicts
        else:
            messages.success(request, _("“%(title)s” stands for itself again.") % {"title": merge.absorbed_title})
            return HttpResponseRedirect(page_of(Record.objects.get(uuid=merge.absorbed_uuid)))
    context = {
        **admin.site.each_context(request),
        "title": _("Take a merge back"),
        "merge": merge,
        "conflicts": conflicts,
        "survivor_page": page_of(merge.survivor) if merge.survivor else "",
        "touched": max(len(merge.before.get("records", {})) - 2, 0),
        "is_nav_sidebar_enabled": False,
    }
    return TemplateResponse(request, "admin/catalogue/merge_undo.html", context)


@admin.action(permissions=["merge"], description=gettext_lazy("Merge the two selected entries"))
def merge_selected(modeladmin: Any, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
    """Open the page that compares two entries."""
    uuids = [str(uuid) for uuid in queryset.order_by("pk").values_list("uuid", flat=True)[:3]]
    if len(uuids) != 2:
        modeladmin.message_user(request, _("Select exactly two entries."), messages.ERROR)
        return None
    return HttpResponseRedirect(f"{reverse('admin:catalogue_merge')}?first={uuids[0]}&second={uuids[1]}")


@admin.register(Merge)
class MergeAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """The merges there were; nothing of them is edited, but each can be taken back."""

    list_display = ("at", "absorbed_title", "into", "kind", "user", "reason", "way_back")
    list_display_links = None
    list_filter = ("kind", ("undone_at", admin.EmptyFieldListFilter))
    list_select_related = ("survivor", "user", "undone_by")
    search_fields = ("absorbed_title", "survivor__title", "reason")
    show_full_result_count = False

    def get_urls(self) -> list[URLPattern]:
        """The pages around merging."""
        wrap = self.admin_site.admin_view
        return [
            path("of-two/", wrap(merge_page), name="catalogue_merge"),
            path("duplicates/", wrap(duplicates_page), name="catalogue_duplicates"),
            path("duplicates/distinct/", wrap(declare), name="catalogue_distinct"),
            path("<int:object_id>/undo/", wrap(undo_page), name="catalogue_merge_undo"),
            *super().get_urls(),
        ]

    @admin.display(description=gettext_lazy("into"), ordering="survivor__sort_key")
    def into(self, obj: Merge) -> str:
        """The entry that stayed."""
        if obj.survivor is None:
            return str(obj.survivor_uuid)
        return format_html('<a href="{}">{}</a>', page_of(obj.survivor), obj.survivor)

    @admin.display(description=gettext_lazy("way back"))
    def way_back(self, obj: Merge) -> str:
        """The page that takes it back, or who did."""
        if obj.undone_at:
            return _("taken back by %(user)s") % {"user": obj.undone_by or "–"}
        address = reverse("admin:catalogue_merge_undo", args=[obj.pk])
        return format_html('<a href="{}">{}</a>', address, _("Take back…"))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_look(request.user)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_look(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
