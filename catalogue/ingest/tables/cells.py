"""The cells of a row as a profile reads them: sentinels emptied, words translated, dates and numbers understood."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from catalogue.citations import in_words
from catalogue.dates import DateError, parse_edtf, read_date
from catalogue.documents.content import plain_number
from catalogue.ingest.tables.profile import KEEP, REFUSE, SKIP, Columns, Each, Profile, Value
from catalogue.ingest.tables.reading import Row

LOOSE_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
MIDNIGHT = re.compile(r"[ T]00:00(?::00(?:\.0+)?)?$")
NO_MONTH = re.compile(r"(\d{4})-00(?:-00)?")
NO_DAY = re.compile(r"(\d{4})-(\d{2})-00")


class CellError(ValueError):
    """A cell that cannot be used, in a sentence; with its column and value."""

    def __init__(self, reason: str, column: str = "", value: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.column = column
        self.value = value


class Cells:
    """One row, asked by the templates of a profile."""

    def __init__(
        self, profile: Profile, places: dict[str, int], row: Row, pieces: dict[str, str] | None = None
    ) -> None:
        self.profile = profile
        self.places = places
        self.row = row
        self.pieces = pieces or {}

    def with_piece(self, name: str, piece: str) -> Cells:
        """The row with one piece of a split cell."""
        return Cells(self.profile, self.places, self.row, {**self.pieces, name: piece})

    def cell(self, name: str) -> str:
        """The text of a column; nothing where it says that nothing is known."""
        if name in self.pieces:
            return self.pieces[name]
        raw = self.row.cells[self.places[name]]
        text = raw.strip() if self.profile.trim else raw
        sentinels = self.profile.reading(name).sentinels
        return "" if text in (self.profile.sentinels if sentinels is None else sentinels) else text

    def text(self, value: Value) -> str:
        """What a value says of this row; raises CellError where the profile does not know the word."""
        found = value.template.fill(self.cell)
        if not found or not (value.map or value.patterns):
            return found
        if found in value.map:
            return value.map[found]
        for pattern, replacement in value.patterns:
            if matched := re.search(pattern, found):
                return matched.expand(replacement)
        if value.otherwise == REFUSE:
            known = ", ".join(list(value.map)[:20])
            reason = _("the profile does not say what this stands for; it knows: %(known)s.") % {"known": known}
            raise CellError(reason, self.column(value), found)
        return found if value.otherwise == KEEP else "" if value.otherwise == SKIP else value.otherwise

    def column(self, value: Value | None) -> str:
        """The columns that a value is made of, as a refusal names them."""
        return ", ".join(name for name in value.template.columns() if name in self.places) if value else ""

    def split(self, each: Each) -> list[str]:
        """The pieces of a cell, without empty ones."""
        text = self.text(each.value)
        pieces = re.split(each.split, text) if each.pattern else text.split(each.split)
        return [piece.strip() for piece in pieces if piece and piece.strip()]

    def reading(self, value: Value) -> Columns:
        """How the cells of a value are read: as its first column is."""
        name = next(iter(value.template.columns()), "")
        return self.profile.reading(name)

    def date(self, value: Value, *, julian: bool = False) -> str:
        """The EDTF of a date; nothing where the cell is empty."""
        text = self.text(value)
        if not text:
            return ""
        try:
            return edtf_of(text, self.reading(value), self.profile.language, julian=julian)
        except DateError as error:
            raise CellError(in_words(error), self.column(value), text) from error

    def number(self, value: Value) -> str | None:
        """A number as text without idle zeros; nothing where the cell is empty."""
        text = self.text(value)
        if not text:
            return None
        reading = self.reading(value)
        plain = text.replace(reading.thousands, "") if reading.thousands else text
        plain = plain.replace("\u00a0", "").replace(reading.decimal, ".") if reading.decimal != "." else plain
        try:
            number = Decimal(plain.strip())
        except InvalidOperation as error:
            raise CellError(_("is not a number."), self.column(value), text) from error
        if not number.is_finite():
            raise CellError(_("is not a number."), self.column(value), text)
        return plain_number(number)


def edtf_of(text: str, reading: Columns, language: str, *, julian: bool = False) -> str:
    """The EDTF that the text of a cell means, in one of the formats of its column, as EDTF or in words."""
    text = MIDNIGHT.sub("", text)
    for form in reading.date:
        try:
            found = datetime.strptime(text, form)  # noqa: DTZ007 - a day of the past has no time zone
        except ValueError:
            continue
        return parse_edtf(cut_to(found, form), julian=julian).text
    if reading.zeros == "unknown":
        text = NO_DAY.sub(r"\1-\2", NO_MONTH.sub(r"\1", text))
    if loose := LOOSE_DAY.fullmatch(text):
        text = f"{loose[1]}-{int(loose[2]):02d}-{int(loose[3]):02d}"
    return read_date(text, language=language, julian=julian).text


def cut_to(found: datetime, form: str) -> str:
    """The date as exactly as its format says it."""
    day = f"{found.year:04d}-{found.month:02d}-{found.day:02d}"
    if any(sign in form for sign in ("%d", "%j", "%e", "%x", "%c", "%D", "%F")):
        return day
    return day[:7] if any(sign in form for sign in ("%m", "%b", "%B")) else day[:4]
