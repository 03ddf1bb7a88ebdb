"""Reading tables: CSV, XLSX and ODS files as a header and rows of text, each row with its place in the file."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePath

from django.utils.translation import gettext as _

from catalogue.ingest.tables.delimited import read_delimited
from catalogue.ingest.tables.encodings import decode
from catalogue.ingest.tables.opendocument import read_ods
from catalogue.ingest.tables.refusals import Refusal, TableRefused
from catalogue.ingest.tables.workbooks import read_xlsx

SUFFIXES = {".xlsx": read_xlsx, ".ods": read_ods}
TEXT_SUFFIXES = (".csv", ".tsv", ".txt", ".tab")
LETTERS = 26


@dataclass(frozen=True, slots=True)
class Options:
    """How a file is to be read; what is empty is found out."""

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    header: int = 1
    """The row in which the names of the columns stand; those above it are left out."""
    skip: int = 0
    """Rows below the header that are left out: a second header, units."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as in a spreadsheet, its line in a text file, its cells."""

    number: int
    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it was read, and how."""

    name: str
    header: tuple[str, ...]
    rows: list[Row]
    refusals: list[Refusal]
    """Rows and cells that cannot be read."""
    encoding: str = ""
    guessed: bool = False
    """Whether the encoding was told by the words alone; it is worth a look."""
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list)

    def column(self, name: str) -> int:
        """The place of a column."""
        return self.header.index(name)


NO_OPTIONS = Options()


def read_table(data: bytes, name: str, options: Options = NO_OPTIONS) -> Table:
    """The table of a file; raises TableRefused with a sentence when it cannot be read without guessing."""
    suffix = PurePath(name).suffix.lower()
    if not data.strip():
        raise TableRefused(_("The file is empty."))
    if suffix in SUFFIXES or data.startswith(b"PK\x03\x04"):
        read = SUFFIXES.get(suffix) or (read_ods if b"opendocument.spreadsheet" in data[:200] else read_xlsx)
        (rows, faults, notes), sheet, sheets = read(data, options.sheet)
        lines = [(0, cells) for cells in rows]
        return shaped(Table(name, (), [], faults, sheet=sheet, sheets=sheets, notes=notes), lines, options)
    decoded = decode(data, options.encoding)
    lines, delimiter = read_delimited(decoded.text, options.delimiter)
    notes = []
    if decoded.guessed:
        notes.append(_("The encoding is taken to be %(encoding)s.") % {"encoding": decoded.encoding})
    empty = Table(
        name, (), [], [], encoding=decoded.encoding, guessed=decoded.guessed, delimiter=delimiter, notes=notes
    )
    return shaped(empty, lines, options)


def shaped(table: Table, lines: list[tuple[int, list[str]]], options: Options) -> Table:
    """The table with its header and the rows that have its width."""
    if len(lines) < options.header:
        raise TableRefused(_("There is no row %(row)d, where the header should stand.") % {"row": options.header})
    header = header_of(lines[options.header - 1][1], lines[options.header :])
    refusals = list(table.refusals)
    typed = not table.delimiter
    rows = []
    for number, (line, cells) in enumerate(lines[options.header + options.skip :], options.header + options.skip + 1):
        if not any(cell.strip() for cell in cells):
            continue
        short = len(cells) < len(header)
        if (short and not typed) or any(cells[len(header) :]):
            reason = _("the row has %(cells)d cells, the header %(header)d.")
            shown = next(filter(None, cells), "")
            refusals.append(Refusal(number, "", shown, reason % {"cells": len(cells), "header": len(header)}, line))
            continue
        rows.append(Row(number, line, (*cells[: len(header)], *[""] * (len(header) - len(cells)))))
    broken = {refusal.row for refusal in refusals}
    return Table(
        table.name,
        header,
        [row for row in rows if row.number not in broken],
        refusals,
        table.encoding,
        table.guessed,
        table.delimiter,
        table.sheet,
        table.sheets,
        table.notes,
    )


def header_of(cells: list[str], below: list[tuple[int, list[str]]]) -> tuple[str, ...]:
    """The names of the columns; one without a name is called by its letter, if it holds anything."""
    names = [cell.strip() for cell in cells]
    while names and not names[-1] and not any(any(row[len(names) - 1 : len(names)]) for _line, row in below):
        names.pop()
    named = [name or letters(at) for at, name in enumerate(names)]
    doubled = sorted({name for name in named if named.count(name) > 1})
    if doubled:
        raise TableRefused(
            _("The header names a column twice: %(names)s. Give each its own name.") % {"names": ", ".join(doubled)}
        )
    return tuple(named)


def letters(at: int) -> str:
    """The letters by which a spreadsheet calls a column."""
    found = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, LETTERS)
        found = chr(ord("A") + rest) + found
    return found
