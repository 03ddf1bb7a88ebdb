"""What every model keeps to, and that what a document names is followed when it changes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection, models

from catalogue.curation.ripples import NEIGHBOURS
from catalogue.curation.vocabulary import USERS_OF_RELATION_TYPE, USERS_OF_TERM
from catalogue.documents.shape import CLAIM_KEYS, CREATOR_KEYS, FOOTNOTE_KEYS, LINK_KEYS, NUMBER_COLUMNS, PARTS
from catalogue.models import CLAIM_MODELS, Creator, Footnote, Record, RelationType, SourceLink, Term

MODELS = tuple(apps.get_app_config("catalogue").get_models())
PARTS_OF_THEIR_PARENT = {
    "footnote.name",
    "footnote.dating",
    "footnote.attribute",
    "footnote.relation",
    "footnote.narrative",
    "creator.source",
    "sourcelink.source",
    "identifier.record",
    "pastslug.record",
    "searchentry.record",
    "readydocument.record",
    "staledocument.record",
    "facetentry.record",
    "apitoken.user",
    "idempotentanswer.user",
    "webhookdelivery.webhook",
    "facettotal.facet",
    "facettotal.value",
    "facetchange.value",
    "indexedfacet.property",
    "indexedfacet.relation_type",
    "indexedvalue.facet",
    "indexedvalue.term",
    "indexedvalue.record",
    "nameform.record",
    "nameslip.token",
    "possibleduplicate.first",
    "possibleduplicate.second",
    "importupload.user",
    *(f"{model._meta.model_name}.record" for model in CLAIM_MODELS),
}
"""What goes with its parent; everything else keeps what it points at."""
BY_KEY = {"term.broader", "indexedfacet.property", "indexedfacet.relation_type", "indexedvalue.term"}
"""What refers to a word of the vocabulary without showing it in a document."""
LEFT_BY_ITSELF = {
    "record.created_by", "record.modified_by",
    "revision.record", "revision.citation", "revision.user", "revision.decided_by",
    "merge.survivor", "merge.user", "merge.undone_by",
    "importprofile.modified_by", "importrun.user", "importrun.undone_by",
    "errorreport.record", "errorreport.handled_by", "redaction.user",
    "change.revision", "item.record", "webhook.created_by",
}  # fmt: skip
"""History outlives what it tells of."""
DERIVED = {"id", "uuid", "record", "position", "earliest", "latest", "citation_count", "type_single", "property_single"}


def own_fields() -> Iterator[tuple[str, models.Field]]:  # type: ignore[type-arg]
    """Every column of the catalogue by its name."""
    for model in MODELS:
        for field in model._meta.local_fields:
            yield f"{model._meta.model_name}.{field.name}", field


def foreign_keys() -> Iterator[tuple[str, models.ForeignKey]]:  # type: ignore[type-arg]
    """Every reference of the catalogue, the tie of a kind to its record left out."""
    for name, field in own_fields():
        if isinstance(field, models.ForeignKey) and not getattr(field.remote_field, "parent_link", False):
            yield name, field


def test_every_column_that_people_see_has_help_in_words() -> None:
    silent = [
        name
        for name, field in own_fields()
        if not field.help_text and not field.auto_created and not getattr(field.remote_field, "parent_link", False)
    ]

    assert silent == []


def test_every_reference_has_a_name_from_the_other_end() -> None:
    nameless = [name for name, field in foreign_keys() if not field.remote_field.related_name]

    assert nameless == []


def test_nothing_is_deleted_as_a_side_effect() -> None:
    cascading = {name for name, field in foreign_keys() if field.remote_field.on_delete is models.CASCADE}
    forgotten = {name for name, field in foreign_keys() if field.remote_field.on_delete is models.SET_NULL}
    others = {
        name
        for name, field in foreign_keys()
        if field.remote_field.on_delete not in {models.CASCADE, models.SET_NULL, models.PROTECT}
    }

    assert cascading == PARTS_OF_THEIR_PARENT
    assert forgotten == LEFT_BY_ITSELF
    assert others == set()


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.key)
def test_every_column_of_a_claim_travels_in_the_document(part: object) -> None:
    from catalogue.documents import Part

    assert isinstance(part, Part)
    columns = {field.name for field in part.model._meta.local_fields} - DERIVED
    numbers = set(NUMBER_COLUMNS.values()) if "number" in part.keys else set()

    assert columns == ((set(part.keys) - {"number"}) | numbers | set(CLAIM_KEYS) | {"disagreement"})


@pytest.mark.parametrize(
    ("model", "keys", "apart"),
    [
        (Footnote, FOOTNOTE_KEYS, {"id", "uuid", "citation", "position", *(part.target for part in PARTS)}),
        (Creator, CREATOR_KEYS, {"id", "source", "position"}),
        (SourceLink, LINK_KEYS, {"id", "source", "position"}),
    ],
)
def test_every_column_of_a_part_travels_in_the_document(
    model: type[models.Model], keys: tuple[str, ...], apart: set[str]
) -> None:
    assert {field.name for field in model._meta.local_fields} - apart == set(keys)


def test_a_changed_word_reaches_every_document_that_uses_it() -> None:
    def missing(target: type[models.Model], statement: str) -> list[str]:
        return [
            name
            for name, field in foreign_keys()
            if field.related_model is target
            and name not in BY_KEY
            and not reads(statement, field.model._meta.db_table, field.column)
        ]

    assert missing(Term, USERS_OF_TERM) == []
    assert missing(RelationType, USERS_OF_RELATION_TYPE) == []


def test_a_renamed_record_reaches_every_document_that_names_it() -> None:
    # A claim's own record is the document itself; the rest is derived or history.
    own = {name for name in PARTS_OF_THEIR_PARENT if name.endswith(".record")}
    own |= LEFT_BY_ITSELF | {"possibleduplicate.first", "possibleduplicate.second"}
    missing = [
        name
        for name, field in foreign_keys()
        if issubclass(field.related_model, Record)
        and name not in own | {"creator.source", "sourcelink.source", "citation.source"}
        and not reads(NEIGHBOURS, field.model._meta.db_table, field.column)
    ]

    assert missing == []


def reads(statement: str, table: str, column: str) -> bool:
    """Whether one of the united queries of a statement looks for a column of a table."""
    return any(f"FROM {table} " in f"{query} " and f"{column} = ANY" in query for query in one_line(statement))


def one_line(statement: str) -> list[str]:
    """The queries of a statement, each in one line."""
    return " ".join(statement.split()).split(" UNION ")


def test_a_query_that_forgets_a_column_is_found() -> None:
    assert reads(USERS_OF_TERM, "catalogue_unit", "branch_id")
    assert not reads(USERS_OF_TERM, "catalogue_unit", "flag_id")
    assert not reads(USERS_OF_TERM, "catalogue_event", "branch_id")


@pytest.mark.django_db
def test_every_rule_of_the_models_stands_in_the_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint UNION SELECT indexname FROM pg_indexes")
        known = {row[0] for row in cursor.fetchall()}

    rules = {rule.name for model in MODELS for rule in (*model._meta.constraints, *model._meta.indexes)}
    assert rules - known == set()
