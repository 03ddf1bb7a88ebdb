"""Possible duplicates in the admin: pairs beside each other, to be merged or declared distinct."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from catalogue.admin.claims import page_of
from catalogue.admin.editing import curator
from catalogue.admin.fields import is_uuid
from catalogue.admin.suggest import may_look
from catalogue.curation import (
    SaveRefused,
    declare_distinct,
    may_merge,
    open_duplicates,
    refresh_duplicates,
    refresh_recent,
)
from catalogue.curation.telling import claim_words
from catalogue.curation.touching import contents_of, wording_of
from catalogue.documents import PARTS, Document
from catalogue.documents.wording import Wording
from catalogue.models import Kind, PossibleDuplicate, Record

PER_PAGE = 20
SHOWN = {"names", "datings"}
GROUNDS = {"name": gettext_lazy("name"), "identifier": gettext_lazy("identifier"), "dates": gettext_lazy("dates")}


class Side(NamedTuple):
    """What tells one of the two from the other."""

    record: Record
    page: str
    facts: list[str]


class Pair(NamedTuple):
    """Two entries that look alike."""

    row: PossibleDuplicate
    percent: int
    grounds: str
    sides: list[Side]


def duplicates_page(request: HttpRequest) -> HttpResponse:
    """Pairs that look alike, the surest first; of one kind, or of one record, if asked."""
    if not may_look(request.user):
        raise PermissionDenied
    found = open_duplicates()
    record = asked_record(request)
    if record is not None:
        refresh_duplicates([record.pk])
        found = found.filter(first=record) | found.filter(second=record)
    else:
        refresh_recent()
    kind = request.GET.get("kind", "")
    if kind in Kind.values:
        found = found.filter(first__kind=kind)
    page = Paginator(found.select_related("first", "second"), PER_PAGE).get_page(request.GET.get("p"))
    context = {
        **admin.site.each_context(request),
        "title": _("Possible duplicates"),
        "pairs": pairs(list(page.object_list)),
        "page": page,
        "kind": kind,
        "kinds": Kind.choices,
        "record": record,
        "record_page": page_of(record) if record else "",
        "may_merge": may_merge(request.user),
        "is_nav_sidebar_enabled": False,
    }
    return TemplateResponse(request, "admin/catalogue/duplicates.html", context)


def asked_record(request: HttpRequest) -> Record | None:
    """The record whose duplicates are asked for, if one is."""
    uuid = request.GET.get("record", "")
    return Record.objects.filter(uuid=uuid).first() if is_uuid(uuid) else None


def pairs(rows: Iterable[PossibleDuplicate]) -> list[Pair]:
    """The pairs with what is known of both; a fixed number of queries."""
    rows = list(rows)
    contents = contents_of([key for row in rows for key in (row.first_id, row.second_id)])
    wording = wording_of(contents.values())
    return [
        Pair(
            row,
            round(row.likeness * 100),
            ", ".join(str(GROUNDS.get(each, each)) for each in row.grounds),
            [Side(each, page_of(each), facts(contents[each.pk], wording)) for each in (row.first, row.second)],
        )
        for row in rows
    ]


def facts(content: Document, wording: Wording) -> list[str]:
    """Names, dates and identifiers of an entry, and how much else is said of it."""
    told = [claim_words(part, claim, wording) for part in PARTS if part.key in SHOWN for claim in content[part.key]]
    told += [f"{row['scheme']}: {row['value']}" for row in content["identifiers"]]
    if content["kind"] == Kind.SOURCE:
        creators = (each["literal"] or f"{each['family']}, {each['given']}" for each in content["creators"])
        told += [each for each in (f"@{content['citekey']}", content["issued"], "; ".join(creators)) if each]
    others = sum(len(content[part.key]) for part in PARTS if part.key not in SHOWN)
    return [*told, _("%(count)d other claims") % {"count": others}]


@require_POST
def declare(request: HttpRequest) -> HttpResponse:
    """Declares two entries distinct."""
    keys = [request.POST.get(name, "") for name in ("first", "second")]
    records = [Record.objects.filter(uuid=key).first() if is_uuid(key) else None for key in keys]
    first, second = records
    if first is None or second is None:
        raise Http404
    if not request.user.has_perm(f"catalogue.change_{first.kind}"):
        raise PermissionDenied
    told: dict[str, Any] = {"first": first.title, "second": second.title}
    reason, marks = (request.POST.get(name, "").strip() for name in ("reason", "marks"))
    try:
        saved = declare_distinct(first.pk, second.pk, user=curator(request), reason=reason[:500], marks=marks)
    except SaveRefused as refusal:
        for problem in refusal.problems:
            messages.error(request, problem.message)
    else:
        message = _("“%(first)s” and “%(second)s” are distinct, and will not be offered again.")
        if saved.outcome == "proposed":
            message = _("That “%(first)s” and “%(second)s” are distinct waits for an editor.")
        messages.success(request, message % told)
    kind = request.POST.get("kind", "")
    return HttpResponseRedirect(
        f"{reverse('admin:catalogue_duplicates')}{f'?kind={kind}' if kind in Kind.values else ''}"
    )
