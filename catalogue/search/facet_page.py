"""All values of one facet, a page at a time: by count or by name, with a search among them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalogue.models import LANGUAGES
from catalogue.search.counting import SHOWN, Counted
from catalogue.search.errors import FilterError, ParameterProblem
from catalogue.search.facets import Facet, FacetFilter
from catalogue.search.filtersets import RecordFilterSet, filterset
from catalogue.search.found import count_found, refuse, unknown_parameters
from catalogue.search.guard import time_limit
from catalogue.search.paging import FACET_PARAMETERS, PARAMETERS, Listing
from catalogue.search.panel import Panel
from catalogue.text import fold

SIZE = 100
COUNT, LABEL = "count", "label"
ALL = 1_000_000

_COUNTED = """
WITH counted AS MATERIALIZED (
    SELECT number, count(*)::int AS count FROM (SELECT unnest("{column}") AS number FROM ({rows}) row) numbers
    GROUP BY number
),"""
_KEPT = """
WITH counted AS MATERIALIZED (
    SELECT value_id AS number, sum(count)::int AS count FROM (
        SELECT value_id, count FROM catalogue_facettotal WHERE kind = %s AND facet_id = %s
        UNION ALL SELECT value_id, change FROM catalogue_facetchange WHERE %s = '' OR kind = %s
    ) each GROUP BY value_id HAVING sum(count) > 0
),"""
_CHOSEN = """
named AS (
    SELECT value.facet_id, value.id AS number, counted.count, record.sort_key,
        lower(catalogue_unaccent(concat_ws(' ', {label}, source.citekey))) AS folded
    FROM counted JOIN catalogue_indexedvalue value ON value.id = counted.number
    LEFT JOIN catalogue_term term ON term.id = value.term_id
    LEFT JOIN catalogue_record record ON record.id = value.record_id
    LEFT JOIN catalogue_source source ON source.record_ptr_id = value.record_id
    WHERE value.facet_id = %s AND (value.term_id IS NOT NULL OR value.record_id IS NOT NULL)
),
chosen AS (SELECT *, count(*) OVER ()::int AS size FROM named WHERE folded LIKE %s),
top AS (
    SELECT facet_id, number, count, row_number() OVER (ORDER BY {order}) AS place FROM chosen
    ORDER BY {order} LIMIT %s OFFSET %s
)
"""
_ORDERS = {COUNT: "count DESC, number", LABEL: "sort_key, folded, number"}


@dataclass(slots=True)
class FacetPage:
    """A page of the values of a facet among the records found, its own selection left out."""

    facet: Facet
    count: int
    page: int
    pages: int
    words: str
    ordering: str


def facet_page(
    kind: str | None, name: str, parameters: QueryDict, *, user: Any = None, staff: bool = False
) -> FacetPage:
    """The values of a facet that the parameters ask for, or FilterError; LookupError for a facet that is not."""
    staff = staff or bool(user and user.is_active and user.is_staff)
    question = filterset(kind, parameters, staff=staff)
    each = question.facets()[name]
    listing = Listing.read(parameters, list(question.facets()), ())
    words, ordering, number, problems = _asked(parameters)
    others = (*PARAMETERS, *FACET_PARAMETERS)
    refuse(unknown_parameters(question, parameters, others) or [*listing.problems, *question.problems(), *problems])
    with time_limit():
        if each.key_column == "word":
            return _sorted_here(question, name, words, ordering, number)
        return _sorted_there(question, name, each, words, ordering, number)


def _asked(parameters: QueryDict) -> tuple[str, str, int, list[ParameterProblem]]:
    words = parameters.get("facet_q", "").strip()[:200]
    ordering = parameters.get("facet_order", "").strip() or COUNT
    typed = parameters.get("facet_page", "").strip() or "1"
    problems = []
    if ordering not in _ORDERS:
        problems.append(ParameterProblem("facet_order", _("Values are ordered by count or by label.")))
    if not (typed.isascii() and typed.isdigit() and len(typed) < 8 and int(typed)):
        problems.append(
            ParameterProblem(
                "facet_page", _("“%(value)s” is not a number of the kind 1, 2, 3.") % {"value": typed[:40]}
            )
        )
        typed = "1"
    return words, ordering, int(typed), problems


def _sorted_here(question: RecordFilterSet, name: str, words: str, ordering: str, number: int) -> FacetPage:
    """Values whose words the program knows, not the database: closed lists, languages, free words."""
    panel = Panel(question, count_found(question, [name], most=ALL), most=ALL)
    facet = panel.facet(name)
    looked_for = fold(words)
    values = [value for value in facet.values if looked_for in fold(value.label)]
    if ordering == LABEL:
        values.sort(key=lambda value: (fold(value.label), value.value))
    pages = _pages(len(values), number)
    facet.values, facet.truncated = values[(number - 1) * SIZE : number * SIZE], len(values) > SIZE
    return FacetPage(facet, len(values), number, pages, words, ordering)


def _sorted_there(
    question: RecordFilterSet, name: str, each: FacetFilter, words: str, ordering: str, number: int
) -> FacetPage:
    """Terms and records, of which there may be very many."""
    if question.narrowing <= {name} and not question.staff:
        kind = question.of_kind or ""
        counted, bound = _KEPT, (kind, each.facet_number, kind, kind)
    else:
        rows = question.found(without=[name]).order_by()
        sql, bound = rows.values(each.numbers_column).query.sql_with_params()
        counted = _COUNTED.format(column=each.numbers_column, rows=sql)
    language = (get_language() or "en")[:2]
    term = f"coalesce(nullif(term.label_{language}, ''), term.label_en)" if language in LANGUAGES else "term.label_en"
    title = "CASE WHEN record.id IS NOT NULL THEN record.title END"
    statement = counted + _CHOSEN.format(label=f"coalesce({term}, {title})", order=_ORDERS[ordering])
    shown = SHOWN.replace("SELECT ", "SELECT (SELECT max(size) FROM chosen), ", 1)
    shown = shown.replace("ORDER BY top.facet_id, top.count DESC, top.number", "ORDER BY top.place")
    like = "%" + fold(words).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    with connection.cursor() as cursor:
        cursor.execute(f"{statement}{shown}", [*bound, each.facet_number, like, SIZE, (number - 1) * SIZE])
        found = cursor.fetchall()
    size = found[0][0] if found else 0
    if not found and number > 1:
        raise FilterError([ParameterProblem("facet_page", _("There are no values on this page."))])
    counts = count_found(question, [name], most=1)
    panel = Panel(question, counts, most=1)
    facet = panel.page_of(name, [Counted(*row[1:]) for row in found], panel.missing(each))
    facet.truncated = size > SIZE
    return FacetPage(facet, size, number, _pages(size, number), words, ordering)


def _pages(size: int, number: int) -> int:
    pages = -(-size // SIZE) or 1
    if number > pages:
        refuse([ParameterProblem("facet_page", _("There are only %(pages)d pages.") % {"pages": pages})])
    return pages
