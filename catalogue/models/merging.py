"""Merging: two entries that were one, kept so that the merge can be taken back."""

from __future__ import annotations

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalogue.models.choices import Kind
from catalogue.models.citation import Citation
from catalogue.models.record import Record


class MergeQuerySet(models.QuerySet["Merge"]):
    """Questions that are asked of merges."""

    def in_force(self) -> Self:
        """Those that were not taken back."""
        return self.filter(undone_at__isnull=True)

    def end_of(self, uuid: str) -> str:
        """The entry in which an absorbed one is now, after however many merges; itself if it was not merged."""
        seen = set[str]()
        while uuid not in seen:
            seen.add(uuid)
            found = self.in_force().filter(absorbed_uuid=uuid).values_list("survivor_uuid", flat=True).first()
            if found is None:
                break
            uuid = str(found)
        return uuid


class Merge(models.Model):
    """One entry that went into another: why, on what authority, and what both were before."""

    uuid = models.UUIDField(
        _("UUID"), default=uuid.uuid4, unique=True, editable=False, help_text=_("Public, stable identifier.")
    )
    kind = models.CharField(
        _("kind"), max_length=20, choices=Kind.choices, help_text=_("Kind of both records; only equals are merged.")
    )
    survivor = models.ForeignKey(
        Record,
        verbose_name=_("surviving record"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="merges",
        help_text=_("The record that stayed, while it exists."),
    )
    survivor_uuid = models.UUIDField(
        _("UUID of the surviving record"), db_index=True, help_text=_("Outlives the record.")
    )
    absorbed_uuid = models.UUIDField(
        _("UUID of the absorbed record"), help_text=_("Leads to the surviving record from now on.")
    )
    absorbed_slug = models.CharField(
        _("slug of the absorbed record"), max_length=100, help_text=_("Its former address redirects.")
    )
    absorbed_title = models.CharField(
        _("title of the absorbed record"), max_length=500, help_text=_("What it was called.")
    )
    absorbed_public = models.BooleanField(
        _("was published"), default=False, help_text=_("Whether the public knew the absorbed record.")
    )
    reason = models.CharField(_("reason"), max_length=500, help_text=_("Why both are one, in a sentence."))
    citation = models.ForeignKey(
        Citation,
        verbose_name=_("citation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="merges",
        help_text=_("The place in a source that says that both are one, if there is one."),
    )
    before = models.JSONField(
        _("before"), help_text=_("Full contents of every record that the merge touched, by UUID, as they were.")
    )
    after = models.JSONField(
        _("after"), help_text=_("Version of every record that the merge touched, by UUID, as it left them.")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="merges",
        help_text=_("Who merged them."),
    )
    at = models.DateTimeField(_("at"), auto_now_add=True, help_text=_("When they were merged."))
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("taken back by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="merges_undone",
        help_text=_("Who took the merge back."),
    )
    undone_at = models.DateTimeField(_("taken back at"), null=True, help_text=_("When it was taken back, if it was."))

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("absorbed_uuid",),
                condition=Q(undone_at__isnull=True),
                name="merge_absorbed_once",
                violation_error_message=_("This record has already been merged into another."),
            ),
            models.CheckConstraint(
                condition=~Q(absorbed_uuid=F("survivor_uuid")),
                name="merge_of_two",
                violation_error_message=_("A record cannot be merged with itself."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="merge_reason_given",
                violation_error_message=_("A merge needs a reason."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.absorbed_title} → {self.survivor or self.survivor_uuid}"


class PossibleDuplicate(models.Model):
    """Two records that look alike; offered until they are merged or declared distinct."""

    first = models.ForeignKey(
        Record,
        verbose_name=_("first record"),
        on_delete=models.CASCADE,
        related_name="possible_duplicates",
        help_text=_("The older of both."),
    )
    second = models.ForeignKey(
        Record,
        verbose_name=_("second record"),
        on_delete=models.CASCADE,
        related_name="possible_duplicates_of",
        help_text=_("The younger of both."),
    )
    likeness = models.FloatField(_("likeness"), help_text=_("From 0 to 1; the surest are offered first."))
    grounds = models.JSONField(
        _("grounds"), default=list, help_text=_("Why they look alike: a list of name, identifier, dates.")
    )
    found_at = models.DateTimeField(_("found at"), auto_now=True, help_text=_("When the likeness was last seen."))

    class Meta:
        verbose_name = _("possible duplicate")
        verbose_name_plural = _("possible duplicates")
        ordering = ("-likeness", "id")
        constraints = (
            models.UniqueConstraint(fields=("first", "second"), name="possibleduplicate_pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="possibleduplicate_in_order"),
        )

    def __str__(self) -> str:
        return f"{self.first} / {self.second}"
