"""What is kept ready for finding and serving: derived rows, rebuilt from the records at any time."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.models.record import Record


class SearchEntry(models.Model):
    """The searchable words of one record, as the public may know them."""

    record = models.OneToOneField(
        Record,
        verbose_name=_("record"),
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="search_entry",
        help_text=_("The record that is found."),
    )
    vector = SearchVectorField(
        _("vector"), help_text=_("Stems of the record's language and unaccented words; names weigh most (A).")
    )
    named = SearchVectorField(
        _("named"),
        null=True,
        help_text=_("The words of its title and names alone, as the vector has them: who is called so comes first."),
    )
    names = models.TextField(_("names"), help_text=_("All its names, folded, one a line: the shorter one is nearer."))
    body = models.TextField(_("body"), help_text=_("The words as written, for snippets."))

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        indexes = (
            GinIndex(fields=("vector",), fastupdate=False, name="searchentry_vector"),
            GinIndex(fields=("named",), fastupdate=False, name="searchentry_named"),
        )

    def __str__(self) -> str:
        return self.names[:80]


class ReadyDocument(models.Model):
    """The public document of a published record, stored so that lists need not build it."""

    record = models.OneToOneField(
        Record,
        verbose_name=_("record"),
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="ready",
        help_text=_("The record that it describes."),
    )
    version = models.PositiveIntegerField(_("version"), help_text=_("Version of the record it was built from."))
    ripple = models.PositiveIntegerField(
        _("ripple"), default=0, help_text=_("Grows when it is rebuilt because a neighbour changed.")
    )
    form = models.PositiveSmallIntegerField(
        _("form"), help_text=_("Number of the form of documents it was built in; one of another form is built anew.")
    )
    document = models.TextField(
        _("document"),
        help_text=_("The public document as JSON text, its keys in their order; empty until it is first asked for."),
    )
    line = models.TextField(_("line"), default="", help_text=_("Its line in the public export."))
    full_line = models.TextField(
        _("full line"), default="", help_text=_("Its line in the internal export, where that is another.")
    )

    class Meta:
        verbose_name = _("ready document")
        verbose_name_plural = _("ready documents")

    def __str__(self) -> str:
        return str(self.record_id)


class StaleDocument(models.Model):
    """A mark that a ready document names something that has changed since; it is rebuilt before it is served."""

    record = models.OneToOneField(
        Record,
        verbose_name=_("record"),
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="stale",
        help_text=_("The record whose ready document is out of date."),
    )

    class Meta:
        verbose_name = _("stale document")
        verbose_name_plural = _("stale documents")

    def __str__(self) -> str:
        return str(self.record_id)
