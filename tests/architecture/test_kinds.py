"""A kind of record is whole or fails here: edited, served, browsed, searched, imported and exported."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from io import StringIO

import pytest
from django.contrib import admin
from django.core.management import call_command, get_commands, load_command_class
from django.db import connection, models
from django.urls import NoReverseMatch, reverse

from catalogue.admin.claim_forms import FORMS as CLAIM_FORMS
from catalogue.admin.record_sheet import FORMS as RECORD_FORMS
from catalogue.admin.record_sheet import rows_of
from catalogue.documents.shape import CLAIM_KEYS, KIND_KEYS, PARTS, TERM_SCHEMES, Part, content_keys
from catalogue.ingest.survey import known_kinds
from catalogue.models import KIND_MODELS, Kind, Record, Term
from catalogue.search import FILTERSETS
from catalogue.web.kinds import ABOUT, PLURALS
from tests.architecture.python_files import CHECKOUT

MADE_UP = "vessel"


def lacks_model(kind: str) -> Iterator[str]:
    """A kind is a table of its own."""
    if KIND_MODELS.get(kind, Record) is Record:
        yield "it has no model in KIND_MODELS"


def lacks_editing(kind: str) -> Iterator[str]:
    """Curators enter and change it."""
    if KIND_MODELS.get(kind) not in admin.site._registry:
        yield "it cannot be edited: no admin is registered"
        return
    shown = set(RECORD_FORMS[kind].base_fields) | {rows.list_key for rows in rows_of(kind)}
    for key in sorted(set(content_keys(kind)) - {"kind", "uuid"} - shown):
        yield f"it cannot be edited: its page has no place for “{key}”"


def lacks_serving(kind: str) -> Iterator[str]:
    """Programs read it."""
    yield from lacks_address(f"api:{kind}-list", {}, "it is not served: the API has no list of it")
    yield from lacks_address(f"api:{kind}-detail", {"slug": "a"}, "it is not served: the API has no document of it")


def lacks_pages(kind: str) -> Iterator[str]:
    """Readers browse it."""
    yield from lacks_address(f"web:{kind}-list", {}, "it cannot be browsed: there is no list of it")
    yield from lacks_address(f"web:{kind}-detail", {"slug": "a"}, "it cannot be browsed: there is no page of it")
    if kind not in PLURALS or kind not in ABOUT:
        yield "it cannot be browsed: the home page has no words for it"


def lacks_address(name: str, arguments: dict[str, str], sentence: str) -> Iterator[str]:
    """A view has an address."""
    try:
        reverse(name, kwargs=arguments)
    except NoReverseMatch:
        yield sentence


def lacks_search(kind: str) -> Iterator[str]:
    """One FilterSet answers the page and the API."""
    own = FILTERSETS.get(kind)
    if own is None or own.of_kind != kind:
        yield "it cannot be searched: no FilterSet is for it"


def lacks_document(kind: str) -> Iterator[str]:
    """All that is kept of it travels in its document."""
    if kind not in KIND_KEYS:
        yield "it has no document: KIND_KEYS does not name its columns"
        return
    columns = {field.name for field in KIND_MODELS[kind]._meta.local_fields if not field.primary_key}
    for column in sorted(columns - set(KIND_KEYS[kind])):
        yield f"its column “{column}” is missing in its document"
    for column in sorted(columns):
        if is_term(KIND_MODELS[kind]._meta.get_field(column)) and (kind, column) not in TERM_SCHEMES:
            yield f"its column “{column}” has no scheme in TERM_SCHEMES"
    if len(set(content_keys(kind))) != len(content_keys(kind)):
        yield "a key of its document stands twice"


def is_term(field: object) -> bool:
    """Whether a column names a term of the vocabulary."""
    return isinstance(field, models.ForeignKey) and field.related_model is Term


def lacks_import(kind: str) -> Iterator[str]:
    """Files bring it in, and the demo has one to show."""
    if kind not in known_kinds():
        yield "it cannot be imported: the import does not know the word"
    with (CHECKOUT / "fixtures" / "demo.ndjson").open(encoding="utf-8") as lines:
        if not any(json.loads(line)["kind"] == kind for line in lines):
            yield "the demo catalogue has none"


def lacks_export(kind: str) -> Iterator[str]:
    """Files carry it out."""
    command = load_command_class(get_commands()["export_records"], "export_records")
    option = next(each for each in command.create_parser("manage.py", "export_records")._actions if each.dest == "kind")
    if kind not in (option.choices or ()):
        yield "it cannot be exported: `export_records --kind` does not offer it"


CHECKS: tuple[Callable[[str], Iterator[str]], ...] = (
    lacks_model,
    lacks_editing,
    lacks_serving,
    lacks_pages,
    lacks_search,
    lacks_document,
    lacks_import,
    lacks_export,
)


def lacking(kind: str) -> list[str]:
    """What a kind still lacks, a sentence each."""
    return [sentence for check in CHECKS for sentence in check(kind)]


@pytest.mark.parametrize("kind", Kind.values)
def test_each_kind_is_edited_served_browsed_searched_imported_and_exported(kind: str) -> None:
    assert lacking(kind) == []


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_each_check_finds_a_kind_that_is_only_a_word(check: Callable[[str], Iterator[str]]) -> None:
    assert list(check(MADE_UP))


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.key)
def test_every_key_of_a_claim_can_be_edited_on_its_page(part: Part) -> None:
    assert {*part.keys, *CLAIM_KEYS, "disagreement"} - set(CLAIM_FORMS[part.key].base_fields) == set()


def test_no_model_of_a_record_is_without_its_kind() -> None:
    assert {model for model in Record.__subclasses__() if not model._meta.proxy} == set(KIND_MODELS.values())


@pytest.mark.django_db
@pytest.mark.parametrize("kind", Kind.values)
def test_the_database_keeps_a_kind_on_records_of_that_kind(kind: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f' AND conrelid = %s::regclass",
            [KIND_MODELS[kind]._meta.db_table],
        )
        rules = [row[0] for row in cursor.fetchall()]

    assert any("(record_ptr_id, record_ptr_kind_is) REFERENCES catalogue_record(id, kind)" in rule for rule in rules)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", Kind.values)
def test_an_empty_catalogue_exports_no_line_of_a_kind(kind: str) -> None:
    answer = StringIO()
    call_command("export_records", "--kind", kind, stdout=answer)

    assert answer.getvalue() == ""
