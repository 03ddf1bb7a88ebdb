"""What has been understood of a date in words, on its way to EDTF."""

from __future__ import annotations

from dataclasses import dataclass, replace

from catalogue.dates.calendar import decode, month_length, previous_day
from catalogue.dates.calendar import next_day as following_day
from catalogue.dates.edtf import parse_edtf

MARKS = {(False, False): "", (True, False): "?", (False, True): "~", (True, True): "%"}
# A third of a year is four months, of a month ten days (the last takes the rest), of a decade four, three, three years.
YEAR_THIRDS = (("01", "04"), ("05", "08"), ("09", "12"))
MONTH_THIRDS = ((1, 10), (11, 20), (21, 31))
DECADE_THIRDS = ((0, 3), (4, 6), (7, 9))
CENTURY_THIRDS = ((0, 32), (33, 66), (67, 99))


def year_text(year: int) -> str:
    """The year as EDTF writes it."""
    if abs(year) > 9999:
        return f"Y{year}"
    return f"{year:05}" if year < 0 else f"{year:04}"


@dataclass(frozen=True, slots=True)
class Part:
    """A date, perhaps without its year ("8" in "8-12 May 1921"), in the letters of EDTF."""

    year: str = ""
    month: str = ""
    day: str = ""
    uncertain: bool = False
    approximate: bool = False

    @property
    def text(self) -> str:
        """The part as EDTF."""
        return "-".join(p for p in (self.year, self.month, self.day) if p) + MARKS[self.uncertain, self.approximate]

    def marked(self, *, uncertain: bool, approximate: bool) -> Part:
        """The same part with the doubt added."""
        return replace(self, uncertain=self.uncertain or uncertain, approximate=self.approximate or approximate)

    def completed_by(self, other: Part) -> Part | None:
        """The part with the year and month that the later part of the phrase names; None when they do not fit."""
        if self.year or not other.year:
            return self if self.year else None
        if self.month:
            return replace(self, year=other.year)
        return replace(self, year=other.year, month=other.month) if other.day else None

    def before(self, *, julian: bool) -> Part:
        """The last day, month or year that lies wholly before this one."""
        return self._beside(backward=True, julian=julian)

    def after(self, *, julian: bool) -> Part:
        """The first day, month or year that lies wholly after this one."""
        return self._beside(backward=False, julian=julian)

    def _beside(self, *, backward: bool, julian: bool) -> Part:
        bare = replace(self, uncertain=False, approximate=False)
        edtf = parse_edtf(bare.text, julian=julian)
        edge = edtf.earliest if backward else edtf.latest
        if edge is None:
            return self
        year, month, day = decode(edge)
        step = previous_day if backward else following_day
        year, month, day = step(*decode(edge), julian=julian)
        beside = replace(self, year=year_text(year), month=f"{month:02}", day=f"{day:02}")
        if self.day and "X" not in self.text:
            return beside
        edges = (12, 31) if backward else (1, 1)
        if (month, day) == edges and (not self.month or "X" in self.month or int(self.month) > 12):
            return replace(beside, month="", day="")
        at_edge = day == month_length(year, month, julian=julian) if backward else day == 1
        return replace(beside, day="") if at_edge else beside


def third(part: Part, n: int, *, julian: bool) -> tuple[Part, Part] | None:
    """First and last part of the early (0), mid (1) or late (2) third of a year, month, decade or century."""
    if part.day or not part.year:
        return None
    if part.month:
        return _third_of_month(part, n, julian=julian)
    if part.year.endswith("XX"):
        ends = [f"{part.year[:-2]}{years:02}" for years in CENTURY_THIRDS[n]]
    elif part.year.endswith("X"):
        ends = [f"{part.year[:-1]}{years}" for years in DECADE_THIRDS[n]]
    else:
        first, last = (replace(part, month=month, approximate=True) for month in YEAR_THIRDS[n])
        return first, last
    first, last = (replace(part, year=year, approximate=True) for year in ends)
    return first, last


def _third_of_month(part: Part, n: int, *, julian: bool) -> tuple[Part, Part] | None:
    if not part.month.isdigit() or not 1 <= int(part.month) <= 12 or not part.year.lstrip("-").isdigit():
        return None
    first, last = MONTH_THIRDS[n]
    last = min(last, month_length(int(part.year), int(part.month), julian=julian))
    return replace(part, day=f"{first:02}", approximate=True), replace(part, day=f"{last:02}", approximate=True)
