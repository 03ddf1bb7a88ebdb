"""The addresses of the API."""

from __future__ import annotations

import re

from django.urls import URLPattern, path, re_path, register_converter
from django.urls.converters import StringConverter
from drf_spectacular.views import SpectacularAPIView

from catalogue.api import changes, citations, dumps, elsewhere, facets, records, revisions, suggesting, vocabulary
from catalogue.api.documentation import DocumentationView
from catalogue.api.formats import FORMATS
from catalogue.api.problems import nothing_here
from catalogue.api.reading import ReadingView
from catalogue.api.writing import bulk, claims
from catalogue.api.writing import citations as shared
from catalogue.models import Kind

app_name = "api"

Views = tuple[type[ReadingView], type[ReadingView], type[ReadingView], type[ReadingView]]
KINDS: dict[Kind, Views] = {
    Kind.PERSON: (
        records.PersonList,
        records.PersonDetail,
        elsewhere.PersonInverseRelationList,
        facets.PersonFacetDetail,
    ),
    Kind.UNIT: (records.UnitList, records.UnitDetail, elsewhere.UnitInverseRelationList, facets.UnitFacetDetail),
    Kind.ORGANIZATION: (
        records.OrganizationList,
        records.OrganizationDetail,
        elsewhere.OrganizationInverseRelationList,
        facets.OrganizationFacetDetail,
    ),
    Kind.EVENT: (records.EventList, records.EventDetail, elsewhere.EventInverseRelationList, facets.EventFacetDetail),
    Kind.PLACE: (records.PlaceList, records.PlaceDetail, elsewhere.PlaceInverseRelationList, facets.PlaceFacetDetail),
    Kind.SOURCE: (
        records.SourceList,
        records.SourceDetail,
        elsewhere.SourceInverseRelationList,
        facets.SourceFacetDetail,
    ),
}


class Suffix(StringConverter):
    """The formats that an address may end in."""

    regex = "|".join(re.escape(suffix) for suffix in FORMATS)


register_converter(Suffix, "suffix")


def read_at(route: str, view: type[ReadingView], name: str) -> list[URLPattern]:
    """An address and the same with a suffix, which clients that set no headers write: `/persons.csv`."""
    answer = view.as_view()
    # Named “format”, so that the schema describes each address once.
    beside = path(f"{route.removesuffix('/')}.<suffix:format>", answer, name=f"{name}-as")
    return [path(route, answer, name=name), beside]


def _of_kind(kind: Kind) -> list[URLPattern]:
    many, one, inverse, _facet = KINDS[kind]
    # A uuid stands where a slug may stand.
    address = f"{kind.plural}/<slug:slug>/"
    return [
        *read_at(f"{kind.plural}/", many, f"{kind}-list"),
        *read_at(address, one, f"{kind}-detail"),
        *read_at(f"{address}inverse-relations/", inverse, f"{kind}-inverse-relations"),
    ]


def _facets_of_kind(kind: Kind) -> list[URLPattern]:
    facet = KINDS[kind][3]
    return read_at(f"{kind.plural}/facets/<str:name>/", facet, f"{kind}-facet")


addresses = [
    path("", records.Entrance.as_view(), name="entrance"),
    *read_at("records/", records.RecordList, "record-list"),
    *read_at("records/<uuid:uuid>/", records.RecordDetail, "record-detail"),
    *read_at("records/<uuid:uuid>/revisions/", revisions.RevisionList, "record-revisions"),
    *read_at("records/<uuid:uuid>/claims/", claims.ClaimList, "record-claims"),
    *(address for kind in Kind for address in _of_kind(kind)),
    *read_at("sources/<slug:slug>/claims/", elsewhere.SourceClaimList, "source-claims"),
    # After what stands below a record, which may have the slug “facets”; no facet is called as those are.
    *read_at("records/facets/<str:name>/", facets.FacetDetail, "record-facet"),
    *(address for kind in Kind for address in _facets_of_kind(kind)),
    *read_at("citations/", citations.CitationList, "citation-list"),
    *read_at("citations/<uuid:uuid>/", citations.CitationDetail, "citation-detail"),
    *read_at("citations/<uuid:uuid>/claims/", citations.CitationClaimList, "citation-claims"),
    *read_at("claims/<uuid:uuid>/", claims.ClaimDetail, "claim-detail"),
    path("bulk/", bulk.Bulk.as_view(), name="bulk"),
    *read_at("disagreements/", shared.DisagreementList, "disagreement-list"),
    *read_at("disagreements/<uuid:uuid>/", shared.DisagreementDetail, "disagreement-detail"),
    *read_at("terms/", vocabulary.TermList, "term-list"),
    *read_at("terms/<uuid:uuid>/", vocabulary.TermDetail, "term-detail"),
    *read_at("terms/<slug:scheme>/<slug:slug>/", vocabulary.TermDetail, "term-detail"),
    *read_at("relation-types/", vocabulary.RelationTypeList, "relation-type-list"),
    *read_at("relation-types/<slug:slug>/", vocabulary.RelationTypeDetail, "relation-type-detail"),
    *read_at("facets/", facets.FacetList, "facets"),
    *read_at("changes/", changes.ChangeList, "changes"),
    path("dumps/", dumps.DumpList.as_view(), name="dumps"),
    path("dumps/<str:dump>/<str:file>", dumps.DumpFile.as_view(), name="dump-file"),
    *read_at("suggest/", suggesting.SuggestionList, "suggestions"),
    path("schema/", SpectacularAPIView.as_view(schema=None), name="schema"),
    path("docs/", DocumentationView.as_view(url_name="api:schema"), name="docs"),
]
# Each request tries them in turn: those that are asked most come first.
urlpatterns = [
    *sorted(addresses, key=lambda address: str(address.name).endswith("-as")),
    # Line ends too, which a dot leaves out.
    re_path(r"^(?P<path>[\s\S]*)$", nothing_here),
]
