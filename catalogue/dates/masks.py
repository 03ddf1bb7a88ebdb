"""Dates with unspecified digits, such as 156X-12-25: their first and their last possible day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from catalogue.dates.calendar import encode, month_length

DIGITS = "0123456789"
LEVEL_1 = re.compile("-?(?:[0-9]{2}(?:[0-9]X|XX)|XXXX(?:-XX){0,2}|[0-9]{4}-(?:XX(?:-XX)?|[0-9]{2}-XX))")


def numbers(mask: str, *, descending: bool = False) -> Iterator[int]:
    """Every number that the mask allows, in order; -01XX runs from -199 to -100."""
    negative = mask.startswith("-")
    downward = descending != negative
    choices = [(DIGITS[::-1] if downward else DIGITS) if c == "X" else c for c in mask.lstrip("-")]
    for digits in product(*choices):
        number = int("".join(digits))
        if negative and number == 0:
            continue
        yield -number if negative else number


def edge(year: str, month: str, day: str, *, last: bool, julian: bool) -> int | None:
    """The first (or last) day that the masks allow; None when no such day exists. Empty month or day: any."""
    months = [m for m in numbers(month or "XX", descending=last) if 1 <= m <= 12]
    days = [d for d in numbers(day or "XX", descending=last) if 1 <= d <= 31]
    for y in numbers(year, descending=last):
        for m in months:
            length = month_length(y, m, julian=julian)
            for d in days:
                if d <= length:
                    return encode(y, m, d)
    return None


def level(year: str, month: str, day: str) -> int:
    """1 for the shapes of level 1 (201X, 20XX, 2004-XX, 1985-04-XX, 1985-XX-XX, XXXX-XX), else 2."""
    return 1 if LEVEL_1.fullmatch("-".join(part for part in (year, month, day) if part)) else 2
