"""Finding records: the index of their words, the filters, and the counts beside them."""

from __future__ import annotations

from catalogue.search.errors import FilterError, ParameterProblem
from catalogue.search.facets import Facet, FacetFilter, FacetValue
from catalogue.search.filtersets import FILTERSETS, RecordFilterSet, filterset
from catalogue.search.found import FacetName, Found, known_facets, search
from catalogue.search.index import gather_statistics, refresh
from catalogue.search.paging import DEFAULT_SIZE, LARGEST_SIZE, ORDERINGS, RELEVANCE
from catalogue.search.pairs import citing_footnotes, public_end
from catalogue.search.references import as_uuid

__all__ = [
    "DEFAULT_SIZE",
    "FILTERSETS",
    "LARGEST_SIZE",
    "ORDERINGS",
    "RELEVANCE",
    "Facet",
    "FacetFilter",
    "FacetName",
    "FacetValue",
    "FilterError",
    "Found",
    "ParameterProblem",
    "RecordFilterSet",
    "as_uuid",
    "citing_footnotes",
    "filterset",
    "gather_statistics",
    "known_facets",
    "public_end",
    "refresh",
    "search",
]
