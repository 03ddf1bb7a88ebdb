"""Following merges: where an entry or a claim that was absorbed is now."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from catalogue.documents import Document
from catalogue.models import CLAIM_MODELS, Merge, Record, Revision


def present_refs(uuids: Iterable[str]) -> dict[str, Document]:
    """For entries that were absorbed since, how those are named in which they are now."""
    merged = Merge.objects.in_force().filter(absorbed_uuid__in=list(uuids)).values_list("absorbed_uuid", flat=True)
    ends = {str(uuid): Merge.objects.end_of(str(uuid)) for uuid in merged}
    rows = Record.objects.filter(uuid__in=ends.values()).values("uuid", "kind", "slug", "title")
    refs = {str(row["uuid"]): {**row, "uuid": str(row["uuid"])} for row in rows}
    return {uuid: refs[end] for uuid, end in ends.items() if end in refs}


def merged_into(uuid: str) -> Record | None:
    """The record in which an absorbed one is now; None for one that was not merged."""
    end = Merge.objects.end_of(uuid)
    return Record.objects.filter(uuid=end).first() if end != uuid else None


def absorbed_at(kind: str, slug: str) -> tuple[UUID, str] | None:
    """The entry that had this address, then or before, until it was merged into another: its UUID and last slug."""
    had = Revision.objects.filter(kind=kind, slug=slug).values("subject")
    merges = Merge.objects.in_force().filter(Q(absorbed_slug=slug) | Q(absorbed_uuid__in=had), kind=kind)
    # Two may have had it one after the other; the one that bore it when it was merged is meant.
    return max(merges.values_list("absorbed_uuid", "absorbed_slug"), key=lambda found: found[1] == slug, default=None)


def absorbed_slug(uuid: UUID) -> tuple[str, str] | None:
    """Kind and last slug of an entry that was merged into another; None for one that was not."""
    return Merge.objects.in_force().filter(absorbed_uuid=uuid).values_list("kind", "absorbed_slug").first()


def claim_now(uuid: str) -> tuple[str, str]:
    """Where a claim is that went into another one: the claim, or the record if nothing of it stands; "" for neither."""
    record = ""
    while merge := Merge.objects.in_force().filter(after__folded__has_key=uuid).first():
        uuid, record = str(merge.after["folded"][uuid]), str(merge.survivor_uuid)
        if not uuid or any(model._default_manager.filter(uuid=uuid).exists() for model in CLAIM_MODELS):
            break
    return (uuid if record else "", Merge.objects.end_of(record) if record else "")
