"""Citations and footnotes: the place in a source, and what it does to a claim."""

from __future__ import annotations

import uuid
from typing import Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from catalogue.models.choices import Locator, Scope, Stance, Status, one_of
from catalogue.models.record import Record


class CitationQuerySet(models.QuerySet["Citation"]):
    """Questions that are asked of citations."""

    def unresolved(self) -> Self:
        """Notes whose source has not been identified."""
        return self.filter(source__isnull=True)

    def without_locator(self) -> Self:
        """Those that name a source and no place in it."""
        return self.filter(source__isnull=False, label="", locator="")

    def in_public_use(self) -> Self:
        """Those on which a claim of a published record rests, itself or through a citation that was read in it."""
        drafts = Record.objects.exclude(status=Status.PUBLISHED).values("pk")
        of_drafts = Q()
        for claim in CLAIM_FIELDS:
            # Asked of each table for itself: one question that joins them all takes longer to plan than to answer.
            claims = apps.get_model("catalogue", claim)._default_manager.filter(record__in=drafts)
            of_drafts |= Q(**{f"{claim}__in": claims.values("pk")})
        public = Footnote.objects.exclude(of_drafts)
        resting = Exists(public.filter(citation=OuterRef("pk")))
        passing = Exists(public.filter(citation__via=OuterRef("pk")))
        return self.filter(resting | passing)


class Citation(models.Model):
    """A place in a source: page, folio, article, sentence; with the words quoted."""

    uuid = models.UUIDField(
        _("UUID"), default=uuid.uuid4, unique=True, editable=False, help_text=_("Public, stable identifier.")
    )
    version = models.PositiveIntegerField(
        _("version"), default=1, editable=False, help_text=_("Grows by one with each saved change.")
    )
    source = models.ForeignKey(
        "catalogue.Source",
        verbose_name=_("source"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="citations",
        help_text=_("The work cited; empty only while the note is unresolved."),
    )
    label = models.CharField(
        _("kind of place"),
        max_length=20,
        choices=Locator.choices,
        blank=True,
        help_text=_("Page, folio, article, sentence…; empty when the words of the locator say it."),
    )
    locator = models.CharField(
        _("locator"), max_length=300, blank=True, help_text=_("The place itself: “28-29”, “14v”, “3”.")
    )
    locator_sort = models.CharField(
        _("locator sort key"),
        max_length=600,
        db_collation="C",
        editable=False,
        help_text=_("Natural order of the locator, so that page 9 comes before page 10."),
    )
    via = models.ForeignKey(
        "self",
        verbose_name=_("read in"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cited_through",
        help_text=_("When the source was not seen itself: the citation where it is quoted."),
    )
    quotation = models.TextField(_("quotation"), blank=True, help_text=_("The words of the source, in its language."))
    translation = models.TextField(
        _("translation"), blank=True, help_text=_("The quotation in the language of the catalogue.")
    )
    archive_url = models.URLField(
        _("archived URL"), max_length=1000, blank=True, help_text=_("This very place in a web archive.")
    )
    accessed = models.DateField(_("accessed on"), null=True, blank=True, help_text=_("Day on which it was read."))
    note = models.TextField(
        _("note"), blank=True, help_text=_("For readers: what is known of an unresolved note, what was seen of it.")
    )
    internal_note = models.TextField(
        _("internal note"), blank=True, help_text=_("For the cataloguers only; never shown to the public.")
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True, help_text=_("When it was entered."))
    modified_at = models.DateTimeField(_("modified at"), auto_now=True, help_text=_("When it last changed."))

    objects = CitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering = ("source__sort_key", "locator_sort", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("source", "label", "locator", "via"),
                nulls_distinct=False,
                name="citation_unique",
                violation_error_message=_("This place in the source is already a citation; use that one."),
            ),
            models.CheckConstraint(
                condition=Q(source__isnull=False) | Q(via__isnull=False),
                name="citation_source_or_via",
                violation_error_message=_("A citation without a source must say where the note was read (via)."),
            ),
            models.CheckConstraint(condition=Q(via__isnull=True) | ~Q(via=F("id")), name="citation_not_via_itself"),
            models.CheckConstraint(condition=one_of("label", Locator, blank=True), name="citation_label_known"),
        )

    def __str__(self) -> str:
        return f"{self.label} {self.locator}".strip() or str(self.uuid)


CLAIM_FIELDS = ("name", "dating", "attribute", "relation", "narrative")


class Footnote(models.Model):
    """The tie between a claim and a citation: it supports, contradicts or mentions."""

    uuid = models.UUIDField(
        _("UUID"), default=uuid.uuid4, unique=True, editable=False, help_text=_("Public, stable identifier.")
    )
    citation = models.ForeignKey(
        Citation,
        verbose_name=_("citation"),
        on_delete=models.PROTECT,
        related_name="footnotes",
        help_text=_("The place in a source."),
    )
    stance = models.CharField(
        _("stance"),
        max_length=20,
        choices=Stance.choices,
        default=Stance.SUPPORTS,
        help_text=_("What the cited place does to the claim."),
    )
    scope = models.CharField(
        _("scope"),
        max_length=20,
        choices=Scope.choices,
        default=Scope.WHOLE,
        help_text=_("The part of the claim that the footnote speaks of."),
    )
    scope_words = models.CharField(
        _("words"), max_length=500, blank=True, help_text=_("The very words it speaks of, for the scope “wording”.")
    )
    position = models.PositiveIntegerField(_("position"), default=0, help_text=_("Order within the claim."))
    original_label = models.CharField(
        _("original label"),
        max_length=60,
        blank=True,
        help_text=_("Its number in the text it came from: “24”."),
    )
    note = models.TextField(_("note"), blank=True, help_text=_("A remark for readers on this use of the citation."))
    name = models.ForeignKey(
        "catalogue.Name",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="footnotes",
        verbose_name=_("name"),
        help_text=_("The name it speaks of."),
    )
    dating = models.ForeignKey(
        "catalogue.Dating",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="footnotes",
        verbose_name=_("dating"),
        help_text=_("The dating it speaks of."),
    )
    attribute = models.ForeignKey(
        "catalogue.Attribute",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="footnotes",
        verbose_name=_("attribute"),
        help_text=_("The attribute it speaks of."),
    )
    relation = models.ForeignKey(
        "catalogue.Relation",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="footnotes",
        verbose_name=_("relation"),
        help_text=_("The relation it speaks of."),
    )
    narrative = models.ForeignKey(
        "catalogue.Narrative",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="footnotes",
        verbose_name=_("narrative"),
        help_text=_("The narrative it speaks of."),
    )

    class Meta:
        verbose_name = _("footnote")
        verbose_name_plural = _("footnotes")
        ordering = ("position", "id")
        constraints = (
            models.CheckConstraint(
                condition=Exact(
                    models.Func(*CLAIM_FIELDS, function="num_nonnulls", output_field=models.IntegerField()), 1
                ),
                name="footnote_one_target",
                violation_error_message=_("A footnote belongs to exactly one claim."),
            ),
            models.CheckConstraint(condition=one_of("stance", Stance), name="footnote_stance_known"),
            models.CheckConstraint(condition=one_of("scope", Scope), name="footnote_scope_known"),
        )

    @property
    def claim_id(self) -> int:
        """The key of the claim it belongs to, whichever sort that is."""
        keys = (getattr(self, f"{field}_id") for field in CLAIM_FIELDS)
        return int(next(key for key in keys if key is not None))

    def __str__(self) -> str:
        return f"{self.stance} {self.scope}"
