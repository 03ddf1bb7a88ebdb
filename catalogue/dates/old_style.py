"""Dates that a source counts in the Julian calendar (Old Style)."""

from __future__ import annotations

from catalogue.dates.calendar import decode, encode, julian_to_gregorian
from catalogue.dates.edtf import Bounds, parse_edtf


def gregorian(edtf_text: str) -> Bounds:
    """The Gregorian first and last day of a date written in the Julian calendar, whose leap days are admitted."""
    edtf = parse_edtf(edtf_text, julian=True)
    return Bounds(_converted(edtf.earliest), _converted(edtf.latest))


def _converted(value: int | None) -> int | None:
    return None if value is None else encode(*julian_to_gregorian(*decode(value)))
