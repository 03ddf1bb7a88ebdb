"""The rules of the database, each broken by hand."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from catalogue.models import (
    CLAIM_FIELDS,
    CLAIM_MODELS,
    KIND_MODELS,
    Attribute,
    Citation,
    Claim,
    Creator,
    Dating,
    Event,
    Footnote,
    Identifier,
    Kind,
    Name,
    PastSlug,
    Person,
    Place,
    Record,
    Relation,
    Revision,
    Source,
    Term,
)
from tests.models import rows

pytestmark = pytest.mark.django_db
SCHEMED = [
    (Kind.PERSON, "gender"),
    (Kind.UNIT, "echelon"),
    (Kind.UNIT, "branch"),
    (Kind.UNIT, "allegiance"),
    (Kind.ORGANIZATION, "type"),
    (Kind.EVENT, "type"),
    (Kind.PLACE, "type"),
]


def refused(rule: str) -> Any:
    """Expects the database to refuse by a rule of this name."""
    return pytest.raises(IntegrityError, match=rule)


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_footnote_belongs_to_exactly_one_claim() -> None:
    claims = {str(model._meta.model_name): rows.claim(model, rows.record()) for model in CLAIM_MODELS}
    cited = rows.citation()
    for first in CLAIM_FIELDS:
        for second in CLAIM_FIELDS:
            if first < second:
                with refused("footnote_one_target"), transaction.atomic():
                    Footnote.objects.create(citation=cited, **{first: claims[first], second: claims[second]})
    with refused("footnote_one_target"):
        Footnote.objects.create(citation=cited)


@pytest.mark.parametrize("column", ["stance", "scope"])
def test_a_footnote_keeps_to_the_closed_lists(column: str) -> None:
    claim = rows.claim(Name, rows.record())
    with refused("_known"):
        rows.footnote(claim, None, **{column: "proves"})


def test_a_cited_source_cannot_be_deleted() -> None:
    note = rows.footnote(rows.claim(Name, rows.record()))
    with pytest.raises(ProtectedError):
        Source.objects.get(citations=note.citation).delete()
    with pytest.raises(ProtectedError):
        note.citation.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        sql("DELETE FROM catalogue_citation WHERE id = %s", note.citation_id)
    with pytest.raises(IntegrityError), transaction.atomic():
        sql("DELETE FROM catalogue_source WHERE record_ptr_id = %s", note.citation.source_id)


def test_two_sources_never_share_a_citekey() -> None:
    rows.source(citekey="banu-2004")
    with refused("citekey"):
        rows.source(citekey="banu-2004")


def test_a_source_needs_its_citekey() -> None:
    with refused("source_citekey_given"):
        rows.source(citekey="")


@pytest.mark.parametrize("column", ["csl_type", "tier", "level"])
def test_a_source_keeps_to_the_closed_lists(column: str) -> None:
    with refused("_known"):
        rows.source(**{column: "pamphlet"})


def test_a_source_is_not_part_of_itself() -> None:
    book = rows.source()
    with refused("source_not_part_of_itself"):
        sql("UPDATE catalogue_source SET parent_id = record_ptr_id WHERE record_ptr_id = %s", book.pk)


def test_a_creator_needs_a_name_or_a_record() -> None:
    with refused("creator_named"):
        Creator.objects.create(source=rows.source())


def test_a_slug_is_unique_within_its_kind_only() -> None:
    rows.record("person", slug="iasi")
    rows.record("place", slug="iasi")
    with refused("record_kind_slug_unique"):
        rows.record("place", slug="iasi")


def test_a_record_needs_a_slug() -> None:
    with refused("record_slug_given"):
        rows.record(slug="")


def test_a_past_slug_leads_to_one_record() -> None:
    PastSlug.objects.create(record=rows.record(), kind="person", slug="ion")
    with refused("pastslug_kind_slug_unique"):
        PastSlug.objects.create(record=rows.record(), kind="person", slug="ion")


def test_an_identifier_names_one_record() -> None:
    wikidata = rows.term("identifier-scheme")
    Identifier.objects.create(record=rows.record(), scheme=wikidata, value="Q1")
    Identifier.objects.create(record=rows.record(), scheme=rows.term("identifier-scheme"), value="Q1")
    with refused("identifier_scheme_value_unique"):
        Identifier.objects.create(record=rows.record(), scheme=wikidata, value="Q1")


def test_an_identifier_is_not_empty() -> None:
    with refused("identifier_value_given"):
        Identifier.objects.create(record=rows.record(), scheme=rows.term("identifier-scheme"), value="")


def test_two_records_never_share_a_uuid() -> None:
    with refused("uuid"):
        rows.record("place", uuid=rows.record().uuid)


def test_the_bounds_of_a_record_stand_in_order() -> None:
    with refused("record_bounds_in_order"):
        rows.record(earliest=19450101, latest=19440101)


@pytest.mark.parametrize(("column", "word"), [("status", "hidden"), ("kind", "ship")])
def test_a_record_keeps_to_the_closed_lists(column: str, word: str) -> None:
    with pytest.raises(IntegrityError):
        Record.objects.filter(pk=rows.record("person").pk).update(**{column: word})


def test_a_place_in_a_source_is_one_citation() -> None:
    book = rows.source()
    rows.citation(book, label="page", locator="28")
    rows.citation(book, label="folio", locator="28")
    with refused("citation_unique"):
        rows.citation(book, label="page", locator="28")


def test_an_unresolved_note_is_one_citation() -> None:
    where = rows.citation()
    Citation.objects.create(source=None, via=where, locator="24", locator_sort="")
    Citation.objects.create(source=None, via=rows.citation(), locator="24", locator_sort="")
    with refused("citation_unique"):
        Citation.objects.create(source=None, via=where, locator="24", locator_sort="")


def test_a_note_without_a_source_says_where_it_was_read() -> None:
    with refused("citation_source_or_via"):
        Citation.objects.create(source=None, locator="24", locator_sort="")


def test_a_citation_is_not_read_in_itself() -> None:
    cited = rows.citation()
    with refused("citation_not_via_itself"):
        Citation.objects.filter(pk=cited.pk).update(via=cited)


def test_a_citation_in_which_another_was_read_cannot_be_deleted() -> None:
    where = rows.citation()
    rows.citation(via=where)
    with pytest.raises(ProtectedError):
        where.delete()


def test_a_citation_keeps_to_the_known_labels() -> None:
    with refused("citation_label_known"):
        rows.citation(label="leaf")


@pytest.mark.parametrize("kind", KIND_MODELS)
def test_the_row_of_a_kind_hangs_on_a_record_of_that_kind(kind: str) -> None:
    model = KIND_MODELS[kind]
    other = rows.record("event" if kind != "event" else "person")
    row = model(pk=other.pk)
    row.__dict__.update(
        {"record_ptr_id": other.pk, "kind": other.kind, "slug": other.slug, "citekey": "key-of-an-event"}
    )
    with refused(f"catalogue_{kind}_record_ptr_kind_is"):
        row.save_base(raw=True, force_insert=True)


def test_a_record_with_a_kinds_row_cannot_become_another_kind() -> None:
    of = rows.record("person")
    with pytest.raises(IntegrityError):
        Record.objects.filter(pk=of.pk).update(kind="event")


@pytest.mark.parametrize(("kind", "column"), SCHEMED)
def test_a_column_takes_terms_of_its_scheme_only(kind: str, column: str) -> None:
    scheme = f"{kind}-type" if column == "type" else column
    rows.record(kind, **{column: rows.term(scheme)})
    with refused(f"{column}_scheme_is"):
        rows.record(kind, **{column: rows.term("rank")})


@pytest.mark.parametrize("model", [model for model in CLAIM_MODELS if model is not Relation])
def test_the_type_of_a_claim_is_of_its_scheme(model: type[Claim]) -> None:
    with refused("_scheme_is"):
        rows.claim(model, rows.record(), rows.term("rank"))


def test_the_role_of_a_relation_and_the_scheme_of_an_identifier_are_of_theirs() -> None:
    with refused("role_scheme_is"), transaction.atomic():
        rows.claim(Relation, rows.record(), role=rows.term("rank"))
    with refused("scheme_scheme_is"):
        Identifier.objects.create(record=rows.record(), scheme=rows.term("rank"), value="1")


def test_a_term_cannot_leave_the_scheme_in_which_it_is_used() -> None:
    gender = rows.term("gender")
    rows.record("person", gender=gender)
    with refused("gender_scheme_is"):
        Term.objects.filter(pk=gender.pk).update(scheme="rank")


def test_a_term_is_unique_in_its_scheme_and_not_broader_than_itself() -> None:
    first = rows.term("rank", "coronel")
    rows.term("role", "coronel")
    with refused("term_scheme_slug_unique"), transaction.atomic():
        rows.term("rank", "coronel")
    with refused("term_not_broader_than_itself"):
        Term.objects.filter(pk=first.pk).update(broader=first)


def test_the_context_of_a_relation_is_an_event() -> None:
    rows.claim(Relation, rows.record(), context=rows.record("event"))
    with refused("context_kind_is"):
        rows.claim(Relation, rows.record(), context=rows.record("place"))


@pytest.mark.parametrize("columns", [{"object_text": ""}, {"object_text": "otros", "with_object": True}])
def test_a_relation_has_one_object(columns: dict[str, Any]) -> None:
    target = {"object": rows.record()} if columns.pop("with_object", False) else {}
    with refused("relation_one_object"):
        rows.claim(Relation, rows.record(), **columns, **target)


def test_a_relation_to_a_record_counts_nothing() -> None:
    with refused("relation_one_object"):
        rows.claim(Relation, rows.record(), object=rows.record(), object_text="", object_count=3)


def test_a_record_is_not_related_to_itself() -> None:
    of = rows.record()
    with refused("relation_not_to_itself"):
        rows.claim(Relation, of, object=of, object_text="")


def test_a_relation_has_one_role() -> None:
    with refused("relation_one_role"):
        rows.claim(Relation, rows.record(), role=rows.term("role"), role_text="jefe")


def test_the_object_of_a_relation_cannot_be_deleted() -> None:
    target = rows.record()
    rows.claim(Relation, rows.record(), object=target, object_text="")
    with pytest.raises(ProtectedError):
        target.delete()


@pytest.mark.parametrize(
    "columns",
    [
        {"text": ""},
        {"text": "unos", "number_low": 3},
        {"text": "unos", "with_term": True},
        {"text": "", "number_high": 3, "with_term": True},
    ],
)
def test_an_attribute_has_one_value(columns: dict[str, Any]) -> None:
    value = {"term": rows.term("rank")} if columns.pop("with_term", False) else {}
    with refused("attribute_one_value"):
        rows.claim(Attribute, rows.record(), **columns, **value)


def test_the_ends_of_a_number_stand_in_order() -> None:
    rows.claim(Attribute, rows.record(), text="", number_low=3, number_high=3)
    with refused("attribute_numbers_in_order"):
        rows.claim(Attribute, rows.record(), text="", number_low=4, number_high=3)


@pytest.mark.parametrize(("model", "column"), [(Name, "text"), (Dating, "date"), (CLAIM_MODELS[3], "text")])
def test_a_claim_says_something(model: type[Claim], column: str) -> None:
    with refused("_given"):
        rows.claim(model, rows.record(), None, **{column: ""})


@pytest.mark.parametrize("point", [(44, None), (None, 26), (91, 26), (44, 181), (-91, 0), (0, -181)])
def test_a_place_has_a_whole_point_on_earth_or_none(point: tuple[int | None, int | None]) -> None:
    with refused("place_point_whole_and_on_earth"):
        rows.record("place", latitude=point[0], longitude=point[1])


def test_a_version_of_a_subject_is_kept_once() -> None:
    subject = uuid.uuid4()
    same = {"subject": subject, "kind": "person", "version": 1, "action": "created", "content": {}}
    Revision.objects.create(**same)
    Revision.objects.create(**same, state="proposed", base_version=1)
    with refused("revision_version_unique"):
        Revision.objects.create(**same)


def test_a_record_takes_its_parts_with_it_and_its_history_stays() -> None:
    of = rows.record()
    rows.footnote(rows.claim(Dating, of))
    kept = Revision.objects.create(subject=of.uuid, kind="person", record=of, version=1, action="created", content={})
    Record.objects.get(pk=of.pk).delete()
    kept.refresh_from_db()
    assert kept.record is None
    assert not Person.objects.filter(pk=of.pk).exists()
    assert not Dating.objects.exists()


def test_kinds_have_their_own_tables() -> None:
    place, event = rows.record("place"), rows.record("event")
    assert Place.objects.get(pk=place.pk).kind == "place"
    assert Event.objects.get(pk=event.pk).kind == "event"
    assert Record.objects.count() == 2
