"""The history of a record as the public may read it: its versions, what changed in words, and one version to cite."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from catalogue.curation import absorbed_at, merged_into
from catalogue.documents import Document
from catalogue.documents.changes import Difference
from catalogue.documents.differences import differences
from catalogue.documents.former import FormerContents, former_document, public_versions, record_of
from catalogue.documents.vocabulary import vocabulary_of
from catalogue.models import Kind, Record, Revision, Status
from catalogue.web.entry import read_entry
from catalogue.web.former import answer_former
from catalogue.web.kinds import address_of, list_address
from catalogue.web.pager import make_pager, page_number

PER_PAGE = 20
LONGEST = 9
"""Digits of a version's number."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version in the history."""

    number: int
    revision: Revision
    who: str
    url: str
    present: bool
    differences: Sequence[Difference] | None
    """None for the first that the public could read."""


def history_page(request: HttpRequest, slug: str, *, kind: str) -> HttpResponse:
    """The versions of a record that were public, the last first; or two of them compared."""
    record = Record.objects.filter(kind=kind, slug=slug).first()
    if record is None:
        return answer_former(request, kind=kind, slug=slug)
    if not record.is_published:
        raise Http404(_("There is no such entry in the catalogue."))
    context: dict[str, Any] = {"record": record, "address": address_of({"kind": kind, "slug": slug})}
    context |= {"current": kind, "list_url": list_address(kind), "kind_label": Kind(kind).label}
    if "from" in request.GET or "to" in request.GET:
        return render(request, "web/compare.html", context | compared(request, record))
    versions, page = versions_of(record, page_number(request.GET.get("page")))
    pager = make_pager(request.GET, page.number, page.paginator.num_pages)
    return render(request, "web/history.html", context | {"versions": versions, "pager": pager})


def version_page(request: HttpRequest, record: Record, version: str) -> HttpResponse:
    """A record as it was in one of its versions, as far as the public may see that today."""
    revision = find_version(record, version)
    return render(request, "web/version.html", shown_version(revision, former_document(revision, record), record))


def shown_version(revision: Revision, document: Document, present: Record) -> dict[str, Any]:
    """What the page of an old version is made of."""
    return {
        "entry": read_entry(document),
        "current": present.kind,
        "list_url": list_address(present.kind),
        "modified": revision.at,
        "former": revision,
        "present": present,
        "present_url": address_of({"kind": present.kind, "slug": present.slug}),
    }


def absorbed_version(request: HttpRequest, *, kind: str, slug: str) -> HttpResponse | None:
    """An old version of an entry that was merged into another, where it was cited; None if there was no such entry.

    Raises Http404 for a version that never was, and where the entry that took it in is not public.
    """
    uuid, last = absorbed_at(kind, slug) or (None, "")
    if uuid is None:
        return None
    present = merged_into(str(uuid))
    if present is None or not present.is_published:
        raise Http404(_("There is no such entry in the catalogue."))
    revision = version_of(uuid, request.GET.get("version"))
    document = former_document(revision, record_of(revision, last))
    return render(request, "web/version.html", shown_version(revision, document, present) | {"merged_into": present})


def find_version(record: Record, version: str | None) -> Revision:
    """A version of a published record that was public."""
    return version_of(record.uuid if record.status == Status.PUBLISHED else None, version)


def version_of(subject: UUID | None, version: str | None) -> Revision:
    """A version that was public of what has this UUID; Http404 if there is none."""
    number = read_number(version) if subject else 0
    found = public_versions(subject).filter(version=number).first() if subject and number else None
    if found is None or not found.content.get("kind"):
        raise Http404(_("There is no such version of this entry, or it was never public."))
    return found


def read_number(text: str | None) -> int:
    """The number of a version as an address has it; 0 for none."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) <= LONGEST else 0


def versions_of(record: Record, number: int) -> tuple[list[Version], Page[Revision]]:
    """One page of the versions, each with what changed since the one before that was public."""
    every: QuerySet[Revision] = public_versions(record.uuid).order_by("-version")
    page = Paginator(every.only("pk"), PER_PAGE).get_page(number)
    first = (page.number - 1) * PER_PAGE
    # One more than is shown: the last of the page is compared with it.
    revisions = list(every.select_related("user")[first : first + PER_PAGE + 1])
    found = told(revisions)
    versions = [
        Version(
            revision.version,
            revision,
            who=name_of(revision),
            url=f"{address_of({'kind': record.kind, 'slug': record.slug})}?version={revision.version}",
            present=revision.version == record.version,
            differences=found[at],
        )
        for at, revision in enumerate(revisions[:PER_PAGE])
    ]
    return versions, page


def told(revisions: Sequence[Revision]) -> list[list[Difference] | None]:
    """What each version changed of the next older one in the list; None for the last."""
    contents = public_contents(revisions)
    labels = vocabulary_of(contents)
    pairs = zip(contents[1:], contents, strict=False)
    return [*(differences(old, new, labels=labels) if old and new else None for old, new in pairs), None]


def public_contents(revisions: Sequence[Revision]) -> list[Document | None]:
    """Their contents as the public may see them today; None for one that was taken away."""
    readable = FormerContents(revision.content for revision in revisions).public()
    found = iter(readable)
    return [next(found) if revision.content.get("kind") else None for revision in revisions]


def compared(request: HttpRequest, record: Record) -> dict[str, Any]:
    """Two versions and what differs, the older one first."""
    one, other = (find_version(record, request.GET.get(name)) for name in ("from", "to"))
    old, new = sorted((one, other), key=lambda revision: revision.version)
    contents = public_contents([old, new])
    return {
        "old": old,
        "new": new,
        "differences": differences(*contents, labels=vocabulary_of(contents)),
    }


def name_of(revision: Revision) -> str:
    """Who saved a version, as far as that is public: the name that they gave themselves, never the account's."""
    return revision.user.get_full_name() if revision.user else ""


def version_address(request: HttpRequest) -> str:
    """What leads on from a permanent address to the version that it names."""
    number = read_number(request.GET.get("version"))
    return f"?version={number}" if number else ""
