"""The vocabulary in the curators' hands: terms and types of relation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import AbstractBaseUser
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.admin.entries import EntryAdmin
from catalogue.admin.fields import TermSearch, column, texts
from catalogue.admin.forms import SavingForm
from catalogue.admin.previewing import at_work, logged_in, preview
from catalogue.admin.suggest import suggest, understand
from catalogue.curation import delete_relation_type, delete_term, save_relation_type, save_term
from catalogue.documents import Document, DocumentError, Problem
from catalogue.models import Kind, RelationType, Term

_NOTE = {"rows": 3, "class": "vLargeTextField"}


class LabelledForm(SavingForm):
    """What terms and types of relation have in common."""

    slug = column(Term, "slug")
    label_en = column(Term, "label_en")
    label_es = column(Term, "label_es")
    label_ro = column(Term, "label_ro")
    single = column(Term, "single")
    facet = column(Term, "facet")
    uri = column(Term, "uri")
    position = column(Term, "position")
    note = column(Term, "note", widget=forms.Textarea(_NOTE))


class TermForm(LabelledForm):
    scheme = column(Term, "scheme")
    broader = TermSearch(depends="scheme", **texts(Term, "broader"))
    value_scheme = column(Term, "value_scheme")


class RelationTypeForm(LabelledForm):
    slug = column(RelationType, "slug")
    inverse_en = column(RelationType, "inverse_en")
    inverse_es = column(RelationType, "inverse_es")
    inverse_ro = column(RelationType, "inverse_ro")
    subject_kinds = forms.MultipleChoiceField(
        choices=Kind.choices, widget=forms.CheckboxSelectMultiple, **texts(RelationType, "subject_kinds")
    )
    object_kinds = forms.MultipleChoiceField(
        choices=Kind.choices, widget=forms.CheckboxSelectMultiple, **texts(RelationType, "object_kinds")
    )
    single = column(RelationType, "single")
    facet = column(RelationType, "facet")
    symmetric = column(RelationType, "symmetric")


@admin.register(Term)
class TermAdmin(EntryAdmin):
    form_class = TermForm
    list_display = ("label_en", "label_es", "label_ro", "scheme", "slug", "single", "facet", "position")
    list_filter = ("scheme", "single", "facet")
    search_fields = ("slug", "label_en__unaccent", "label_es__unaccent", "label_ro__unaccent")
    entry_fieldsets = (
        (None, {"fields": (("scheme", "slug"), ("label_en", "label_es", "label_ro"), ("broader", "position"))}),
        (gettext_lazy("For types and properties"), {"fields": (("single", "facet"), "value_scheme")}),
        (gettext_lazy("Use"), {"fields": ("note", "uri")}),
    )

    def get_urls(self) -> list[URLPattern]:
        """The admin's own, and those that answer its searching boxes."""
        wrap = self.admin_site.admin_view
        return [
            path("suggest/<slug:what>/", wrap(suggest), name="catalogue_suggest"),
            path("understand-date/", wrap(understand), name="catalogue_understand_date"),
            path("preview-marks/", wrap(preview), name="catalogue_preview"),
            path("at-work/", wrap(at_work), name="catalogue_at_work"),
            path("logged-in/", wrap(logged_in), name="catalogue_logged_in"),
            *super().get_urls(),
        ]

    def view_on_site(self, obj: Term) -> None:
        """A term has no page of its own."""

    def content_of(self, obj: Term) -> Document:
        content = _content(obj, ("scheme", "value_scheme"))
        return content | {"kind": "term", "broader": obj.broader.slug if obj.broader else ""}

    def save_entry(self, content: Document, *, user: Any, reason: str, expected_version: int | None) -> Any:
        same = Term.objects.filter(scheme=content["scheme"], slug=content["slug"])
        _refuse_double(same.exclude(uuid=content["uuid"]).exists())
        return save_term(content)

    def delete_one(self, obj: Term, user: AbstractBaseUser) -> None:
        delete_term(obj.pk)


@admin.register(RelationType)
class RelationTypeAdmin(EntryAdmin):
    form_class = RelationTypeForm
    list_display = ("label_en", "label_es", "inverse_en", "inverse_es", "slug", "kinds", "single", "facet", "position")
    list_filter = ("single", "facet", "symmetric")
    search_fields = ("slug", "label_en__unaccent", "label_es__unaccent", "inverse_es__unaccent")
    entry_fieldsets = (
        (None, {"fields": ("slug", ("label_en", "label_es", "label_ro"), ("inverse_en", "inverse_es", "inverse_ro"))}),
        (gettext_lazy("Ends"), {"fields": (("subject_kinds", "object_kinds"),)}),
        (gettext_lazy("Use"), {"fields": (("single", "facet", "symmetric"), "position", "note", "uri")}),
    )

    @admin.display(description=gettext_lazy("between"))
    def kinds(self, obj: RelationType) -> str:
        """The kinds at either end."""
        ends = (obj.subject_kinds, obj.object_kinds)
        return " → ".join(", ".join(kinds) or _("every kind") for kinds in ends)

    def view_on_site(self, obj: RelationType) -> None:
        """A type of relation has no page of its own."""

    def content_of(self, obj: RelationType) -> Document:
        own = ("inverse_en", "inverse_es", "inverse_ro", "subject_kinds", "object_kinds", "symmetric")
        return _content(obj, own) | {"kind": "relation-type"}

    def save_entry(self, content: Document, *, user: Any, reason: str, expected_version: int | None) -> Any:
        same = RelationType.objects.filter(slug=content["slug"])
        _refuse_double(same.exclude(uuid=content["uuid"]).exists())
        return save_relation_type(content)

    def delete_one(self, obj: RelationType, user: AbstractBaseUser) -> None:
        delete_relation_type(obj.pk)


def _content(obj: Term | RelationType, own: tuple[str, ...]) -> Document:
    shared = ("slug", "label_en", "label_es", "label_ro", "single", "facet", "uri", "position", "note")
    return {"uuid": str(obj.uuid)} | {key: getattr(obj, key) for key in (*shared, *own)}


def _refuse_double(exists: bool) -> None:
    """A second entry with the slug would be written over the first."""
    if exists:
        raise DocumentError([Problem("/slug", _("Another entry already has this slug."))])
