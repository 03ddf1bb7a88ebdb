"""Addresses: the admin, the API, and the public pages at the root."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/v1/", include("catalogue.api.urls")),
    path("", include("catalogue.web.urls")),
]
