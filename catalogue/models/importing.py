"""Imports from tables, bibliographies and other files: how they are read, and what each one did."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ImportProfile(models.Model):
    """How the columns of a table become records, claims and citations; kept for the next file."""

    name = models.CharField(
        _("name"), max_length=100, unique=True, help_text=_("A word to find it by: “battles-1862”.")
    )
    text = models.TextField(_("text"), help_text=_("The profile in TOML; see the documentation of tables."))
    modified_at = models.DateTimeField(_("modified at"), auto_now=True, help_text=_("When it last changed."))
    modified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("modified by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="import_profiles",
        help_text=_("Who last changed it."),
    )

    class Meta:
        verbose_name = _("import profile")
        verbose_name_plural = _("import profiles")
        ordering = ("name",)
        constraints = (models.CheckConstraint(condition=~Q(name=""), name="importprofile_name_given"),)

    def __str__(self) -> str:
        return self.name


class ImportRun(models.Model):
    """One import of one file: who, when, what became of it; the whole of it can be taken back."""

    class Format(models.TextChoices):
        """What sort of file it was."""

        TABLE = "table", _("Table")
        BIBLIOGRAPHY = "bibliography", _("Bibliography")
        ARTICLE = "article", _("Article with notes")
        EAC = "eac", _("EAC-CPF")

    uuid = models.UUIDField(
        _("UUID"), default=uuid.uuid4, unique=True, editable=False, help_text=_("Stable identifier of the import.")
    )
    format = models.CharField(
        _("format"), max_length=20, choices=Format.choices, help_text=_("What sort of file it was.")
    )
    file_name = models.CharField(_("file"), max_length=300, help_text=_("The name of the file."))
    sha256 = models.CharField(
        _("SHA-256"), max_length=64, blank=True, help_text=_("Of the bytes of the file: the same file is recognised.")
    )
    profile = models.TextField(
        _("profile"), blank=True, help_text=_("The profile by which a table was read, as it then was.")
    )
    counts = models.JSONField(
        _("counts"), default=dict, help_text=_("How many records were created, updated, unchanged, refused.")
    )
    report = models.JSONField(
        _("report"), default=list, help_text=_("What was refused or left aside: row, column, value, reason.")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="import_runs",
        help_text=_("Who imported it."),
    )
    at = models.DateTimeField(_("at"), auto_now_add=True, help_text=_("When it was imported."))
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("taken back by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="import_runs_undone",
        help_text=_("Who took it back."),
    )
    undone_at = models.DateTimeField(_("taken back at"), null=True, help_text=_("When it was taken back, if it was."))

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(format__in=["table", "bibliography", "article", "eac"]), name="importrun_format_known"
            ),
        )

    def __str__(self) -> str:
        return self.file_name


class ImportUpload(models.Model):
    """A file that a curator is about to import, kept between the steps and dropped after the last."""

    uuid = models.UUIDField(
        _("UUID"), default=uuid.uuid4, unique=True, editable=False, help_text=_("Stands in the address of the steps.")
    )
    file_name = models.CharField(_("file"), max_length=300, help_text=_("The name of the file."))
    data = models.BinaryField(_("data"), help_text=_("The bytes of the file."))
    answers = models.JSONField(
        _("answers"), default=dict, help_text=_("What the curator has chosen in the steps so far.")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        on_delete=models.CASCADE,
        related_name="import_uploads",
        help_text=_("Who uploaded it; nobody else sees it."),
    )
    at = models.DateTimeField(_("at"), auto_now_add=True, help_text=_("When it was uploaded."))

    class Meta:
        verbose_name = _("uploaded file")
        verbose_name_plural = _("uploaded files")
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.file_name
