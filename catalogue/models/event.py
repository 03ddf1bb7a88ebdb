"""Events."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.models.record import Record


class Event(Record):
    """Something that happened: a battle, a treaty, an appointment, a campaign of years."""

    type = models.ForeignKey(
        "catalogue.Term",
        verbose_name=_("type"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="events_of_type",
        limit_choices_to={"scheme": "event-type"},
        help_text=_("What sort of event it is: coup, armistice, deportation, trial."),
    )

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
