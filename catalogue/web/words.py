"""What a claim says beside its value, in words: its date, how sure it is, how it stands among rivals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import get_language, get_language_info, gettext, pgettext, pgettext_lazy

from catalogue.dates import DateError, say_date
from catalogue.models import Basis, Calendar, Certainty, Reading, Standing

CERTAINTIES: dict[str, Promise | str] = {
    Certainty.CERTAIN: pgettext_lazy("certainty of a claim", "certain"),
    Certainty.PROBABLE: pgettext_lazy("certainty of a claim", "probable"),
    Certainty.POSSIBLE: pgettext_lazy("certainty of a claim", "possible"),
    Certainty.DOUBTFUL: pgettext_lazy("certainty of a claim", "doubtful"),
}
STANDINGS: dict[str, Promise | str] = {
    Standing.PREFERRED: pgettext_lazy("standing of a claim", "preferred"),
    Standing.ALTERNATIVE: pgettext_lazy("standing of a claim", "alternative"),
    Standing.LESS_PRECISE: pgettext_lazy("standing of a claim", "less precise"),
    Standing.REJECTED: pgettext_lazy("standing of a claim", "rejected"),
}


SCRIPTS: dict[str, Promise | str] = {
    "Cyrl": pgettext_lazy("script", "Cyrillic"),
    "Grek": pgettext_lazy("script", "Greek"),
    "Hebr": pgettext_lazy("script", "Hebrew"),
    "Arab": pgettext_lazy("script", "Arabic"),
    "Latn": pgettext_lazy("script", "Latin"),
}


@dataclass(frozen=True, slots=True)
class Flag:
    """A word beside a claim that keeps the reader from taking it for more than it is."""

    kind: str
    text: str


def language_in_force() -> str:
    """The language of the page, as two letters."""
    return (get_language() or "es")[:2]


def say(edtf: str) -> str:
    """A date in words; one that cannot be read stays as it was written."""
    return _say(edtf, language_in_force()) if edtf else ""


@lru_cache(maxsize=10_000)
def _say(edtf: str, language: str) -> str:
    try:
        return say_date(edtf, language=language)
    except DateError:
        return edtf


def date_words(claim: Mapping[str, Any]) -> str:
    """The date of a claim in words, with its reading and its calendar where they are not the usual ones."""
    words = say(claim["date"])
    if not words:
        return ""
    if claim["date_reading"] == Reading.WITHIN:
        words = gettext("%(date)s (at some time within)") % {"date": words}
    elif claim["date_reading"] == Reading.ATTESTED:
        words = gettext("%(date)s (attested)") % {"date": words}
    if claim["date_calendar"] == Calendar.JULIAN:
        words = gettext("%(date)s (Julian calendar)") % {"date": words}
    return words


def flags_of(claim: Mapping[str, Any], *, unsourced: bool) -> Iterator[Flag]:
    """Certainty, standing and basis, as far as they are not what a reader assumes."""
    if claim["standing"] != Standing.PREFERRED:
        yield Flag(f"standing-{claim['standing']}", str(STANDINGS[claim["standing"]]))
    if claim["certainty"] != Certainty.PROBABLE:
        yield Flag(f"certainty-{claim['certainty']}", str(CERTAINTIES[claim["certainty"]]))
    if claim["basis"] == Basis.EDITORIAL:
        yield Flag("basis", pgettext("basis of a claim", "editorial"))
    if claim["basis"] == Basis.INFERRED:
        yield Flag("basis", pgettext("basis of a claim", "inferred"))
    if unsourced:
        yield Flag("unsourced", gettext("unsourced"))


def number_words(number: Mapping[str, Any]) -> str:
    """A number with its unit: "15 000-16 000 men", "more than 300", "about 40"."""
    low, high = (_figure(number.get(end)) for end in ("low", "high"))
    if low and high:
        words = low if low == high else f"{low}–{high}"
    elif low:
        words = gettext("more than %(number)s") % {"number": low}
    else:
        words = gettext("less than %(number)s") % {"number": high}
    if number.get("approximate"):
        words = gettext("about %(number)s") % {"number": words}
    return f"{words} {number.get('unit') or ''}".rstrip()


def _figure(text: str | None) -> str:
    """The digits in groups of three, as the language of the page writes them."""
    if not text:
        return ""
    value = Decimal(text)
    # Four digits stand together, as Spanish and Romanian typography wants it (and years do anyway).
    return str(number_format(value, use_l10n=True, force_grouping=abs(value) >= 10_000))


def language_name(code: str) -> str:
    """The name of a language in the language of the page, or its code."""
    try:
        return str(get_language_info(code)["name_translated"]).lower()
    except KeyError:
        return code


def script_name(code: str) -> str:
    """The name of a script (ISO 15924) in the language of the page, or its code."""
    return str(SCRIPTS.get(code, code))
