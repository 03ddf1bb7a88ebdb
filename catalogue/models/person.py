"""Persons."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.models.record import Record


class Person(Record):
    """A human being, known by name or only by role."""

    gender = models.ForeignKey(
        "catalogue.Term",
        verbose_name=_("gender"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="persons_of_gender",
        limit_choices_to={"scheme": "gender"},
        help_text=_("The cataloguer's classification, for agreement of words and for filters."),
    )

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
