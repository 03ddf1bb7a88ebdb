"""Which records say what: pairs of a record and a value, for filters and counts alike.

A relation to an entry that is not published is not public, and says nothing here unless cataloguers ask.
What a claim denies, and what was rejected, is not said.
"""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from catalogue.models import (
    CLAIM_FIELDS,
    Claim,
    Footnote,
    Record,
    Relation,
    Standing,
)

ENDS: dict[type[Claim], tuple[str, ...]] = {Relation: ("attributed_to", "object", "context")}


def public_end(path: str) -> Q:
    """The condition that what stands at the end of the path is no entry, or a published one.

    A list of the published entries is hashed once; joins to them, one for each end, would be left to the planner,
    which takes hours where it has no statistics yet.
    """
    return Q(**{f"{path}__isnull": True}) | Q(**{f"{path}__in": Record.objects.published().order_by().values("pk")})


def said(model: type[Claim], *, staff: bool) -> QuerySet[Any]:
    """Claims of a sort that this reader may see."""
    claims: QuerySet[Any] = model._default_manager.order_by()
    if not staff:
        for end in ENDS.get(model, ("attributed_to",)):
            claims = claims.filter(public_end(end))
    return claims


def affirmed(model: type[Claim], *, staff: bool) -> QuerySet[Any]:
    """Those that say that it was so."""
    return said(model, staff=staff).filter(negated=False).exclude(standing=Standing.REJECTED)


def citing_footnotes(*, staff: bool = False) -> QuerySet[Any]:
    """Footnotes with the record (`of`) whose claim cites a source, itself or as read in another."""
    notes: QuerySet[Any] = Footnote.objects.order_by().filter(
        Q(citation__source__isnull=False) | Q(citation__via__isnull=False)
    )
    if not staff:
        for claim in CLAIM_FIELDS:
            notes = notes.filter(public_end(f"{claim}__attributed_to"))
        notes = notes.filter(
            public_end("relation__object"), public_end("relation__context"), public_end("citation__source")
        )
    notes = notes.annotate(of=Coalesce(*(F(f"{claim}__record_id") for claim in CLAIM_FIELDS)))
    return notes
