"""Citations at the API: places in sources, with their words and the claims that use them."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from catalogue.api.collecting import CollectionView
from catalogue.api.elsewhere import Statements, claims_on, statements
from catalogue.api.formats import JSON, LINKED, LINKED_ALONE
from catalogue.api.outgoing import Linked
from catalogue.api.problems import Gone
from catalogue.api.reading import ReadingView, is_staff, only, read_fields, refuse_fields, refuse_unknown, truth
from catalogue.api.schema import Described
from catalogue.api.shapes import CITATION_KEYS
from catalogue.api.writing.citations import WritesCitation, WritesCitations
from catalogue.citations import CitationFacts, load_citations
from catalogue.documents import Document, note_of
from catalogue.exports.linked import CONTEXT, citation_node
from catalogue.models import Citation, Kind, Locator, Record, Revision
from catalogue.search import FilterError, ParameterProblem, public_end

FILTERS = ("source", "label", "unresolved", "page", "page_size", "fields")
CITATIONS = Linked(CONTEXT, citation_node)


def public_citations() -> QuerySet[Citation]:
    """Those whose source is published, or not identified yet, and which are not there for drafts alone."""
    return Citation.objects.in_public_use().filter(public_end("source"), public_end("via__source"))


def citation_document(facts: CitationFacts) -> Document:
    """A place in a source as notes show it, with its address."""
    note = note_of(facts, get_language() or "es")
    shown = {key: value for key, value in note.items() if key not in {"number", "citation"}}
    address = reverse("api:citation-detail", kwargs={"uuid": facts.uuid})
    return {"kind": "citation", "uuid": facts.uuid, "version": facts.version, **shown, "api_url": address}


class CitationList(WritesCitations, CollectionView):
    """Citations."""

    formats = LINKED
    depends = "records"
    columns = CITATION_KEYS
    linked = CITATIONS
    described = Described("CitationList", *FILTERS)

    def get(self, request: Request) -> HttpResponseBase:
        """Citations, source by source in the order of their places."""
        parameters = request.query_params
        refuse_unknown(parameters, FILTERS)
        fields = read_fields(parameters, CITATION_KEYS)

        def told(keys: list[int]) -> list[Document]:
            facts = load_citations(keys)
            return [only(citation_document(facts[key]), fields) for key in keys if key in facts]

        return self.answer(request, _chosen(request).values_list("pk", flat=True), told, fields)


def _chosen(request: Request) -> QuerySet[Citation]:
    parameters = request.query_params
    citations = public_citations()
    if sources := [key for key in parameters.getlist("source") if key]:
        _refuse_unknown_sources(sources)
        citations = citations.filter(Q(source__citekey__in=sources) | Q(via__source__citekey__in=sources))
    if labels := [label for label in parameters.getlist("label") if label]:
        _refuse_unknown_labels(labels)
        citations = citations.filter(label__in=labels)
    if (unresolved := truth(parameters.get("unresolved", ""), "unresolved")) is not None:
        citations = citations.filter(source__isnull=unresolved)
    return citations


def _refuse_unknown_sources(citekeys: list[str]) -> None:
    known = set(
        Record.objects.published()
        .filter(kind=Kind.SOURCE, source__citekey__in=citekeys)
        .values_list("source__citekey", flat=True)
    )
    message = _("There is no source “%(value)s”.")
    problems = [ParameterProblem("source", message % {"value": key[:80]}) for key in citekeys if key not in known]
    if problems:
        raise FilterError(problems)


def _refuse_unknown_labels(labels: list[str]) -> None:
    known = ", ".join(Locator.values)
    problems = [
        ParameterProblem("label", _("“%(value)s” is not known; known: %(known)s.") % {"value": label, "known": known})
        for label in labels
        if label not in Locator.values
    ]
    if problems:
        raise FilterError(problems)


class CitationDetail(WritesCitation, ReadingView):
    """One citation."""

    formats = LINKED_ALONE
    described = Described("Citation", "fields", statuses=(400, 404, 410))

    def get(self, request: Request, uuid: UUID) -> HttpResponseBase:
        """The place in a source with that uuid."""
        refuse_unknown(request.query_params, ("fields",))
        staff, plain = is_staff(request), self.shown is JSON
        # What is hidden is told as JSON only.
        open_ones = Citation.objects.all() if staff and plain else public_citations()
        key = open_ones.filter(uuid=uuid).values_list("pk", flat=True).first()
        if key is None:
            deleted = Revision.objects.tombstones().filter(subject=uuid, public=True).first()
            raise Gone(deleted) if deleted else Http404
        document = citation_document(load_citations([key])[key])
        fields = read_fields(request.query_params, CITATION_KEYS)
        refuse_fields(self.shown, fields)
        response: HttpResponse = Response(only(document, fields))
        if not plain:
            response = CITATIONS.answer(request, document, f"citation-{uuid}")
        response["ETag"] = f'"{document["version"]}.0.{self.shown.suffix}"'
        if staff:
            response["Cache-Control"] = "private, no-store"
        return response


class CitationClaimList(Statements):
    """Claims that cite one place in a source."""

    described = Described("StatementList", "page", "page_size", statuses=(400, 404))

    def get(self, request: Request, uuid: UUID) -> HttpResponseBase:
        """A page of claims; the notes' numbers are those of the record that makes the claim."""
        refuse_unknown(request.query_params, ("page", "page_size"))
        return self.answer(request, claims_on(uuid), statements)
