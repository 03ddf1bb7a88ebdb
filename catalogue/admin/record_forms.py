"""The heads of the pages: the columns of each kind of record."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from catalogue.admin.fields import DateTextField, DayField, PlainNumberField, RecordField, TermChoice, column, texts
from catalogue.admin.forms import SavingForm
from catalogue.models import Event, Organization, Person, Place, Record, Source, Status, Unit

Fieldsets = tuple[tuple[Any, dict[str, Any]], ...]
FILING = (_("Filing"), {"fields": (("slug", "sort_title", "language"), "internal_note"), "classes": ("collapse",)})


class RecordForm(SavingForm):
    """What every record has; its slug and sort title are made from its name when they are left empty."""

    status = column(Record, "status")
    slug = column(Record, "slug")
    language = column(Record, "language")
    sort_title = column(Record, "sort_title")
    internal_note = column(Record, "internal_note", widget=forms.Textarea({"rows": 3, "class": "vLargeTextField"}))
    kind_fields: ClassVar[Fieldsets] = ()

    def leave_out_publishing(self) -> None:
        """Offer only the states that somebody may choose who does not publish."""
        status = cast(forms.ChoiceField, self.fields["status"])
        status.choices = [(value, label) for value, label in Status.choices if value != Status.PUBLISHED]

    @classmethod
    def fieldsets(cls) -> Fieldsets:
        """How the page shows the fields."""
        return (*cls.kind_fields, FILING)


class PersonForm(RecordForm):
    gender = TermChoice("gender", **texts(Person, "gender"))
    kind_fields = ((None, {"fields": (("status", "gender"),)}),)


class UnitForm(RecordForm):
    echelon = TermChoice("echelon", **texts(Unit, "echelon"))
    branch = TermChoice("branch", **texts(Unit, "branch"))
    allegiance = TermChoice("allegiance", **texts(Unit, "allegiance"))
    kind_fields = ((None, {"fields": (("status", "echelon"), ("branch", "allegiance"))}),)


class OrganizationForm(RecordForm):
    type = TermChoice("organization-type", **texts(Organization, "type"))
    kind_fields = ((None, {"fields": (("status", "type"),)}),)


class EventForm(RecordForm):
    type = TermChoice("event-type", **texts(Event, "type"))
    kind_fields = ((None, {"fields": (("status", "type"),)}),)


class PlaceForm(RecordForm):
    type = TermChoice("place-type", **texts(Place, "type"))
    latitude = PlainNumberField(max_digits=8, decimal_places=5, min_value=-90, max_value=90, **texts(Place, "latitude"))
    longitude = PlainNumberField(
        max_digits=8, decimal_places=5, min_value=-180, max_value=180, **texts(Place, "longitude")
    )
    kind_fields = ((None, {"fields": (("status", "type"), ("latitude", "longitude"))}),)


class SourceForm(RecordForm):
    citekey = column(Source, "citekey")
    csl_type = column(Source, "csl_type")
    bibliographic_title = column(Source, "bibliographic_title")
    title_transliterated = column(Source, "title_transliterated")
    title_translated = column(Source, "title_translated")
    text_language = column(Source, "text_language")
    parent = RecordField(kinds=("source",), **texts(Source, "parent"))
    level = column(Source, "level")
    container = column(Source, "container")
    publisher = column(Source, "publisher")
    publisher_place = column(Source, "publisher_place")
    issued = DateTextField(max_length=200, **texts(Source, "issued"))
    edition = column(Source, "edition")
    volume = column(Source, "volume")
    issue = column(Source, "issue")
    pages = column(Source, "pages")
    number = column(Source, "number")
    isbn = column(Source, "isbn")
    issn = column(Source, "issn")
    doi = column(Source, "doi")
    url = column(Source, "url")
    archive_url = column(Source, "archive_url")
    archived = DayField(**texts(Source, "archived"))
    accessed = DayField(**texts(Source, "accessed"))
    repository = column(Source, "repository")
    collection = column(Source, "collection")
    reference_code = column(Source, "reference_code")
    extent = column(Source, "extent")
    access_conditions = column(Source, "access_conditions")
    tier = column(Source, "tier")
    note = column(Source, "note", widget=forms.Textarea({"rows": 3, "class": "vLargeTextField"}))
    kind_fields = (
        (None, {"fields": (("status", "citekey"), ("csl_type", "tier"), "bibliographic_title", ("issued", "parent"))}),
        (
            _("Publication"),
            {
                "fields": (
                    "container",
                    ("publisher", "publisher_place", "edition"),
                    ("volume", "issue", "pages", "number"),
                    ("isbn", "issn", "doi"),
                )
            },
        ),
        (_("On the web"), {"fields": (("url", "accessed"), ("archive_url", "archived"))}),
        (
            _("Archive"),
            {
                "fields": (("repository", "collection"), ("reference_code", "extent", "level"), "access_conditions"),
                "classes": ("collapse",),
            },
        ),
        (
            _("Title in other forms, language, note"),
            {
                "fields": (("title_transliterated", "title_translated", "text_language"), "note"),
                "classes": ("collapse",),
            },
        ),
    )
