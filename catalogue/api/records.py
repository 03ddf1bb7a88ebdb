"""Records at the API: lists with filters and facets, and single documents."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404, HttpResponsePermanentRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from rest_framework.request import Request
from rest_framework.response import Response

from catalogue.api.finding import Entry, Moved, find_entry
from catalogue.api.freshness import conditional
from catalogue.api.pages import Where, list_body
from catalogue.api.reading import ReadingView, is_staff, only, read_fields, refuse_unknown
from catalogue.api.schema import Described, DescribedList
from catalogue.api.shapes import document_keys
from catalogue.documents import Document, build_documents, ready_documents
from catalogue.models import Kind
from catalogue.search import known_facets, search

DETAIL = (301, 304, 400, 404, 410)
OTHER_LISTS = ("citation-list", "term-list", "relation-type-list", "facets", "schema", "docs")


class RecordList(ReadingView):
    """Records of every kind."""

    kind: ClassVar[str | None] = None
    described = DescribedList(None)

    def get(self, request: Request) -> Response:
        """The published records that the parameters let through, as documents."""
        parameters = request.query_params.copy()
        fields = read_fields(parameters, document_keys(self.kind))
        parameters.pop("fields", None)
        staff = is_staff(request)
        found = search(self.kind, parameters, staff=staff)
        documents = _documents(found.record_ids, full=staff and _asks_status(parameters))
        results = [only(document, fields) for document in documents.values()]
        where = Where(found.count, found.page, found.pages)
        return Response(list_body(request, results, where, facets=found.facets, notices=found.notices))


def _asks_status(parameters: QueryDict) -> bool:
    return any(value.strip() for value in parameters.getlist("status"))


def _documents(record_ids: list[int], *, full: bool) -> dict[int, Document]:
    return build_documents(record_ids, full=True) if full else ready_documents(record_ids)


class RecordDetail(ReadingView):
    """A record of any kind, by its uuid."""

    kind: ClassVar[str | None] = None
    described = Described("Document", "fields", statuses=DETAIL)

    def get(self, request: Request, slug: str = "", uuid: UUID | None = None) -> HttpResponseBase:
        """The document of one record."""
        refuse_unknown(request.query_params, {"fields"})
        try:
            entry = find_entry(self.kind, uuid or slug, staff=is_staff(request))
        except Moved as moved:
            return redirect(request, moved.entry.address)
        fields = read_fields(request.query_params, document_keys(entry.kind))
        document = document_of(entry)
        response = Response(only(document, fields))
        if entry.public:
            return conditional(request, response, document, fields)
        response["Cache-Control"] = "private, no-store"
        return response


def document_of(entry: Entry) -> Document:
    """The public document of a published record; the full one of a draft, which only cataloguers find."""
    found = _documents([entry.id], full=not entry.public)
    if entry.id not in found:  # withdrawn since it was looked up
        raise Http404
    return found[entry.id]


def redirect(request: Request, address: str) -> HttpResponsePermanentRedirect:
    """To the address that an entry has now, the question kept."""
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)


class Entrance(ReadingView):
    """Where everything is."""

    described = Described("Addresses")
    names = ("record-list", *(f"{kind}-list" for kind in Kind.values), *OTHER_LISTS)

    def get(self, request: Request) -> Response:
        """The addresses of the lists, the facets, the schema and its documentation."""
        refuse_unknown(request.query_params, ())
        addresses = (reverse(f"api:{name}") for name in self.names)
        return Response({address.strip("/").rpartition("/")[2]: address for address in addresses})


class FacetList(ReadingView):
    """The facets that can be asked."""

    described = Described("KindFacets", many=True)

    def get(self, request: Request) -> Response:
        """The facets of every kind, those of the vocabulary included: names for `facets` and for filters."""
        refuse_unknown(request.query_params, ())
        return Response([_kind_facets(kind) for kind in (None, *Kind.values)])


def _kind_facets(kind: str | None) -> dict[str, Any]:
    facets = [{"name": facet.name, "label": facet.label} for facet in known_facets(kind)]
    return {"kind": kind, "list": f"/api/v1/{f'{kind}s' if kind else 'records'}/", "facets": facets}


class PersonList(RecordList):
    """Persons."""

    kind = Kind.PERSON
    described = DescribedList(Kind.PERSON)


class PersonDetail(RecordDetail):
    """A person."""

    kind = Kind.PERSON
    described = Described("PersonDocument", "fields", statuses=DETAIL)


class UnitList(RecordList):
    """Units."""

    kind = Kind.UNIT
    described = DescribedList(Kind.UNIT)


class UnitDetail(RecordDetail):
    """A unit."""

    kind = Kind.UNIT
    described = Described("UnitDocument", "fields", statuses=DETAIL)


class OrganizationList(RecordList):
    """Organizations."""

    kind = Kind.ORGANIZATION
    described = DescribedList(Kind.ORGANIZATION)


class OrganizationDetail(RecordDetail):
    """An organization."""

    kind = Kind.ORGANIZATION
    described = Described("OrganizationDocument", "fields", statuses=DETAIL)


class EventList(RecordList):
    """Events."""

    kind = Kind.EVENT
    described = DescribedList(Kind.EVENT)


class EventDetail(RecordDetail):
    """An event."""

    kind = Kind.EVENT
    described = Described("EventDocument", "fields", statuses=DETAIL)


class PlaceList(RecordList):
    """Places."""

    kind = Kind.PLACE
    described = DescribedList(Kind.PLACE)


class PlaceDetail(RecordDetail):
    """A place."""

    kind = Kind.PLACE
    described = Described("PlaceDocument", "fields", statuses=DETAIL)


class SourceList(RecordList):
    """Sources."""

    kind = Kind.SOURCE
    described = DescribedList(Kind.SOURCE)


class SourceDetail(RecordDetail):
    """A source."""

    kind = Kind.SOURCE
    described = Described("SourceDocument", "fields", statuses=DETAIL)
