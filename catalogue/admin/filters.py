"""Filters of the lists: what still lacks a source, and what sources disagree on."""

from __future__ import annotations

from functools import reduce
from operator import add
from typing import Any

from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.db.models import Count, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from catalogue.models import CLAIM_MODELS, Record


class YesNoFilter(admin.SimpleListFilter):
    """Records that have something, and those that have not."""

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, Any]]:
        return [("yes", _("Yes")), ("no", _("No"))]

    def having(self) -> QuerySet[Record]:
        """The records that have it."""
        raise NotImplementedError

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "yes":
            return queryset.filter(pk__in=self.having().values("pk"))
        if self.value() == "no":
            return queryset.exclude(pk__in=self.having().values("pk"))
        return queryset


class UnsourcedFilter(YesNoFilter):
    """Records with a claim that should rest on a source and does not."""

    title = _("unsourced claims")
    parameter_name = "unsourced"

    def having(self) -> QuerySet[Record]:
        return Record.objects.with_unsourced_claims()


class DisagreementFilter(YesNoFilter):
    """Records of which sources say things that cannot all be true."""

    title = _("disagreements")
    parameter_name = "disputed"

    def having(self) -> QuerySet[Record]:
        return Record.objects.with_disagreements()


def counted(model: type[Model], link: str, **conditions: Any) -> Any:
    """How many rows of a model point at the row in hand; a column for lists that multiplies no rows."""
    found = model._default_manager.filter(**{link: OuterRef("pk")}, **conditions).order_by()
    return Coalesce(Subquery(found.values(link).annotate(number=Count("pk")).values("number")), 0)


def unsourced_claims() -> Any:
    """How many claims of a record should rest on a source and do not."""
    parts = [counted(model, "record", basis="sourced", citation_count=0) for model in CLAIM_MODELS]
    return reduce(add, parts)
