"""Citations and disagreements: what stands between the records."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from catalogue.admin.citing_many import cite_many
from catalogue.admin.entries import EntryAdmin
from catalogue.admin.fields import CitationField, DayField, RecordField, column, texts
from catalogue.admin.filters import counted
from catalogue.admin.forms import SavingForm
from catalogue.admin.history import history_view
from catalogue.admin.inverse import Inverse, resting_on, sides_of
from catalogue.admin.suggest import citation_words
from catalogue.curation import (
    delete_citation,
    delete_disagreement,
    submit_citation,
    submit_disagreement,
)
from catalogue.documents import Document
from catalogue.models import CLAIM_MODELS, Citation, Disagreement, Footnote

_AREA = {"rows": 3, "class": "vLargeTextField"}
TEXTS = ("label", "locator", "quotation", "translation", "archive_url", "note", "internal_note")


class CitationForm(SavingForm):
    source = RecordField(kinds=("source",), **texts(Citation, "source"))
    label = column(Citation, "label")
    locator = column(Citation, "locator")
    via = CitationField(**texts(Citation, "via"))
    quotation = column(Citation, "quotation", widget=forms.Textarea({**_AREA, "rows": 5}))
    translation = column(Citation, "translation", widget=forms.Textarea({**_AREA, "rows": 5}))
    archive_url = column(Citation, "archive_url")
    accessed = DayField(**texts(Citation, "accessed"))
    note = column(Citation, "note", widget=forms.Textarea(_AREA))
    internal_note = column(Citation, "internal_note", widget=forms.Textarea(_AREA))


class DisagreementForm(SavingForm):
    note = column(Disagreement, "note", widget=forms.Textarea(_AREA))
    reason_preferred = column(Disagreement, "reason", widget=forms.Textarea(_AREA))

    def key_of(self, name: str) -> str:
        return "reason" if name == "reason_preferred" else name

    def put(self, content: Document, name: str, value: Any) -> None:
        super().put(content, self.key_of(name), value)


class ResolvedFilter(admin.SimpleListFilter):
    """What still has to be done on citations."""

    title = _("to do")
    parameter_name = "todo"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("unresolved", _("source not identified")), ("unlocated", _("no place in the source"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        found = {"unresolved": Citation.objects.unresolved(), "unlocated": Citation.objects.without_locator()}
        return queryset.filter(pk__in=found[value].values("pk")) if (value := self.value()) in found else queryset


@admin.register(Citation)
class CitationAdmin(EntryAdmin):
    form_class = CitationForm
    list_display = ("words", "source", "quotation_start", "uses", "modified_at")
    list_filter = (ResolvedFilter, "label")
    list_select_related = ("source",)
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("source__fold_key", "source__citekey", "locator", "quotation__unaccent", "translation__unaccent")
    entry_fieldsets = (
        (None, {"fields": ("source", ("label", "locator"), "via")}),
        (_("Words"), {"fields": ("quotation", "translation")}),
        (_("Where it was read"), {"fields": (("archive_url", "accessed"),)}),
        (_("Notes"), {"fields": ("note", "internal_note")}),
    )

    def get_urls(self) -> list[URLPattern]:
        """Also the page that gives one citation to many claims, and the history of a citation's own versions."""
        page = self.admin_site.admin_view(partial(cite_many, self))
        history = self.admin_site.admin_view(partial(history_view, self))
        own = path("<path:object_id>/history/", history, name="catalogue_citation_history")
        return [own, path("cite-many/", page, name="catalogue_cite_many"), *super().get_urls()]

    @admin.display(description=_("citation"), ordering="source__citekey")
    def words(self, obj: Citation) -> str:
        """The citation as its mark says it."""
        return citation_words(obj)

    @admin.display(description=_("quotation"))
    def quotation_start(self, obj: Citation) -> str:
        """The first words of the quotation."""
        return obj.quotation if len(obj.quotation) <= 80 else f"{obj.quotation[:80]}…"

    @admin.display(description=_("footnotes"), ordering="footnote_count")
    def uses(self, obj: Citation) -> int:
        """How many footnotes name it."""
        return int(getattr(obj, "footnote_count", 0))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        found: QuerySet[Any] = super().get_queryset(request).annotate(footnote_count=counted(Footnote, "citation"))
        return found

    def view_on_site(self, obj: Citation) -> str | None:
        """The page of its source, where everything that rests on it is listed."""
        return obj.source.get_absolute_url() if obj.source else None

    def name_of(self, obj: Citation) -> str:
        return citation_words(obj)

    def elsewhere(self, object_id: str) -> tuple[Any, list[Inverse]]:
        return _("Claims that rest on it"), resting_on(object_id)

    def content_of(self, obj: Citation) -> Document:
        source = obj.source
        cited = {"uuid": str(source.uuid), "kind": "source", "slug": source.slug} if source else None
        return {
            "kind": "citation",
            "uuid": str(obj.uuid),
            **{key: getattr(obj, key) for key in TEXTS},
            "accessed": obj.accessed.isoformat() if obj.accessed else "",
            "source": cited,
            "via": {"uuid": str(obj.via.uuid)} if obj.via else None,
        }

    def save_entry(self, content: Document, *, user: Any, reason: str, expected_version: int | None) -> Any:
        return submit_citation(content, user=user, reason=reason, expected_version=expected_version)

    def delete_one(self, obj: Citation, user: AbstractBaseUser) -> None:
        delete_citation(obj.pk, user=user)


@admin.register(Disagreement)
class DisagreementAdmin(EntryAdmin):
    form_class = DisagreementForm
    list_display = ("__str__", "sides", "reason")
    search_fields = ("note__unaccent", "reason__unaccent")
    entry_fieldsets = ((None, {"fields": ("note", "reason_preferred")}),)

    @admin.display(description=_("claims"))
    def sides(self, obj: Disagreement) -> int:
        """How many claims stand in it."""
        return sum(getattr(obj, f"side_{model._meta.model_name}") for model in CLAIM_MODELS)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        counts: dict[str, Any] = {
            f"side_{model._meta.model_name}": counted(model, "disagreement") for model in CLAIM_MODELS
        }
        found: QuerySet[Any] = super().get_queryset(request).annotate(**counts)
        return found

    def view_on_site(self, obj: Disagreement) -> None:
        """A disagreement is shown on the pages of its records."""

    def elsewhere(self, object_id: str) -> tuple[Any, list[Inverse]]:
        return _("Claims that cannot all be true"), sides_of(object_id)

    def content_of(self, obj: Disagreement) -> Document:
        return {"kind": "disagreement", "uuid": str(obj.uuid), "note": obj.note, "reason": obj.reason}

    def save_entry(self, content: Document, *, user: Any, reason: str, expected_version: int | None) -> Any:
        return submit_disagreement(content, user=user)

    def delete_one(self, obj: Disagreement, user: AbstractBaseUser) -> None:
        delete_disagreement(obj.pk)
