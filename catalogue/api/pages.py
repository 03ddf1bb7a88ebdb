"""Lists, a page at a time: count, next, previous, results, and facets when asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.request import Request

from catalogue.search import DEFAULT_SIZE, LARGEST_SIZE, Facet, FilterError, ParameterProblem


@dataclass(frozen=True, slots=True)
class Where:
    """Where a page stands in its list."""

    count: int
    page: int
    pages: int


def list_body(
    request: Request,
    results: Sequence[Any],
    where: Where,
    *,
    facets: Sequence[Facet] = (),
    notices: Sequence[str] = (),
) -> dict[str, Any]:
    """One page of a list, with the addresses of its neighbours."""
    body: dict[str, Any] = {
        "count": where.count,
        "next": _address(request, where.page + 1) if where.page < where.pages else None,
        "previous": _address(request, where.page - 1) if where.page > 1 else None,
        "results": list(results),
    }
    if facets:
        body["facets"] = [asdict(facet) for facet in facets]
    if notices:
        body["notices"] = list(notices)
    return body


def _address(request: Request, page: int) -> str:
    parameters = request.query_params.copy()
    parameters["page"] = str(page)
    return request.build_absolute_uri(f"{request.path}?{parameters.urlencode()}")


def page_of(request: Request, rows: QuerySet[Any]) -> tuple[list[Any], Where]:
    """The rows of the page that is asked for, and where it stands; two queries."""
    number = _number(request, "page", 1, None)
    size = _number(request, "page_size", DEFAULT_SIZE, LARGEST_SIZE)
    count = rows.count()
    pages = max(1, -(-count // size))
    if number > pages:
        raise FilterError([ParameterProblem("page", _("There are only %(pages)d pages.") % {"pages": pages})])
    return list(rows[(number - 1) * size : number * size]), Where(count, number, pages)


def _number(request: Request, name: str, default: int, most: int | None) -> int:
    typed = request.query_params.get(name, "").strip()
    if not typed:
        return default
    if not (typed.isascii() and typed.isdigit() and len(typed) < 10 and int(typed)) or (most and int(typed) > most):
        message = _("Write a number from 1 to %(most)s.") % {"most": most or "…"}
        raise FilterError([ParameterProblem(name, message)])
    return int(typed)
