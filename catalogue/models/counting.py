"""What facets count: values with small numbers, and one narrow row a record that holds the numbers of its own."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalogue.models.choices import Kind
from catalogue.models.record import Record
from catalogue.models.vocabulary import RelationType, Term


class Audience(models.IntegerChoices):
    """Who sees a record so: what names an entry that is not published is no one's but the cataloguers'."""

    BOTH = 0, _("everybody")
    PUBLIC = 1, _("the public")
    STAFF = 2, _("cataloguers")


class IndexedFacet(models.Model):
    """A facet that the index counts: built in, of a property, or of a type of relation."""

    id = models.AutoField(primary_key=True, help_text=_("The number of the facet."))
    name = models.CharField(
        _("name"), max_length=40, help_text=_("As in parameters: “place”; “attr” and “rel” for those of curators.")
    )
    property = models.ForeignKey(
        Term,
        verbose_name=_("property"),
        null=True,
        on_delete=models.CASCADE,
        related_name="indexed_facets",
        help_text=_("The property whose values are counted."),
    )
    relation_type = models.ForeignKey(
        RelationType,
        verbose_name=_("relation type"),
        null=True,
        on_delete=models.CASCADE,
        related_name="indexed_facets",
        help_text=_("The type of relation whose objects are counted."),
    )
    retired = models.BooleanField(
        _("retired"), default=False, help_text=_("Curators took the facet back; its numbers are kept, and not used.")
    )

    class Meta:
        verbose_name = _("indexed facet")
        verbose_name_plural = _("indexed facets")
        constraints = (
            models.UniqueConstraint(
                fields=("name", "property", "relation_type"), nulls_distinct=False, name="indexedfacet_unique"
            ),
        )

    def __str__(self) -> str:
        return self.name


class IndexedValue(models.Model):
    """A value of a facet by its number; one without term, record and word stands for “any value”."""

    id = models.AutoField(primary_key=True, help_text=_("The number of the value."))
    facet = models.ForeignKey(
        IndexedFacet,
        verbose_name=_("facet"),
        on_delete=models.CASCADE,
        related_name="values",
        help_text=_("The facet that it is a value of."),
    )
    term = models.ForeignKey(
        Term,
        verbose_name=_("term"),
        null=True,
        on_delete=models.CASCADE,
        related_name="indexed_values",
        help_text=_("The term that it stands for."),
    )
    record = models.ForeignKey(
        Record,
        verbose_name=_("record"),
        null=True,
        on_delete=models.CASCADE,
        related_name="indexed_values",
        help_text=_("The record that it stands for."),
    )
    word = models.TextField(_("word"), null=True, help_text=_("The word that it stands for."))  # noqa: DJ001 -- null tells “any value” from the empty word

    class Meta:
        verbose_name = _("indexed value")
        verbose_name_plural = _("indexed values")
        constraints = (
            models.UniqueConstraint(
                fields=("facet", "term"), condition=Q(term__isnull=False), name="indexedvalue_term_unique"
            ),
            models.UniqueConstraint(
                fields=("facet", "record"), condition=Q(record__isnull=False), name="indexedvalue_record_unique"
            ),
            models.UniqueConstraint(
                fields=("facet", "word"),
                condition=Q(term__isnull=True, record__isnull=True),
                nulls_distinct=False,
                name="indexedvalue_word_unique",
            ),
        )

    def __str__(self) -> str:
        return self.word or str(self.pk)


class FacetEntry(models.Model):
    """What counting reads of a record: a narrow row for everybody, or one for the public and one for cataloguers."""

    record = models.ForeignKey(
        Record,
        verbose_name=_("record"),
        on_delete=models.CASCADE,
        related_name="facet_entries",
        db_index=False,
        help_text=_("The record that is found and counted."),
    )
    audience = models.SmallIntegerField(
        _("audience"), choices=Audience.choices, help_text=_("Who sees the record with these values.")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, help_text=_("The record's kind."))
    earliest = models.BigIntegerField(_("earliest"), null=True, help_text=_("Its earliest day, as the record has it."))
    latest = models.BigIntegerField(_("latest"), null=True, help_text=_("Its latest day, as the record has it."))
    begun = models.BigIntegerField(
        _("begun"), null=True, help_text=_("The day on which it had surely begun, however its fuzzy dates are read.")
    )
    lasting = models.BigIntegerField(
        _("lasting"), null=True, help_text=_("The day until which it surely lasted, however its fuzzy dates are read.")
    )
    sources = models.IntegerField(_("sources"), default=0, help_text=_("How many sources its claims cite."))
    values = ArrayField(
        models.IntegerField(),
        verbose_name=_("values"),
        help_text=_("Numbers of its values in facets that know many, ascending."),
    )
    marks = ArrayField(
        models.IntegerField(),
        verbose_name=_("marks"),
        help_text=_("Numbers of its values in facets that know few, and of “any value” of each facet, ascending."),
    )

    class Meta:
        verbose_name = _("facet entry")
        verbose_name_plural = _("facet entries")
        constraints = (models.UniqueConstraint(fields=("record", "audience"), name="facetentry_unique"),)
        indexes = (
            GinIndex(fields=("values",), opclasses=("gin__int_ops",), fastupdate=False, name="facetentry_values"),
        )

    def __str__(self) -> str:
        return str(self.record_id)


class FacetTotal(models.Model):
    """How many published records of a kind have a value, kept so that a list without filters need not count."""

    kind = models.CharField(_("kind"), max_length=20, blank=True, help_text=_("A kind; empty: the whole catalogue."))
    facet = models.ForeignKey(
        IndexedFacet,
        verbose_name=_("facet"),
        on_delete=models.CASCADE,
        related_name="totals",
        db_index=False,
        help_text=_("The facet of the value."),
    )
    value = models.ForeignKey(
        IndexedValue,
        verbose_name=_("value"),
        on_delete=models.CASCADE,
        related_name="totals",
        help_text=_("The value that is counted."),
    )
    count = models.IntegerField(_("count"), help_text=_("The number of records."))

    class Meta:
        verbose_name = _("facet total")
        verbose_name_plural = _("facet totals")
        constraints = (models.UniqueConstraint(fields=("kind", "value"), name="facettotal_unique"),)
        indexes = (models.Index(fields=("kind", "facet", "-count", "value"), name="facettotal_order"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.value_id}: {self.count}"


class FacetChange(models.Model):
    """A change to a total that is appended, so that two who save never wait for each other; added up when read."""

    kind = models.CharField(_("kind"), max_length=20, help_text=_("The kind of the record that changed."))
    value = models.ForeignKey(
        IndexedValue,
        verbose_name=_("value"),
        on_delete=models.CASCADE,
        related_name="changes",
        help_text=_("The value that a record gained or lost."),
    )
    change = models.IntegerField(_("change"), help_text=_("How many records more or fewer."))

    class Meta:
        verbose_name = _("facet change")
        verbose_name_plural = _("facet changes")

    def __str__(self) -> str:
        return f"{self.kind} {self.value_id}: {self.change:+d}"
