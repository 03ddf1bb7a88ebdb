"""The addresses of the public pages."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language

from catalogue.models import Kind
from catalogue.web.addresses import by_uuid
from catalogue.web.citation import citation_page
from catalogue.web.detail import record_page
from catalogue.web.facet_page import facet_values
from catalogue.web.feeds import feed
from catalogue.web.health import healthz, readyz
from catalogue.web.history import history_page
from catalogue.web.home import home
from catalogue.web.listing import list_page, search_page
from catalogue.web.references import reference_file
from catalogue.web.reporting import report_page

app_name = "web"


def _pages_of(kind: Kind) -> list[URLPattern]:
    return [
        path(f"{kind.plural}/", list_page, {"kind": kind.value}, name=f"{kind.value}-list"),
        path(f"{kind.plural}.atom", feed, {"kind": kind.value}, name=f"{kind.value}-feed"),
        path(f"{kind.plural}/facets/<str:name>/", facet_values, {"kind": kind.value}, name=f"{kind.value}-facet"),
        path(f"{kind.plural}/<slug:slug>/", record_page, {"kind": kind.value}, name=f"{kind.value}-detail"),
        path(f"{kind.plural}/<slug:slug>/history/", history_page, {"kind": kind.value}, name=f"{kind.value}-history"),
        path(
            f"{kind.plural}/<slug:slug>/cite.<str:ending>",
            reference_file,
            {"kind": kind.value},
            name=f"{kind.value}-reference",
        ),
    ]


urlpatterns = [
    path("", home, name="home"),
    path("search/", search_page, name="search"),
    path("search.atom", feed, name="feed"),
    path("search/facets/<str:name>/", facet_values, name="facet"),
    *(page for kind in Kind for page in _pages_of(kind)),
    path("citations/<uuid:uuid>/", citation_page, name="citation"),
    path("id/<uuid:uuid>", by_uuid, name="by-uuid"),
    path("report/<uuid:uuid>/", report_page, name="report"),
    # Choosing a language harms nobody, and without a token the pages need no cookie and can be kept by caches.
    path("language/", csrf_exempt(set_language), name="set-language"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
]
