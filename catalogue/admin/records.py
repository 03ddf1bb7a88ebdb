"""The admin of the six kinds: one class, and what each kind adds to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.admin.deleting import DeletingAdmin, delete_selected
from catalogue.admin.editing import curator, tombstone_of
from catalogue.admin.filters import DisagreementFilter, UnsourcedFilter, unsourced_claims
from catalogue.admin.inverse import Inverse, inverse_relations
from catalogue.admin.inverse_rows import tell_of_subjects
from catalogue.admin.living import LivingPersons
from catalogue.admin.merging import merge_selected
from catalogue.admin.proposing import proposal_in, proposing
from catalogue.admin.record_pages import pages_of_record
from catalogue.admin.record_sheet import RecordSheet
from catalogue.admin.sheets import Sheet
from catalogue.admin.status_change import publish, send_to_review, take_back
from catalogue.admin.suggest import matching
from catalogue.curation import delete_record, may_merge, may_publish
from catalogue.models import Event, Kind, Organization, Person, Place, Record, Source, Unit


class KindAdmin(DeletingAdmin):
    """What the admin of every kind has."""

    kind: ClassVar[str]
    search_fields = ("title",)
    search_help_text = gettext_lazy("Any name, with or without accents.")
    list_filter: ClassVar[tuple[Any, ...]] = ("status", UnsourcedFilter, DisagreementFilter)
    list_display: tuple[Any, ...] = ("title", "status", "dates", "unsourced", "modified_at")
    list_display_links = ("title",)
    list_select_related: ClassVar[bool | tuple[str, ...]] = False
    list_per_page = 50
    show_full_result_count = False
    ordering = ("sort_key", "pk")
    actions = [delete_selected, send_to_review, publish, take_back, merge_selected]

    @admin.display(description=gettext_lazy("dates"), ordering="earliest")
    def dates(self, obj: Record) -> str:
        """The years between which its preferred datings lie."""
        first, last = year(obj.earliest), year(obj.latest)
        return first if first == last else f"{first}–{last}"

    @admin.display(description=gettext_lazy("unsourced"), ordering="unsourced_claims")
    def unsourced(self, obj: Record) -> int:
        """How many of its claims still lack a source."""
        return int(getattr(obj, "unsourced_claims", 0))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        found: QuerySet[Any] = super().get_queryset(request).annotate(unsourced_claims=unsourced_claims())
        return found

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return queryset.filter(self.matching(search_term)), False

    def matching(self, search_term: str) -> Q:
        """What is found for the words in the search box."""
        return matching(search_term)

    def view_on_site(self, obj: Record) -> str:
        """The address of the public page."""
        return obj.get_absolute_url()

    def get_urls(self) -> list[URLPattern]:
        """The pages of a record beside its own."""
        return [*pages_of_record(self), *super().get_urls()]

    def sheet(
        self, request: HttpRequest, obj: Record | None, data: Mapping[str, Any] | None, *, read_only: bool
    ) -> Sheet:
        proposal = None if read_only else proposal_in(request, obj)
        publishing = may_publish(request.user)
        return RecordSheet(self.kind, obj, data, read_only=read_only, proposal=proposal, publishing=publishing)

    def _sheet_context(self, request: HttpRequest, obj: Any, sheet: Sheet, object_id: str | None) -> dict[str, Any]:
        return super()._sheet_context(request, obj, sheet, object_id) | proposing(request, obj)

    def has_merge_permission(self, request: HttpRequest) -> bool:
        """Whether the action that merges is offered."""
        return may_merge(request.user)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Whether the actions that publish are offered."""
        return may_publish(request.user)

    def sheet_fieldsets(self, sheet: Sheet) -> Any:
        return sheet.form.fieldsets()  # type: ignore[attr-defined]

    def _saved(self, request: HttpRequest, obj: Any, sheet: Sheet, saved: Any) -> HttpResponse:
        tell_of_subjects(self, request, sheet)
        return super()._saved(request, obj, sheet, saved)

    def saved_object(self, sheet: Sheet, saved: Any) -> models.Model:
        return self.model._default_manager.get(pk=saved.record_id)  # type: ignore[no-any-return]

    def elsewhere(self, object_id: str) -> tuple[Any, list[Inverse]]:
        return _("Said of it on other records"), inverse_relations(object_id)

    def vanished(self, request: HttpRequest) -> HttpResponse:
        """Everything typed, as the page of a new entry: the old one was deleted meanwhile."""
        sheet = self.sheet(request, None, request.POST, read_only=False)
        context = self._sheet_context(request, None, sheet, None) | {"tombstone": tombstone_of(request)}
        add = reverse(f"admin:catalogue_{self.opts.model_name}_add")
        return self.render_change_form(request, context, add=True, change=False, obj=None, form_url=add)

    def delete_model(self, request: HttpRequest, obj: Record) -> None:
        """Deletes the version that the page asked about, and no newer one."""
        seen, reason = request.POST.get("version", ""), request.POST.get("reason", "").strip()[:500]
        expected = int(seen) if seen.isdecimal() and len(seen) < 10 else None
        delete_record(obj.pk, user=curator(request), reason=reason, expected_version=expected)

    def delete_one(self, obj: Record, user: AbstractBaseUser) -> None:
        delete_record(obj.pk, user=user)


def year(bound: int | None) -> str:
    """The year of a bound; nothing where it is open."""
    return "" if bound is None else str(bound // 10000)


def column_of_terms(name: str) -> tuple[str, type[admin.FieldListFilter]]:
    """A filter that offers the terms in use."""
    return (name, admin.RelatedOnlyFieldListFilter)


@admin.register(Person)
class PersonAdmin(LivingPersons, KindAdmin):
    kind = Kind.PERSON
    list_display = ("title", "status", "dates", "gender", "unsourced", "modified_at")
    list_filter = (*KindAdmin.list_filter, column_of_terms("gender"))
    list_select_related = ("gender",)


@admin.register(Unit)
class UnitAdmin(KindAdmin):
    kind = Kind.UNIT
    list_display = ("title", "status", "dates", "echelon", "branch", "allegiance", "unsourced", "modified_at")
    list_filter = (
        *KindAdmin.list_filter,
        column_of_terms("echelon"),
        column_of_terms("branch"),
        column_of_terms("allegiance"),
    )
    list_select_related = ("echelon", "branch", "allegiance")


class TypedAdmin(KindAdmin):
    """A kind whose only column is its type."""

    list_display = ("title", "status", "type", "dates", "unsourced", "modified_at")
    list_filter = (*KindAdmin.list_filter, column_of_terms("type"))
    list_select_related = ("type",)


@admin.register(Organization)
class OrganizationAdmin(TypedAdmin):
    kind = Kind.ORGANIZATION


@admin.register(Event)
class EventAdmin(TypedAdmin):
    kind = Kind.EVENT


@admin.register(Place)
class PlaceAdmin(TypedAdmin):
    kind = Kind.PLACE


@admin.register(Source)
class SourceAdmin(KindAdmin):
    kind = Kind.SOURCE
    search_help_text = gettext_lazy("Title or citekey, with or without accents.")
    list_display = ("title", "citekey", "status", "csl_type", "issued", "tier", "modified_at")
    list_filter = (*KindAdmin.list_filter, "csl_type", "tier", "level")

    def matching(self, search_term: str) -> Q:
        citekey = search_term.strip().removeprefix("@")
        return matching(search_term) | Q(citekey__icontains=citekey) if citekey else Q()
