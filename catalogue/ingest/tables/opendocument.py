"""Tables in ODS spreadsheets: what a reader of the sheet sees, as text."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from django.utils.translation import gettext as _

from catalogue.ingest.tables.refusals import Refusal, TableRefused
from catalogue.ingest.tables.workbooks import Sheet, chosen, refuse_bombs, shown

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
MOST_CELLS = 5_000_000


def read_ods(data: bytes, sheet: str = "") -> tuple[Sheet, str, tuple[str, ...]]:
    """A sheet of a spreadsheet, its name, and the names of all sheets."""
    refuse_bombs(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            tree = fromstring(archive.read("content.xml"))
    except (KeyError, ParseError, DefusedXmlException) as error:
        raise TableRefused(_("The spreadsheet cannot be read: %(error)s.") % {"error": error}) from error
    tables = {str(each.get(f"{TABLE}name")): each for each in tree.iter(f"{TABLE}table")}
    name = chosen(sheet, tuple(tables))
    return read_table_element(tables[name]), name, tuple(tables)


def read_table_element(table: Any) -> Sheet:
    """The rows of a sheet; repeated ones are written out while anything follows."""
    rows: list[list[str]] = []
    faults: list[Refusal] = []
    waiting, total = 0, 0
    for element in table.iter(f"{TABLE}table-row"):
        cells = read_cells(element, len(rows) + waiting + 1, faults)
        repeated = int(element.get(f"{TABLE}number-rows-repeated", "1"))
        if not any(cells):
            waiting += repeated
            continue
        total += len(cells) * repeated + waiting
        if total > MOST_CELLS:
            raise TableRefused(_("The sheet has more than %(count)d cells; split it.") % {"count": MOST_CELLS})
        rows += [[] for _blank in range(waiting)]
        rows += [list(cells) for _again in range(repeated)]
        waiting = 0
    return rows, faults, []


def read_cells(row: Any, number: int, faults: list[Refusal]) -> list[str]:
    """The cells of a row, without the empty ones at its end."""
    cells: list[str] = []
    waiting = 0
    for cell in row:
        if cell.tag not in {f"{TABLE}table-cell", f"{TABLE}covered-table-cell"}:
            continue
        if merged(cell):
            reason = _("cells are merged; a table has one value in each cell.")
            faults.append(Refusal(number, "", words_of(cell), reason))
        repeated = int(cell.get(f"{TABLE}number-columns-repeated", "1"))
        value = value_of(cell)
        if not value:
            waiting += repeated
            continue
        if waiting + repeated > MOST_CELLS:
            raise TableRefused(_("The sheet has more than %(count)d cells; split it.") % {"count": MOST_CELLS})
        cells += [""] * waiting + [value] * repeated
        waiting = 0
    return cells


def merged(cell: Any) -> bool:
    """Whether a cell spreads over others."""
    return any(cell.get(f"{TABLE}number-{each}-spanned", "1") != "1" for each in ("rows", "columns"))


def value_of(cell: Any) -> str:
    """A cell as text: dates as days, numbers without idle zeros, leading zeros as they are seen."""
    kind = cell.get(f"{OFFICE}value-type", "")
    words = words_of(cell)
    if kind == "date":
        return str(cell.get(f"{OFFICE}date-value", "")).removesuffix("T00:00:00")
    if kind == "boolean":
        return str(cell.get(f"{OFFICE}boolean-value", "")).upper()
    if kind in {"float", "currency", "percentage"}:
        value = str(cell.get(f"{OFFICE}value", ""))
        return words if padded(words, value) else shown(number_of(value)) if value else words
    return words


def padded(words: str, value: str) -> bool:
    """Whether a number is shown with leading zeros."""
    return words.isdigit() and words.startswith("0") and words.lstrip("0") == value


def number_of(value: str) -> float | str:
    """The number behind a cell; its own text where a number would lose digits."""
    number = float(value)
    return number if number.is_integer() or "e" in value.lower() else value


def words_of(cell: Any) -> str:
    """The paragraphs of a cell."""
    return "\n".join("".join(pieces(each)) for each in cell.findall(f"{TEXT}p"))


def pieces(element: Any) -> Iterator[str]:
    """The text of a paragraph, with its spaces, tabs and line breaks."""
    yield element.text or ""
    for child in element:
        if child.tag == f"{TEXT}s":
            yield " " * int(child.get(f"{TEXT}c", "1"))
        elif child.tag == f"{TEXT}tab":
            yield "\t"
        elif child.tag == f"{TEXT}line-break":
            yield "\n"
        elif child.tag != f"{OFFICE}annotation":
            yield from pieces(child)
        yield child.tail or ""
