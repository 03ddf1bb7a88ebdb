"""Rows of a list as forms, sent to a page that showed them as lines: what is typed there stays."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string

from catalogue.admin.forms import SavingForm
from catalogue.admin.paging import MORE
from catalogue.admin.proposing import proposal_in
from catalogue.admin.record_sheet import rows_of
from catalogue.admin.references import name_references
from catalogue.admin.rows import row_set
from catalogue.admin.sheets import Sheet
from catalogue.admin.vocabulary_choices import Vocabulary
from catalogue.curation import taken_over
from catalogue.documents import Document, build_documents, content_of
from catalogue.models import Record


class OpenedRows(Sheet):
    """Some rows of one list, to be put into the form of a page that is open."""

    def __init__(self, record: Record, content: Document, list_key: str, uuids: list[str], start: int) -> None:
        row = next((each for each in rows_of(record.kind) if each.list_key == list_key), None)
        if row is None or "uuid" not in row.base_fields:
            raise Http404
        used = {relation["type"] for relation in content.get("relations", ())}
        entries = content[list_key]
        chosen = [entry for entry in entries if entry["uuid"] in set(uuids)]
        self.form = SavingForm()
        self.rows = row_set(row)(entries=entries, chosen=chosen, start=start, vocabulary=Vocabulary(record.kind, used))
        self.row_sets = [self.rows]


def opened_rows(model_admin: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """The rows that a page asks for, as its own rows are written; only for who may change the record."""
    record = model_admin.get_object(request, object_id)
    if record is None:
        raise Http404
    if not model_admin.has_change_permission(request, record):
        raise PermissionDenied
    start = request.GET.get("start", "")
    if not start.isdigit() or len(start) > 5:
        raise Http404
    proposal = proposal_in(request, record)
    document = build_documents([record.pk], full=True)[record.pk]
    content = taken_over(proposal)[0] if proposal else content_of(document)
    sheet = OpenedRows(record, content, request.GET.get("list", ""), request.GET.getlist("uuid")[:MORE], int(start))
    name_references(sheet)
    return HttpResponse(render_to_string("admin/catalogue/opened_rows.html", {"rows": sheet.rows}, request))
