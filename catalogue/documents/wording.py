"""Values of contents in words, in the language in force: what histories and comparisons say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.formats import number_format
from django.utils.translation import get_language, gettext

from catalogue.dates import DateError, say_date
from catalogue.documents.shape import TERM_SCHEMES, Document, form_of
from catalogue.documents.steps import DATE_KEYS

Labels = Mapping[str, Mapping[str, str]]
"""Words of the vocabulary as an envelope has them: `{"dating-type/birth": {"en": "birth", …}}`."""


def language_in_force() -> str:
    """The language of the page, as two letters."""
    return (get_language() or "es")[:2]


@dataclass(frozen=True, slots=True)
class Wording:
    """Says values; a term that has no label here is said by its slug."""

    labels: Labels = field(default_factory=dict)
    language: str = field(default_factory=language_in_force)

    def term(self, scheme: str, slug: str) -> str:
        """The label of a term."""
        known = self.labels.get(f"{scheme}/{slug}", {})
        return known.get(self.language) or slug.replace("-", " ")

    def relation(self, slug: str) -> str:
        """How a relation reads from its subject."""
        return self.term("relation-type", slug)

    def value(self, model: type[models.Model], kind: str, key: str, value: Any) -> str:
        """The value of a key in words; empty for one that says nothing."""
        form = form_of(model, key)
        if form.name == "flag":
            return gettext("yes") if value else gettext("no")
        if value is None or value == "":
            return ""
        if isinstance(value, dict):
            return reference_words(value)
        if form.name == "term":
            return self.term(TERM_SCHEMES.get((kind, key), kind), value)
        if form.name == "type":
            return self.relation(value)
        if form.name == "choice":
            return choice_words(model, key, value)
        return self.date(value) if key in DATE_KEYS or form.name == "day" else str(value)

    def date(self, edtf: str) -> str:
        """A date in words; one that cannot be said stays as it was written."""
        try:
            return say_date(edtf, language=self.language) if edtf else ""
        except DateError:
            return edtf


def reference_words(ref: Document) -> str:
    """A record that is named: its title, else what is known of it."""
    return str(ref.get("title") or ref.get("slug") or ref.get("citekey") or ref.get("mark") or ref.get("uuid") or "")


def choice_words(model: type[models.Model], key: str, value: str) -> str:
    """A word of a closed list, as it stands within a sentence."""
    field = model._meta.get_field(key)
    labels = dict(field.flatchoices) if isinstance(field, models.Field) and field.choices else {}
    return lowered(str(labels.get(value, value)))


def label_of(model: type[models.Model], key: str) -> str:
    """What a key is called, as it stands within a sentence."""
    try:
        field = model._meta.get_field(key)
    except FieldDoesNotExist:
        return key.replace("_", " ")
    return str(getattr(field, "verbose_name", key))


def lowered(text: str) -> str:
    """A label as it stands within a sentence."""
    return text[:1].lower() + text[1:]


def number_words(number: Document | None) -> str:
    """A number with its unit: "15 000–16 000 men", "more than 300", "about 40"."""
    if not number:
        return ""
    low, high = (_figure(number.get(end)) for end in ("low", "high"))
    if low and high:
        words = low if low == high else f"{low}–{high}"
    elif low:
        words = gettext("more than %(number)s") % {"number": low}
    else:
        words = gettext("less than %(number)s") % {"number": high}
    if number.get("approximate"):
        words = gettext("about %(number)s") % {"number": words}
    return f"{words} {number.get('unit') or ''}".rstrip()


def _figure(text: str | None) -> str:
    if not text:
        return ""
    value = Decimal(text)
    return str(number_format(value, use_l10n=True, force_grouping=abs(value) >= 10_000))


def quoted(text: str) -> str:
    """A text as a sentence names it; a long one by its beginning."""
    plain = " ".join(text.split())
    return gettext("“%(text)s”") % {"text": plain if len(plain) <= SHORT else f"{plain[:SHORT].rstrip()}…"}


SHORT = 60
"""Letters of a text within a sentence."""
