"""Records at the API: lists with filters and facets, and single documents."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from rest_framework.request import Request
from rest_framework.response import Response

from catalogue.api.facets import Addresses, facet_body
from catalogue.api.finding import Entry, Moved, find_entry
from catalogue.api.freshness import conditional
from catalogue.api.including import included, parsed
from catalogue.api.moved import answer_moved
from catalogue.api.pages import list_body, where_of
from catalogue.api.reading import ReadingView, is_staff, only, refuse_unknown
from catalogue.api.rendering import Texts
from catalogue.api.revisions import former_answer
from catalogue.api.schema import Described, DescribedList
from catalogue.api.wanted import Wanted, snippets_body
from catalogue.documents import Document, build_documents, ready_documents, ready_texts
from catalogue.models import Kind
from catalogue.search import Found, search

DETAIL = (301, 304, 308, 400, 404, 410)
OTHER_LISTS = ("citation-list", "term-list", "relation-type-list", "facets", "suggestions", "schema", "docs")


class RecordList(ReadingView):
    """Records of every kind."""

    kind: ClassVar[str | None] = None
    described = DescribedList(None)

    def get(self, request: Request) -> Response:
        """The published records that the parameters let through, as documents."""
        wanted = Wanted.read(request.query_params, self.kind)
        staff = is_staff(request)
        found = search(self.kind, request.query_params, staff=staff, snippets=wanted.snippets)
        full = staff and _asks_status(request.query_params)
        results, beside = _answered(found.record_ids, wanted, full=full)
        said = {**_counted(request, self.kind, found), **_told(found), **beside}
        return Response(list_body(request, results, where_of(found), **said))


def _asks_status(parameters: QueryDict) -> bool:
    return any(value.strip() for value in parameters.getlist("status"))


def _answered(record_ids: list[int], wanted: Wanted, *, full: bool) -> tuple[Texts | list[Document], dict[str, Any]]:
    """The documents, as they are stored if nothing need be read in them, and their neighbours."""
    if not (full or wanted.fields):
        texts = ready_texts(record_ids)
        documents = parsed(texts.values()) if wanted.include else ()
        return Texts(texts.values()), included(documents, wanted.include, wanted.fields)
    read = list(_documents(record_ids, full=full).values())
    return [only(document, wanted.fields) for document in read], included(read, wanted.include, wanted.fields)


def _counted(request: Request, kind: str | None, found: Found) -> dict[str, Any]:
    if not found.facets:
        return {}
    addresses = Addresses(request, kind)
    return {"facets": [facet_body(facet, addresses) for facet in found.facets]}


def _told(found: Found) -> dict[str, Any]:
    """What the reader should know of how the question was understood, and what matched it."""
    told = {"notices": found.notices, "corrected": found.corrected, "snippets": snippets_body(found.snippets)}
    return {key: value for key, value in told.items() if value}


def _documents(record_ids: list[int], *, full: bool) -> dict[int, Document]:
    return build_documents(record_ids, full=True) if full else ready_documents(record_ids)


class RecordDetail(ReadingView):
    """A record of any kind, by its uuid."""

    kind: ClassVar[str | None] = None
    described = Described("Answer", "fields", "include", "version", statuses=DETAIL)

    def get(self, request: Request, slug: str = "", uuid: UUID | None = None) -> HttpResponseBase:
        """The document of one record."""
        refuse_unknown(request.query_params, {"fields", "include", "version"})
        try:
            entry = find_entry(self.kind, uuid or slug, staff=is_staff(request))
        except Moved as moved:
            return answer_moved(request, moved)
        wanted = Wanted.read(request.query_params, entry.kind)
        if "version" in request.query_params:
            return former_answer(entry, request.query_params["version"], wanted.fields)
        document = document_of(entry)
        beside = included([document], wanted.include, wanted.fields)
        response = Response({**only(document, wanted.fields), **beside})
        if entry.public:
            return conditional(request, response, document, wanted.fields, beside)
        response["Cache-Control"] = "private, no-store"
        return response


def document_of(entry: Entry) -> Document:
    """The public document of a published record; the full one of a draft, which only cataloguers find."""
    found = _documents([entry.id], full=not entry.public)
    if entry.id not in found:  # withdrawn since it was looked up
        raise Http404
    return found[entry.id]


class Entrance(ReadingView):
    """Where everything is."""

    described = Described("Addresses")
    names = ("record-list", *(f"{kind}-list" for kind in Kind.values), *OTHER_LISTS)

    def get(self, request: Request) -> Response:
        """The addresses of the lists, the facets, the schema and its documentation."""
        refuse_unknown(request.query_params, ())
        addresses = (reverse(f"api:{name}") for name in self.names)
        return Response({address.strip("/").rpartition("/")[2]: address for address in addresses})


class PersonList(RecordList):
    """Persons."""

    kind = Kind.PERSON
    described = DescribedList(Kind.PERSON)


class PersonDetail(RecordDetail):
    """A person."""

    kind = Kind.PERSON
    described = Described("PersonAnswer", "fields", "include", "version", statuses=DETAIL)


class UnitList(RecordList):
    """Units."""

    kind = Kind.UNIT
    described = DescribedList(Kind.UNIT)


class UnitDetail(RecordDetail):
    """A unit."""

    kind = Kind.UNIT
    described = Described("UnitAnswer", "fields", "include", "version", statuses=DETAIL)


class OrganizationList(RecordList):
    """Organizations."""

    kind = Kind.ORGANIZATION
    described = DescribedList(Kind.ORGANIZATION)


class OrganizationDetail(RecordDetail):
    """An organization."""

    kind = Kind.ORGANIZATION
    described = Described("OrganizationAnswer", "fields", "include", "version", statuses=DETAIL)


class EventList(RecordList):
    """Events."""

    kind = Kind.EVENT
    described = DescribedList(Kind.EVENT)


class EventDetail(RecordDetail):
    """An event."""

    kind = Kind.EVENT
    described = Described("EventAnswer", "fields", "include", "version", statuses=DETAIL)


class PlaceList(RecordList):
    """Places."""

    kind = Kind.PLACE
    described = DescribedList(Kind.PLACE)


class PlaceDetail(RecordDetail):
    """A place."""

    kind = Kind.PLACE
    described = Described("PlaceAnswer", "fields", "include", "version", statuses=DETAIL)


class SourceList(RecordList):
    """Sources."""

    kind = Kind.SOURCE
    described = DescribedList(Kind.SOURCE)


class SourceDetail(RecordDetail):
    """A source."""

    kind = Kind.SOURCE
    described = Described("SourceAnswer", "fields", "include", "version", statuses=DETAIL)
