"""The admin: where curators enter and correct the catalogue."""

from __future__ import annotations

from django.contrib import admin

from catalogue.admin.citations import CitationAdmin, DisagreementAdmin
from catalogue.admin.claims import AttributeAdmin, DatingAdmin, NameAdmin, NarrativeAdmin, RelationAdmin
from catalogue.admin.import_runs import ImportProfileAdmin, ImportRunAdmin
from catalogue.admin.keys import ApiTokenAdmin
from catalogue.admin.merging import MergeAdmin
from catalogue.admin.proposals import ProposalAdmin
from catalogue.admin.records import (
    EventAdmin,
    OrganizationAdmin,
    PersonAdmin,
    PlaceAdmin,
    SourceAdmin,
    UnitAdmin,
)
from catalogue.admin.revisions import RevisionAdmin
from catalogue.admin.vocabulary import RelationTypeAdmin, TermAdmin
from catalogue.admin.webhooks import WebhookAdmin, WebhookDeliveryAdmin

admin.site.site_header = admin.site.site_title = "Legajo"

__all__ = [
    "ApiTokenAdmin",
    "AttributeAdmin",
    "CitationAdmin",
    "DatingAdmin",
    "DisagreementAdmin",
    "EventAdmin",
    "ImportProfileAdmin",
    "ImportRunAdmin",
    "MergeAdmin",
    "NameAdmin",
    "NarrativeAdmin",
    "OrganizationAdmin",
    "PersonAdmin",
    "PlaceAdmin",
    "ProposalAdmin",
    "RelationAdmin",
    "RelationTypeAdmin",
    "RevisionAdmin",
    "SourceAdmin",
    "TermAdmin",
    "UnitAdmin",
    "WebhookAdmin",
    "WebhookDeliveryAdmin",
]
