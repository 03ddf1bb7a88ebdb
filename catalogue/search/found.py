"""Asking the catalogue: parameters in, records in order and counts out; page and API ask the same."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import NamedTuple

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalogue.search.counting import Counts, count_values
from catalogue.search.cursors import Cursor, CursorError
from catalogue.search.errors import FilterError, ParameterProblem, listed
from catalogue.search.facets import MOST_SHOWN, Facet
from catalogue.search.filtersets import RecordFilterSet, filterset
from catalogue.search.guard import time_limit
from catalogue.search.listing import Page, read_cursor_page, read_page
from catalogue.search.paging import PARAMETERS, RELEVANCE, Listing
from catalogue.search.panel import Panel
from catalogue.search.query import TextQuery
from catalogue.search.remembering import remembered
from catalogue.search.snippets import Snippet, snippets_of
from catalogue.search.totals import read_totals
from catalogue.search.typos import FEW, corrected_query

_NUL = "\x00"


class FacetName(NamedTuple):
    """A facet that a kind offers."""

    name: str
    label: str
    kind: str = "values"


@dataclass(slots=True)
class Found:
    """What a question finds: one page of records, the counts beside it, and what the reader should be told."""

    count: int
    page: int
    pages: int
    page_size: int
    record_ids: list[int]
    ordering: str
    parameters: dict[str, list[str]]
    facets: list[Facet] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    corrected: str = ""
    next_cursor: str | None = None
    previous_cursor: str | None = None
    snippets: dict[int, list[Snippet]] = field(default_factory=dict)


def search(
    kind: str | None,
    parameters: QueryDict,
    *,
    staff: bool = False,
    facets: Sequence[str] | str | None = None,
    snippets: bool = False,
    values: int = MOST_SHOWN,
) -> Found:
    """Answer the parameters among the records of a kind (None: of all), or raise FilterError.

    Facets: their names, "all", or None for those that the parameter `facets` names; `values` of each at most.
    """
    wanted = [facets] if isinstance(facets, str) else facets
    if not staff and parameters.keys() <= {"page", "cursor", "page_size", "ordering", "facets"}:
        asked = (kind, parameters.urlencode(), tuple(wanted) if wanted is not None else None, values, get_language())
        return remembered(asked, lambda: _ask(kind, parameters, False, wanted, snippets, values))
    return _ask(kind, parameters, staff, wanted, snippets, values)


def _ask(
    kind: str | None, parameters: QueryDict, staff: bool, wanted: Sequence[str] | None, snippets: bool, values: int
) -> Found:
    question = filterset(kind, parameters, staff=staff)
    listing = Listing.read(parameters, list(question.facets()), wanted)
    refuse(unknown_parameters(question, parameters, PARAMETERS) or [*listing.problems, *question.problems()])
    with nullcontext() if question.is_open else time_limit():
        return _answer(question, listing, values=values, snippets=snippets)


def known_facets(kind: str | None, *, staff: bool = False) -> list[FacetName]:
    """The facets that can be asked of a kind."""
    facets = filterset(kind, staff=staff).facets()
    return [FacetName(name, str(each.label), each.kind) for name, each in facets.items()]


def unknown_parameters(
    question: RecordFilterSet, parameters: QueryDict, others: Sequence[str]
) -> list[ParameterProblem]:
    """What is asked that nobody understands, and values that no text can hold."""
    known = {*question.known, *others}
    base = [name for name in known if "__" not in name]
    problems = [
        ParameterProblem(
            name.replace(_NUL, "\N{REPLACEMENT CHARACTER}")[:80],
            _("There is no such parameter; known: %(known)s.") % {"known": listed(base)},
        )
        for name in parameters
        if name not in known
    ]
    problems += [
        ParameterProblem(name, _("The value holds a null character."))
        for name, values in parameters.lists()
        if name in known and any(_NUL in value for value in values)
    ]
    return problems


def refuse(problems: Sequence[ParameterProblem]) -> None:
    """Raises FilterError if there is any problem."""
    if problems:
        raise FilterError(problems)


def count_found(question: RecordFilterSet, facets: Sequence[str], *, most: int) -> Counts:
    """How many records there are, and the values of facets among them; each facet's own selection left out."""
    known = question.facets()
    numbers = {name: known[name].facet_number for name in facets}
    if question.is_open:
        return read_totals(question.of_kind, list(numbers.values()), most=most)
    if not facets:
        return Counts({0: question.found().count()})
    alone = question.narrowing if not question.staff else set()
    if len(alone) == 1 and alone <= numbers.keys():
        return _one_chosen(question, alone.pop(), numbers, most)
    selections = {name: condition for name, condition in question.selections.items() if name in numbers}
    kept = [
        number
        for name in facets
        for variant in ("", "__not")
        if (keys := question.chosen(f"{name}{variant}"))
        for number in known[name].value_numbers(keys)
    ]
    rows = question.found(without=list(selections))
    by_number = {numbers[name]: condition for name, condition in selections.items()}
    return count_values(rows, by_number, list(numbers.values()), most=most, kept=kept)


