"""Numbers of entries in words, as the language of the page writes them."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import ngettext

SHORT = 10_000
"""From here on digits stand in groups; four of them stand together, as Spanish and Romanian typography wants it."""


def figure(number: int) -> str:
    """The digits of a number."""
    return str(number) if -SHORT < number < SHORT else str(number_format(number, use_l10n=True, force_grouping=True))


def entries(number: int) -> str:
    """So many entries: "1 entry", "12,345 entries"."""
    return ngettext("%(shown)s entry", "%(shown)s entries", number) % {"shown": figure(number)}
