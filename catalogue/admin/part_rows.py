"""Rows of what is not a claim: identifiers of a record, creators and links of a source."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from catalogue.admin.fields import RecordField, TermChoice, column, texts
from catalogue.admin.rows import Column, Row
from catalogue.models import Creator, Identifier, SourceLink


class IdentifierRow(Row):
    """The record's identifier in another register."""

    list_key = "identifiers"
    title = _("identifiers")
    scheme = TermChoice("identifier-scheme", **texts(Identifier, "scheme"))
    value = column(Identifier, "value")
    columns = (Column(_("register"), ("scheme",), "type"), Column(_("value"), ("value",), "what"))


class CreatorRow(Row):
    """Who made a source."""

    list_key = "creators"
    title = _("creators")
    role = column(Creator, "role")
    family = column(Creator, "family")
    given = column(Creator, "given")
    literal = column(Creator, "literal")
    record = RecordField(kinds=("person", "organization", "unit"), **texts(Creator, "record"))
    columns = (
        Column(_("role"), ("role",), "type"),
        Column(_("family name"), ("family",)),
        Column(_("given name"), ("given",)),
        Column(_("or literal name"), ("literal",)),
        Column(_("record"), ("record",), "what"),
    )


class LinkRow(Row):
    """Where the source or a copy of it can be seen."""

    list_key = "links"
    title = _("links")
    url = column(SourceLink, "url")
    role = column(SourceLink, "role")
    rights = column(SourceLink, "rights")
    columns = (
        Column(_("URL"), ("url",), "what"),
        Column(_("role"), ("role",), "type"),
        Column(_("rights statement"), ("rights",)),
    )