def _one_chosen(question: RecordFilterSet, name: str, numbers: dict[str, int], most: int) -> Counts:
    """Counts where one facet alone narrows: those of its own values are the kept totals."""
    facet = question.facets()[name]
    kept = facet.value_numbers(question.chosen(name))
    counts = count_values(question.found(), {}, list(numbers.values()), most=most, kept=kept)
    totals = read_totals(question.of_kind, [facet.facet_number], most=most)
    # Of a chosen value, every record is among those found; the totals may not reach down to it.
    known = {value.number for value in totals.values.get(facet.facet_number, ())}
    chosen = [value for value in counts.values.get(facet.facet_number, ()) if value.number in {*kept} - known]
    counts.values[facet.facet_number] = [*totals.values.get(facet.facet_number, ()), *chosen]
    counts.totals[facet.facet_number] = totals.count - counts.count
    return counts


def _answer(question: RecordFilterSet, listing: Listing, *, values: int, snippets: bool) -> Found:
    query, corrected, counts = looked_for(question, listing, values)
    page = _page(question, listing, query, counts.count)
    panel = Panel(question, counts, most=values)
    return Found(
        count=counts.count,
        page=0 if listing.cursor else listing.page,
        pages=0 if listing.cursor else -(-counts.count // listing.page_size) or 1,
        page_size=listing.page_size,
        record_ids=page.ids,
        ordering=page.ordering,
        parameters={name: list(each) for name, each in question.asked.lists()},
        facets=[panel.facet(name) for name in listing.facets],
        notices=[*_notices(query), *page.notices],
        corrected=corrected,
        next_cursor=page.next_cursor,
        previous_cursor=page.previous_cursor,
        snippets=snippets_of(page.ids, query) if snippets and query else {},
    )


def looked_for(question: RecordFilterSet, listing: Listing, values: int) -> tuple[TextQuery | None, str, Counts]:
    """The words, mended where nothing has them and a name is near, and the counts of what has them."""
    query: TextQuery | None = question.form.cleaned_data["q"]
    counts = count_found(question, listing.facets, most=values)
    if counts.count > FEW or not query:
        return query, "", counts
    mended = corrected_query(query)
    if mended is None:
        return query, "", counts
    question.form.cleaned_data["q"] = mended
    again = count_found(question, listing.facets, most=values)
    if again.count > counts.count:
        return mended, mended.text, again
    question.form.cleaned_data["q"] = query
    return query, "", counts


def _page(question: RecordFilterSet, listing: Listing, query: TextQuery | None, count: int) -> Page:
    if listing.cursor:
        try:
            return read_cursor_page(question, listing, query, count)
        except CursorError as error:
            raise FilterError([ParameterProblem("cursor", str(error))]) from error
    pages = -(-count // listing.page_size) or 1
    if listing.page > pages:
        refuse([ParameterProblem("page", _("There are only %(pages)d pages.") % {"pages": pages})])
    return read_page(question, listing, query, count)


def _notices(query: TextQuery | None) -> list[str]:
    if not query or not query.too_common:
        return []
    return [_("Too common to be looked for: %(words)s.") % {"words": ", ".join(query.too_common)}]


__all__ = ["RELEVANCE", "Cursor", "FacetName", "Found", "count_found", "known_facets", "looked_for", "refuse", "search"]
