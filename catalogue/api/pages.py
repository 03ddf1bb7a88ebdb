"""Lists, a page at a time: count, next, previous, results, and what stands beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.request import Request

from catalogue.api.links import link
from catalogue.search import DEFAULT_SIZE, LARGEST_SIZE, FilterError, Found, ParameterProblem


@dataclass(frozen=True, slots=True)
class Where:
    """Where a page stands in its list: how long that is, and what asks for the page after it and before it."""

    count: int
    parameter: str
    next: str | None
    previous: str | None
    first: str | None = None
    last: str | None = None


def numbered(count: int, page: int, pages: int, parameter: str = "page") -> Where:
    """A page that has a number."""
    after = str(page + 1) if page < pages else None
    return Where(count, parameter, after, str(page - 1) if page > 1 else None, "1", str(pages))


def where_of(found: Found) -> Where:
    """Where what was found stands: by numbers, or by cursors when these were asked for, for then it has no number."""
    if not found.page:
        return Where(found.count, "cursor", found.next_cursor, found.previous_cursor, first="")
    return numbered(found.count, found.page, found.pages)


def list_body(request: Request, results: Sequence[Any], where: Where, **beside: Any) -> dict[str, Any]:
    """One page of a list, with the addresses of its neighbours and what is said beside it."""
    return {**neighbours(request, where), "results": results, **beside}


def neighbours(request: Request, where: Where) -> dict[str, Any]:
    """How long a list is and the addresses around its page."""
    return {
        "count": where.count,
        "next": _address(request, where.parameter, where.next),
        "previous": _address(request, where.parameter, where.previous),
    }


def links_around(request: Request, where: Where) -> tuple[str, ...]:
    """The pages around one, for the header Link."""
    places = {"first": where.first, "prev": where.previous, "next": where.next, "last": where.last}
    addresses = {rel: _address(request, where.parameter, value) for rel, value in places.items()}
    return tuple(link(address, rel) for rel, address in addresses.items() if address)


def asks_page(request: Request) -> bool:
    """Whether a page is asked for, and not the whole list."""
    return any(name in request.query_params for name in ("page", "page_size", "cursor"))


def _address(request: Request, parameter: str, value: str | None) -> str | None:
    if value is None:
        return None
    parameters = request.query_params.copy()
    parameters[parameter] = value
    return request.build_absolute_uri(f"{request.path}?{parameters.urlencode()}")


def page_of(request: Request, rows: QuerySet[Any]) -> tuple[list[Any], Where]:
    """The rows of the page that is asked for, and where it stands; two queries."""
    number = read_number(request, "page", 1, None)
    size = read_number(request, "page_size", DEFAULT_SIZE, LARGEST_SIZE)
    count = rows.count()
    pages = max(1, -(-count // size))
    if number > pages:
        raise FilterError([ParameterProblem("page", _("There are only %(pages)d pages.") % {"pages": pages})])
    return list(rows[(number - 1) * size : number * size]), numbered(count, number, pages)


def read_number(request: Request, name: str, default: int, most: int | None) -> int:
    """A number from 1 up to the most that is allowed."""
    typed = request.query_params.get(name, "").strip()
    if not typed:
        return default
    digits = typed.isascii() and typed.isdigit() and len(typed) < 10
    if not digits or int(typed) < 1 or (most and int(typed) > most):
        message = _("Write a number from 1 to %(most)s.") % {"most": most or "…"}
        raise FilterError([ParameterProblem(name, message)])
    return int(typed)
