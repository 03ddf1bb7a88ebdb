"""What every model of the catalogue keeps to, read off the models themselves."""

from __future__ import annotations

from django.apps import apps
from django.db import models

MODELS = [model for model in apps.get_app_config("catalogue").get_models() if not model._meta.auto_created]
FIELDS = {
    f"{model.__name__}.{field.name}": field
    for model in MODELS
    for field in model._meta.local_fields
    if not field.auto_created
}
REFERENCES = {
    name: field.remote_field
    for name, field in FIELDS.items()
    if isinstance(field, models.ForeignKey) and not field.remote_field.parent_link
}
PARTS_OF_THEIR_PARENT = {
    "ApiToken.user",
    "Attribute.record",
    "Creator.source",
    "Dating.record",
    "FacetChange.value",
    "FacetEntry.record",
    "FacetTotal.facet",
    "FacetTotal.value",
    "Footnote.attribute",
    "Footnote.dating",
    "Footnote.name",
    "Footnote.narrative",
    "Footnote.relation",
    "IdempotentAnswer.user",
    "Identifier.record",
    "IndexedFacet.property",
    "IndexedFacet.relation_type",
    "IndexedValue.facet",
    "IndexedValue.record",
    "IndexedValue.term",
    "Name.record",
    "NameForm.record",
    "NameSlip.token",
    "Narrative.record",
    "PastSlug.record",
    "ReadyDocument.record",
    "Relation.record",
    "SearchEntry.record",
    "SourceLink.source",
    "StaleDocument.record",
    "PossibleDuplicate.first",
    "PossibleDuplicate.second",
    "ImportUpload.user",
    "WebhookDelivery.webhook",
}
TRACES = {
    "Change.revision",
    "Item.record",
    "Webhook.created_by",
    "Record.created_by",
    "Record.modified_by",
    "Revision.citation",
    "Revision.record",
    "Revision.user",
    "Revision.decided_by",
    "Merge.survivor",
    "Merge.user",
    "Merge.undone_by",
    "ImportProfile.modified_by",
    "ImportRun.user",
    "ImportRun.undone_by",
    "ErrorReport.record",
    "ErrorReport.handled_by",
    "Redaction.user",
}


def test_every_field_says_in_words_what_belongs_in_it() -> None:
    assert len(FIELDS) > 150
    assert {name for name, field in FIELDS.items() if str(field.help_text).strip()[-1:] not in set(".…”")} == set()


def test_every_reference_names_its_way_back() -> None:
    assert len(REFERENCES) > 30
    names = {name: str(reference.related_name or "+") for name, reference in REFERENCES.items()}
    assert {name for name, back in names.items() if back.endswith("+")} == set()


def test_only_parts_of_a_parent_vanish_with_it() -> None:
    assert deleted_by(models.CASCADE) == PARTS_OF_THEIR_PARENT


def test_only_traces_outlive_what_they_point_at() -> None:
    assert deleted_by(models.SET_NULL) == TRACES


def test_every_other_reference_protects_what_it_points_at() -> None:
    assert deleted_by(models.PROTECT) == REFERENCES.keys() - PARTS_OF_THEIR_PARENT - TRACES
    assert "Citation.source" in deleted_by(models.PROTECT)


def test_no_model_points_at_just_anything() -> None:
    names = {field.name for model in MODELS for field in model._meta.get_fields()}
    assert not names & {"content_type", "object_id"}


def deleted_by(rule: object) -> set[str]:
    """The references for which a rule of deletion holds."""
    return {name for name, reference in REFERENCES.items() if reference.on_delete is rule}
