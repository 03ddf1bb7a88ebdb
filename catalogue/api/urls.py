"""The addresses of the API."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path
from drf_spectacular.views import SpectacularAPIView

from catalogue.api import citations, elsewhere, facets, records, revisions, suggesting, vocabulary
from catalogue.api.documentation import DocumentationView
from catalogue.api.problems import nothing_here
from catalogue.api.reading import ReadingView
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


def _of_kind(kind: Kind) -> list[URLPattern]:
    many, one, inverse, _facet = KINDS[kind]
    # A uuid stands where a slug may stand.
    address = f"{kind.plural}/<slug:slug>/"
    return [
        path(f"{kind.plural}/", many.as_view(), name=f"{kind}-list"),
        path(address, one.as_view(), name=f"{kind}-detail"),
        path(f"{address}inverse-relations/", inverse.as_view(), name=f"{kind}-inverse-relations"),
    ]


def _facets_of_kind(kind: Kind) -> URLPattern:
    facet = KINDS[kind][3]
    return path(f"{kind.plural}/facets/<str:name>/", facet.as_view(), name=f"{kind}-facet")


urlpatterns = [
    path("", records.Entrance.as_view(), name="entrance"),
    path("records/", records.RecordList.as_view(), name="record-list"),
    path("records/<uuid:uuid>/", records.RecordDetail.as_view(), name="record-detail"),
    path("records/<uuid:uuid>/revisions/", revisions.RevisionList.as_view(), name="record-revisions"),
    *(address for kind in Kind for address in _of_kind(kind)),
    path("sources/<slug:slug>/claims/", elsewhere.SourceClaimList.as_view(), name="source-claims"),
    # After what stands below a record, which may have the slug “facets”; no facet is called as those are.
    path("records/facets/<str:name>/", facets.FacetDetail.as_view(), name="record-facet"),
    *(_facets_of_kind(kind) for kind in Kind),
    path("citations/", citations.CitationList.as_view(), name="citation-list"),
    path("citations/<uuid:uuid>/", citations.CitationDetail.as_view(), name="citation-detail"),
    path("citations/<uuid:uuid>/claims/", citations.CitationClaimList.as_view(), name="citation-claims"),
    path("terms/", vocabulary.TermList.as_view(), name="term-list"),
    path("terms/<uuid:uuid>/", vocabulary.TermDetail.as_view(), name="term-detail"),
    path("terms/<slug:scheme>/<slug:slug>/", vocabulary.TermDetail.as_view(), name="term-detail"),
    path("relation-types/", vocabulary.RelationTypeList.as_view(), name="relation-type-list"),
    path("relation-types/<slug:slug>/", vocabulary.RelationTypeDetail.as_view(), name="relation-type-detail"),
    path("facets/", facets.FacetList.as_view(), name="facets"),
    path("suggest/", suggesting.SuggestionList.as_view(), name="suggestions"),
    path("schema/", SpectacularAPIView.as_view(schema=None), name="schema"),
    path("docs/", DocumentationView.as_view(url_name="api:schema"), name="docs"),
    re_path("^(?P<path>.*)$", nothing_here),
]
