"""Finding in the demo catalogue."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from catalogue.models import Kind, Record, SearchEntry
from catalogue.search import refresh, search
from catalogue.text import fold

pytestmark = pytest.mark.usefixtures("demo")


def titles(query: str, kind: str | None = None) -> list[str]:
    ids = search(kind, QueryDict(query)).record_ids
    records = Record.objects.in_bulk(ids)
    return [records[key].title for key in ids]


@pytest.mark.parametrize("typed", ["Patrascanu", "Pătrăşcanu", "Pătrășcanu", "PĂTRĂȘCANU", "lucretiu patrascanu"])
def test_lucretiu_patrascanu_comes_first_however_he_is_typed(typed: str) -> None:
    assert titles(f"q={typed}")[0] == "Lucrețiu Pătrășcanu"


@pytest.mark.parametrize("title", ["Ion Antonescu", "Miguel I de Rumania", "Constantin Sănătescu", "Nicolae Rădescu"])
def test_a_person_is_found_by_the_title_with_and_without_accents(title: str) -> None:
    assert titles(f"q={title}", "person")[0] == title
    assert titles(f"q={fold(title)}", "person")[0] == title


@pytest.mark.parametrize("kind", [None, *Kind.values])
def test_every_count_of_every_facet_is_what_choosing_the_value_finds(kind: str | None) -> None:
    for facet in search(kind, QueryDict(""), facets="all").facets:
        for value in facet.values[:2]:
            asked = QueryDict(mutable=True)
            asked[facet.name] = value.value
            assert search(kind, asked).count == value.count, (facet.name, value)


def test_the_import_has_indexed_what_a_rebuild_would_index() -> None:
    before = dict(SearchEntry.objects.values_list("record_id", "vector"))
    names = dict(SearchEntry.objects.values_list("record_id", "names"))
    ids = list(Record.objects.values_list("pk", flat=True))
    refresh(ids)
    assert dict(SearchEntry.objects.values_list("record_id", "vector")) == before
    assert dict(SearchEntry.objects.values_list("record_id", "names")) == names
    assert set(before) == set(ids)
