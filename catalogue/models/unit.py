"""Military units."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.models.record import Record


class Unit(Record):
    """A military formation: a front, an army, a division, a regiment, a fleet…"""

    echelon = models.ForeignKey(
        "catalogue.Term",
        verbose_name=_("echelon"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="units_of_echelon",
        limit_choices_to={"scheme": "echelon"},
        help_text=_("Its size in the order of battle: army, division, regiment."),
    )
    branch = models.ForeignKey(
        "catalogue.Term",
        verbose_name=_("branch"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="units_of_branch",
        limit_choices_to={"scheme": "branch"},
        help_text=_("Its branch of service: land forces, navy, air force."),
    )
    allegiance = models.ForeignKey(
        "catalogue.Term",
        verbose_name=_("allegiance"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="units_of_allegiance",
        limit_choices_to={"scheme": "allegiance"},
        help_text=_("The side on which it stood, as the cataloguer classes it."),
    )

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
