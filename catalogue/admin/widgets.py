"""Widgets of the admin: plain inputs that work alone and become searchable lists where scripts run."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse


class ReferenceInput(forms.TextInput):
    """A box for a reference; a script turns it into a list that searches the catalogue."""

    def __init__(self, what: str, **bounds: str) -> None:
        """What the list searches: records, terms, disagreements or citations, and within which bounds."""
        super().__init__()
        self.what = what
        self.bounds = bounds
        self.shown = ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        own = context["widget"]["attrs"]
        own["class"] = f"{own.get('class', '')} reference".strip()
        own["data-url"] = reverse("admin:catalogue_suggest", args=[self.what])
        for key in ("kinds", "scheme", "depends"):
            if self.bounds.get(key):
                own[f"data-{key}"] = self.bounds[key]
        if self.shown:
            own["data-shown"] = self.shown
            own["title"] = self.shown
        return context


class SearchableSelect(forms.Select):
    """A list of terms; a script adds a box to search in it."""

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = ()) -> None:
        super().__init__({"class": "searchable", **(attrs or {})}, choices)
