"""Asking the catalogue: parameters in, records in order and counts out; page and API ask the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from catalogue.models import Record
from catalogue.search.errors import FilterError, ParameterProblem, listed
from catalogue.search.facets import Among, Facet
from catalogue.search.filtersets import RecordFilterSet, filterset
from catalogue.search.paging import PARAMETERS, Listing

_NUL = "\x00"


class FacetName(NamedTuple):
    """A facet that a kind offers."""

    name: str
    label: str


@dataclass(slots=True)
class Found:
    """What a question finds: one page of records, the counts beside it, and what the reader should be told."""

    queryset: QuerySet[Any]
    count: int
    page: int
    pages: int
    page_size: int
    record_ids: list[int]
    ordering: str
    parameters: dict[str, list[str]]
    facets: list[Facet] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


def search(
    kind: str | None,
    parameters: QueryDict,
    *,
    user: Any = None,
    staff: bool = False,
    facets: Sequence[str] | str | None = None,
) -> Found:
    """Answer the parameters among the records of a kind (None: of all), or raise FilterError.

    Facets: their names, "all", or None for those that the parameter `facets` names.
    """
    staff = staff or bool(user and user.is_active and user.is_staff)
    question = filterset(kind, parameters, staff=staff)
    wanted = [facets] if isinstance(facets, str) else facets
    listing = Listing.read(parameters, list(question.facets()), wanted)
    _refuse(_unknown_parameters(question, parameters) or [*listing.problems, *question.problems()])
    return _answer(question, listing)


def known_facets(kind: str | None, *, staff: bool = False) -> list[FacetName]:
    """The facets that can be asked of a kind."""
    return [FacetName(name, str(each.label)) for name, each in filterset(kind, staff=staff).facets().items()]


def known_parameters(question: RecordFilterSet) -> list[str]:
    """Every parameter that is understood."""
    return [*question.filters, *PARAMETERS]


def _unknown_parameters(question: RecordFilterSet, parameters: QueryDict) -> list[ParameterProblem]:
    known = known_parameters(question)
    base = [name for name in known if not name.endswith(("__not", "__isnull"))]
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


def _answer(question: RecordFilterSet, listing: Listing) -> Found:
    query = question.form.cleaned_data["q"]
    among = Among(question.found()) if listing.facets else None
    matched = among.rows(Record.objects.all(), "pk") if among else question.found()
    count = len(among.ids) if among else matched.count()
    pages = max(1, -(-count // listing.page_size))
    if listing.page > pages:
        _refuse([ParameterProblem("page", _("There are only %(pages)d pages.") % {"pages": pages})])
    ordered, ordering = listing.ordered(matched, query)
    first = (listing.page - 1) * listing.page_size
    ids = list(ordered.values_list("pk", flat=True)[first : first + listing.page_size])
    return Found(
        queryset=ordered,
        count=count,
        page=listing.page,
        pages=pages,
        page_size=listing.page_size,
        record_ids=ids,
        ordering=ordering,
        parameters={name: list(values) for name, values in question.asked.lists()},
        facets=_facets(question, listing, among) if among else [],
        notices=_notices(query.too_common if query else ()),
    )


def _facets(question: RecordFilterSet, listing: Listing, among: Among) -> list[Facet]:
    """The counts; a facet in which something is chosen counts among what the others let through."""
    known = question.facets()
    found = []
    for name in listing.facets:
        chosen = question.chosen(name)
        records = Among(question.found(without=name)) if chosen or name == "status" else among
        found.append(known[name].facet(name, records, chosen))
    return found


def _notices(too_common: Sequence[str]) -> list[str]:
    if not too_common:
        return []
    return [_("Too common to be looked for: %(words)s.") % {"words": ", ".join(too_common)}]


def _refuse(problems: list[ParameterProblem]) -> None:
    if problems:
        raise FilterError(problems)
