"""Names: what a record was called."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalogue.models.claim import TypedClaim


class Name(TypedClaim):
    """A form of name, in its language and script, with what it was used for."""

    text = models.CharField(_("name"), max_length=500, help_text=_("The whole name as written: “Ion Antonescu”."))
    family = models.CharField(
        _("family name"), max_length=200, blank=True, help_text=_("For filing: “Antonescu”. Persons only.")
    )
    given = models.CharField(
        _("given name"), max_length=200, blank=True, help_text=_("For filing: “Ion”. Persons only.")
    )
    language = models.CharField(
        _("language"), max_length=20, blank=True, help_text=_("Language of the name (BCP 47): “ro”.")
    )
    script = models.CharField(_("script"), max_length=4, blank=True, help_text=_("ISO 15924, when not Latin: “Cyrl”."))
    transliteration = models.CharField(
        _("transliteration"),
        max_length=60,
        blank=True,
        help_text=_("Scheme of a transliterated form: “ISO 9”, “BGN/PCGN”."),
    )

    class Meta(TypedClaim.Meta):
        abstract = False
        verbose_name = _("name")
        verbose_name_plural = _("names")
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            *TypedClaim.Meta.constraints,
            models.CheckConstraint(condition=~Q(text=""), name="name_text_given"),
        )

    def __str__(self) -> str:
        return self.text
