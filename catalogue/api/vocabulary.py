"""The vocabulary at the API: terms and types of relation."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.request import Request

from catalogue.api.collecting import CollectionView
from catalogue.api.formats import LINKED
from catalogue.api.outgoing import Linked
from catalogue.api.reading import only, read_fields, refuse_unknown, truth
from catalogue.api.schema import Described
from catalogue.api.shapes import RELATION_TYPE_KEYS, TERM_KEYS
from catalogue.documents import Document
from catalogue.exports.linked import CONCEPTS, relation_type_node, term_node
from catalogue.models import RelationType, Term
from catalogue.search import FilterError, ParameterProblem, as_uuid

PAGING = ("page", "page_size", "fields")


TERMS = Linked(CONCEPTS, term_node)
RELATION_TYPES = Linked(CONCEPTS, relation_type_node)


def term_document(term: Term) -> Document:
    """A term as files carry it, with its address."""
    values = {key: getattr(term, key) for key in TERM_KEYS if key not in {"kind", "uuid", "broader", "api_url"}}
    address = reverse("api:term-detail", kwargs={"scheme": term.scheme, "slug": term.slug})
    broader = term.broader.slug if term.broader else ""
    return {"kind": "term", "uuid": str(term.uuid), **values, "broader": broader, "api_url": address}


def relation_type_document(type_: RelationType) -> Document:
    """A type of relation as files carry it, with its address."""
    values = {key: getattr(type_, key) for key in RELATION_TYPE_KEYS if key not in {"kind", "uuid", "api_url"}}
    address = reverse("api:relation-type-detail", kwargs={"slug": type_.slug})
    return {"kind": "relation-type", "uuid": str(type_.uuid), **values, "api_url": address}


class TermList(CollectionView):
    """Terms of the controlled vocabularies."""

    depends = "vocabulary"
    formats = LINKED
    columns = TERM_KEYS
    linked = TERMS
    described = Described("TermList", "scheme", "facet", *PAGING)

    def get(self, request: Request) -> HttpResponseBase:
        """Terms, scheme by scheme."""
        parameters = request.query_params
        refuse_unknown(parameters, ("scheme", "facet", *PAGING))
        fields = read_fields(parameters, TERM_KEYS)
        terms = Term.objects.select_related("broader")
        if schemes := [scheme for scheme in parameters.getlist("scheme") if scheme]:
            _refuse_unknown_schemes(schemes)
            terms = terms.filter(scheme__in=schemes)
        if (facet := truth(parameters.get("facet", ""), "facet")) is not None:
            terms = terms.filter(facet=facet)
        return self.answer(request, terms, lambda page: [only(term_document(term), fields) for term in page], fields)


def _refuse_unknown_schemes(schemes: list[str]) -> None:
    known = sorted(Term.objects.order_by().values_list("scheme", flat=True).distinct())
    message = _("“%(value)s” is not known; known: %(known)s.")
    problems = [
        ParameterProblem("scheme", message % {"value": scheme[:80], "known": ", ".join(known)})
        for scheme in schemes
        if scheme not in known
    ]
    if problems:
        raise FilterError(problems)


class TermDetail(CollectionView):
    """One term."""

    depends = "vocabulary"
    formats = LINKED
    columns = TERM_KEYS
    linked = TERMS
    described = Described("Term", "fields", statuses=(400, 404))

    def get(self, request: Request, **names: Any) -> HttpResponseBase:
        """The term of that scheme and slug, or with that uuid."""
        refuse_unknown(request.query_params, ("fields",))
        term = Term.objects.select_related("broader").filter(**names).first()
        if term is None:
            raise Http404
        return self.alone(request, term_document(term), read_fields(request.query_params, TERM_KEYS))


class RelationTypeList(CollectionView):
    """Types of relation."""

    depends = "vocabulary"
    formats = LINKED
    columns = RELATION_TYPE_KEYS
    linked = RELATION_TYPES
    described = Described("RelationTypeList", "facet", *PAGING)

    def get(self, request: Request) -> HttpResponseBase:
        """The ways in which records can be tied."""
        parameters = request.query_params
        refuse_unknown(parameters, ("facet", *PAGING))
        fields = read_fields(parameters, RELATION_TYPE_KEYS)
        types = RelationType.objects.all()
        if (facet := truth(parameters.get("facet", ""), "facet")) is not None:
            types = types.filter(facet=facet)
        return self.answer(
            request, types, lambda page: [only(relation_type_document(each), fields) for each in page], fields
        )


class RelationTypeDetail(CollectionView):
    """One type of relation."""

    depends = "vocabulary"
    formats = LINKED
    columns = RELATION_TYPE_KEYS
    linked = RELATION_TYPES
    described = Described("RelationType", "fields", statuses=(400, 404))

    def get(self, request: Request, slug: str) -> HttpResponseBase:
        """The type with that slug or uuid."""
        refuse_unknown(request.query_params, ("fields",))
        uuid = as_uuid(slug)
        found = RelationType.objects.filter(uuid=uuid) if uuid else RelationType.objects.filter(slug=slug)
        type_ = found.first()
        if type_ is None:
            raise Http404
        return self.alone(request, relation_type_document(type_), read_fields(request.query_params, RELATION_TYPE_KEYS))
