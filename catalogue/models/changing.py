"""The feed of changes that programs follow, and the state in which the public sees each entry."""

from __future__ import annotations

import uuid as uuids
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Func, OuterRef, Q, Subquery
from django.db.models.functions import Cast, Greatest, Now
from django.utils.translation import gettext_lazy as _

from catalogue.models.choices import Kind, one_of
from catalogue.models.record import Record
from catalogue.models.revision import Revision

THIS_TRANSACTION = Cast(
    Cast(Func(function="pg_current_xact_id", output_field=models.TextField()), models.TextField()),
    models.BigIntegerField(),
)
"""The number of the transaction that writes a row (64 bits, grows for ever)."""


class OldestRunning(Func):
    """The number of the oldest transaction of this database that has not ended."""

    template = "(SELECT catalogue_settled_before())"
    output_field = models.BigIntegerField()


class ChangeQuerySet(models.QuerySet["Change"]):
    """Questions that are asked of the feed."""

    def settled(self) -> Self:
        """Those before which none can come any more: every transaction that began earlier has ended."""
        return self.filter(transaction__lt=OldestRunning())


class Change(models.Model):
    """One step of one entry as the public sees it; an append-only feed in the order (transaction, id)."""

    class Act(models.TextChoices):
        """What happened to the entry in the eyes of the public."""

        CREATED = "created", _("Created")
        UPDATED = "updated", _("Updated")
        DELETED = "deleted", _("Deleted")
        MERGED = "merged", _("Merged")
        RIPPLED = "rippled", _("Shown otherwise")

    transaction = models.BigIntegerField(
        _("transaction"),
        db_default=THIS_TRANSACTION,
        help_text=_("Number of the transaction that wrote it: the feed is told only as far as all have ended."),
    )
    subject = models.UUIDField(_("subject"), help_text=_("UUID of the entry; outlives it."))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, help_text=_("Kind of the entry."))
    act = models.CharField(_("act"), max_length=10, choices=Act.choices, help_text=_("What happened to it."))
    version = models.PositiveIntegerField(_("version"), help_text=_("Version of the entry after it."))
    revision = models.ForeignKey(
        Revision,
        verbose_name=_("revision"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="changes",
        help_text=_("The save that it was; of a ripple none: a neighbour's save changed what is shown."),
    )
    merged_into = models.UUIDField(
        _("merged into"), null=True, help_text=_("UUID of the entry that took it in, when it was merged.")
    )
    at = models.DateTimeField(_("at"), db_default=Now(), help_text=_("When the transaction that wrote it began."))

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ("transaction", "id")
        constraints = (
            models.CheckConstraint(condition=one_of("kind", Kind), name="change_kind_known"),
            models.CheckConstraint(
                condition=Q(act__in=["created", "updated", "deleted", "merged", "rippled"]), name="change_act_known"
            ),
            models.CheckConstraint(
                condition=Q(act="merged") | Q(merged_into__isnull=True), name="change_merged_says_into_what"
            ),
        )
        indexes = (
            models.Index(fields=("transaction", "id"), name="change_order"),
            models.Index(fields=("subject", "at"), name="change_subject_at"),
            models.Index(fields=("at",), name="change_at"),
        )

    def __str__(self) -> str:
        return f"{self.subject} {self.act}"


class ItemQuerySet(models.QuerySet["Item"]):
    """Questions that are asked of what is or was public."""

    def stamped(self) -> Self:
        """With the time of the last change of each: saves that touch one entry side by side all leave theirs."""
        last = Change.objects.filter(subject=OuterRef("uuid")).order_by("-at").values("at")[:1]
        return self.annotate(stamp=Greatest("changed_at", Subquery(last)))

    def changed_since(self, moment: datetime) -> Self:
        """Those of which something changed then or later."""
        changed = Change.objects.filter(at__gte=moment).values("subject")
        return self.filter(Q(changed_at__gte=moment) | Q(uuid__in=changed))


class Item(models.Model):
    """An entry that is or once was public, as harvesters know it: it stays for ever, also when the entry is gone."""

    uuid = models.UUIDField(
        _("UUID"), primary_key=True, default=uuids.uuid4, help_text=_("UUID of the entry, which it outlives.")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, help_text=_("Kind of the entry."))
    record = models.OneToOneField(
        Record,
        verbose_name=_("record"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="item",
        help_text=_("The record, while it exists."),
    )
    gone = models.BooleanField(
        _("gone"), default=False, help_text=_("Whether it was deleted, merged, redacted or withdrawn.")
    )
    merged_into = models.UUIDField(
        _("merged into"), null=True, help_text=_("UUID of the entry that took it in, when it was merged.")
    )
    changed_at = models.DateTimeField(
        _("changed at"), db_default=Now(), db_index=True, help_text=_("When it last became public, or ceased to be.")
    )

    stamp: datetime
    """When what the public sees of it last changed; only of those that were asked for with it."""

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("public entry")
        verbose_name_plural = _("public entries")
        constraints = (
            models.CheckConstraint(condition=one_of("kind", Kind), name="item_kind_known"),
            models.CheckConstraint(condition=Q(gone=True) | Q(merged_into__isnull=True), name="item_merged_is_gone"),
        )
        indexes = (models.Index(fields=("kind", "uuid"), name="item_kind_uuid"),)

    def __str__(self) -> str:
        return str(self.uuid)
