"""Curation is the only door: nobody else writes rows of the catalogue."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.contrib.admin import ModelAdmin

from tests.architecture.python_files import PythonFile, dotted, python_files, read

# Without positional arguments these are the methods of a model or a QuerySet: `set.update(other)`, a form's
# `save(user)` and `dict.update(other)` always have one.
BARE_WRITES = frozenset({"save", "update", "delete", "create", "asave", "aupdate", "adelete", "acreate"})
# No other object of Python or Django has methods with these names.
SURE_WRITES = frozenset(
    {
        "bulk_create", "bulk_update", "get_or_create", "update_or_create",
        "abulk_create", "abulk_update", "aget_or_create", "aupdate_or_create",
    }
)  # fmt: skip
STATEMENT = re.compile(r"\b(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|TRUNCATE(?:\s+TABLE)?|COPY)\s+\"?catalogue_\w+", re.I)

ALLOWED = {
    ("catalogue/documents/building.py", "StaleDocument.objects.filter.delete"): "a document made anew is not stale",
    ("catalogue/documents/building.py", "ReadyDocument.objects.bulk_create"): "ready documents are derived rows",
}
"""What is written outside curation: rows that can be made again from the records at any time."""
INDEX = re.compile(
    r".* catalogue_(?:searchentry|facetentry|facettotal|facetchange|indexedfacet|indexedvalue|name(?:form|token|slip))",
    re.I,
)
"""The tables of the search index, which nobody but `catalogue/search` writes."""


def is_indexing(path: str, words: str) -> bool:
    """Whether the search keeps its own derived rows."""
    return path.startswith("catalogue/search/") and INDEX.fullmatch(words) is not None


def writes(file: PythonFile) -> Iterator[tuple[int, str]]:
    """Line and words of everything in a module that writes rows, or may."""
    for node in ast.walk(file.tree):
        match node:
            case ast.Call(func=ast.Attribute(attr=name), args=args) if name in SURE_WRITES or (
                name in BARE_WRITES and not args
            ):
                yield node.lineno, dotted(node.func)
            case ast.Constant(value=str(text)):
                yield from ((node.lineno, " ".join(found.group().split())) for found in STATEMENT.finditer(text))
            case _:
                pass


def outside() -> Iterator[tuple[str, int, str]]:
    """Every write outside curation."""
    for file in python_files("archive", "catalogue"):
        if not file.path.startswith("catalogue/curation/"):
            yield from ((file.path, line, words) for line, words in writes(file))


def test_only_curation_writes_the_catalogue() -> None:
    found = [
        f"{path}:{line}: {words}"
        for path, line, words in outside()
        if (path, words) not in ALLOWED and not is_indexing(path, words)
    ]

    assert found == []


def test_every_exception_is_still_needed() -> None:
    assert ALLOWED.keys() - {(path, words) for path, _line, words in outside()} == set()


@pytest.mark.parametrize(
    "line",
    [
        "record.save()",
        "record.save(update_fields=['slug'])",
        "Name.objects.filter(pk=1).update(text='x')",
        "model._default_manager.filter(pk__in=gone).delete()",
        "Record.objects.create(kind='person')",
        "record.names.create(text='x')",
        "Term.objects.get_or_create(slug='x')",
        "manager.bulk_create(rows)",
        "found.update(**columns)",
        "cursor.execute('DELETE FROM catalogue_footnote WHERE id = 1')",
        "cursor.execute(f'UPDATE catalogue_name SET text = {x}')",
        "cursor.execute('''\n insert into\n catalogue_record (id) VALUES (1)''')",
    ],
)
def test_each_way_of_writing_rows_is_found(line: str) -> None:
    assert list(writes(read("made_up.py", line)))


@pytest.mark.parametrize(
    "line",
    [
        "seen.update(others)",
        "counts.update(each.outcome for each in saved)",
        "content.update({'kind': 'person'})",
        "digest.update(b'words')",
        "saved = sheet.save(request.user)",
        "delete_record(record.pk, user=request.user)",
        "words.create_index(1)",
        "cursor.execute('SELECT id FROM catalogue_record FOR UPDATE')",
        "text = 'INSERT a mark after the clause'",
    ],
)
def test_sets_dictionaries_and_forms_are_let_through(line: str) -> None:
    assert list(writes(read("made_up.py", line))) == []


def doors_of_django(model_admin: ModelAdmin) -> list[str]:  # type: ignore[type-arg]
    """Django's own writing methods that an admin class of the catalogue would still go through."""
    own = type(model_admin)
    names = ("_changeform_view", "delete_model", "delete_queryset")
    doors = [f"{own.__name__}.{name}" for name in names if getattr(own, name) is getattr(ModelAdmin, name)]
    if own.save_model is not ModelAdmin.save_model and not own.inlines:
        # Without rows of other tables, Django's page writes by this method alone.
        doors = [door for door in doors if not door.endswith("._changeform_view")]
    doors += [f"{own.__name__}.list_editable"] if own.list_editable else []
    return [] if is_read_only(own) else doors


def is_read_only(own: type[ModelAdmin]) -> bool:  # type: ignore[type-arg]
    """Whether an admin class refuses every change itself."""
    names = ("has_add_permission", "has_change_permission", "has_delete_permission")
    return all(getattr(own, name) is not getattr(ModelAdmin, name) for name in names)


def test_the_admin_saves_and_deletes_through_curation() -> None:
    found = [
        door
        for model, model_admin in admin.site._registry.items()
        if model._meta.app_label == "catalogue"
        for door in doors_of_django(model_admin)
    ]

    assert found == []


def test_an_ordinary_admin_class_is_found() -> None:
    from catalogue.models import Person

    assert doors_of_django(ModelAdmin(Person, admin.site))
