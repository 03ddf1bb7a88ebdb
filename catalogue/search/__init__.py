"""Finding records: the index of their words, the filters, and the counts beside them."""

from __future__ import annotations

from catalogue.search.alike import Alike, alike
from catalogue.search.errors import FilterError, ParameterProblem, SearchTimeout
from catalogue.search.facet_names import sync_facets
from catalogue.search.facet_page import FacetPage, facet_page
from catalogue.search.facets import Facet, FacetFilter, FacetValue
from catalogue.search.filtersets import FILTERSETS, VARIANTS, RecordFilterSet, filterset
from catalogue.search.found import FacetName, Found, known_facets, search
from catalogue.search.index import forget, gather_statistics, refresh
from catalogue.search.names import unlearn
from catalogue.search.paging import DEFAULT_SIZE, LARGEST_SIZE, ORDERINGS, RELEVANCE
from catalogue.search.pairs import citing_footnotes, public_end
from catalogue.search.rebuilding import IndexReport, build_index, check_index, reindex
from catalogue.search.references import as_uuid
from catalogue.search.snippets import Snippet
from catalogue.search.suggest import Suggestion, suggest
from catalogue.search.whole import whole

__all__ = [
    "DEFAULT_SIZE",
    "FILTERSETS",
    "LARGEST_SIZE",
    "ORDERINGS",
    "RELEVANCE",
    "VARIANTS",
    "Alike",
    "Facet",
    "FacetFilter",
    "FacetName",
    "FacetPage",
    "FacetValue",
    "FilterError",
    "Found",
    "IndexReport",
    "ParameterProblem",
    "RecordFilterSet",
    "SearchTimeout",
    "Snippet",
    "Suggestion",
    "alike",
    "as_uuid",
    "build_index",
    "check_index",
    "citing_footnotes",
    "facet_page",
    "filterset",
    "forget",
    "gather_statistics",
    "known_facets",
    "public_end",
    "refresh",
    "reindex",
    "search",
    "suggest",
    "sync_facets",
    "unlearn",
    "whole",
]
