"""The admin: where curators enter and correct the catalogue."""

from __future__ import annotations

from django.contrib import admin

from catalogue.admin.citations import CitationAdmin, DisagreementAdmin, RevisionAdmin
from catalogue.admin.claims import AttributeAdmin, DatingAdmin, NameAdmin, NarrativeAdmin, RelationAdmin
from catalogue.admin.records import (
    EventAdmin,
    OrganizationAdmin,
    PersonAdmin,
    PlaceAdmin,
    SourceAdmin,
    UnitAdmin,
)
from catalogue.admin.vocabulary import RelationTypeAdmin, TermAdmin

admin.site.site_header = admin.site.site_title = "Legajo"

__all__ = [
    "AttributeAdmin",
    "CitationAdmin",
    "DatingAdmin",
    "DisagreementAdmin",
    "EventAdmin",
    "NameAdmin",
    "NarrativeAdmin",
    "OrganizationAdmin",
    "PersonAdmin",
    "PlaceAdmin",
    "RelationAdmin",
    "RelationTypeAdmin",
    "RevisionAdmin",
    "SourceAdmin",
    "TermAdmin",
    "UnitAdmin",
]
