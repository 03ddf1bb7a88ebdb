"""Records as tables: which columns, and what a spreadsheet may not take for a formula."""

from __future__ import annotations

import csv

import pytest

from catalogue.documents import ready_documents
from catalogue.exports.site import this_site
from catalogue.exports.tables import csv_lines, guarded, joined, table_lines
from tests.search.building import attribute, cite, dating, name, record, relation, relation_type, source, term


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-2+3", "'-2+3"),
        ("+40 21", "'+40 21"),
        ("\tx", "'\tx"),
        ("'s-Hertogenbosch", "''s-Hertogenbosch"),
        ("-26.1025", "-26.1025"),
        ("General", "General"),
    ],
)
def test_what_begins_like_a_formula_gets_an_apostrophe_that_can_be_taken_away(text: str, shown: str) -> None:
    assert guarded(text) == shown


def test_several_values_in_a_cell_can_be_told_apart() -> None:
    assert joined(["a|b", "c\\d", "", "a|b"]) == "a\\|b|c\\\\d"


def test_a_table_is_read_back_by_any_reader_of_csv() -> None:
    text = "".join(table_lines(["one", "two"], [["line\nline", 'quoted "x", y'], [None, True]]))
    assert text.startswith("one,two\r\n")
    assert list(csv.reader(text.splitlines(keepends=True)))[1:] == [["line\nline", 'quoted "x", y'], ["", "true"]]


@pytest.mark.django_db
def test_what_is_preferred_stands_in_columns_of_the_vocabulary_in_use() -> None:
    ion = record("person", "Ion", gender=term("gender", "male"))
    rank, general = term("property", "rank", value_scheme="rank"), term("rank", "general")
    term("property", "unused")
    name(ion, "Ionel")
    cite(attribute(ion, rank, term=general), source("banu-2004"))
    attribute(ion, rank, text="denied", negated=True)
    dating(ion, "1882-06-14", 18820614, 18820614)
    relation(ion, relation_type("born-at"), record("place", "Pitesti"))
    documents = ready_documents([ion.pk]).values()
    header, row = csv.reader(csv_lines("person", documents, site=this_site("https://example.org")))
    cells = dict(zip(header, row, strict=True))
    assert (cells["gender"], cells["gender_label"]) == ("male", "Male")
    assert (cells["name"], cells["other_names"]) == ("Ion", "Ionel")
    assert cells["attr.rank"] == "General"
    assert cells["rel.born-at"] == "Pitesti"
    assert (cells["sources"], cells["address"]) == ("1", f"https://example.org/id/{ion.uuid}")
    assert "attr.unused" not in cells
