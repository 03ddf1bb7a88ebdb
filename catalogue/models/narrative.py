"""Narratives: a record's story in words."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalogue.models.claim import TypedClaim


class Narrative(TypedClaim):
    """A biography, history or note in Markdown, each clause followed by its citation mark."""

    language = models.CharField(
        _("language"), max_length=20, default="es", help_text=_("Language of the text (BCP 47): “es”.")
    )
    text = models.TextField(
        _("text"),
        help_text=_("Markdown. Put a citation mark after the clause it supports: … in 1948 [@decreto-221, art. 3]."),
    )

    class Meta(TypedClaim.Meta):
        abstract = False
        verbose_name = _("narrative")
        verbose_name_plural = _("narratives")
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            *TypedClaim.Meta.constraints,
            models.CheckConstraint(condition=~Q(text=""), name="narrative_text_given"),
        )

    def __str__(self) -> str:
        return self.text[:80]
