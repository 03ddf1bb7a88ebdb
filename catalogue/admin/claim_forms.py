"""The whole of a claim: the fields of its row, the rare ones, and its footnotes as rows."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from catalogue.admin.claim_rows import (
    AttributeRow,
    ClaimRow,
    DatingRow,
    NameRow,
    NarrativeRow,
    PersonNameRow,
    RelationRow,
)
from catalogue.admin.fields import CountField, DisagreementField, MarkField, RecordField, column, texts
from catalogue.admin.forms import SavingForm
from catalogue.admin.record_forms import Fieldsets
from catalogue.admin.rows import Column, UuidRow
from catalogue.models import Attribute, Footnote, Name, Relation

_SMALL = {"rows": 2, "class": "vLargeTextField"}


class ClaimForm(SavingForm, ClaimRow):
    """What the page of every claim has beyond its row."""

    outside = SavingForm.outside | ClaimRow.outside | {"position"}
    own: ClassVar[tuple[Any, ...]] = ()

    uuid = None  # type: ignore[assignment]
    citations = None  # type: ignore[assignment]
    position = CountField(
        label=_("place in the list"), min_value=1, required=False, help_text=_("1 stands first on the page.")
    )
    basis = column(Name, "basis")
    basis_reason = column(Name, "basis_reason", widget=forms.Textarea(_SMALL))
    negated = column(Name, "negated")
    date_wording = column(Name, "date_wording")
    date_calendar = column(Name, "date_calendar")
    date_reading = column(Name, "date_reading")
    attributed_to = RecordField(**texts(Name, "attributed_to"))
    note = column(Name, "note", widget=forms.Textarea(_SMALL))
    internal_note = column(Name, "internal_note", widget=forms.Textarea(_SMALL))
    disagreement = DisagreementField(**texts(Name, "disagreement"))

    @classmethod
    def fieldsets(cls) -> Fieldsets:
        """How the page shows the fields."""
        return (
            (None, {"fields": cls.own}),
            (_("Date"), {"fields": (("date", "date_wording"), ("date_calendar", "date_reading"))}),
            (
                _("Judgement"),
                {
                    "fields": (
                        ("certainty", "standing", "negated"),
                        ("basis", "basis_reason"),
                        ("attributed_to", "disagreement"),
                    )
                },
            ),
            (_("Notes"), {"fields": ("note", "internal_note", "position")}),
        )


class NameForm(ClaimForm, PersonNameRow):
    language = column(Name, "language")
    script = column(Name, "script")
    transliteration = column(Name, "transliteration")
    own = (("type", "text"), ("family", "given"), ("language", "script", "transliteration"))


class DatingForm(ClaimForm, DatingRow):
    own = ("type",)


class AttributeForm(ClaimForm, AttributeRow):
    wording = column(Attribute, "wording")
    own = (("property", "term"), ("text", "number"), "wording")


class RelationForm(ClaimForm, RelationRow):
    context = RecordField(kinds=("event",), **texts(Relation, "context"))
    own = (("type", "object"), ("object_text", "object_count"), ("role", "role_text"), "context")


class NarrativeForm(ClaimForm, NarrativeRow):
    own = (("type", "language"), "text")


class FootnoteRow(UuidRow):
    """One footnote of a claim: the citation, what it does to the claim, and to which part of it."""

    list_key = "footnotes"
    title = _("footnotes")
    citation = MarkField(
        label=_("citation"),
        help_text=_("The key of the source and the place in it: “@banu-2004, pp. 28-29”."),
        widget=forms.TextInput({"data-cites": "one"}),
    )
    stance = column(Footnote, "stance")
    scope = column(Footnote, "scope")
    scope_words = column(Footnote, "scope_words")
    original_label = column(Footnote, "original_label")
    note = column(Footnote, "note", widget=forms.Textarea({"rows": 2}))
    columns = (
        Column(_("citation"), ("citation",), "what"),
        Column(_("stance"), ("stance",), "type"),
        Column(_("scope, words"), ("scope", "scope_words"), "type"),
        Column(_("original label"), ("original_label",), "short"),
        Column(_("note"), ("note",), "what"),
    )


class MarkedFootnoteRow(FootnoteRow):
    """A footnote of a narrative: its citation and stance are said by the mark in the text."""

    citation = MarkField(label=_("citation"), required=False, disabled=True)
    stance = column(Footnote, "stance", disabled=True)


FORMS: dict[str, type[ClaimForm]] = {
    "names": NameForm,
    "datings": DatingForm,
    "attributes": AttributeForm,
    "narratives": NarrativeForm,
    "relations": RelationForm,
}
__all__ = ["FORMS", "ClaimForm", "FootnoteRow", "MarkedFootnoteRow", "NameRow"]
