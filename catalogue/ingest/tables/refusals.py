"""What is wrong with a table, a profile or a row: where, with which value, and why."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _


class TableRefused(ValueError):
    """A table that cannot be read at all, in one sentence that says the cure."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """What is wrong with one cell or row of a table.

    `row` counts as a spreadsheet does, the header's row included; `line` is that of a text file, which is another where
    cells hold line breaks.
    """

    row: int
    column: str
    value: str
    reason: str
    line: int = 0

    def __str__(self) -> str:
        place = _("row %(row)d") % {"row": self.row}
        if self.line and self.line != self.row:
            place = _("row %(row)d (line %(line)d)") % {"row": self.row, "line": self.line}
        if self.column:
            place += ", " + _("column “%(column)s”") % {"column": self.column}
        value = f" “{self.value:.100}”" if self.value else ""
        return f"{place}:{value} {self.reason}"

    def as_row(self) -> dict[str, object]:
        """The refusal as the report of an import keeps it."""
        return asdict(self)
