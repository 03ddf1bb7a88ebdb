"""Relations: how a record is tied to another."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalogue.models.choices import Standing
from catalogue.models.claim import Claim
from catalogue.models.record import Record


class Relation(Claim):
    """A tie to another record, or to something that has no record and is named in words."""

    type = models.ForeignKey(
        "catalogue.RelationType",
        verbose_name=_("type"),
        on_delete=models.PROTECT,
        related_name="relations",
        help_text=_("Commanded, held office in, member of, born at, took part in…"),
    )
    type_single = models.BooleanField(
        _("single-valued"),
        default=False,
        editable=False,
        help_text=_("Copy of the type's flag, kept equal by a composite foreign key."),
    )
    object = models.ForeignKey(
        Record,
        verbose_name=_("object"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="inverse_relations",
        help_text=_("The record at the other end."),
    )
    object_text = models.CharField(
        _("object in words"),
        max_length=300,
        blank=True,
        help_text=_("When the other end has no record: “officers and students”."),
    )
    object_count = models.PositiveIntegerField(
        _("how many"), null=True, blank=True, help_text=_("Number of those named in words, if known: 44.")
    )
    role = models.ForeignKey(
        "catalogue.Term",
        verbose_name=_("role"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="relation_roles",
        limit_choices_to={"scheme": "role"},
        help_text=_("As what: commander, minister, signatory."),
    )
    role_text = models.CharField(
        _("role in words"), max_length=300, blank=True, help_text=_("When the vocabulary has no term for the role.")
    )
    context = models.ForeignKey(
        Record,
        verbose_name=_("context"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="context_of_relations",
        help_text=_("The event in which it held, if it is a record: commanded the unit in this battle."),
    )

    class Meta(Claim.Meta):
        abstract = False
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            *Claim.Meta.constraints,
            models.CheckConstraint(
                condition=(Q(object__isnull=False) & Q(object_text="", object_count__isnull=True))
                | (Q(object__isnull=True) & ~Q(object_text="")),
                name="relation_one_object",
                violation_error_message=_("A relation has an object: either a record or words."),
            ),
            models.CheckConstraint(
                condition=Q(object__isnull=True) | ~Q(object=F("record")),
                name="relation_not_to_itself",
                violation_error_message=_("A record cannot be related to itself."),
            ),
            models.CheckConstraint(
                condition=Q(role__isnull=True) | Q(role_text=""),
                name="relation_one_role",
                violation_error_message=_("Give the role as a term or in words, not both."),
            ),
            models.UniqueConstraint(
                fields=("record", "type"),
                condition=Q(type_single=True, standing=Standing.PREFERRED),
                name="relation_preferred_once_of_type",
                violation_error_message=_("Only one preferred relation of this type is allowed."),
            ),
        )
        indexes: ClassVar[tuple[models.Index, ...]] = (
            *Claim.Meta.indexes,
            models.Index(fields=("type", "object", "record"), name="relation_facet"),
        )

    def __str__(self) -> str:
        return self.object_text or self.role_text or str(self.uuid)
