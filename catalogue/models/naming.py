"""How names are found while they are typed, and when they are mistyped: derived from the names of published records."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.models.choices import Kind
from catalogue.models.record import Record


class NameForm(models.Model):
    """A name from one of its words on, folded: what begins with the typed letters is suggested."""

    record = models.ForeignKey(
        Record,
        verbose_name=_("record"),
        on_delete=models.CASCADE,
        related_name="name_forms",
        help_text=_("The record that is suggested."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, help_text=_("The record's kind."))
    form = models.CharField(
        _("form"), max_length=1000, db_collation="C", help_text=_("The folded name from one of its words to its end.")
    )
    name = models.TextField(_("name"), help_text=_("The whole name as it is written."))
    inner = models.BooleanField(_("inner"), help_text=_("Whether the form begins at a later word of the name."))

    class Meta:
        verbose_name = _("name form")
        verbose_name_plural = _("name forms")
        indexes = (
            models.Index(fields=("form", "record"), name="nameform_prefix"),
            models.Index(fields=("kind", "form", "record"), name="nameform_kind_prefix"),
        )

    def __str__(self) -> str:
        return self.form


class NameToken(models.Model):
    """A word that occurs in names, folded."""

    token = models.CharField(
        _("token"), max_length=100, unique=True, db_collation="C", help_text=_("The folded word: “patrascanu”.")
    )

    class Meta:
        verbose_name = _("name token")
        verbose_name_plural = _("name tokens")

    def __str__(self) -> str:
        return self.token


class NameSlip(models.Model):
    """A word of names with one letter left out, or whole: where two words share one, they are a slip apart."""

    form = models.CharField(
        _("form"), max_length=100, db_collation="C", help_text=_("The word without one of its letters, or the word.")
    )
    token = models.ForeignKey(
        NameToken,
        verbose_name=_("token"),
        on_delete=models.CASCADE,
        related_name="slips",
        help_text=_("The word that was meant."),
    )

    class Meta:
        verbose_name = _("name slip")
        verbose_name_plural = _("name slips")
        constraints = (models.UniqueConstraint(fields=("form", "token"), name="nameslip_unique"),)

    def __str__(self) -> str:
        return self.form
