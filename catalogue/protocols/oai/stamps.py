"""Datestamps: whole seconds of UTC, and whole days where a harvester asks by days."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext

from catalogue.protocols.oai.faults import Fault

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SECOND = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


def print_stamp(moment: datetime) -> str:
    """A moment as a datestamp; parts of a second are cut off."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_span(since: str, until: str) -> tuple[datetime | None, datetime | None]:
    """The span that `from` and `until` ask for: its beginning, and the first moment that lies behind it."""
    if since and until and len(since) != len(until):
        raise Fault("badArgument", gettext("“from” and “until” must be of the same granularity."))
    begin, end = _read("from", since), _read("until", until)
    if begin and end and begin > end:
        raise Fault("badArgument", gettext("“from” lies after “until”."))
    return begin, _behind(end, until) if end else None


def _read(name: str, text: str) -> datetime | None:
    """The moment at which a day or a second begins."""
    if not text:
        return None
    if _DAY.fullmatch(text) or _SECOND.fullmatch(text):
        try:
            return datetime.fromisoformat(text).replace(tzinfo=UTC)
        except ValueError:
            pass
    message = gettext("“%(name)s” must be a day (2026-01-31) or a second (2026-01-31T12:00:00Z) of the calendar.")
    raise Fault("badArgument", message % {"name": name})


def _behind(moment: datetime, text: str) -> datetime:
    """The first moment after the named day or second."""
    try:
        return moment + (timedelta(days=1) if _DAY.fullmatch(text) else timedelta(seconds=1))
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC)
