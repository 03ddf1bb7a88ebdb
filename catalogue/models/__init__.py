"""What is recorded. The rest of the catalogue imports models from here only."""

from __future__ import annotations

from catalogue.models.attribute import Attribute
from catalogue.models.changing import Change, Item
from catalogue.models.choices import (
    Action,
    Basis,
    Calendar,
    Certainty,
    Kind,
    Level,
    Locator,
    Reading,
    Scope,
    Stance,
    Standing,
    Status,
    Tier,
    kind_words,
)
from catalogue.models.citation import CLAIM_FIELDS, Citation, Footnote
from catalogue.models.claim import Claim, Disagreement
from catalogue.models.counting import Audience, FacetChange, FacetEntry, FacetTotal, IndexedFacet, IndexedValue
from catalogue.models.dating import Dating
from catalogue.models.event import Event
from catalogue.models.finding import ReadyDocument, SearchEntry, StaleDocument
from catalogue.models.importing import ImportProfile, ImportRun, ImportUpload
from catalogue.models.keys import ApiToken, IdempotentAnswer, KeyHolder, RequestCount
from catalogue.models.merging import Merge, PossibleDuplicate
from catalogue.models.name import Name
from catalogue.models.naming import NameForm, NameSlip, NameToken
from catalogue.models.narrative import Narrative
from catalogue.models.organization import Organization
from catalogue.models.person import Person
from catalogue.models.place import Place
from catalogue.models.proposal import Proposal
from catalogue.models.record import Identifier, PastSlug, Record, RecordQuerySet
from catalogue.models.relation import Relation
from catalogue.models.revision import Revision
from catalogue.models.source import Creator, CslType, Source, SourceLink
from catalogue.models.tending import ErrorReport, LinkCheck, Redaction
from catalogue.models.unit import Unit
from catalogue.models.vocabulary import LANGUAGES, RelationType, Term
from catalogue.models.webhooks import Webhook, WebhookDelivery

CLAIM_MODELS: tuple[type[Claim], ...] = (Name, Dating, Attribute, Narrative, Relation)
KIND_MODELS: dict[str, type[Record]] = {
    Kind.PERSON: Person,
    Kind.UNIT: Unit,
    Kind.ORGANIZATION: Organization,
    Kind.EVENT: Event,
    Kind.PLACE: Place,
    Kind.SOURCE: Source,
}

__all__ = [
    "CLAIM_FIELDS",
    "CLAIM_MODELS",
    "KIND_MODELS",
    "LANGUAGES",
    "Action",
    "ApiToken",
    "Attribute",
    "Audience",
    "Basis",
    "Calendar",
    "Certainty",
    "Change",
    "Citation",
    "Claim",
    "Creator",
    "CslType",
    "Dating",
    "Disagreement",
    "ErrorReport",
    "Event",
    "FacetChange",
    "FacetEntry",
    "FacetTotal",
    "Footnote",
    "IdempotentAnswer",
    "Identifier",
    "ImportProfile",
    "ImportRun",
    "ImportUpload",
    "IndexedFacet",
    "IndexedValue",
    "Item",
    "KeyHolder",
    "Kind",
    "Level",
    "LinkCheck",
    "Locator",
    "Merge",
    "Name",
    "NameForm",
    "NameSlip",
    "NameToken",
    "Narrative",
    "Organization",
    "PastSlug",
    "Person",
    "Place",
    "PossibleDuplicate",
    "Proposal",
    "Reading",
    "ReadyDocument",
    "Record",
    "RecordQuerySet",
    "Redaction",
    "Relation",
    "RelationType",
    "RequestCount",
    "Revision",
    "Scope",
    "SearchEntry",
    "Source",
    "SourceLink",
    "StaleDocument",
    "Stance",
    "Standing",
    "Status",
    "Term",
    "Tier",
    "Unit",
    "Webhook",
    "WebhookDelivery",
    "kind_words",
]
