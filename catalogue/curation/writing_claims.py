"""Writing claims and footnotes: deletions first, then demotions, then the rest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from catalogue.curation.heads import Head
from catalogue.curation.rows import Keys, claim_columns, footnote_columns
from catalogue.documents import PARTS, Document, Part, bare
from catalogue.models import Claim, Footnote, Standing

if TYPE_CHECKING:
    from catalogue.curation.saving import Batch

FOOTNOTE_COLUMNS = ("citation", "stance", "scope", "scope_words", "position", "original_label", "note")


class Written(NamedTuple):
    """A claim of the new content with its row and what stood there before."""

    claim: Document
    row: Claim
    old: Document | None


def write_claims(batch: Batch, changed: Sequence[Head], keys: Keys) -> None:
    """Writes the claims of the changed records with their footnotes."""
    written = {part.key: plan_claims(batch, part, changed, keys) for part in PARTS}
    for part in PARTS:
        delete_claims(batch, part, changed)
        demote_claims(batch, part, written[part.key])
    for part in PARTS:
        store_claims(part, written[part.key], batch)
    write_footnotes(batch, written, keys)


def plan_claims(batch: Batch, part: Part, changed: Sequence[Head], keys: Keys) -> list[Written]:
    """The rows that the claims of one sort will be; those that exist have their key."""
    planned = []
    for head in changed:
        olds = {claim["uuid"]: claim for claim in (batch.old(head) or {}).get(part.key, ())}
        ids = {str(row["uuid"]): row["id"] for row in old_rows(batch, part, head)}
        for position, claim in enumerate(batch.contents[head.draft][part.key]):
            columns = claim_columns(keys, part, claim, record_id=head.record_id, position=position)
            row = part.model(**columns)
            row.pk = ids.get(claim["uuid"])
            planned.append(Written(claim, row, olds.get(claim["uuid"])))
    return planned


def old_rows(batch: Batch, part: Part, head: Head) -> list[dict[str, Any]]:
    """The rows of a record's claims before this save."""
    return batch.loaded.claims.get(part.key, {}).get(head.record_id, [])


def delete_claims(batch: Batch, part: Part, changed: Sequence[Head]) -> None:
    """Deletes the claims that the new content no longer has."""
    gone = []
    for head in changed:
        kept = {claim["uuid"] for claim in batch.contents[head.draft][part.key]}
        gone += [row["id"] for row in old_rows(batch, part, head) if str(row["uuid"]) not in kept]
    if gone:
        part.model._default_manager.filter(pk__in=gone).delete()


def demote_claims(batch: Batch, part: Part, written: Sequence[Written]) -> None:
    """Takes the preference from claims that change, so that no two are preferred between one row and the next."""
    preferred = [
        each.row.pk for each in written if each.old and each.old["standing"] == Standing.PREFERRED and differs(each)
    ]
    if preferred:
        part.model._default_manager.filter(pk__in=preferred).update(standing=Standing.ALTERNATIVE)


def differs(written: Written) -> bool:
    """Whether a claim says something else than before, its footnotes apart."""
    plain = {key: value for key, value in written.claim.items() if key != "footnotes"}
    before = {key: value for key, value in (written.old or {}).items() if key != "footnotes"}
    return bool(bare(plain) != bare(before))


def store_claims(part: Part, written: Sequence[Written], batch: Batch) -> None:
    """Creates new claims and updates those that changed, moved, or gained or lost support."""
    part.model._default_manager.bulk_create([each.row for each in written if each.row.pk is None])
    before = {
        row["id"]: (index, row["citation_count"])
        for rows in batch.loaded.claims.get(part.key, {}).values()
        for index, row in enumerate(rows)
    }
    moved = [
        each.row
        for each in written
        if each.old and (differs(each) or before[each.row.pk] != (each.row.position, each.row.citation_count))
    ]
    if moved:
        names = [field.name for field in part.model._meta.local_concrete_fields if not field.primary_key]
        part.model._default_manager.bulk_update(moved, [name for name in names if name not in {"uuid", "record"}])


def write_footnotes(batch: Batch, written: dict[str, list[Written]], keys: Keys) -> None:
    """Writes the footnotes of the claims: those that stay keep their row."""
    new: list[Footnote] = []
    kept: list[Footnote] = []
    stay: set[int] = set()
    before: set[int] = set()
    for part in PARTS:
        for each in written[part.key]:
            rows = batch.loaded.footnotes.get((part.target, each.row.pk), []) if each.old else []
            ids = {str(row["uuid"]): row["id"] for row in rows}
            before.update(ids.values())
            for position, note in enumerate(each.claim["footnotes"]):
                columns = footnote_columns(keys, part, note, claim=each.row, position=position)
                row = Footnote(pk=ids.get(note["uuid"]), **columns)
                (kept if row.pk else new).append(row)
                stay.update([row.pk] if row.pk else [])
    if before - stay:
        Footnote.objects.filter(pk__in=before - stay).delete()
    Footnote.objects.bulk_create(new)
    if kept:
        Footnote.objects.bulk_update(kept, FOOTNOTE_COLUMNS)
