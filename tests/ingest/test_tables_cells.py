"""Cells are understood as their column says: dates, numbers, words."""

from __future__ import annotations

import pytest

from catalogue.dates import DateError
from catalogue.ingest.tables.cells import CellError, Cells, edtf_of
from catalogue.ingest.tables.profile import Columns
from catalogue.ingest.tables.profile_reading import parse_profile
from catalogue.ingest.tables.reading import Row

AMERICAN = Columns(date=("%m/%d/%Y", "%B %Y", "%Y"))
PROFILE = """
name = "cells"
[columns.men]
decimal = ","
thousands = "."
[record]
kind = "event"
key = "{code}"
[[names]]
type = "authorized"
text = "{code}"
[[attributes]]
property = "strength"
number = "{men}"
"""


@pytest.mark.parametrize(
    ("text", "reading", "edtf"),
    [
        ("04/06/1862", AMERICAN, "1862-04-06"),
        ("April 1862", AMERICAN, "1862-04"),
        ("1862", AMERICAN, "1862"),
        ("1862-4-6", Columns(), "1862-04-06"),
        ("1862-04-06 00:00:00", Columns(), "1862-04-06"),
        ("1862-04-00", Columns(zeros="unknown"), "1862-04"),
        ("1897-00-00", Columns(zeros="unknown"), "1897"),
        ("c. 1862", Columns(), "1862~"),
        ("April 6, 1862", Columns(), "1862-04-06"),
        ("1862-04/1862-05", Columns(), "1862-04/1862-05"),
    ],
)
def test_a_date_is_read_as_its_column_says(text: str, reading: Columns, edtf: str) -> None:
    assert edtf_of(text, reading, "en") == edtf


@pytest.mark.parametrize("text", ["1862-04-00", "1862-02-30", "04/06/1862", "62", "yesterday"])
def test_a_date_that_is_not_sure_is_refused(text: str) -> None:
    with pytest.raises(DateError):
        edtf_of(text, Columns(), "en")


@pytest.mark.parametrize(("text", "number"), [("1.234,5", "1234.5"), ("7", "7"), ("2e3", "2000"), ("", None)])
def test_a_number_is_read_with_the_signs_of_its_column(text: str, number: str | None) -> None:
    profile = parse_profile(PROFILE)
    cells = Cells(profile, {"code": 0, "men": 1}, Row(2, 2, ("A", text)))

    assert cells.number(profile.blocks[1].values["number"]) == number


@pytest.mark.parametrize("text", ["many", "nan", "1-2", "1,2,3"])
def test_what_is_no_number_is_refused_with_its_column(text: str) -> None:
    profile = parse_profile(PROFILE)
    cells = Cells(profile, {"code": 0, "men": 1}, Row(2, 2, ("A", text)))

    with pytest.raises(CellError) as refusal:
        cells.number(profile.blocks[1].values["number"])

    assert (refusal.value.column, refusal.value.value) == ("men", text)
