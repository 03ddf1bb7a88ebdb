"""A claim's own page: everything about it, one click away from its row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from catalogue.admin.claim_forms import FORMS, FootnoteRow, MarkedFootnoteRow
from catalogue.admin.conflicts import Sides, as_chosen, sides_of
from catalogue.admin.editing import SheetAdmin
from catalogue.admin.fields import is_uuid, placed_footnotes
from catalogue.admin.inverse import words_of
from catalogue.admin.proposing import proposing
from catalogue.admin.rows import row_set
from catalogue.admin.sheets import Placing, Sheet, seen_content
from catalogue.admin.vocabulary_choices import Vocabulary
from catalogue.curation import Saved, submit_record
from catalogue.documents import Document, build_documents, content_of
from catalogue.models import Attribute, Claim, Dating, Name, Narrative, Record, Relation


class ClaimSheet(Sheet):
    """One claim, saved by putting it in its place in the record's whole content."""

    def __init__(
        self,
        list_key: str,
        claim: Claim,
        data: Mapping[str, Any] | None = None,
        *,
        read_only: bool = False,
        former: Document | None = None,
    ) -> None:
        """`former` stands in for the present content of the record, to see what the page makes of an earlier one."""
        document = build_documents([claim.record_id], full=True)[claim.record_id]
        self.claim = claim
        self.list_key = list_key
        self.uuid = str(claim.uuid)
        self.content = former or content_of(document)
        self.current_version = int(document["version"])
        entries: list[Document] = self.content[list_key]
        self.index = next(place for place, entry in enumerate(entries) if entry["uuid"] == self.uuid)
        entry = entries[self.index]
        version = None if former else self.current_version
        seen = former or seen_content(str(document["uuid"]), self.content, version, data)
        self.seen = seen
        before = next((each for each in seen[list_key] if each["uuid"] == self.uuid), entry)
        vocabulary = Vocabulary(document["kind"], {entry["type"]} if list_key == "relations" else ())
        self.form = FORMS[list_key](
            data,
            kept=entry,
            seen=before,
            vocabulary=vocabulary,
            initial={"version": self.current_version, "position": self.index + 1},
        )
        marked = list_key == "narratives"
        rows = row_set(MarkedFootnoteRow if marked else FootnoteRow, extra=0 if marked else 1, can_delete=not marked)
        self.footnotes = rows(
            data, entries=entry["footnotes"], seen=before["footnotes"], vocabulary=vocabulary, disabled=read_only
        )
        self.row_sets = [self.footnotes]
        self.placing = Placing()
        if read_only:
            self.disable()

    def curate(self, user: AbstractBaseUser) -> Saved:
        self.check_version()
        return submit_record(
            as_chosen(self.written(), self.content, self.form.data),
            user=user,
            reason=self.form.cleaned_data["reason"],
            expected_version=self.current_version,
        )

    def written(self) -> Document:
        """The record's whole content, with the claim as the page says it."""
        entry = self.form.content()
        entry["footnotes"] = self.placing.write(self.footnotes)
        if self.list_key == "narratives":
            entry["footnotes"] = placed_footnotes(entry["text"], entry["footnotes"])
        entries = [other for other in self.content[self.list_key] if other["uuid"] != self.uuid]
        self.index = min((self.form.cleaned_data.get("position") or self.index + 1) - 1, len(entries))
        entries.insert(self.index, entry)
        return {**self.content, self.list_key: entries}

    def sides(self) -> Sides | None:
        if all(entry["uuid"] != self.uuid for entry in self.seen[self.list_key]):
            return None
        mine = ClaimSheet(self.list_key, self.claim, self.form.data, former=self.seen)
        return sides_of(self.seen, self.content, mine.written(), self.form.data) if mine.is_valid() else None

    def place(self, pointer: list[str], message: str) -> None:
        own = pointer[:2] == [self.list_key, str(self.index)]
        row = self.placing.row_at(pointer[2:]) if own else None
        if row:
            row.refuse(pointer[4:], message)
        else:
            super().place(pointer[2:] if own else pointer, message)


class ClaimAdmin(SheetAdmin):
    """The page of one sort of claim; it is reached from the rows of a record, and not listed on the index."""

    list_key: ClassVar[str]
    model: type[Claim]
    list_display = ("__str__", "record", "certainty", "standing", "citation_count")
    list_filter = ("certainty", "standing", "basis")
    list_select_related: ClassVar[tuple[str, ...]] = ("record",)
    actions = None
    show_full_result_count = False
    ordering = ("record__sort_key", "position")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Claim | None = None) -> bool:
        return _may(request, "change", obj)

    def has_view_permission(self, request: HttpRequest, obj: Claim | None = None) -> bool:
        return _may(request, "view", obj) or _may(request, "change", obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("record")

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Claim | None:
        if is_uuid(object_id):
            found: Claim | None = self.get_queryset(request).filter(uuid=object_id).first()
            return found
        return super().get_object(request, object_id, from_field)

    def view_on_site(self, obj: Claim) -> str:
        """The address of the record's public page."""
        return obj.record.get_absolute_url()

    def sheet(self, request: HttpRequest, obj: Any, data: Mapping[str, Any] | None, *, read_only: bool) -> Sheet:
        return ClaimSheet(self.list_key, obj, data, read_only=read_only)

    def sheet_fieldsets(self, sheet: Sheet) -> Any:
        return sheet.form.fieldsets()  # type: ignore[attr-defined]

    def saved_object(self, sheet: Sheet, saved: Any) -> models.Model:
        return self.model._default_manager.select_related("record").get(uuid=sheet.uuid)

    def name_of(self, obj: Any) -> str:
        return words_of(obj)

    def subject_of(self, obj: Any) -> Any:
        return obj.record.uuid

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        claim = self.get_object(request, object_id)
        told = {"record": claim.record, "record_page": page_of(claim.record)} if claim else {}
        return super().change_view(request, object_id, form_url, told | (extra_context or {}))

    def _sheet_context(self, request: HttpRequest, obj: Any, sheet: Sheet, object_id: str | None) -> dict[str, Any]:
        return super()._sheet_context(request, obj, sheet, object_id) | proposing(request, obj.record)

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        return HttpResponseRedirect(f"{page_of(obj.record)}#{self.list_key}-group")


def page_of(record: Record) -> str:
    """The admin page of a record."""
    return reverse(f"admin:catalogue_{record.kind}_change", args=[record.pk])


def _may(request: HttpRequest, what: str, claim: Claim | None) -> bool:
    """A claim is a part of its record: who may change the one may change the other."""
    if claim is None:
        return bool(request.user.is_active and request.user.has_module_perms("catalogue"))
    return request.user.has_perm(f"catalogue.{what}_{claim.record.kind}")


@admin.register(Name)
class NameAdmin(ClaimAdmin):
    list_key = "names"


@admin.register(Dating)
class DatingAdmin(ClaimAdmin):
    list_key = "datings"


@admin.register(Attribute)
class AttributeAdmin(ClaimAdmin):
    list_key = "attributes"
    list_select_related = ("record", "term")


@admin.register(Relation)
class RelationAdmin(ClaimAdmin):
    list_key = "relations"


@admin.register(Narrative)
class NarrativeAdmin(ClaimAdmin):
    list_key = "narratives"
