"""The everyday rows of claims: what is said, when, how surely, and on which citations it rests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.admin.fields import (
    CitationsField,
    CountField,
    DateTextField,
    NumberField,
    RecordField,
    RelationTypeChoice,
    TermChoice,
    TermSearch,
    column,
    date_words,
    footnotes_of,
    placed_footnotes,
    texts,
)
from catalogue.admin.previewing import Preview, preview_of_text
from catalogue.admin.rows import Column, UuidRow
from catalogue.citations import cites_of_text
from catalogue.documents import AUTHORIZED, Document
from catalogue.models import Attribute, Basis, Dating, Name, Narrative, Relation
from catalogue.text import MarkError

RARE = ("negated", "attributed_to", "date_wording", "note", "internal_note", "disagreement", "context", "wording")
_MARKS_HELP = gettext_lazy(
    "Marks, as “[@banu-2004, pp. 28-29; contra @decreto-221, art. 3]”. An unknown key is refused."
)
_DATE_HELP = gettext_lazy("EDTF or words: “1944-09-12”, “1944~”, “1944-08/1944-10”, “hacia 1944”.")


class ClaimRow(UuidRow):
    """What the row of every claim has."""

    date = DateTextField(label=gettext_lazy("date"), required=False, max_length=200, help_text=_DATE_HELP)
    certainty = column(Name, "certainty")
    standing = column(Name, "standing")
    citations = CitationsField(
        label=gettext_lazy("citations"),
        required=False,
        help_text=_MARKS_HELP,
        widget=forms.Textarea({"rows": 2, "class": "marks", "data-cites": "row"}),
    )

    def key_of(self, name: str) -> str:
        return "footnotes" if name == "citations" else name

    def put(self, content: Document, name: str, value: Any) -> None:
        if name == "citations":
            content["footnotes"] = footnotes_of(value, content.get("footnotes", ()))
        else:
            super().put(content, name, value)

    def field_of(self, pointer: list[str]) -> str | None:
        if pointer and pointer[0] in ("footnotes", "marks") and "citations" in self.fields:
            return "citations"
        return super().field_of(pointer)

    @property
    def warnings(self) -> list[str]:
        """What should be looked at in the claim as it is kept."""
        return list(self.warnings_of(self.kept)) if self.kept else []

    def warnings_of(self, content: Document) -> Iterator[str]:
        """What should be looked at in the claim with this content, although nothing refuses it."""
        stances = self.stances_of(content)
        if content.get("standing") == "rejected" and "supports" in stances and "contradicts" not in stances:
            yield _("rejected, but its notes only support it: cite what speaks against it with “contra”.")

    def stances_of(self, content: Document) -> set[str]:
        """What the citations of a content do to the claim."""
        return {note.get("stance") or "supports" for note in content.get("footnotes", ())}

    @property
    def understood(self) -> str:
        return date_words(str(self.kept.get("date") or ""))

    @property
    def badges(self) -> list[str]:
        rare = [str(_label(self.list_key, key)) for key in RARE if self.kept.get(key)]
        basis, reading = self.kept.get("basis"), self.kept.get("date_reading")
        if basis and basis != "sourced":
            rare.insert(0, str(dict(Name._meta.get_field("basis").flatchoices)[basis]))
        if reading and reading != "throughout":
            rare.append(str(dict(Name._meta.get_field("date_reading").flatchoices)[reading]))
        if self.kept.get("date_calendar") == "julian":
            rare.append(_("Julian"))
        return rare


_JUDGEMENT = Column(gettext_lazy("certainty, standing"), ("certainty", "standing"), "judgement")
_CITATIONS = Column(gettext_lazy("citations"), ("citations",), "citations")
_DATE = Column(gettext_lazy("date"), ("date",), "date")


class NameRow(ClaimRow):
    """A form of name."""

    list_key = "names"
    title = gettext_lazy("names")
    page = "admin:catalogue_name_change"
    type = TermChoice("name-type", **texts(Name, "type"))
    text = column(Name, "text")
    field_order = ("uuid", "type", "text", "family", "given", "date", "certainty", "standing", "citations")
    columns = (
        Column(gettext_lazy("type"), ("type",), "type"),
        Column(gettext_lazy("name"), ("text",), "what"),
        _DATE,
        _JUDGEMENT,
        _CITATIONS,
    )

    def content(self) -> Document:
        """The name; a new authorised form without a citation is the catalogue's own choice of heading."""
        content = super().content()
        if not self.kept and content.get("type") == AUTHORIZED and not content.get("footnotes"):
            content["basis"] = Basis.EDITORIAL.value
        return content


class PersonNameRow(NameRow):
    """A person's name, with the parts under which it is filed."""

    family = column(Name, "family")
    given = column(Name, "given")
    columns = (
        Column(gettext_lazy("type"), ("type",), "type"),
        Column(gettext_lazy("name; family name, given name"), ("text", "family", "given"), "what pair"),
        _DATE,
        _JUDGEMENT,
        _CITATIONS,
    )


