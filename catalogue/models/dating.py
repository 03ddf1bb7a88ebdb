"""Datings: when a record existed or happened."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalogue.models.claim import TypedClaim


class Dating(TypedClaim):
    """A birth, a death, a founding, an occurrence… at the claim's date; its place is a relation of its own."""

    class Meta(TypedClaim.Meta):
        abstract = False
        verbose_name = _("dating")
        verbose_name_plural = _("datings")
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            *TypedClaim.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(date=""), name="dating_date_given", violation_error_message=_("A dating needs a date.")
            ),
        )
        indexes: ClassVar[tuple[models.Index, ...]] = (
            *TypedClaim.Meta.indexes,
            models.Index(fields=("earliest", "latest"), name="dating_bounds"),
        )

    def __str__(self) -> str:
        return self.date
