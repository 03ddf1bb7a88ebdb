"""Records as parameters name them: by slug, by a slug they once had, or by uuid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from catalogue.models import PastSlug, Record


def resolve_records(values: Sequence[str], *, kinds: Sequence[str], staff: bool) -> list[int]:
    """The records that the values name; two queries, refused where one names nothing."""
    if not values:
        return []
    uuids = {value: uuid for value in values if (uuid := as_uuid(value))}
    former = dict(_of_kinds(PastSlug.objects.filter(slug__in=values), kinds).values_list("record_id", "slug"))
    visible = _of_kinds(Record.objects.all() if staff else Record.objects.published(), kinds)
    rows = visible.filter(Q(slug__in=values) | Q(uuid__in=uuids.values()) | Q(pk__in=former))
    records = list(rows.order_by("pk"))
    found: list[int] = []
    for value in values:
        named = [record for record in records if value == record.slug or uuids.get(value) == record.uuid]
        named = named or [record for record in records if former.get(record.pk) == value]
        if not named:
            raise ValidationError(_("There is no record “%(value)s” for this filter.") % {"value": value})
        found += [record.pk for record in named]
    return found


def as_uuid(value: str) -> UUID | None:
    """The uuid that the text is, if it is one."""
    try:
        return UUID(value)
    except ValueError:
        return None


def _of_kinds(rows: Any, kinds: Sequence[str]) -> Any:
    return rows.filter(kind__in=kinds) if kinds else rows
