"""Tables in XLSX workbooks: what a reader of the sheet sees, as text."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from catalogue.ingest.tables.refusals import Refusal, TableRefused

LARGEST = 512 * 1024 * 1024
"""Bytes that a compressed workbook may unfold to."""
ZEROS = re.compile("0+")
Sheet = tuple[list[list[str]], list[Refusal], list[str]]
"""Rows, cells that cannot be read, notes."""


def refuse_bombs(data: bytes) -> None:
    """Refuses a compressed file that is broken or would not fit into memory."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(each.file_size for each in archive.infolist())
    except zipfile.BadZipFile as error:
        raise TableRefused(_("The file is damaged, or no workbook.")) from error
    if size > LARGEST:
        raise TableRefused(_("The workbook unfolds to %(size)d MB; split it.") % {"size": size // 1_048_576})


def read_xlsx(data: bytes, sheet: str = "") -> tuple[Sheet, str, tuple[str, ...]]:
    """A sheet of a workbook, its name, and the names of all sheets."""
    refuse_bombs(data)
    try:
        book = load_workbook(io.BytesIO(data))
    except (InvalidFileException, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise TableRefused(_("The workbook cannot be read: %(error)s.") % {"error": error}) from error
    names = tuple(each.title for each in book.worksheets)
    name = chosen(sheet, names)
    found = read_sheet(book[name], lambda: load_workbook(io.BytesIO(data), data_only=True)[name])
    return found, name, names


def chosen(sheet: str, names: tuple[str, ...]) -> str:
    """The sheet that was asked for, or the first one."""
    if not names or (sheet and sheet not in names):
        raise TableRefused(
            _("There is no sheet “%(sheet)s”; there are: %(known)s.") % {"sheet": sheet, "known": ", ".join(names)}
        )
    return sheet or names[0]


def read_sheet(sheet: Any, load_values: Any) -> Sheet:
    """The cells of a sheet; formulas by the values that were computed last."""
    values: Any = None
    rows: list[list[str]] = []
    faults: list[Refusal] = []
    for row in sheet.iter_rows():
        cells = []
        for cell in row:
            value = cell.value
            if cell.data_type == "f":
                values = load_values() if values is None else values
                value = values[cell.coordinate].value
                if value is None:
                    faults.append(fault(cell, str(cell.value), _("the formula has no computed value.")))
            elif cell.data_type == "e":
                faults.append(fault(cell, str(cell.value), _("the cell holds an error.")))
            cells.append(shown(value, str(cell.number_format)))
        rows.append(cells)
    faults += [
        Refusal(each.min_row, str(each), "", _("cells are merged; a table has one value in each cell."))
        for each in sheet.merged_cells.ranges
    ]
    hidden = sum(each.hidden for each in sheet.row_dimensions.values())
    notes = [_("%(count)d rows are hidden in the sheet; they are read too.") % {"count": hidden}] if hidden else []
    return rows, faults, notes


def fault(cell: Any, value: str, reason: str) -> Refusal:
    """A cell that cannot be read."""
    return Refusal(cell.row, cell.column_letter, value, reason)


def shown(value: Any, number_format: str = "") -> str:
    """A typed value as text: 1 is no 1.0, a day no moment, and leading zeros stay."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case datetime.datetime() if value.time() == datetime.time():
            return value.date().isoformat()
        case datetime.datetime() | datetime.date() | datetime.time():
            return value.isoformat()
        case float() if value.is_integer() and abs(value) < 1e15:
            return shown(int(value), number_format)
        case int() if ZEROS.fullmatch(number_format):
            return str(value).zfill(len(number_format))
        case _:
            return str(value)
