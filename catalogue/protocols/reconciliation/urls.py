"""The addresses of the reconciliation service."""

from __future__ import annotations

from django.urls import path

from catalogue.protocols.reconciliation import views

urlpatterns = [
    path("", views.service, name="reconcile"),
    path("suggest/entity/", views.suggest_entity, name="reconcile-entities"),
    path("suggest/property/", views.suggest_property, name="reconcile-properties"),
    path("suggest/type/", views.suggest_type, name="reconcile-types"),
    path("properties/", views.propose_properties, name="reconcile-proposals"),
    path("flyout/", views.flyout, name="reconcile-flyout"),
    path("preview/", views.preview, name="reconcile-preview"),
]
