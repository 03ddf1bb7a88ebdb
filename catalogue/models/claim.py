"""The claim: one statement about one record, with its certainty, its date and its footnotes."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from catalogue.models.choices import Basis, Calendar, Certainty, Reading, Stance, Standing, Tier, one_of
from catalogue.models.record import Record

SomeClaim = TypeVar("SomeClaim", bound="Claim", covariant=True)


class ClaimQuerySet(models.QuerySet[SomeClaim]):
    """Questions that are asked of claims of every sort."""

    def unsourced(self) -> Self:
        """Those that should rest on a source and have none that supports them."""
        return self.filter(basis=Basis.SOURCED, citation_count=0)

    def disputed(self) -> Self:
        """Those that stand in a disagreement."""
        return self.filter(disagreement__isnull=False)

    def resting_on_tertiary(self) -> Self:
        """Those whose every supporting footnote cites a work of reference that only sums up others."""
        from catalogue.models.citation import Footnote

        field = str(self.model._meta.model_name)
        supporting = Footnote.objects.filter(**{field: OuterRef("pk")}, stance=Stance.SUPPORTS)
        tertiary = Q(citation__source__tier=Tier.TERTIARY)
        cited = Footnote.objects.filter(tertiary, stance=Stance.SUPPORTS, **{f"{field}__isnull": False})
        # What cites a tertiary source at all is found first: in most catalogues that is little.
        return self.filter(pk__in=cited.values(field)).exclude(Exists(supporting.exclude(tertiary)))

    def rejected_with_support(self) -> Self:
        """Those that were rejected although footnotes support them and none contradicts."""
        rejected = self.filter(standing=Standing.REJECTED, citation_count__gt=0)
        return rejected.exclude(footnotes__stance=Stance.CONTRADICTS)


class DisagreementQuerySet(models.QuerySet["Disagreement"]):
    """Questions that are asked of disagreements."""

    def without_preferred(self) -> Self:
        """Those in which claims stand and none of them is preferred."""
        from catalogue.models import CLAIM_MODELS

        stands, preferred = Q(), Q()
        for model in CLAIM_MODELS:
            claims = model._default_manager.filter(disagreement=OuterRef("pk"))
            stands |= Q(Exists(claims))
            preferred |= Q(Exists(claims.filter(standing=Standing.PREFERRED)))
        return self.filter(stands).exclude(preferred)


class Disagreement(models.Model):
    """Claims, also of different records, that cannot all be true."""

    uuid = models.UUIDField(
        _("UUID"), default=uuid.uuid4, unique=True, editable=False, help_text=_("Public, stable identifier.")
    )
    note = models.TextField(_("note"), blank=True, help_text=_("What the sources disagree on; shown to readers."))
    reason = models.TextField(
        _("reason"), blank=True, help_text=_("Why the preferred claim is preferred, in a sentence for readers.")
    )

    objects = DisagreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("disagreement")
        verbose_name_plural = _("disagreements")
        ordering = ("id",)

    def __str__(self) -> str:
        return self.note[:80] or str(self.uuid)


class Claim(models.Model):
    """What every statement about a record carries, whatever it says."""

    uuid = models.UUIDField(
        _("UUID"),
        default=uuid.uuid4,
        unique=True,
        editable=False,
        help_text=_("Public, stable identifier; kept by export, import, merge and revert."),
    )
    record = models.ForeignKey(
        Record,
        verbose_name=_("record"),
        on_delete=models.CASCADE,
        related_name="%(class)ss",
        help_text=_("The record of which it is said."),
    )
    position = models.PositiveIntegerField(
        _("position"), default=0, help_text=_("Order among the record's claims of this sort.")
    )
    certainty = models.CharField(
        _("certainty"),
        max_length=20,
        choices=Certainty.choices,
        default=Certainty.PROBABLE,
        help_text=_("How sure you are. That others disagree is said by a disagreement, not here."),
    )
    basis = models.CharField(
        _("basis"),
        max_length=20,
        choices=Basis.choices,
        default=Basis.SOURCED,
        help_text=_("Sourced: a citation is due. Editorial: the catalogue's own wording. Inferred: say from what."),
    )
    basis_reason = models.TextField(
        _("reason of the inference"), blank=True, help_text=_("From what it was inferred; needed when inferred.")
    )
    standing = models.CharField(
        _("standing"),
        max_length=20,
        choices=Standing.choices,
        default=Standing.PREFERRED,
        help_text=_("Among rival claims: the preferred one, an alternative, a less precise or a rejected one."),
    )
    negated = models.BooleanField(
        _("negated"), default=False, help_text=_("The source says that it was NOT so: “no armistice was signed”.")
    )
    date = models.CharField(
        _("date"),
        max_length=200,
        blank=True,
        help_text=_("EDTF or words: “1944-09-12”, “1944~”, “1944-08/1944-10”, “hacia 1944”."),
    )
    date_wording = models.CharField(
        _("wording of the date"), max_length=300, blank=True, help_text=_("As the source puts it: “a finales de 1946”.")
    )
    date_calendar = models.CharField(
        _("calendar"),
        max_length=20,
        choices=Calendar.choices,
        default=Calendar.GREGORIAN,
        help_text=_("Julian for Old Style dates; bounds are converted."),
    )
    date_reading = models.CharField(
        _("reading of the date"),
        max_length=20,
        choices=Reading.choices,
        default=Reading.THROUGHOUT,
        help_text=_("Throughout the time given, at some time within it, or attested at it."),
    )
    earliest = models.BigIntegerField(
        _("earliest"), null=True, editable=False, help_text=_("Lower bound of the date: year*10000 + month*100 + day.")
    )
    latest = models.BigIntegerField(
        _("latest"), null=True, editable=False, help_text=_("Upper bound of the date: year*10000 + month*100 + day.")
    )
    attributed_to = models.ForeignKey(
        Record,
        verbose_name=_("attributed to"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="attributed_%(class)ss",
        help_text=_("Who says so, if that is itself a record: the minister's version, the prosecutor's."),
    )
    note = models.TextField(_("note"), blank=True, help_text=_("A remark for readers, shown beside the claim."))
    internal_note = models.TextField(
        _("internal note"), blank=True, help_text=_("For the cataloguers only; never shown to the public.")
    )
    citation_count = models.PositiveIntegerField(
        _("supporting footnotes"), default=0, editable=False, help_text=_("How many footnotes support it.")
    )
    disagreement = models.ForeignKey(
        Disagreement,
        verbose_name=_("disagreement"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="%(class)ss",
        help_text=_("The disagreement in which it is one side."),
    )

    objects = ClaimQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ("position", "id")
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(condition=one_of("certainty", Certainty), name="%(class)s_certainty_known"),
            models.CheckConstraint(condition=one_of("basis", Basis), name="%(class)s_basis_known"),
            models.CheckConstraint(condition=one_of("standing", Standing), name="%(class)s_standing_known"),
            models.CheckConstraint(condition=one_of("date_calendar", Calendar), name="%(class)s_calendar_known"),
            models.CheckConstraint(condition=one_of("date_reading", Reading), name="%(class)s_reading_known"),
            models.CheckConstraint(
                condition=~Q(basis=Basis.INFERRED, basis_reason=""),
                name="%(class)s_inference_reasoned",
                violation_error_message=_("An inferred claim needs the reason of the inference."),
            ),
            models.CheckConstraint(
                condition=Q(earliest__isnull=True) | Q(latest__isnull=True) | Q(earliest__lte=F("latest")),
                name="%(class)s_bounds_in_order",
            ),
            models.UniqueConstraint(
                fields=("disagreement",),
                condition=Q(standing=Standing.PREFERRED, disagreement__isnull=False),
                name="%(class)s_preferred_once_in_disagreement",
                violation_error_message=_("A disagreement has at most one preferred claim."),
            ),
        )
        indexes: ClassVar[tuple[models.Index, ...]] = (
            models.Index(fields=("record", "position"), name="%(class)s_record_position"),
            models.Index(
                fields=("record",),
                condition=Q(basis=Basis.SOURCED, citation_count=0),
                name="%(class)s_unsourced",
            ),
        )


class TypedClaim(Claim):
    """A claim of a type from the vocabulary; the type's `single` flag is copied beside it by the database."""

    type = models.ForeignKey(
        "catalogue.Term",
        verbose_name=_("type"),
        on_delete=models.PROTECT,
        related_name="%(class)ss",
        help_text=_("Which sort of statement it is."),
    )
    type_single = models.BooleanField(
        _("single-valued"),
        default=False,
        editable=False,
        help_text=_("Copy of the type's flag, kept equal by a composite foreign key."),
    )

    class Meta(Claim.Meta):
        abstract = True
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            *Claim.Meta.constraints,
            models.UniqueConstraint(
                fields=("record", "type"),
                condition=Q(type_single=True, standing=Standing.PREFERRED),
                name="%(class)s_preferred_once_of_type",
                violation_error_message=_("Only one preferred claim of this type is allowed."),
            ),
        )
