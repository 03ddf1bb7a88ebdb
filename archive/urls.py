"""Addresses: the admin, the API, and the public pages at the root."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

from catalogue.protocols.oai.views import oai
from catalogue.protocols.sitemap import robots, sitemap_index, sitemap_part
from catalogue.protocols.unapi import unapi

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/v1/", include("catalogue.api.urls")),
    path("oai", oai, name="oai"),
    path("reconcile/", include("catalogue.protocols.reconciliation.urls")),
    path("unapi", unapi, name="unapi"),
    path("sitemap.xml", sitemap_index, name="sitemap"),
    path("sitemap-<int:number>.xml", sitemap_part, name="sitemap-part"),
    path("robots.txt", robots, name="robots"),
    path("", include("catalogue.web.urls")),
]
