"""The question that an address asks, asked again with something changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote_plus

from django.http import QueryDict

PLACE_IN_LIST = ("page", "cursor")
FACET_PAGE = ("facet_q", "facet_order", "facet_page")
NOT, ALL, MISSING = "__not", "__all", "__isnull"


def once(asked: QueryDict) -> QueryDict:
    """The question with each value of a parameter once: what was sent many times is not sent on with every link."""
    if all(len(values) == 1 for _name, values in asked.lists()):
        return asked
    kept = QueryDict(mutable=True)
    for name, values in asked.lists():
        # The last one counts where one alone does.
        kept.setlist(name, list(dict.fromkeys(reversed(values)))[::-1])
    return kept


def ask(asked: QueryDict, changes: Mapping[str, Sequence[str]]) -> str:
    """The same question from its first page, with these parameters set anew; no values: without the parameter."""
    kept = asked.copy()
    for name in PLACE_IN_LIST:
        kept.pop(name, None)
    for name, values in changes.items():
        kept.setlist(name, list(values))
    return f"?{kept.urlencode()}"


def and_also(question: str, parameter: str, value: str) -> str:
    """A question as `ask` writes it, with one value more."""
    return f"{question}{'&' if len(question) > 1 else ''}{quote_plus(parameter)}={quote_plus(value)}"


def ask_without(asked: QueryDict, parameter: str, value: str) -> dict[str, Sequence[str]]:
    """The change that takes one value of a parameter away."""
    return {parameter: [one for one in asked.getlist(parameter) if one != value]}


def facet_of(parameter: str) -> str:
    """The name of the facet that a parameter asks: `place` of `place__not`."""
    for suffix in (NOT, ALL, MISSING):
        if parameter.endswith(suffix):
            return parameter.removesuffix(suffix)
    return parameter
