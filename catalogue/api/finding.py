"""One record by its address: the entry, where it moved, or what is left of it."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse

from catalogue.api.problems import Gone
from catalogue.curation import merged_into
from catalogue.models import Merge, PastSlug, Record, Redaction, Revision, Status
from catalogue.search import as_uuid


class Entry(NamedTuple):
    """A record that stands at an address."""

    id: int
    kind: str
    slug: str
    status: str

    @property
    def public(self) -> bool:
        """Whether everybody may see it."""
        return self.status == Status.PUBLISHED

    @property
    def address(self) -> str:
        """Its own address at the API."""
        return reverse(f"api:{self.kind}-detail", kwargs={"slug": self.slug})


class Moved(Exception):
    """The entry has another slug now."""

    def __init__(self, entry: Entry) -> None:
        super().__init__(entry.slug)
        self.entry = entry


class Merged(Moved):
    """The entry was merged into another one."""


_COLUMNS = ("pk", "kind", "slug", "status")


def find_entry(kind: str | None, name: str | UUID, *, staff: bool) -> Entry:
    """The record with that uuid, or of that kind and slug; one query when it is there.

    Raises Moved for a former slug, Merged for one that went into another entry, Gone for a deleted record, Http404 for
    what never was public.
    """
    uuid = name if isinstance(name, UUID) else as_uuid(name)
    records = Record.objects.filter(kind=kind) if kind else Record.objects.all()
    records = records.filter(uuid=uuid) if uuid else records.filter(slug=name)
    row = records.values_list(*_COLUMNS).first()
    if row and (staff or row[3] == Status.PUBLISHED):
        return Entry(*row)
    if row:
        raise Http404
    if uuid:
        raise _merged(kind, uuid, staff=staff) or _gone(
            Revision.objects.filter(subject=uuid), Redaction.objects.filter(subject=uuid)
        )
    former = PastSlug.objects.filter(kind=kind, slug=name)
    moved = former.values_list(*(f"record__{column}" for column in _COLUMNS)).first()
    if moved and (staff or moved[3] == Status.PUBLISHED):
        entry = Entry(*moved)
        raise Merged(entry) if Merge.objects.in_force().filter(kind=kind, absorbed_slug=name).exists() else Moved(entry)
    raise _gone(Revision.objects.filter(kind=kind, slug=name), Redaction.objects.filter(kind=kind, slug=name))


def _merged(kind: str | None, uuid: UUID, *, staff: bool) -> Merged | None:
    """The entry into which one was merged, if the reader may see it."""
    record = merged_into(str(uuid))
    if record is None or (kind and record.kind != kind) or not (staff or record.is_published):
        return None
    return Merged(Entry(record.pk, record.kind, record.slug, record.status))


def _gone(revisions: QuerySet[Revision], redactions: QuerySet[Redaction]) -> Gone | Http404:
    """What to say when a record that had these revisions in public, or was redacted, is not there any more."""
    once = revisions.filter(public=True).values("subject")
    deleted = Revision.objects.tombstones().filter(public=True, subject__in=once).first()
    gone = deleted or redactions.filter(scope="record").exclude(slug="").first()
    return Gone(gone) if gone else Http404()
