"""The published vectors of other parsers, where a folder with them is at hand; the suite does not need them."""

from __future__ import annotations

import csv
import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet

from catalogue.dates import DateError, parse_edtf
from catalogue.dates.calendar import encode, next_day

BESIDE = Path(__file__).resolve().parents[2].parent / "shared" / "data"
FOLDER = Path(os.environ.get("LEGAJO_DATA") or BESIDE) / "edtf"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="no folder of EDTF vectors; LEGAJO_DATA names one")

DAY = 86_400_000
CYCLE_DAYS, CYCLE_YEARS = 146_097, 400
# Impossible days are only parsed and written back there; here they need bounds, so they are refused.
IMPOSSIBLE = {"1900-02-29", "2019-02-29"}
# Rows (text, first moment) whose bounds cannot be right, each with its reason.
NOT_FOLLOWED = {
    ("2020-30", "1593561600000"): "southern summer is not July to September",
    ("2020-37", "1577836800000"): "the standard gives a quadrimester four months, the file five",
    ("Y100000", "2932896000000"): "the moment lies in the year 2062",
    ("Y-10000", "-377705116800000"): "the moment lies in the year -9999",
}
SEASON = re.compile("[0-9]{4}-(?:2[1-9]|3[0-9])")
FILES = ("level0", "level1", "level2", "loc-spec", "iso8601-2", "edge-cases")


def rows(name: str) -> list[list[str]]:
    if not FOLDER.is_dir():
        return []
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        lines = [line for line in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if line]
    return [line for line in lines[1:] if not line[0].startswith("#")]


def day_of(milliseconds: str) -> int | None:
    """The UTC day of a time in milliseconds since 1970, in the proleptic Gregorian calendar."""
    if milliseconds in ("", "Infinity", "-Infinity"):
        return None
    cycles, days = divmod(int(milliseconds) // DAY, CYCLE_DAYS)
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=days)
    return encode(moment.year + cycles * CYCLE_YEARS, moment.month, moment.day)


def named(rows: list[list[str]], column: int) -> list[ParameterSet]:
    """The rows with their date as name; a date that stands twice in a file has its number beside it."""
    return [pytest.param(row, id=f"{n}:{row[column] if len(row) > column else ''}") for n, row in enumerate(rows)]


def java_rows() -> list[ParameterSet]:
    return named([row for name in FILES for row in rows(f"edtf-java/{name}.tsv")], 0)


@pytest.mark.parametrize("row", java_rows())
def test_the_bounds_agree_with_edtf_java(row: list[str]) -> None:
    text, least, most = row[0], row[3], row[4]
    if row[-1] == "INVALID" or text in IMPOSSIBLE:
        with pytest.raises(DateError):
            parse_edtf(text)
        return
    edtf = parse_edtf(text)
    if (text, least) in NOT_FOLLOWED or (least == most == "0"):
        return
    if "T" in text:
        assert local_day(text) == (edtf.earliest, edtf.latest)
        return
    assert (edtf.earliest, edtf.latest) == (day_of(least), day_of(most))


def local_day(text: str) -> tuple[int, int]:
    year, month, day = (int(part) for part in text.split("T")[0].split("-"))
    if "T24" in text:
        year, month, day = next_day(year, month, day)
    return encode(year, month, day), encode(year, month, day)


def python_rows(of: str) -> list[ParameterSet]:
    """That list of the file without its seasons, whose months python-edtf sets by hemisphere."""
    found = [row for row in rows("python-edtf_parser_vectors.tsv") if row[0] == of]
    return named([row for row in found if not SEASON.fullmatch(row[1] if len(row) > 1 else "")], 1)


@pytest.mark.parametrize("row", python_rows("EXAMPLES"))
def test_the_strict_bounds_agree_with_python_edtf(row: list[str]) -> None:
    text, least = row[1], row[2]
    # Rows of three columns after the text give one day and, for doubtful days, only the padded bounds.
    most = row[3] if len(row) in (4, 6) else least
    edtf = parse_edtf(text)
    unknown_start, unknown_end = text.startswith("/"), text.endswith("/")
    assert edtf.earliest == (None if unknown_start else written_day(least))
    assert edtf.latest == (None if unknown_end else written_day(most))


def written_day(text: str) -> int | None:
    if text in ("inf", "-inf"):
        return None
    sign = -1 if text.startswith("-") else 1
    year, month, day = (int(part) for part in text.lstrip("-").split("-"))
    return encode(sign * year, month, day)


@pytest.mark.parametrize("row", python_rows("BAD_EXAMPLES"))
def test_what_python_edtf_refuses_is_refused(row: list[str]) -> None:
    with pytest.raises(DateError):
        parse_edtf((row[1:] or [""])[0])


@pytest.mark.parametrize("row", python_rows("APPROXIMATE_UNCERTAIN_EXAMPLES"))
def test_the_doubt_agrees_with_python_edtf(row: list[str]) -> None:
    uncertain, approximate, both = (cell == "True" for cell in row[2:5])
    edtf = parse_edtf(row[1])
    assert (edtf.uncertain, edtf.approximate) == (uncertain or both, approximate or both)
