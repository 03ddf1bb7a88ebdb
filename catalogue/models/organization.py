"""Organizations."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.models.record import Record


class Organization(Record):
    """A corporate body: a state, a ministry, a party, a service, a company."""

    type = models.ForeignKey(
        "catalogue.Term",
        verbose_name=_("type"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="organizations_of_type",
        limit_choices_to={"scheme": "organization-type"},
        help_text=_("What sort of body it is: party, ministry, secret police, joint company."),
    )

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
