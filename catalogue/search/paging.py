"""Parameters that do not filter: order, page or cursor, page size, the facets that are wanted."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F
from django.http import QueryDict
from django.utils.translation import gettext as _

from catalogue.search.errors import ParameterProblem, listed

PARAMETERS = ("ordering", "page", "cursor", "page_size", "facets", "fields", "include", "snippets")
FACET_PARAMETERS = ("facet_q", "facet_order", "facet_page")
"""What the list of all values of one facet reads beside them."""
ORDERINGS: dict[str, tuple[Any, ...]] = {
    "title": ("sort_key", "pk"),
    "-title": ("-sort_key", "-pk"),
    "earliest": (F("earliest").asc(nulls_last=True), "sort_key", "pk"),
    "-earliest": (F("earliest").desc(nulls_last=True), "sort_key", "pk"),
    "modified": ("modified_at", "pk"),
    "-modified": ("-modified_at", "-pk"),
}
KEYS: dict[str, tuple[str, ...]] = {
    name: ("earliest", "sort_key", "pk") if "earliest" in name else (str(keys[0]).lstrip("-"), "pk")
    for name, keys in ORDERINGS.items()
}
"""The columns that tell where a record stands in an order."""
RELEVANCE = "relevance"
DEFAULT_SIZE = 25
LARGEST_SIZE = 200
START = "*"
"""The cursor of the first page."""
_NUMBER = re.compile("[0-9]{1,9}")


@dataclass(slots=True)
class Listing:
    """How what is found is to be listed."""

    page: int = 1
    page_size: int = DEFAULT_SIZE
    ordering: str = ""
    cursor: str = ""
    facets: tuple[str, ...] = ()
    problems: list[ParameterProblem] = field(default_factory=list)

    @classmethod
    def read(cls, parameters: QueryDict, known_facets: Collection[str], wanted: Sequence[str] | None) -> Listing:
        """What the parameters say, with everything that is wrong in them."""
        listing = cls()
        listing.page = listing._number(parameters, "page", 1, None)
        listing.page_size = listing._number(parameters, "page_size", DEFAULT_SIZE, LARGEST_SIZE)
        listing._order(parameters.get("ordering", "").strip())
        if "cursor" in parameters:
            listing.cursor = parameters.get("cursor", "").strip() or START
            if parameters.get("page", "").strip():
                listing._refuse("cursor", _("A list is followed by page or by cursor, not by both."))
        typed = ",".join(parameters.getlist("facets"))
        listing._facets([each.strip() for each in typed.split(",") if each.strip()], known_facets)
        if wanted is not None:
            listing._facets(wanted, known_facets)
        return listing

    def _number(self, parameters: QueryDict, name: str, default: int, most: int | None) -> int:
        typed = parameters.get(name, "").strip()
        if not typed:
            return default
        if not _NUMBER.fullmatch(typed) or int(typed) < 1:
            self._refuse(name, _("“%(value)s” is not a number of the kind 1, 2, 3.") % {"value": typed[:40]})
            return default
        if most and int(typed) > most:
            self._refuse(name, _("At most %(most)d records stand on a page.") % {"most": most})
            return default
        return int(typed)

    def _order(self, typed: str) -> None:
        known = (*ORDERINGS, RELEVANCE)
        if typed and typed not in known:
            self._refuse("ordering", _unknown(typed, known))
        self.ordering = typed

    def _facets(self, names: Sequence[str], known: Collection[str]) -> None:
        if names == ["all"]:
            self.facets = tuple(known)
            return
        for name in names:
            if name not in known:
                self._refuse("facets", _unknown(name, ("all", *known)))
        self.facets = tuple(name for name in known if name in names)

    def _refuse(self, parameter: str, message: str) -> None:
        self.problems.append(ParameterProblem(parameter, message))

    def order(self, *, words: bool) -> str:
        """The order's name; words are answered by relevance, and relevance without words is none."""
        ordering = self.ordering or (RELEVANCE if words else "title")
        return ordering if words or ordering != RELEVANCE else "title"


def _unknown(value: str, known: Collection[str]) -> str:
    return _("“%(value)s” is not known; known: %(known)s.") % {"value": value[:80], "known": listed(known)}
