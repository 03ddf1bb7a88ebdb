"""Form fields that speak the document's words: what they show of a value, and what they write back."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from catalogue.admin.numbers import NumberError, print_number, read_number
from catalogue.admin.widgets import ReferenceInput, SearchableSelect
from catalogue.citations import in_words
from catalogue.dates import DateError, read_date, say_date
from catalogue.documents import cite_of
from catalogue.text import Cite, MarkError, parse_cites, parse_marks, print_cites


def language() -> str:
    """The language in force, for reading and saying dates and marks."""
    return (get_language() or "es")[:2]


class DocumentField(forms.Field):
    """A field whose value in the document is not the text that is typed."""

    def show(self, value: Any) -> Any:
        """What the form shows of the document's value."""
        return "" if value is None else value

    def say(self, cleaned: Any) -> Any:
        """The document's value for what was typed."""
        return cleaned


class DateTextField(DocumentField, forms.CharField):
    """A date in EDTF or in words; its value is EDTF."""

    julian = False

    def to_python(self, value: Any) -> str:
        words = super().to_python(value) or ""
        if not words:
            return ""
        try:
            return read_date(words, language=language(), julian=self.julian).text
        except DateError as error:
            raise ValidationError(in_words(error), code="date") from error


class CitationsField(DocumentField, forms.CharField):
    """The citation marks of a claim, as typed: `[@banu-2004, p. 28; contra @decreto-221]`."""

    def to_python(self, value: Any) -> str:
        words = super().to_python(value) or ""
        try:
            return print_cites(parse_cites(words), language=language())
        except MarkError as error:
            raise ValidationError(in_words(error), code="mark") from error

    def show(self, value: Any) -> str:
        """The marks that a claim's footnotes amount to; a citation used for two parts of the claim is named once."""
        return print_cites(dict.fromkeys(cite_of(footnote) for footnote in value or ()), language=language())


class MarkField(DocumentField, forms.CharField):
    """One citation, as typed in a footnote's row: `@banu-2004, p. 28`."""

    def to_python(self, value: Any) -> str:
        words = super().to_python(value) or ""
        if not words:
            return ""
        try:
            cites = parse_cites(words)
        except MarkError as error:
            raise ValidationError(in_words(error), code="mark") from error
        if len(cites) != 1 or cites[0].stance != "supports":
            raise ValidationError(_("Name one citation, as “@banu-2004, p. 28”; its stance has a box of its own."))
        return print_cites(cites, language=language())[1:-1]

    def show(self, value: Any) -> str:
        return print_cites(parse_cites(value["mark"]), language=language())[1:-1] if value else ""

    def say(self, cleaned: Any) -> Any:
        return {"mark": cleaned} if cleaned else None


class NumberField(DocumentField, forms.CharField):
    """A number, a range or an approximate number with its unit, typed in one box."""

    def to_python(self, value: Any) -> str:
        words = super().to_python(value) or ""
        try:
            return print_number(read_number(words))
        except NumberError as error:
            raise ValidationError(str(error), code="number") from error

    def show(self, value: Any) -> str:
        return print_number(value)

    def say(self, cleaned: Any) -> Any:
        return read_number(cleaned)


class RecordField(DocumentField, forms.CharField):
    """Another record, chosen by search or named as `place/bucarest`, by `@citekey` or by its uuid."""

    def __init__(self, *, kinds: Sequence[str] = (), depends: str = "", **kwargs: Any) -> None:
        super().__init__(widget=ReferenceInput("records", kinds=",".join(kinds), depends=depends), **kwargs)
        self.kinds = tuple(kinds)

    def to_python(self, value: Any) -> str:
        words = (super().to_python(value) or "").strip()
        reference = read_reference(words)
        if words and reference is None:
            raise ValidationError(_("Choose a record from the list, or write its kind and slug: “place/bucarest”."))
        kind = (reference or {}).get("kind")
        if kind and self.kinds and kind not in self.kinds:
            raise ValidationError(
                _("A record of another kind is needed here: %(kinds)s.") % {"kinds": ", ".join(self.kinds)}
            )
        return words

    def show(self, value: Any) -> str:
        return print_reference(value) if value else ""

    def say(self, cleaned: Any) -> Any:
        return read_reference(cleaned)


