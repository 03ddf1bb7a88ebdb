"""The feed of changes at the API: what a program reads that keeps a copy of the catalogue."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response

from catalogue.api.pages import read_number
from catalogue.api.reading import ReadingView, refuse_unknown, truth
from catalogue.api.schema import Described
from catalogue.curation import feed_is_ahead
from catalogue.curation.feed import change_body
from catalogue.models import Change, Kind
from catalogue.search import FilterError, ParameterProblem

USUAL, MOST = 100, 1_000
PARAMETERS = ("after", "page_size", "kind", "latest")


class FeedMoved(APIException):
    """The database was restored on another server, whose feed cannot be told before it is put in order."""

    status_code = 503

    def __init__(self) -> None:
        super().__init__(_("The catalogue was moved to another server; its keeper must run “rebase_changes” first."))


class ChangeList(ReadingView):
    """Changes of the public catalogue."""

    depends = "records"
    described = Described("ChangeList", "after", "page_size", "kind", "latest", statuses=(400, 503), most=MOST)

    def get(self, request: Request) -> Response:
        """The changes after one that is known already, in their order; three queries.

        The feed is told as far as nothing can come before its end any more.
        """
        refuse_unknown(request.query_params, PARAMETERS)
        if feed_is_ahead():
            raise FeedMoved
        size = read_number(request, "page_size", USUAL, MOST)
        changes = _chosen(request)
        if truth(request.query_params.get("latest", "").strip(), "latest"):
            rows: list[Change] = []
            last = changes.order_by("-transaction", "-id").values_list("pk", flat=True).first() or 0
        else:
            rows = list(changes[: size + 1])
            last = rows[:size][-1].pk if rows else _after(request)
        results = [change_body(row) for row in rows[:size]]
        address = _address(request, last) if len(rows) > size else None
        return Response({"results": results, "next": address, "after": last})


def _chosen(request: Request) -> QuerySet[Change]:
    kinds = [kind for kind in request.query_params.getlist("kind") if kind]
    for kind in kinds:
        if kind not in Kind.values:
            message = _("“%(value)s” is not known; known: %(known)s.")
            values = {"value": kind[:80], "known": ", ".join(Kind.values)}
            raise FilterError([ParameterProblem("kind", message % values)])
    changes = Change.objects.settled().order_by("transaction", "pk")
    changes = changes.filter(kind__in=kinds) if kinds else changes
    after = _after(request)
    return changes.filter(_behind(after)) if after else changes


def _behind(after: int) -> Q:
    """What comes after a change in the order of the feed, which its number alone does not say."""
    transaction = Change.objects.settled().filter(pk=after).values_list("transaction", flat=True).first()
    if transaction is None:
        message = _("There is no such change; begin again without it, or with the end of a dump.")
        raise FilterError([ParameterProblem("after", message)])
    return Q(transaction__gt=transaction) | Q(transaction=transaction, pk__gt=after)


def _after(request: Request) -> int:
    typed = request.query_params.get("after", "").strip()
    if not typed:
        return 0
    if not (typed.isascii() and typed.isdecimal() and len(typed) < 19):
        message = _("Write the number of the last change that you know.")
        raise FilterError([ParameterProblem("after", message)])
    return int(typed)


def _address(request: Request, after: int) -> str:
    parameters = request.query_params.copy()
    parameters["after"] = str(after)
    return request.build_absolute_uri(f"{request.path}?{parameters.urlencode()}")
