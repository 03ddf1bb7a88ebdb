"""Tables in text files: fields parted by a comma, a semicolon, a tab or a bar, quoted where they hold one."""

from __future__ import annotations

import csv
import io
from collections import Counter

from django.utils.translation import gettext as _

from catalogue.ingest.tables.refusals import TableRefused

DELIMITERS = (",", ";", "\t", "|")
LONGEST_CELL = 16 * 1024 * 1024
LOOKED_AT = 50
Lines = list[tuple[int, list[str]]]
"""The line of the file at which each row begins, and its cells."""


def read_delimited(text: str, delimiter: str = "") -> tuple[Lines, str]:
    """The rows of a text file and what parts their cells."""
    text = text.removeprefix("\ufeff")
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise TableRefused(_("Line %(line)d holds a NUL character; the file is no table.") % {"line": line})
    if delimiter:
        return rows_of(text, delimiter), delimiter
    found = delimiter_of(text)
    return rows_of(text, found), found


def rows_of(text: str, delimiter: str, most: int = 0) -> Lines:
    """The rows, each with its line; raises TableRefused where quotes are not closed."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: Lines = []
    line = 1
    try:
        for cells in reader:
            rows.append((line, cells))
            line = reader.line_num + 1
            if most and len(rows) >= most:
                break
    except csv.Error as error:
        raise TableRefused(
            _("The row that begins in line %(line)d cannot be read: %(error)s. A quote may be missing or doubled.")
            % {"line": line, "error": error}
        ) from error
    return rows


def delimiter_of(text: str) -> str:
    """The delimiter that cuts the first rows into the same number of cells, and into most."""
    ranked = []
    broken: dict[str, TableRefused] = {}
    for delimiter in DELIMITERS:
        try:
            rows = [cells for _line, cells in rows_of(text, delimiter, LOOKED_AT) if cells]
        except TableRefused as error:
            broken[delimiter] = error
            continue
        widths = Counter(len(cells) for cells in rows)
        width = len(rows[0]) if rows else 0
        if width > 1:
            ranked.append((widths[width] / len(rows), width, delimiter))
    first = text.partition("\n")[0]
    for delimiter, problem in broken.items():
        if first.count(delimiter) > max((width for _share, width, _delimiter in ranked), default=1) - 1:
            raise problem
    if not ranked:
        return ","
    ranked.sort(key=lambda each: (-each[0], -each[1]))
    if len(ranked) > 1 and ranked[0][:2] == ranked[1][:2]:
        raise TableRefused(_("Two delimiters cut the file into columns alike; name the right one."))
    return ranked[0][2]