class DatingRow(ClaimRow):
    """When it existed or happened."""

    list_key = "datings"
    title = gettext_lazy("datings")
    page = "admin:catalogue_dating_change"
    type = TermChoice("dating-type", **texts(Dating, "type"))
    date = DateTextField(label=gettext_lazy("date"), max_length=200, help_text=_DATE_HELP)
    field_order = ("uuid", "type", "date", "certainty", "standing", "citations")
    columns = (
        Column(gettext_lazy("type"), ("type",), "type"),
        Column(gettext_lazy("date"), ("date",), "what"),
        _JUDGEMENT,
        _CITATIONS,
    )


class AttributeRow(ClaimRow):
    """What it was: a property and one value."""

    list_key = "attributes"
    title = gettext_lazy("attributes")
    page = "admin:catalogue_attribute_change"
    property = TermChoice("property", **texts(Attribute, "property"))
    term = TermSearch(depends="property", **texts(Attribute, "term"))
    text = column(Attribute, "text", widget=forms.TextInput)
    number = NumberField(
        label=gettext_lazy("number"),
        required=False,
        help_text=gettext_lazy("With its unit: “16000 men”, “15000-16000”, “c. 16 000”, “> 45.8 km²”."),
    )
    field_order = ("uuid", "property", "term", "text", "number", "date", "certainty", "standing", "citations")
    columns = (
        Column(gettext_lazy("property"), ("property",), "type"),
        Column(gettext_lazy("value: term, text or number"), ("term", "text", "number"), "what pair"),
        _DATE,
        _JUDGEMENT,
        _CITATIONS,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        values = ("term", "text", "number")
        if not any(name in self.errors for name in values) and sum(bool(cleaned.get(name)) for name in values) != 1:
            raise ValidationError(_("Give exactly one value: a term, a text or a number."))
        return cleaned


class RelationRow(ClaimRow):
    """How it is tied to another record."""

    list_key = "relations"
    title = gettext_lazy("relations")
    page = "admin:catalogue_relation_change"
    type = RelationTypeChoice(**texts(Relation, "type"))
    object = RecordField(depends="type", **texts(Relation, "object"))
    object_text = column(Relation, "object_text")
    object_count = CountField(min_value=0, **texts(Relation, "object_count"))
    role = TermSearch("role", **texts(Relation, "role"))
    role_text = column(Relation, "role_text")
    field_order = (
        "uuid", "type", "object", "object_text", "object_count", "role", "role_text", "date", "certainty", "standing",
        "citations",
    )  # fmt: skip
    columns = (
        Column(gettext_lazy("type"), ("type",), "type"),
        Column(gettext_lazy("object: record, or words"), ("object", "object_text", "object_count"), "what pair"),
        Column(gettext_lazy("role: term, or words"), ("role", "role_text"), "role"),
        _DATE,
        _JUDGEMENT,
        _CITATIONS,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "object" not in self.errors and bool(cleaned.get("object")) == bool(cleaned.get("object_text")):
            raise ValidationError(_("Give the object as a record or in words, one of the two."))
        return cleaned


class NarrativeRow(ClaimRow):
    """Its story: the marks stand in the text."""

    list_key = "narratives"
    title = gettext_lazy("narratives")
    page = "admin:catalogue_narrative_change"
    stacked = True
    citations = None  # type: ignore[assignment]
    type = TermChoice("narrative-type", **texts(Narrative, "type"))
    language = column(Narrative, "language")
    text = column(Narrative, "text", widget=forms.Textarea({"rows": 10, "class": "narrative", "data-cites": "text"}))
    field_order = ("uuid", "type", "language", "date", "certainty", "standing", "text")
    columns = (
        Column(gettext_lazy("type"), ("type",)),
        Column(gettext_lazy("language"), ("language",)),
        _DATE,
        _JUDGEMENT,
        Column(gettext_lazy("text"), ("text",), "whole"),
    )

    def put(self, content: Document, name: str, value: Any) -> None:
        super().put(content, name, value)
        if name == "text":
            content["footnotes"] = placed_footnotes(value, content.get("footnotes", ()))

    def stances_of(self, content: Document) -> set[str]:
        try:
            return {cite.stance for cite in cites_of_text(str(content.get("text") or ""))}
        except MarkError:
            return set()

    def field_of(self, pointer: list[str]) -> str | None:
        if pointer and pointer[0] in ("footnotes", "marks"):
            return "text"
        return super().field_of(pointer)

    @property
    def preview(self) -> Preview:
        """The text as it was sent, as readers will see it: for those without scripts."""
        uuid = str(self.kept.get("uuid") or "")
        return preview_of_text(str(self["text"].value() or ""), claim=uuid, prefix=f"{self.prefix}-")


def _label(list_key: str, key: str) -> Any:
    model = {"attributes": Attribute, "relations": Relation}.get(list_key, Name)
    return model._meta.get_field(key).verbose_name  # type: ignore[union-attr]