class DisagreementField(DocumentField, forms.CharField):
    """The disagreement in which a claim is one side, chosen by search or named by its uuid."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=ReferenceInput("disagreements"), **kwargs)

    def to_python(self, value: Any) -> str:
        words = (super().to_python(value) or "").strip()
        if words and not is_uuid(words):
            raise ValidationError(_("Choose a disagreement from the list, or paste its identifier."))
        return words

    def show(self, value: Any) -> str:
        return str(value["uuid"]) if value else ""

    def say(self, cleaned: Any) -> Any:
        return {"uuid": cleaned} if cleaned else None


class CitationField(DocumentField, forms.CharField):
    """Another citation, chosen by search or named by its uuid."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=ReferenceInput("citations"), **kwargs)

    def to_python(self, value: Any) -> str:
        words = (super().to_python(value) or "").strip()
        if words and not is_uuid(words):
            raise ValidationError(_("Choose a citation from the list, or paste its identifier."))
        return words

    def show(self, value: Any) -> str:
        return str(value["uuid"]) if value else ""

    def say(self, cleaned: Any) -> Any:
        return {"uuid": cleaned} if cleaned else None


class TermChoice(DocumentField, forms.ChoiceField):
    """A term of a small vocabulary, offered whole in a list that can be searched."""

    widget = SearchableSelect

    def __init__(self, scheme: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.scheme = scheme


class RelationTypeChoice(DocumentField, forms.ChoiceField):
    """A type of relation, of those that the record's kind allows."""

    widget = SearchableSelect


class TermSearch(DocumentField, forms.CharField):
    """A term of a large vocabulary, found by search or named by its slug."""

    def __init__(self, scheme: str = "", *, depends: str = "", **kwargs: Any) -> None:
        super().__init__(widget=ReferenceInput("terms", scheme=scheme, depends=depends), **kwargs)


class DayField(DocumentField, forms.DateField):
    """A day, written 1948-10-04."""

    def say(self, cleaned: Any) -> str:
        return cleaned.isoformat() if cleaned else ""


class PlainNumberField(DocumentField, forms.DecimalField):
    """A number with a decimal point, such as a latitude."""

    def say(self, cleaned: Any) -> str | None:
        return None if cleaned is None else str(cleaned)


class CountField(DocumentField, forms.IntegerField):
    """How many there are."""


def show(field: forms.Field, value: Any) -> Any:
    """What a field shows of a value of the document."""
    if isinstance(field, DocumentField):
        return field.show(value)
    return "" if value is None else value


def say(field: forms.Field, cleaned: Any) -> Any:
    """What a field writes into the document."""
    return field.say(cleaned) if isinstance(field, DocumentField) else cleaned


def date_words(date: str) -> str:
    """How the catalogue reads a date, in words; nothing for a date that it does not know."""
    if not date:
        return ""
    try:
        return say_date(date, language=language())
    except DateError:
        return ""


def footnotes_of(marks: str, kept: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The footnotes that marks ask for, in their order: those that stay are kept whole, the others are new."""
    found: list[dict[str, Any]] = []
    for cite in dict.fromkeys(parse_cites(marks)):
        same = [footnote for footnote in kept if cite_of(footnote) == cite]
        plain = Cite(cite.key, cite.label, cite.locator, via=cite.via)
        found += same or [{"citation": {"mark": print_cites([plain])[1:-1]}, "stance": cite.stance}]
    return found


def placed_footnotes(text: str, kept: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The footnotes of a narrative whose mark still stands in its text; the text itself makes the new ones."""
    try:
        cites = {cite for mark in parse_marks(text) for cite in mark.cites}
    except MarkError:
        return list(kept)
    return [footnote for footnote in kept if cite_of(footnote) in cites]


def is_uuid(text: str) -> bool:
    """Whether the text is a uuid."""
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def read_reference(words: str) -> dict[str, str] | None:
    """The record that `place/bucarest`, `@banu-2004` or a uuid names; None when it is none of these."""
    if words.startswith("@") and len(words) > 1:
        return {"citekey": words[1:]}
    if is_uuid(words):
        return {"uuid": words}
    kind, slash, slug = words.partition("/")
    return {"kind": kind, "slug": slug} if slash and kind and slug else None


def print_reference(reference: dict[str, Any]) -> str:
    """How a reference is written in a form's box."""
    if reference.get("kind") and reference.get("slug"):
        return f"{reference['kind']}/{reference['slug']}"
    if reference.get("citekey"):
        return f"@{reference['citekey']}"
    return str(reference.get("uuid") or "")


def column(model: type[models.Model], name: str, **overrides: Any) -> forms.Field:
    """The form field of a model's column, with its label and help."""
    field = model._meta.get_field(name)
    if isinstance(field, models.URLField):
        overrides.setdefault("assume_scheme", "https")
    made = field.formfield(**overrides)  # type: ignore[union-attr]
    if not isinstance(made, forms.Field):
        raise TypeError(f"{model.__name__}.{name} has no form field")
    return made


def texts(model: type[models.Model], name: str) -> dict[str, Any]:
    """Label and help of a model's column, for a field of another class."""
    field = model._meta.get_field(name)
    blank = bool(getattr(field, "blank", False))
    return {"label": capfirst(field.verbose_name), "help_text": field.help_text, "required": not blank}  # type: ignore[union-attr]
