"""Facets at the API: their counts beside a list, the values of one by themselves, and their names."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from catalogue.api.collecting import CollectionView
from catalogue.api.formats import JSON
from catalogue.api.pages import links_around, neighbours, numbered
from catalogue.api.parameters import OF_ONE_FACET
from catalogue.api.reading import is_staff, refuse_unknown
from catalogue.api.schema import Described, DescribedFacet
from catalogue.models import Kind
from catalogue.search import Facet, facet_page, known_facets

_PLACES = ("page", "cursor")


class Addresses:
    """Where a facet's links lead: to the list with another choice, and to all the values of one facet."""

    def __init__(self, request: Request, kind: str | None) -> None:
        self.list = request.build_absolute_uri(reverse(f"api:{kind or 'record'}-list"))
        self.values = self.list + "facets/"
        self.question = _question(request.query_params)

    def choosing(self, question: str) -> str | None:
        """The list as a facet's link asks for it; None where there is nothing to choose."""
        if not question:
            return None
        return self.list + question if len(question) > 1 else self.list

    def more(self, name: str) -> str:
        """All the values of a facet, counted for the same question."""
        return f"{self.values}{name}/{self.question}"


def _question(parameters: QueryDict) -> str:
    kept = parameters.copy()
    for name in (*_PLACES, *OF_ONE_FACET):
        kept.pop(name, None)
    return f"?{kept.urlencode()}" if kept else ""


def facet_body(facet: Facet, addresses: Addresses) -> dict[str, Any]:
    """A facet with its counts and, for each value, the addresses that choose and exclude it."""
    return {
        "name": facet.name,
        "label": facet.label,
        "kind": facet.kind,
        "selected": facet.selected,
        "excluded": facet.excluded,
        "values": [
            {
                "value": each.value,
                "label": each.label,
                "count": each.count,
                "selected": each.selected,
                "excluded": each.excluded,
                "url": addresses.choosing(each.toggle),
                "exclude_url": addresses.choosing(each.exclude),
            }
            for each in facet.values
        ],
        "missing": facet.missing,
        "missing_selected": facet.missing_selected,
        "missing_url": addresses.choosing(facet.missing_toggle),
        "truncated": facet.truncated,
        "more_url": addresses.more(facet.name),
    }


class FacetDetail(CollectionView):
    """Values of a facet of records of every kind."""

    kind: ClassVar[str | None] = None
    depends = "records"
    columns = ("value", "label", "count", "selected", "excluded", "url", "exclude_url")
    described = DescribedFacet(None)

    def get(self, request: Request, name: str) -> HttpResponseBase:
        """A page of all the values of one facet, counted among the records that the other parameters let through."""
        staff = is_staff(request)
        try:
            found = facet_page(self.kind, name, request.query_params, staff=staff)
        except LookupError:
            _refuse_unknown_facet(self.kind, name, staff=staff)
            raise
        where = numbered(found.count, found.page, found.pages, "facet_page")
        facet = facet_body(found.facet, Addresses(request, self.kind))
        self.links = links_around(request, where)
        if self.shown is not JSON:
            return self.as_file(request, facet["values"])
        return Response({**neighbours(request, where), "facet": facet})


def _refuse_unknown_facet(kind: str | None, name: str, *, staff: bool) -> None:
    known = [each.name for each in known_facets(kind, staff=staff)]
    if name not in known:
        message = _("There is no facet “%(name)s”; known: %(known)s.")
        raise NotFound(message % {"name": name[:80], "known": ", ".join(known)})


class FacetList(CollectionView):
    """The facets that can be asked."""

    depends = "records"
    columns = ("of", "name", "label", "kind", "url")
    described = Described("KindFacets", many=True)

    def get(self, request: Request) -> HttpResponseBase:
        """The facets of every kind, those of the vocabulary included: names for `facets` and for filters."""
        refuse_unknown(request.query_params, ())
        kinds = [_kind_facets(kind) for kind in (None, *Kind.values)]
        if self.shown is JSON:
            return Response(kinds)
        return self.as_file(request, [{"of": each["kind"], **facet} for each in kinds for facet in each["facets"]])


def _kind_facets(kind: str | None) -> dict[str, Any]:
    address = reverse(f"api:{kind or 'record'}-list")
    facets = [
        {"name": each.name, "label": each.label, "kind": each.kind, "url": f"{address}facets/{each.name}/"}
        for each in known_facets(kind)
    ]
    return {"kind": kind, "list": address, "facets": facets}


class PersonFacetDetail(FacetDetail):
    """Values of a facet of persons."""

    kind = Kind.PERSON
    described = DescribedFacet(Kind.PERSON)


class UnitFacetDetail(FacetDetail):
    """Values of a facet of units."""

    kind = Kind.UNIT
    described = DescribedFacet(Kind.UNIT)


class OrganizationFacetDetail(FacetDetail):
    """Values of a facet of organizations."""

    kind = Kind.ORGANIZATION
    described = DescribedFacet(Kind.ORGANIZATION)


class EventFacetDetail(FacetDetail):
    """Values of a facet of events."""

    kind = Kind.EVENT
    described = DescribedFacet(Kind.EVENT)


class PlaceFacetDetail(FacetDetail):
    """Values of a facet of places."""

    kind = Kind.PLACE
    described = DescribedFacet(Kind.PLACE)


class SourceFacetDetail(FacetDetail):
    """Values of a facet of sources."""

    kind = Kind.SOURCE
    described = DescribedFacet(Kind.SOURCE)
