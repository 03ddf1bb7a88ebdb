"""Following merges: where an entry or a claim that was absorbed is now."""

from __future__ import annotations

from collections.abc import Iterable

from catalogue.documents import Document
from catalogue.models import CLAIM_MODELS, Merge, Record


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


def claim_now(uuid: str) -> tuple[str, str]:
    """Where a claim is that went into another one: the claim, or the record if nothing of it stands; "" for neither."""
    record = ""
    while merge := Merge.objects.in_force().filter(after__folded__has_key=uuid).first():
        uuid, record = str(merge.after["folded"][uuid]), str(merge.survivor_uuid)
        if not uuid or any(model._default_manager.filter(uuid=uuid).exists() for model in CLAIM_MODELS):
            break
    return (uuid if record else "", Merge.objects.end_of(record) if record else "")
