"""Suggestions while a name is being typed."""

from __future__ import annotations

from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from catalogue.api.collecting import CollectionView
from catalogue.api.formats import JSON
from catalogue.api.pages import read_number
from catalogue.api.parameters import LONGEST_BEGINNING, MOST_SUGGESTIONS, USUAL_SUGGESTIONS
from catalogue.api.reading import refuse_unknown
from catalogue.api.schema import DescribedSuggestions
from catalogue.models import Kind
from catalogue.search import FilterError, ParameterProblem, Suggestion, suggest

PARAMETERS = ("q", "kind", "limit")
# Long enough that letters typed again are not asked again, short enough that a new name is soon offered.
KEPT = "public, max-age=30"


class SuggestionList(CollectionView):
    """Names that begin like what is typed."""

    columns = ("uuid", "kind", "slug", "title", "name", "page_url", "api_url")

    # Everybody is offered the same, so that a shared cache may answer.
    authentication_classes = ()
    described = DescribedSuggestions()

    def get(self, request: Request) -> HttpResponseBase:
        """Published records one of whose names, or a word of it, begins with these letters."""
        parameters = request.query_params
        refuse_unknown(parameters, PARAMETERS)
        limit = read_number(request, "limit", USUAL_SUGGESTIONS, MOST_SUGGESTIONS)
        kind = _kind(parameters.get("kind", "").strip())
        found = suggest(_words(parameters.get("q", "").strip()), kind=kind, limit=limit)
        results = [_suggestion(each) for each in found]
        response = Response({"results": results}) if self.shown is JSON else self.as_file(request, results)
        response["Cache-Control"] = KEPT
        return response


def _words(typed: str) -> str:
    if not typed:
        raise FilterError([ParameterProblem("q", _("Write the first letters of a name."))])
    if len(typed) > LONGEST_BEGINNING:
        message = _("The words are too many; write at most %(most)d characters.") % {"most": LONGEST_BEGINNING}
        raise FilterError([ParameterProblem("q", message)])
    return typed


def _kind(typed: str) -> str | None:
    if typed and typed not in Kind.values:
        message = _("“%(value)s” is not known; known: %(known)s.")
        known = ", ".join(Kind.values)
        raise FilterError([ParameterProblem("kind", message % {"value": typed[:80], "known": known})])
    return typed or None


def _suggestion(found: Suggestion) -> dict[str, str]:
    address = reverse(f"api:{found.kind}-detail", kwargs={"slug": found.slug})
    return {
        "uuid": str(found.uuid),
        "kind": found.kind,
        "slug": found.slug,
        "title": found.title,
        "name": found.name,
        "page_url": f"/{found.kind}s/{found.slug}/",
        "api_url": address,
    }
