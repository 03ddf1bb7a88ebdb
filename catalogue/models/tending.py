"""Tending the catalogue: links that died, errors that readers report, and what had to be taken away."""

from __future__ import annotations

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalogue.models.record import Record


class LinkCheckQuerySet(models.QuerySet["LinkCheck"]):
    """Questions that are asked of checked addresses."""

    def dead(self) -> Self:
        """Those that did not answer as a page that is there."""
        return self.exclude(problem="")


class LinkCheck(models.Model):
    """What a web address answered when it was last asked; asked by a command, never while a page waits."""

    url = models.URLField(_("URL"), max_length=1000, unique=True, help_text=_("The address that a source names."))
    checked_at = models.DateTimeField(_("checked at"), help_text=_("When it was last asked."))
    status_code = models.PositiveSmallIntegerField(
        _("status code"), null=True, help_text=_("What it answered (HTTP); empty when nothing answered.")
    )
    problem = models.CharField(
        _("problem"), max_length=300, blank=True, help_text=_("What went wrong; empty when it is alive.")
    )
    failing_since = models.DateTimeField(
        _("failing since"), null=True, help_text=_("When it first failed, if it has failed ever since.")
    )

    objects = LinkCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("link check")
        verbose_name_plural = _("link checks")
        ordering = ("url",)
        constraints = (
            models.CheckConstraint(
                condition=Q(problem="", failing_since__isnull=True) | (~Q(problem="") & Q(failing_since__isnull=False)),
                name="linkcheck_failing_has_problem",
            ),
        )

    def __str__(self) -> str:
        return self.url


class ErrorReportQuerySet(models.QuerySet["ErrorReport"]):
    """Questions that are asked of readers' reports."""

    def unhandled(self) -> Self:
        """Those that nobody has looked into."""
        return self.filter(state="new")


class ErrorReport(models.Model):
    """What a reader says is wrong in an entry."""

    class State(models.TextChoices):
        """What became of the report."""

        NEW = "new", _("New")
        ACCEPTED = "accepted", _("Corrected")
        DISMISSED = "dismissed", _("Dismissed")

    uuid = models.UUIDField(
        _("UUID"), default=uuid.uuid4, unique=True, editable=False, help_text=_("Stable identifier of the report.")
    )
    subject = models.UUIDField(_("subject"), db_index=True, help_text=_("UUID of the record; outlives it."))
    record = models.ForeignKey(
        Record,
        verbose_name=_("record"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="error_reports",
        help_text=_("The entry, while it exists."),
    )
    claim = models.UUIDField(
        _("claim"), null=True, blank=True, help_text=_("UUID of the statement that is said to be wrong, if one.")
    )
    message = models.TextField(_("message"), help_text=_("What is wrong, and how you know."))
    email = models.EmailField(_("e-mail"), blank=True, help_text=_("Only if you want an answer; never shown."))
    sender = models.CharField(
        _("sender"), max_length=64, db_index=True, help_text=_("Keyed hash of the address it came from; throttles.")
    )
    state = models.CharField(
        _("state"), max_length=20, choices=State.choices, default=State.NEW, help_text=_("What became of it.")
    )
    answer = models.CharField(
        _("answer"), max_length=500, blank=True, help_text=_("What was done, in a sentence for the colleagues.")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True, help_text=_("When it came."))
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("handled by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="error_reports_handled",
        help_text=_("Who looked into it."),
    )
    handled_at = models.DateTimeField(_("handled at"), null=True, help_text=_("When it was handled."))

    objects = ErrorReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("error report")
        verbose_name_plural = _("error reports")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=["new", "accepted", "dismissed"]), name="errorreport_state_known"
            ),
            models.CheckConstraint(condition=~Q(message=""), name="errorreport_message_given"),
        )
        indexes = (models.Index(fields=("state", "id"), name="errorreport_state"),)

    def __str__(self) -> str:
        return self.message[:80]


class RedactionQuerySet(models.QuerySet["Redaction"]):
    """Questions that are asked of tombstones."""

    def known_to_the_public(self) -> Self:
        """Those of what had been published: their addresses say that it is gone, and why."""
        return self.exclude(slug="")


class Redaction(models.Model):
    """The tombstone of a record or claim that had to be taken away, also from the history."""

    class Scope(models.TextChoices):
        """What was taken away."""

        RECORD = "record", _("The whole record")
        CLAIM = "claim", _("One claim")

    subject = models.UUIDField(_("subject"), unique=True, help_text=_("UUID of the record or claim."))
    scope = models.CharField(_("scope"), max_length=20, choices=Scope.choices, help_text=_("What was taken away."))
    record_uuid = models.UUIDField(
        _("UUID of the record"), db_index=True, help_text=_("The record itself, or the one whose claim it was.")
    )
    kind = models.CharField(_("kind"), max_length=20, help_text=_("Kind of the record."))
    slug = models.CharField(
        _("slug"), max_length=100, blank=True, help_text=_("The word in its address, which answers that it is gone.")
    )
    reason = models.CharField(_("reason"), max_length=500, help_text=_("Why, in a sentence that the public may read."))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="redactions",
        help_text=_("Who took it away."),
    )
    at = models.DateTimeField(_("at"), auto_now_add=True, help_text=_("When it was taken away."))

    objects = RedactionQuerySet.as_manager()

    class Meta:
        verbose_name = _("redaction")
        verbose_name_plural = _("redactions")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(condition=Q(scope__in=["record", "claim"]), name="redaction_scope_known"),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="redaction_reason_given",
                violation_error_message=_("A redaction needs a reason."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.scope} {self.subject}"
