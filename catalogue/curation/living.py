"""Persons who may be living: publishing what is said of them is considered first."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from catalogue.models import Record


def living_persons(record_ids: Iterable[int]) -> list[Record]:
    """Those of these records that are persons of whom no death is known, born less than a hundred years ago; one query.

    A birth that was rejected or denied does not count, nor does such a death.
    """
    wanted = set(record_ids)
    found = Record.objects.filter(pk__in=wanted).possibly_living(timezone.localdate(), among=wanted)
    return list(found.in_order()) if wanted else []
