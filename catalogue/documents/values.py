"""Single values of a document, read and judged by the form of their key."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from catalogue.citations import in_words
from catalogue.dates import DateError, gregorian, parse_edtf
from catalogue.documents.content import plain_number
from catalogue.documents.resolving import is_storable
from catalogue.documents.shape import Form

Report = Callable[[str], None]
LONGEST_NUMBER = 16
REMEMBERED = 8_192
"""Dates whose bounds are kept in memory."""


def read_text(value: Any, form: Form, report: Report) -> str:
    """A text within its limit, of characters that can be kept; an empty one is a missing one."""
    if value in (None, ""):
        return str(form.default)
    if not isinstance(value, str):
        report(_("must be text, not %(name)s.") % {"name": type(value).__name__})
        return str(form.default)
    if not is_storable(value):
        report(_("has a NUL character or half a Unicode character; take it out."))
        return str(form.default)
    if form.limit and len(value) > form.limit:
        report(_("has %(count)s characters; at most %(limit)s are kept.") % {"count": len(value), "limit": form.limit})
    return value


def read_choice(value: Any, form: Form, report: Report) -> str:
    """One word of a closed list."""
    if value in (None, ""):
        return str(form.default)
    if value not in form.choices:
        report(_("“%(value)s” is not one of: %(known)s.") % {"value": value, "known": ", ".join(form.choices)})
        return str(form.default)
    return str(value)


def read_flag(value: Any, form: Form, report: Report) -> bool:
    """True or false."""
    if value is None:
        return bool(form.default)
    if not isinstance(value, bool):
        report(_("must be true or false."))
        return bool(form.default)
    return value


def read_count(value: Any, form: Form, report: Report) -> int | None:
    """A whole number from 0."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**31:
        report(_("must be a whole number from 0."))
        return None
    return value


def read_number(value: Any, form: Form, report: Report) -> str | None:
    """A decimal number, as text without idle zeros."""
    if value in (None, ""):
        return None
    try:
        number = Decimal(str(value)) if not isinstance(value, bool) else Decimal("NaN")
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) >= Decimal(10) ** LONGEST_NUMBER:
        report(_("“%(value)s” is not a number that can be kept; write it as “44.43225”.") % {"value": value})
        return None
    if number != round(number, form.limit):
        report(
            _("%(value)s has more than the %(limit)s decimals that are kept.") % {"value": value, "limit": form.limit}
        )
        return None
    return plain_number(number)


def read_day(value: Any, form: Form, report: Report) -> str:
    """A calendar day, `2026-11-22`."""
    if value in (None, ""):
        return ""
    try:
        return datetime.date.fromisoformat(str(value)).isoformat()
    except ValueError:
        report(_("“%(value)s” is not a day; write it as “2026-11-22”.") % {"value": value})
        return ""


def read_edtf(value: Any, form: Form, report: Report, *, julian: bool = False) -> str:
    """A date in EDTF, kept as typed; an Old Style day may be one that the Gregorian calendar lacks."""
    text = read_text(value, form, report)
    if not text:
        return ""
    try:
        return parse_edtf(text, julian=julian).text
    except DateError as error:
        report(in_words(error))
        return ""


@lru_cache(maxsize=REMEMBERED)
def bounds_of(date: str, calendar: str) -> tuple[int | None, int | None]:
    """The Gregorian bounds of a claim's date; open where it is open or missing."""
    if not date:
        return None, None
    found = gregorian(date) if calendar == "julian" else parse_edtf(date).bounds
    return found.earliest, found.latest


READERS: dict[str, Callable[[Any, Form, Report], Any]] = {
    "text": read_text,
    "choice": read_choice,
    "flag": read_flag,
    "count": read_count,
    "number": read_number,
    "day": read_day,
}
