"""Fuzzy dates of archival sources: EDTF with bounds, read from and said in Spanish, English and Romanian."""

from __future__ import annotations

from catalogue.dates.calendar import julian_to_gregorian
from catalogue.dates.edtf import Bounds, Edtf, parse_edtf
from catalogue.dates.errors import DateError
from catalogue.dates.old_style import gregorian
from catalogue.dates.reading import read_date
from catalogue.dates.saying import say_date

__all__ = [
    "Bounds",
    "DateError",
    "Edtf",
    "gregorian",
    "julian_to_gregorian",
    "parse_edtf",
    "read_date",
    "say_date",
]
