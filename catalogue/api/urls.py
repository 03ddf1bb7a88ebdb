"""The addresses of the API."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path
from drf_spectacular.views import SpectacularAPIView

from catalogue.api import citations, elsewhere, records, vocabulary
from catalogue.api.documentation import DocumentationView
from catalogue.api.problems import nothing_here
from catalogue.api.reading import ReadingView
from catalogue.models import Kind

app_name = "api"

KINDS: dict[Kind, tuple[type[ReadingView], type[ReadingView], type[ReadingView]]] = {
    Kind.PERSON: (records.PersonList, records.PersonDetail, elsewhere.PersonInverseRelationList),
    Kind.UNIT: (records.UnitList, records.UnitDetail, elsewhere.UnitInverseRelationList),
    Kind.ORGANIZATION: (
        records.OrganizationList,
        records.OrganizationDetail,
        elsewhere.OrganizationInverseRelationList,
    ),
    Kind.EVENT: (records.EventList, records.EventDetail, elsewhere.EventInverseRelationList),
    Kind.PLACE: (records.PlaceList, records.PlaceDetail, elsewhere.PlaceInverseRelationList),
    Kind.SOURCE: (records.SourceList, records.SourceDetail, elsewhere.SourceInverseRelationList),
}


def _of_kind(kind: Kind) -> list[URLPattern]:
    many, one, inverse = KINDS[kind]
    # A uuid stands where a slug may stand.
    address = f"{kind.plural}/<slug:slug>/"
    return [
        path(f"{kind.plural}/", many.as_view(), name=f"{kind}-list"),
        path(address, one.as_view(), name=f"{kind}-detail"),
        path(f"{address}inverse-relations/", inverse.as_view(), name=f"{kind}-inverse-relations"),
    ]


urlpatterns = [
    path("", records.Entrance.as_view(), name="entrance"),
    path("records/", records.RecordList.as_view(), name="record-list"),
    path("records/<uuid:uuid>/", records.RecordDetail.as_view(), name="record-detail"),
    *(address for kind in Kind for address in _of_kind(kind)),
    path("sources/<slug:slug>/claims/", elsewhere.SourceClaimList.as_view(), name="source-claims"),
    path("citations/", citations.CitationList.as_view(), name="citation-list"),
    path("citations/<uuid:uuid>/", citations.CitationDetail.as_view(), name="citation-detail"),
    path("citations/<uuid:uuid>/claims/", citations.CitationClaimList.as_view(), name="citation-claims"),
    path("terms/", vocabulary.TermList.as_view(), name="term-list"),
    path("terms/<uuid:uuid>/", vocabulary.TermDetail.as_view(), name="term-detail"),
    path("terms/<slug:scheme>/<slug:slug>/", vocabulary.TermDetail.as_view(), name="term-detail"),
    path("relation-types/", vocabulary.RelationTypeList.as_view(), name="relation-type-list"),
    path("relation-types/<slug:slug>/", vocabulary.RelationTypeDetail.as_view(), name="relation-type-detail"),
    path("facets/", records.FacetList.as_view(), name="facets"),
    path("schema/", SpectacularAPIView.as_view(schema=None), name="schema"),
    path("docs/", DocumentationView.as_view(url_name="api:schema"), name="docs"),
    re_path("^(?P<path>.*)$", nothing_here),
]
