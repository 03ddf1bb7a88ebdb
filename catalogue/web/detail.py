"""The page of a record of any kind."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext

from catalogue.citations.ready import ready
from catalogue.curation import may_see_drafts
from catalogue.documents import Document, build_documents, ready_documents
from catalogue.exports.linked.embedding import block_of
from catalogue.exports.site import this_site
from catalogue.models import Kind, Record
from catalogue.web.entry import read_entry
from catalogue.web.former import answer_former
from catalogue.web.history import absorbed_version, version_page
from catalogue.web.kinds import list_address
from catalogue.web.neighbours import relations_to, works_of
from catalogue.web.pager import make_pager, page_number
from catalogue.web.referring import REFERENCES
from catalogue.web.resting import citations_of, resting_on
from catalogue.web.signposting import link_header, signposts


def record_page(request: HttpRequest, slug: str, *, kind: str) -> HttpResponse:
    """A record with its claims, its notes, and what others say of it."""
    record = Record.objects.filter(kind=kind, slug=slug).only("pk", "status").first()
    if record is None:
        absorbed = absorbed_version(request, kind=kind, slug=slug) if "version" in request.GET else None
        return absorbed or answer_former(request, kind=kind, slug=slug)
    if "version" in request.GET:
        return version_page(request, Record.objects.get(pk=record.pk), request.GET["version"])
    document, draft = find_document(request, record), not record.is_published
    context: dict[str, Any] = {
        "entry": read_entry(document),
        "current": kind,
        "list_url": list_address(kind),
        "draft": draft,
        "modified": parse_datetime(document["modified_at"]),
        "edit_url": edit_address(request, record.pk, kind),
        "references": REFERENCES,
        "site": this_site(),
        "linked": "" if draft else ready(block_of(document, site=this_site(request.build_absolute_uri("/")[:-1]))),
        **_neighbours(request, record, kind),
    }
    if kind == Kind.SOURCE:
        context |= _resting(request, record)
    response = render(request, "web/record.html", context)
    if record.is_published:
        response["Link"] = link_header(signposts(document, request.build_absolute_uri("/")[:-1]))
    return response


def find_document(request: HttpRequest, record: Record) -> Document:
    """The public document; staff see a draft in full, others do not learn that there is one."""
    if record.is_published:
        documents = ready_documents([record.pk])
    elif may_see_drafts(request.user):
        documents = build_documents([record.pk], full=True)
    else:
        documents = {}
    if record.pk not in documents:
        raise Http404(gettext("There is no such entry in the catalogue."))
    return documents[record.pk]


def edit_address(request: HttpRequest, record_id: int, kind: str) -> str:
    """Where a cataloguer edits the record; empty for everybody else."""
    if not (may_see_drafts(request.user) and request.user.has_perm(f"catalogue.view_{kind}")):
        return ""
    try:
        return reverse(f"admin:catalogue_{kind}_change", args=[record_id])
    except NoReverseMatch:
        return ""


def _neighbours(request: HttpRequest, record: Record, kind: str) -> dict[str, Any]:
    drafts = not record.is_published
    groups, page = relations_to(record.pk, drafts=drafts, page=page_number(request.GET.get("relations")))
    pages = page.paginator.num_pages
    return {
        "ties": groups,
        "ties_pager": make_pager(request.GET, page.number, pages, parameter="relations", anchor="#inverse"),
        "works": works_of(record.pk, kind, drafts=drafts),
    }


def _resting(request: HttpRequest, record: Record) -> dict[str, Any]:
    records, page = resting_on(citations_of(record.pk), page=page_number(request.GET.get("page")))
    return {
        "resting": records,
        "resting_count": page.paginator.count,
        "resting_pager": make_pager(request.GET, page.number, page.paginator.num_pages, anchor="#resting"),
    }
