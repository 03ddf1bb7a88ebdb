"""The six kinds as readers meet them: their names in the plural and their addresses."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.urls import get_script_prefix, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalogue.models import Kind

PLURALS: dict[str, Promise | str] = {
    Kind.PERSON: _("Persons"),
    Kind.UNIT: _("Units"),
    Kind.ORGANIZATION: _("Organizations"),
    Kind.EVENT: _("Events"),
    Kind.PLACE: _("Places"),
    Kind.SOURCE: _("Sources"),
}
ABOUT: dict[str, Promise | str] = {
    Kind.PERSON: _("Who took part: officers, politicians, victims and witnesses."),
    Kind.UNIT: _("Armies, divisions, regiments and what became of them."),
    Kind.ORGANIZATION: _("Ministries, parties, services and companies."),
    Kind.EVENT: _("Battles, agreements, arrests, decrees."),
    Kind.PLACE: _("Where it happened, and who was born or stationed there."),
    Kind.SOURCE: _("What the claims rest on, and every claim that rests on it."),
}


def address_of(reference: Mapping[str, Any]) -> str:
    """The page of a record that a document names by kind and slug."""
    return f"{list_address(reference['kind'])}{reference['slug']}/"


def list_address(kind: str | None) -> str:
    """The page that lists a kind, or finds in all; the addresses of its records and filters begin with it."""
    return _list_address(kind, get_script_prefix())


@cache
def _list_address(kind: str | None, site: str) -> str:
    # A page names hundreds of records, and looking each address up takes as long as reading its record.
    return reverse(f"web:{kind}-list" if kind else "web:search")
