"""Revisions: what was saved, by whom, when and why; an append-only table."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalogue.models.choices import Action, one_of
from catalogue.models.citation import Citation
from catalogue.models.importing import ImportRun
from catalogue.models.record import Record


class RevisionQuerySet(models.QuerySet["Revision"]):
    """Questions that are asked of the history."""

    def applied(self) -> Self:
        """What was written to the catalogue."""
        return self.filter(state="applied")

    def waiting(self) -> Self:
        """Proposals that nobody has decided on."""
        return self.filter(state="proposed")

    def tombstones(self) -> Self:
        """The traces of what was deleted."""
        return self.filter(action=Action.DELETED)


class Revision(models.Model):
    """A snapshot of the content of a record or citation as one save left it."""

    class State(models.TextChoices):
        """Whether the snapshot was written to the catalogue or waits for approval."""

        APPLIED = "applied", _("Applied")
        PROPOSED = "proposed", _("Proposed")
        RETURNED = "returned", _("Returned")
        APPROVED = "approved", _("Approved")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    subject = models.UUIDField(_("subject"), db_index=True, help_text=_("UUID of the record or citation; outlives it."))
    kind = models.CharField(
        _("kind"),
        max_length=20,
        help_text=_("Kind of the record, “citation”, “disagreement”, “term” or “relation-type”."),
    )
    record = models.ForeignKey(
        Record,
        verbose_name=_("record"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="revisions",
        help_text=_("The record, while it exists."),
    )
    citation = models.ForeignKey(
        Citation,
        verbose_name=_("citation"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="revisions",
        help_text=_("The citation, while it exists."),
    )
    version = models.PositiveIntegerField(_("version"), help_text=_("Version of the subject after the save."))
    action = models.CharField(_("action"), max_length=20, choices=Action.choices, help_text=_("What the save did."))
    state = models.CharField(
        _("state"),
        max_length=20,
        choices=State.choices,
        default=State.APPLIED,
        help_text=_("Applied, or a proposal that waits for approval."),
    )
    public = models.BooleanField(
        _("public"), default=False, help_text=_("Whether the subject was published when this was saved.")
    )
    slug = models.CharField(_("slug"), max_length=100, help_text=_("The word in its address at that time."))
    title = models.CharField(_("title"), max_length=500, help_text=_("Its title at that time."))
    content = models.JSONField(_("content"), help_text=_("The full content of the document."))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="revisions",
        help_text=_("Who saved it."),
    )
    reason = models.CharField(
        _("reason"), max_length=500, blank=True, help_text=_("Why, in the words of who saved it.")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True, help_text=_("When it was saved."))
    base_version = models.PositiveIntegerField(
        _("base version"), null=True, help_text=_("Version on which a proposal was written.")
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="revisions_decided",
        help_text=_("Who approved or returned a proposal."),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, help_text=_("When a proposal was decided on."))
    decision = models.CharField(
        _("decision"),
        max_length=500,
        blank=True,
        db_default="",
        help_text=_("Why a proposal was approved or returned."),
    )
    run = models.ForeignKey(
        ImportRun,
        verbose_name=_("import"),
        null=True,
        on_delete=models.PROTECT,
        related_name="revisions",
        help_text=_("The import that saved it."),
    )

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("subject", "version"), condition=Q(state="applied"), name="revision_version_unique"
            ),
            models.CheckConstraint(condition=one_of("action", Action), name="revision_action_known"),
            models.CheckConstraint(
                condition=Q(state__in=["applied", "proposed", "returned", "approved", "withdrawn"]),
                name="revision_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="applied") | Q(base_version__isnull=False), name="revision_proposal_has_base"
            ),
            models.CheckConstraint(
                condition=~Q(state="returned", decision=""),
                name="revision_return_reasoned",
                violation_error_message=_("A proposal is returned with a reason."),
            ),
        )
        indexes = (
            models.Index(fields=("kind", "slug"), condition=Q(action="deleted"), name="revision_tombstone"),
            models.Index(fields=("id",), condition=Q(state="proposed"), name="revision_waiting"),
        )

    def __str__(self) -> str:
        return f"{self.title} v{self.version}"
