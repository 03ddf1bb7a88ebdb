"""A profile is read as it is written, and every mistake in it is named by its line and key."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from catalogue.ingest.tables import check_columns, check_profile, dump_toml, parse_profile, read_table
from catalogue.ingest.tables.templates import TemplateError, read_template

PROFILES = sorted((Path(__file__).resolve().parents[2] / "docs" / "profiles").glob("*.toml"))
GOOD = """
name = "battles"
[record]
kind = "event"
key = "{code}"
[[names]]
type = "authorized"
text = "{name}"
"""


def problems(text: str) -> list[tuple[int, str]]:
    return [(each.line, each.key) for each in check_profile(text)]


@pytest.mark.parametrize("path", PROFILES, ids=lambda path: path.stem)
def test_the_worked_examples_have_no_mistakes(path: Path) -> None:
    assert [str(each) for each in check_profile(path.read_text(encoding="utf-8"))] == []
    assert path.stem == parse_profile(path.read_text(encoding="utf-8")).name


def test_a_profile_without_mistakes_has_no_problems() -> None:
    assert check_profile(GOOD) == []
    assert parse_profile(GOOD).matching.scope == "battles"


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        ("name = \n", 1, ""),
        (GOOD.replace('kind = "event"', 'kind = "battle"'), 4, "record.kind"),
        (GOOD.replace("key = ", "keys = "), 5, "record.keys"),
        (GOOD.replace('"{name}"', '"{name"'), 8, "names.0.text"),
        (GOOD + 'citation = "[@]"\n', 9, "names.0.citation"),
        (GOOD + 'each = { name = "x", value = "{name}" }\n', 9, "names.0.each"),
        (GOOD + '[[datings]]\ntype = "occurred"\n', 9, "datings.0"),
        (GOOD + '[[names]]\ntype = "authorized"\ntext = "x"\n', 9, "names.1"),
        (GOOD + '[[relations]]\ntype = "part-of"\nobject = { key = "{x}" }\n', 11, "relations.0.object.key"),
        (GOOD + '[columns.day]\ndate = "%d.%m.%y"\n', 10, "columns.day.date"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_by_line_and_key(text: str, line: int, key: str) -> None:
    assert (line, key) in problems(text)


def test_a_column_that_the_table_lacks_is_named_with_the_nearest_one() -> None:
    table = read_table(b"code,nam\n1,Shiloh\n", "a.csv")

    found = check_columns(parse_profile(GOOD), table)

    assert [(each.line, each.key) for each in found] == [(8, "names.0.text")]
    assert "no column “name”; it has: nam" in found[0].message


@pytest.mark.parametrize(
    ("template", "cells", "text"),
    [
        ("{a} {b}", {"a": "x", "b": "y"}, "x y"),
        ("{a}< {b}>< {c}>", {"a": "x", "b": "", "c": "z"}, "x z"),
        ("{{{a}}} <<", {"a": "x"}, "{x} <"),
        ("no. {a}", {"a": ""}, ""),
        ("constant", {}, "constant"),
    ],
)
def test_a_template_is_filled_from_cells(template: str, cells: dict[str, str], text: str) -> None:
    assert read_template(template).fill(lambda name: cells[name]) == text


@pytest.mark.parametrize("template", ["{a", "a}", "<{a}", "{a}>"])
def test_a_template_whose_signs_do_not_pair_is_refused(template: str) -> None:
    with pytest.raises(TemplateError):
        read_template(template)


def test_a_profile_that_was_written_from_its_values_reads_the_same() -> None:
    content = tomllib.loads(GOOD) | {"columns": {"odd name": {"sentinels": ["", 'a "b" \\']}}, "language": "ro"}

    assert tomllib.loads(dump_toml(content)) == content
