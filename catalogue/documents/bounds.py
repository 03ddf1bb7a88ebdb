"""From when to when a record was, as its datings say."""

from __future__ import annotations

from catalogue.documents.shape import Document
from catalogue.documents.values import bounds_of
from catalogue.models import Standing

STARTS = frozenset({"birth", "formed", "founded", "began"})
ENDS = frozenset({"death", "disbanded", "dissolved", "ended"})


def record_bounds(content: Document) -> tuple[int | None, int | None]:
    """From when to when a record was: open at an end for which no preferred dating speaks."""
    datings = [each for each in content["datings"] if each["standing"] == Standing.PREFERRED and not each["negated"]]
    if not datings:
        return None, None
    starts = [each for each in datings if each["type"] not in ENDS]
    ends = [each for each in datings if each["type"] not in STARTS]
    earliest = [bounds_of(each["date"], each["date_calendar"])[0] for each in starts]
    latest = [bounds_of(each["date"], each["date_calendar"])[1] for each in ends]
    low = min((each for each in earliest if each is not None), default=None) if None not in earliest else None
    high = max((each for each in latest if each is not None), default=None) if None not in latest else None
    if low is not None and high is not None and low > high:
        return high, low
    return low, high
