"""Numbers as a curator types them in one box: "15000-16000", "unos 16 000 hombres", "> 45.8 km²"."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from catalogue.text import fold

_ABOUT = ("c.", "ca.", "~", "≈", "about", "circa", "unos", "unas", "hacia", "cerca de", "aprox.", "vreo", "cca.", "cca")
_AT_LEAST = (">=", "≥", ">", "at least", "more than", "mas de", "al menos", "cel putin", "peste")
_AT_MOST = ("<=", "≤", "<", "at most", "less than", "menos de", "hasta", "cel mult", "sub")
_DIGITS = r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
_RANGE = re.compile(
    rf"(?P<low>-?(?:{_DIGITS}))(?:\s*(?:-|–|—|\ba\b|\.\.)\s*(?P<high>-?(?:{_DIGITS})))?(?P<unit>\D.*)?$"
)
_THOUSANDS_OR_TENTHS = re.compile(r"-?\d{1,3}[.,]\d{3}")


class NumberError(ValueError):
    """A number that cannot be read, with the cure."""


def read_number(text: str) -> dict[str, Any] | None:
    """The number of a document (low, high, approximate, unit) that the words mean; None for no words."""
    words = " ".join(text.split())
    if not words:
        return None
    about, words = _without(_ABOUT, words)
    least, words = _without(_AT_LEAST, words)
    most, words = (False, words) if least else _without(_AT_MOST, words)
    found = _RANGE.match(words)
    if not found or (found["high"] and (least or most)):
        raise NumberError(
            _("“%(text)s” is not a number; write 16000, 15000-16000, c. 16000 or > 15000, then the unit.")
            % {"text": text}
        )
    low = _plain(found["low"])
    high = _plain(found["high"]) if found["high"] else low
    if Decimal(low) > Decimal(high):
        raise NumberError(_("The lower number is greater than the upper one."))
    return {
        "low": None if most else low,
        "high": None if least else high,
        "approximate": about,
        "unit": (found["unit"] or "").strip(),
    }


def print_number(number: dict[str, Any] | None) -> str:
    """The number as it would be typed; reading it gives the same number back."""
    if not number:
        return ""
    low, high = number.get("low"), number.get("high")
    if low is None:
        words = f"<= {high}"
    elif high is None:
        words = f">= {low}"
    else:
        words = str(low) if low == high else f"{low}-{high}"
    about = "c. " if number.get("approximate") else ""
    return f"{about}{words} {number.get('unit') or ''}".strip()


def _without(openings: tuple[str, ...], words: str) -> tuple[bool, str]:
    folded = fold(words)
    for opening in openings:
        rest = folded.removeprefix(opening)
        if rest != folded and (not opening[-1].isalpha() or not rest[:1].isalpha()):
            return True, words[len(opening) :].strip()
    return False, words


def _plain(digits: str) -> str:
    if _THOUSANDS_OR_TENTHS.fullmatch(digits):
        raise NumberError(
            _("“%(digits)s” may be thousands or a fraction; write 16000 or 16 000, and 16.0 for a fraction.")
            % {"digits": digits}
        )
    value = Decimal("".join(digits.split()).replace(",", "."))
    return format(value.normalize() if value else Decimal(0), "f")
