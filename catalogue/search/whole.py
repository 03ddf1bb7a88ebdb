"""The whole of what a question finds, for those who carry it away: keys from a cursor of the server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext

from django.http import QueryDict
from django.utils.translation import gettext as _

from catalogue.search.errors import FilterError, ParameterProblem
from catalogue.search.filtersets import RecordFilterSet, filterset
from catalogue.search.found import looked_for, refuse, unknown_parameters
from catalogue.search.guard import time_limit
from catalogue.search.listing import among
from catalogue.search.paging import ORDERINGS, RELEVANCE, Listing

PARAMETERS = ("ordering", "fields")
CHUNK = 2_000
"""Keys that are fetched at a time."""


def whole(kind: str | None, parameters: QueryDict, *, staff: bool = False) -> Iterator[int]:
    """The keys of all records that the parameters let through, in their order; refused at once, read when needed.

    Without an order they come by title: relevance is for the first pages.
    """
    question = filterset(kind, parameters, staff=staff)
    listing = Listing.read(parameters, (), None)
    refuse(unknown_parameters(question, parameters, PARAMETERS) or [*listing.problems, *question.problems()])
    if listing.ordering == RELEVANCE:
        message = _("By relevance a list is read page by page; ask for another order, or for a page.")
        raise FilterError([ParameterProblem("ordering", message)])
    return _keys(question, listing)


def _keys(question: RecordFilterSet, listing: Listing) -> Iterator[int]:
    # What is counted in time is read in time: the same filters are asked.
    with nullcontext() if question.is_open else time_limit():
        _query, _corrected, counts = looked_for(question, listing, 0)
    order = ORDERINGS[listing.ordering or "title"]
    rows = among(question, counts.count).order_by(*order).values_list("pk", flat=True)
    return rows.iterator(chunk_size=CHUNK)
