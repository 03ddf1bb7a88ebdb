"""Controlled vocabularies: terms and types of relation, both in the curators' hands."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from catalogue.models.choices import Kind

LANGUAGES = ("en", "es", "ro")


class Labelled(models.Model):
    """Something of the vocabulary that carries a label in each language of the house."""

    uuid = models.UUIDField(
        _("UUID"),
        default=uuid.uuid4,
        unique=True,
        editable=False,
        help_text=_("Public, stable identifier; kept by export and import."),
    )
    label_en = models.CharField(
        _("label (English)"), max_length=200, help_text=_("As shown to readers in English: “rank”.")
    )
    label_es = models.CharField(
        _("label (Spanish)"),
        max_length=200,
        blank=True,
        help_text=_("As shown to readers in Spanish: “grado”. Empty: the English label."),
    )
    label_ro = models.CharField(
        _("label (Romanian)"),
        max_length=200,
        blank=True,
        help_text=_("As shown to readers in Romanian: “grad”. Empty: the English label."),
    )
    uri = models.URLField(
        _("URI"),
        max_length=500,
        blank=True,
        help_text=_("The same concept in a published vocabulary, e.g. a Wikidata or RiC-O address."),
    )
    position = models.PositiveIntegerField(
        _("position"), default=0, help_text=_("Order among its siblings; equal positions sort by label.")
    )
    note = models.TextField(_("scope note"), blank=True, help_text=_("When to use it, and when not, in a sentence."))

    class Meta:
        abstract = True

    def label(self, language: str | None = None) -> str:
        """The label in a language, or in the language in force; English where it is missing."""
        code = (language or get_language() or "en")[:2]
        return str(getattr(self, f"label_{code}", "") or self.label_en)

    def __str__(self) -> str:
        return self.label()


class Term(Labelled):
    """A word of a controlled vocabulary: an echelon, a rank, a type of name, a property…"""

    scheme = models.SlugField(
        _("scheme"),
        max_length=60,
        help_text=_("The vocabulary it belongs to: “echelon”, “rank”, “name-type”, “property”."),
    )
    slug = models.SlugField(
        _("slug"),
        max_length=100,
        help_text=_("The word in addresses and documents: “general-de-brigada”. Unique in its scheme."),
    )
    broader = models.ForeignKey(
        "self",
        verbose_name=_("broader term"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="narrower",
        help_text=_("The wider term of the same scheme, if there is one."),
    )
    single = models.BooleanField(
        _("single-valued"),
        default=False,
        help_text=_("For types and properties: a record has at most one preferred claim of it (birth)."),
    )
    facet = models.BooleanField(
        _("facet"), default=False, help_text=_("For properties: offer it to readers as a filter with counts.")
    )
    value_scheme = models.SlugField(
        _("scheme of its values"),
        max_length=60,
        blank=True,
        help_text=_("For properties whose values are terms: their scheme. “rank” takes terms of “rank”."),
    )

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ("scheme", "position", "label_en", "slug")
        constraints = (
            models.UniqueConstraint(fields=("scheme", "slug"), name="term_scheme_slug_unique"),
            models.UniqueConstraint(fields=("id", "scheme"), name="term_id_scheme_unique"),
            models.UniqueConstraint(fields=("id", "single"), name="term_id_single_unique"),
            models.CheckConstraint(
                condition=models.Q(broader__isnull=True) | ~models.Q(broader=models.F("id")),
                name="term_not_broader_than_itself",
                violation_error_message=_("A term cannot be its own broader term."),
            ),
        )


class RelationType(Labelled):
    """A way in which one record can be tied to another, with a label for either direction."""

    slug = models.SlugField(
        _("slug"), max_length=100, unique=True, help_text=_("The word in addresses and documents: “commanded”.")
    )
    inverse_en = models.CharField(
        _("inverse label (English)"),
        max_length=200,
        help_text=_("As read from the other end: “commanded by”."),
    )
    inverse_es = models.CharField(
        _("inverse label (Spanish)"),
        max_length=200,
        blank=True,
        help_text=_("As read from the other end in Spanish: “mandada por”."),
    )
    inverse_ro = models.CharField(
        _("inverse label (Romanian)"),
        max_length=200,
        blank=True,
        help_text=_("As read from the other end in Romanian: “comandată de”."),
    )
    subject_kinds = ArrayField(
        models.CharField(max_length=20, choices=Kind.choices),
        verbose_name=_("kinds of the subject"),
        default=list,
        blank=True,
        help_text=_("Which kinds may say it of themselves; empty: every kind."),
    )
    object_kinds = ArrayField(
        models.CharField(max_length=20, choices=Kind.choices),
        verbose_name=_("kinds of the object"),
        default=list,
        blank=True,
        help_text=_("Which kinds it may point at; empty: every kind."),
    )
    single = models.BooleanField(
        _("single-valued"),
        default=False,
        help_text=_("A record has at most one preferred relation of this type (born at)."),
    )
    facet = models.BooleanField(_("facet"), default=False, help_text=_("Offer it to readers as a filter with counts."))
    symmetric = models.BooleanField(
        _("symmetric"), default=False, help_text=_("Reads the same from either end: “same as”.")
    )

    class Meta:
        verbose_name = _("relation type")
        verbose_name_plural = _("relation types")
        ordering = ("position", "label_en", "slug")
        constraints = (models.UniqueConstraint(fields=("id", "single"), name="relationtype_id_single_unique"),)

    def inverse(self, language: str | None = None) -> str:
        """The label read from the object's end, in a language or the one in force."""
        code = (language or get_language() or "en")[:2]
        return str(getattr(self, f"inverse_{code}", "") or self.inverse_en)


__all__ = ["LANGUAGES", "Labelled", "RelationType", "Term"]
