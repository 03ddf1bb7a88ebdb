"""Records at the API: lists with filters and facets, and single documents."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from catalogue.api.collecting import CollectionView
from catalogue.api.facets import Addresses, facet_body
from catalogue.api.finding import Entry, Merged, Moved, find_entry
from catalogue.api.formats import DETAILS, JSON, LISTS, NDJSON, Format, formats_of
from catalogue.api.freshness import tag_of_entry, tag_of_read
from catalogue.api.including import included, parsed
from catalogue.api.links import link
from catalogue.api.moved import answer_moved
from catalogue.api.outgoing import record_lines, streamed, streamed_documents, told, told_alone
from catalogue.api.pages import asks_page, links_around, list_body, where_of
from catalogue.api.reading import ReadingView, is_staff, only, refuse_unknown
from catalogue.api.rendering import Texts, encoded
from catalogue.api.revisions import former_of
from catalogue.api.schema import Described, DescribedList
from catalogue.api.wanted import Wanted, snippets_body
from catalogue.api.writing import WritesOne, WritesRecords
from catalogue.api.writing.full import asks_whole, whole_answer
from catalogue.documents import Document, build_documents, ready_documents, ready_texts
from catalogue.models import Kind
from catalogue.search import FilterError, Found, ParameterProblem, search, whole

DETAIL = (301, 304, 308, 400, 404, 410)
OTHER_LISTS = (
    "citation-list",
    "term-list",
    "relation-type-list",
    "facets",
    "suggestions",
    "changes",
    "dumps",
    "schema",
    "docs",
)


class RecordList(WritesRecords, CollectionView):
    """Records of every kind."""

    kind: ClassVar[str | None] = None
    formats = LISTS
    depends = "records"
    described = DescribedList(None)

    def get(self, request: Request) -> HttpResponseBase:
        """The published records that the parameters let through, as documents.

        As CSV or NDJSON all of them, unless a page is asked for.
        """
        wanted = Wanted.read(request.query_params, self.kind)
        if self.shown is JSON:
            return self.page(request, wanted)
        refuse_for_files(self.shown, request.query_params)
        if self.shown.whole and not asks_page(request):
            keys: Iterable[int] = whole(self.kind, request.query_params)
        else:
            found = search(self.kind, request.query_params)
            keys, self.links = found.record_ids, links_around(request, where_of(found))
        name = self.file_name(request)
        if self.shown is NDJSON:
            return streamed(request, self.shown, record_lines(keys, wanted.fields), name)
        return told(request, self.shown, self.kind, streamed_documents(keys), name)

    def page(self, request: Request, wanted: Wanted) -> Response:
        """A page with all that can stand beside its documents."""
        staff = is_staff(request)
        found = search(self.kind, request.query_params, staff=staff, snippets=wanted.snippets)
        full = staff and _asks_status(request.query_params)
        results, beside = _answered(found.record_ids, wanted, full=full)
        said = {**_counted(request, self.kind, found), **_told(found), **beside}
        where = where_of(found)
        self.links = links_around(request, where)
        return Response(list_body(request, results, where, **said))


def refuse_for_files(shown: Format, parameters: QueryDict) -> None:
    """Refuses what only an answer in JSON has room for."""
    names = ("include", "snippets", "facets", *(() if shown is NDJSON else ("fields",)))
    message = _("Only an answer in JSON can tell this.")
    problems = [ParameterProblem(name, message) for name in names if parameters.get(name, "").strip()]
    if problems:
        raise FilterError(problems)


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


class RecordDetail(WritesOne, ReadingView):
    """A record of any kind, by its uuid."""

    kind: ClassVar[str | None] = None
    formats = DETAILS
    described = Described("Answer", "fields", "include", "version", "full", statuses=DETAIL)

    def get(self, request: Request, slug: str = "", uuid: UUID | None = None) -> HttpResponseBase:
        """The document of one record."""
        parameters = request.query_params
        refuse_unknown(parameters, {"fields", "full", "include", "version"})
        try:
            entry = find_entry(self.kind, uuid or slug, staff=is_staff(request))
        except Moved as moved:
            if not (isinstance(moved, Merged) and "version" in parameters and moved.entry.public):
                return answer_moved(request, moved, suffix=self.suffix)
            entry = moved.was
        wanted = Wanted.read(parameters, entry.kind)
        hidden = "version" not in parameters and (asks_whole(request) or not entry.public)
        self.choose(request, (JSON,) if hidden else formats_of(self.formats, entry.kind))
        if self.shown is not JSON:
            refuse_for_files(self.shown, parameters)
        answer = self.former if "version" in parameters else self.now
        response = whole_answer(entry, wanted) if hidden else answer(request, entry, wanted)
        self.links = detail_links(request, entry)
        if entry.language:
            response["Content-Language"] = entry.language
        return response

    def now(self, request: Request, entry: Entry, wanted: Wanted) -> HttpResponseBase:
        """The public document as it stands; what the client has already is not even read."""
        if entry.ready:
            self.tag = tag_of_entry(entry, self.shown, wanted.fields, wanted.include)
            self.tag.refuse_copy(request)
        if not entry.ready or self.shown is not JSON or wanted.fields or wanted.include:
            return self.read(request, entry, wanted)
        text = ready_texts([entry.id]).get(entry.id)
        if text is None:  # withdrawn since it was looked up
            raise Http404
        return HttpResponse(encoded(text), content_type=JSON.media_type)

    def read(self, request: Request, entry: Entry, wanted: Wanted) -> HttpResponseBase:
        """A document that something is made of; one that had to be made anew says itself whether it is new."""
        document = document_of(entry)
        if self.tag is None:
            self.tag = tag_of_read(document, self.shown, wanted.fields, wanted.include)
            self.tag.refuse_copy(request)
        return self.told(request, document, wanted, included([document], wanted.include, wanted.fields))

    def former(self, request: Request, entry: Entry, wanted: Wanted) -> HttpResponseBase:
        """The document as it was in an old version."""
        document = former_of(entry, request.query_params["version"])
        return self.told(request, document, wanted, {})

    def told(self, request: Request, document: Document, wanted: Wanted, beside: dict[str, Any]) -> HttpResponseBase:
        """A document in the format that is asked for."""
        document = only(document, wanted.fields)
        if self.shown is JSON:
            return Response({**document, **beside})
        return told_alone(request, self.shown, document)


def detail_links(request: Request, entry: Entry) -> tuple[str, ...]:
    """Where an entry is for ever, where it is now, and in which list it stands."""
    here = request.build_absolute_uri(entry.address)
    lasting = request.build_absolute_uri(f"/id/{entry.uuid}")
    listed = request.build_absolute_uri(reverse(f"api:{entry.kind}-list"))
    if "version" in request.query_params:
        return (link(listed, "collection"), link(here, "latest-version"))
    return (
        link(here, "canonical"), link(lasting, "cite-as"), link(listed, "collection"), link(here, "latest-version"),
    )  # fmt: skip


def document_of(entry: Entry) -> Document:
    """The public document of a published record."""
    found = ready_documents([entry.id])
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
    described = Described("PersonAnswer", "fields", "include", "version", "full", statuses=DETAIL)


class UnitList(RecordList):
    """Units."""

    kind = Kind.UNIT
    described = DescribedList(Kind.UNIT)


class UnitDetail(RecordDetail):
    """A unit."""

    kind = Kind.UNIT
    described = Described("UnitAnswer", "fields", "include", "version", "full", statuses=DETAIL)


class OrganizationList(RecordList):
    """Organizations."""

    kind = Kind.ORGANIZATION
    described = DescribedList(Kind.ORGANIZATION)


class OrganizationDetail(RecordDetail):
    """An organization."""

    kind = Kind.ORGANIZATION
    described = Described("OrganizationAnswer", "fields", "include", "version", "full", statuses=DETAIL)


class EventList(RecordList):
    """Events."""

    kind = Kind.EVENT
    described = DescribedList(Kind.EVENT)


class EventDetail(RecordDetail):
    """An event."""

    kind = Kind.EVENT
    described = Described("EventAnswer", "fields", "include", "version", "full", statuses=DETAIL)


class PlaceList(RecordList):
    """Places."""

    kind = Kind.PLACE
    described = DescribedList(Kind.PLACE)


class PlaceDetail(RecordDetail):
    """A place."""

    kind = Kind.PLACE
    described = Described("PlaceAnswer", "fields", "include", "version", "full", statuses=DETAIL)


class SourceList(RecordList):
    """Sources."""

    kind = Kind.SOURCE
    described = DescribedList(Kind.SOURCE)


class SourceDetail(RecordDetail):
    """A source."""

    kind = Kind.SOURCE
    described = Described("SourceAnswer", "fields", "include", "version", "full", statuses=DETAIL)
