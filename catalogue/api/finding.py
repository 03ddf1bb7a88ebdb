"""One record by its address: the entry, where it moved, or what is left of it."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse

from catalogue.api.problems import Gone
from catalogue.curation import absorbed_at, absorbed_slug, merged_into
from catalogue.documents import FORM
from catalogue.models import PastSlug, Redaction, Revision, Status
from catalogue.search import as_uuid
from catalogue.search.statements import run


class Entry(NamedTuple):
    """A record that stands at an address."""

    id: int
    kind: str
    slug: str
    status: str
    uuid: UUID | None = None
    language: str = ""
    version: int = 0
    modified_at: datetime | None = None
    ripple: int = 0
    ready: bool = False
    """Whether its public document is stored as it stands, so that its tag is known."""

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
    """The entry was merged into another one; what it was can still be asked for by version."""

    def __init__(self, entry: Entry, was: Entry) -> None:
        super().__init__(entry)
        self.was = was


_COLUMNS = ("pk", "kind", "slug", "status", "uuid", "language")
# Written out: a copy that is still good is told by this alone, and Django takes ten times as long to compose it.
_STANDING = """
SELECT record.id, record.kind, record.slug, record.status, record.uuid, record.language, record.version,
    record.modified_at, coalesce(ready.ripple, 0),
    coalesce(ready.form = %(form)s AND ready.document <> '', false) AND stale.record_id IS NULL
FROM catalogue_record record
LEFT JOIN catalogue_readydocument ready ON ready.record_id = record.id
LEFT JOIN catalogue_staledocument stale ON stale.record_id = record.id
WHERE
"""
_BY_UUID = f"{_STANDING} record.uuid = %(uuid)s"
_BY_SLUG = f"{_STANDING} record.slug = %(slug)s AND record.kind = %(kind)s"


def find_entry(kind: str | None, name: str | UUID, *, staff: bool) -> Entry:
    """The record with that uuid, or of that kind and slug; one query when it is there.

    Raises Moved for a former slug, Merged for one that went into another entry, Gone for a deleted record, Http404 for
    what never was public.
    """
    uuid = name if isinstance(name, UUID) else as_uuid(name)
    entry = standing(kind, "" if uuid else str(name), uuid)
    if entry and (staff or entry.public):
        return entry
    if entry:
        raise Http404
    if uuid:
        raise _merged(kind, uuid, staff=staff) or _gone(
            Revision.objects.filter(subject=uuid), Redaction.objects.filter(subject=uuid)
        )
    former = PastSlug.objects.filter(kind=kind, slug=name)
    moved = former.values_list(*(f"record__{column}" for column in _COLUMNS)).first()
    if moved and (staff or moved[3] == Status.PUBLISHED):
        entry = Entry(*moved)
        absorbed = absorbed_at(entry.kind, str(name))
        raise Merged(entry, absorbed_entry(entry.kind, *absorbed)) if absorbed else Moved(entry)
    raise _gone(Revision.objects.filter(kind=kind, slug=name), Redaction.objects.filter(kind=kind, slug=name))


def standing(kind: str | None, slug: str, uuid: UUID | None) -> Entry | None:
    """The entry at this address, whoever may see it; one query."""
    if uuid:
        rows = run(_BY_UUID, {"form": FORM, "uuid": uuid})
    else:
        rows = run(_BY_SLUG, {"form": FORM, "slug": slug, "kind": kind})
    entry = Entry(*rows[0]) if rows else None
    return entry if entry and (not kind or entry.kind == kind) else None


def _merged(kind: str | None, uuid: UUID, *, staff: bool) -> Merged | None:
    """The entry into which one was merged, if the reader may see it."""
    record = merged_into(str(uuid))
    if record is None or (kind and record.kind != kind) or not (staff or record.is_published):
        return None
    _kind, slug = absorbed_slug(uuid) or ("", "")
    return Merged(Entry(record.pk, record.kind, record.slug, record.status), absorbed_entry(record.kind, uuid, slug))


def absorbed_entry(kind: str, uuid: UUID, slug: str) -> Entry:
    """An entry that was merged into another, at the address that it had: no row, only its versions are left."""
    return Entry(0, kind, slug, Status.PUBLISHED, uuid)


def _gone(revisions: QuerySet[Revision], redactions: QuerySet[Redaction]) -> Gone | Http404:
    """What to say when a record that had these revisions in public, or was redacted, is not there any more."""
    once = revisions.filter(public=True).values("subject")
    deleted = Revision.objects.tombstones().filter(public=True, subject__in=once).first()
    gone = deleted or redactions.filter(scope="record").exclude(slug="").first()
    return Gone(gone) if gone else Http404()
