"""Attributes: what a record was."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalogue.models.choices import Standing
from catalogue.models.claim import Claim


class Attribute(Claim):
    """A property of the record (nationality, rank, strength…) and exactly one value: term, text or number."""

    property = models.ForeignKey(
        "catalogue.Term",
        verbose_name=_("property"),
        on_delete=models.PROTECT,
        related_name="attributes",
        limit_choices_to={"scheme": "property"},
        help_text=_("What is said of the record: nationality, rank, occupation, strength."),
    )
    property_single = models.BooleanField(
        _("single-valued"),
        default=False,
        editable=False,
        help_text=_("Copy of the property's flag, kept equal by a composite foreign key."),
    )
    term = models.ForeignKey(
        "catalogue.Term",
        verbose_name=_("term"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="attribute_values",
        help_text=_("The value, when the property's values are a vocabulary: “coronel”."),
    )
    text = models.TextField(_("text"), blank=True, help_text=_("The value in words, when there is no term for it."))
    number_low = models.DecimalField(
        _("number, from"),
        max_digits=20,
        decimal_places=4,
        null=True,
        blank=True,
        help_text=_("The number, or the lower end of a range; alone: “more than”."),
    )
    number_high = models.DecimalField(
        _("number, to"),
        max_digits=20,
        decimal_places=4,
        null=True,
        blank=True,
        help_text=_("The upper end of a range; equal to the lower for an exact number; alone: “less than”."),
    )
    approximate = models.BooleanField(_("approximate"), default=False, help_text=_("“About 15,000”."))
    unit = models.CharField(
        _("unit"), max_length=60, blank=True, help_text=_("Of the number: “men”, “km²”, “million lei”.")
    )
    wording = models.CharField(
        _("wording"), max_length=500, blank=True, help_text=_("The source's own words: “unos 16 000 empleados”.")
    )

    class Meta(Claim.Meta):
        abstract = False
        verbose_name = _("attribute")
        verbose_name_plural = _("attributes")
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            *Claim.Meta.constraints,
            models.CheckConstraint(
                condition=(
                    (Q(term__isnull=False) & Q(text="", number_low__isnull=True, number_high__isnull=True))
                    | (Q(term__isnull=True) & ~Q(text="") & Q(number_low__isnull=True, number_high__isnull=True))
                    | (Q(term__isnull=True, text="") & (Q(number_low__isnull=False) | Q(number_high__isnull=False)))
                ),
                name="attribute_one_value",
                violation_error_message=_("An attribute has exactly one value: a term, a text or a number."),
            ),
            models.CheckConstraint(
                condition=Q(number_low__isnull=True)
                | Q(number_high__isnull=True)
                | Q(number_low__lte=F("number_high")),
                name="attribute_numbers_in_order",
                violation_error_message=_("The lower number is greater than the upper one."),
            ),
            models.UniqueConstraint(
                fields=("record", "property"),
                condition=Q(property_single=True, standing=Standing.PREFERRED),
                name="attribute_preferred_once_of_property",
                violation_error_message=_("Only one preferred claim of this property is allowed."),
            ),
        )
        indexes: ClassVar[tuple[models.Index, ...]] = (
            *Claim.Meta.indexes,
            models.Index(fields=("property", "term", "record"), name="attribute_facet"),
        )

    def __str__(self) -> str:
        return self.text or self.wording or str(self.term or self.number_low or self.number_high)
