"""One claim, wherever it stands."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from django.db.models import Value

from catalogue.documents import PARTS


class ClaimPlace(NamedTuple):
    """Where a claim stands: its record, and the list."""

    record_id: int
    list_key: str


def place_of_claim(uuid: UUID) -> ClaimPlace | None:
    """Where the claim with that uuid stands, if there is one; one query."""
    first, *others = (
        part.model._default_manager.filter(uuid=uuid).order_by().values_list("record_id", Value(part.key))
        for part in PARTS
    )
    row = next(iter(first.union(*others, all=True)), None)
    return ClaimPlace(*row) if row else None
