"""The record: what every entry of the catalogue is, whatever its kind."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from catalogue.models.choices import Kind, Standing, Status, one_of


class RecordQuerySet(models.QuerySet["Record"]):
    """Questions that are asked of records of every kind."""

    def published(self) -> Self:
        """Those that the public may see."""
        return self.filter(status=Status.PUBLISHED)

    def in_order(self) -> Self:
        """In the order of their sort keys, as readers expect a register."""
        return self.order_by("sort_key", "pk")

    def in_review(self) -> Self:
        """Those that wait for somebody to publish them."""
        return self.filter(status=Status.REVIEW)

    def of_account(self, user_id: int) -> Self:
        """Those that an account has entered, or was the last to change."""
        return self.filter(Q(created_by=user_id) | Q(modified_by=user_id))

    def possibly_living(self, today: datetime.date, *, among: Collection[int] | None = None) -> Self:
        """Persons who were born less than a hundred years ago, as far as is known, and of whom no death is known.

        With `among` only datings of these records are read.
        """
        from catalogue.models.dating import Dating
        from catalogue.models.vocabulary import Term

        said = Dating.objects.filter(negated=False).exclude(standing=Standing.REJECTED)
        if among is not None:
            said = said.filter(record__in=among)
        hundred_years_ago = (today.year - 100) * 10000 + today.month * 100 + today.day
        late = Q(latest__isnull=True) | Q(latest__gt=hundred_years_ago)
        types = Term.objects.filter(scheme="dating-type").order_by().values("pk")
        # Each list of keys is made once, of all datings: asked person by person it takes ten times as long.
        born = said.filter(late, type=Subquery(types.filter(slug="birth")))
        died = said.filter(type=Subquery(types.filter(slug="death")))
        return self.filter(pk__in=born.values("record"), kind=Kind.PERSON).exclude(pk__in=died.values("record"))

    def unarchived(self) -> Self:
        """Sources that stand on the web and of which no archived copy is named."""
        from catalogue.models.source import SourceLink

        online = ~Q(source__url="") | Q(Exists(SourceLink.objects.filter(source=OuterRef("pk"))))
        return self.filter(online, kind=Kind.SOURCE, source__archive_url="")

    def with_unsourced_claims(self) -> Self:
        """Those with a claim that should rest on a source and does not."""
        from catalogue.models import CLAIM_MODELS

        lacking = Q()
        for model in CLAIM_MODELS:
            claims = model._default_manager.filter(record=OuterRef("pk"), basis="sourced", citation_count=0)
            lacking |= Q(Exists(claims))
        return self.filter(lacking)

    def with_disagreements(self) -> Self:
        """Those of which sources say things that cannot all be true."""
        from catalogue.models import CLAIM_MODELS

        disputed = Q()
        for model in CLAIM_MODELS:
            claims = model._default_manager.filter(record=OuterRef("pk"), disagreement__isnull=False)
            disputed |= Q(Exists(claims))
        return self.filter(disputed)


class Record(models.Model):
    """An entry of the catalogue with a permanent address."""

    uuid = models.UUIDField(
        _("UUID"),
        default=uuid.uuid4,
        unique=True,
        editable=False,
        help_text=_("Public, stable identifier; /id/<uuid> always finds the record."),
    )
    kind = models.CharField(
        _("kind"), max_length=20, choices=Kind.choices, editable=False, help_text=_("What sort of entry it is.")
    )
    title = models.CharField(
        _("title"),
        max_length=500,
        editable=False,
        help_text=_("Made from the preferred authorised name; for a source from its bibliographic title."),
    )
    sort_title = models.CharField(
        _("sort title"),
        max_length=500,
        blank=True,
        help_text=_("How it is filed: “Antonescu, Ion”. Empty: made from the family and given name."),
    )
    sort_key = models.CharField(
        _("sort key"),
        max_length=4000,
        db_collation="C",
        editable=False,
        help_text=_("Key of the Unicode Collation Algorithm of the sort title, as hex text; orders and pages."),
    )
    fold_key = models.CharField(
        _("folded title"),
        max_length=1000,
        db_collation="C",
        editable=False,
        help_text=_("The sort title without accents and case; prefixes are searched in it."),
    )
    slug = models.SlugField(
        _("slug"),
        max_length=100,
        blank=True,
        help_text=_("The word in the address: “ion-antonescu”. Empty: made from the title. Old slugs redirect."),
    )
    language = models.CharField(
        _("language of description"),
        max_length=20,
        default="es",
        help_text=_("In which language this entry is written (BCP 47): “es”."),
    )
    status = models.CharField(
        _("status"),
        max_length=20,
        choices=Status.choices,
        default=Status.DRAFT,
        help_text=_("Only published entries are seen by the public."),
    )
    version = models.PositiveIntegerField(
        _("version"), default=0, editable=False, help_text=_("Grows by one with each saved change.")
    )
    earliest = models.BigIntegerField(
        _("earliest"),
        null=True,
        editable=False,
        help_text=_("Lower bound of its preferred datings, as year*10000 + month*100 + day."),
    )
    latest = models.BigIntegerField(
        _("latest"),
        null=True,
        editable=False,
        help_text=_("Upper bound of its preferred datings, as year*10000 + month*100 + day."),
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True, help_text=_("When it was entered."))
    modified_at = models.DateTimeField(_("modified at"), auto_now=True, help_text=_("When it last changed."))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("created by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="records_created",
        help_text=_("Who entered it."),
    )
    modified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("modified by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="records_modified",
        help_text=_("Who last changed it."),
    )
    internal_note = models.TextField(
        _("internal note"), blank=True, help_text=_("For the cataloguers only; never shown to the public.")
    )

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("record")
        verbose_name_plural = _("records")
        ordering = ("sort_key", "id")
        permissions = (
            ("publish_record", _("Can publish entries and decide on proposals")),
            ("merge_record", _("Can merge, unmerge and split entries")),
            ("import_record", _("Can import files and take imports back")),
            ("redact_record", _("Can redact entries and claims")),
            ("tend_record", _("Can handle reports of errors and run the worklists")),
        )
        constraints = (
            models.UniqueConstraint(fields=("kind", "slug"), name="record_kind_slug_unique"),
            models.UniqueConstraint(fields=("id", "kind"), name="record_id_kind_unique"),
            models.CheckConstraint(condition=one_of("kind", Kind), name="record_kind_known"),
            models.CheckConstraint(condition=one_of("status", Status), name="record_status_known"),
            models.CheckConstraint(condition=~Q(slug=""), name="record_slug_given"),
            models.CheckConstraint(
                condition=Q(earliest__isnull=True) | Q(latest__isnull=True) | Q(earliest__lte=models.F("latest")),
                name="record_bounds_in_order",
            ),
        )
        indexes = (
            models.Index(fields=("kind", "status", "sort_key", "id"), name="record_kind_order"),
            models.Index(fields=("fold_key", "id"), name="record_prefix"),
            models.Index(fields=("status", "sort_key", "id"), name="record_order"),
            models.Index(fields=("modified_at", "id"), name="record_modified"),
            models.Index(fields=("earliest", "sort_key", "id"), name="record_earliest"),
        )

    def __str__(self) -> str:
        return self.title or self.slug

    def get_absolute_url(self) -> str:
        """The address of its public page."""
        return f"/{self.kind}s/{self.slug}/"

    @property
    def is_published(self) -> bool:
        """Whether the public may see it."""
        return self.status == Status.PUBLISHED


class PastSlug(models.Model):
    """A slug that a record once had; its address redirects."""

    record = models.ForeignKey(
        Record,
        verbose_name=_("record"),
        on_delete=models.CASCADE,
        related_name="past_slugs",
        help_text=_("The record that the old address leads to."),
    )
    kind = models.CharField(
        _("kind"), max_length=20, choices=Kind.choices, help_text=_("Kind of the record when it had the slug.")
    )
    slug = models.SlugField(_("slug"), max_length=100, help_text=_("The former word in its address."))

    class Meta:
        verbose_name = _("past slug")
        verbose_name_plural = _("past slugs")
        constraints = (models.UniqueConstraint(fields=("kind", "slug"), name="pastslug_kind_slug_unique"),)

    def __str__(self) -> str:
        return f"{self.kind}/{self.slug}"


class Identifier(models.Model):
    """A record's identifier in another register: Wikidata, VIAF, GND, ISNI, GeoNames…"""

    record = models.ForeignKey(
        Record,
        verbose_name=_("record"),
        on_delete=models.CASCADE,
        related_name="identifiers",
        help_text=_("The record that the identifier names."),
    )
    scheme = models.ForeignKey(
        "catalogue.Term",
        verbose_name=_("scheme"),
        on_delete=models.PROTECT,
        related_name="identifiers",
        limit_choices_to={"scheme": "identifier-scheme"},
        help_text=_("The register: Wikidata, VIAF, GND, ISNI, GeoNames, DOI…"),
    )
    value = models.CharField(
        _("value"), max_length=300, help_text=_("The identifier alone, without the address: “Q179851”.")
    )

    class Meta:
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")
        ordering = ("scheme__slug", "value")
        constraints = (
            models.UniqueConstraint(
                fields=("scheme", "value"),
                name="identifier_scheme_value_unique",
                violation_error_message=_("Another record already has this identifier."),
            ),
            models.CheckConstraint(condition=~Q(value=""), name="identifier_value_given"),
        )

    def __str__(self) -> str:
        return self.value
