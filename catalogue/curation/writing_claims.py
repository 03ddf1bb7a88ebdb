"""Writing claims and footnotes: deletions first, then demotions, then the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from catalogue.curation.copying import copy_rows, next_keys
from catalogue.curation.heads import Head
from catalogue.curation.rows import FOOTNOTE_COLUMNS, Keys, claim_columns, claim_row, footnote_row
from catalogue.documents import PARTS, Document, Part, bare
from catalogue.models import Footnote, Standing

if TYPE_CHECKING:
    from catalogue.curation.saving import Batch


class Written(NamedTuple):
    """A claim of the new content, its place and the key of its row, and what stood there before."""

    claim: Document
    key: int
    record_id: int
    position: int
    old: Document | None

    def row(self, keys: Keys, part: Part) -> list[Any]:
        """What its row will be; made only while it is sent, so that the database has something to do meanwhile."""
        return [self.key, *claim_row(keys, part, self.claim, record_id=self.record_id, position=self.position)]


def write_claims(batch: Batch, changed: Sequence[Head], keys: Keys) -> None:
    """Writes the claims of the changed records with their footnotes."""
    written = {part.key: plan_claims(batch, part, changed) for part in PARTS}
    if batch.olds:
        for part in PARTS:
            delete_claims(batch, part, changed)
            demote_claims(batch, part, written[part.key])
    for part in PARTS:
        store_claims(part, written[part.key], batch, keys)
    write_footnotes(batch, written, keys)


def plan_claims(batch: Batch, part: Part, changed: Sequence[Head]) -> list[Written]:
    """The claims of one sort with the keys of their rows; those that exist keep theirs."""
    planned: list[Written] = []
    for head in changed:
        claims = batch.contents[head.draft][part.key]
        old = batch.old(head)
        olds = {claim["uuid"]: claim for claim in old[part.key]} if old else {}
        ids = {str(row["uuid"]): row["id"] for row in old_rows(batch, part, head)} if old else {}
        for position, claim in enumerate(claims):
            uuid = claim["uuid"]
            planned.append(Written(claim, ids.get(uuid, 0), head.record_id, position, olds.get(uuid)))
    fresh = iter(next_keys(part.model, sum(not each.key for each in planned)))
    return [each if each.key else each._replace(key=next(fresh)) for each in planned]


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
        each.key for each in written if each.old and each.old["standing"] == Standing.PREFERRED and differs(each)
    ]
    if preferred:
        part.model._default_manager.filter(pk__in=preferred).update(standing=Standing.ALTERNATIVE)


def differs(written: Written) -> bool:
    """Whether a claim says something else than before, its footnotes apart."""
    plain = {key: value for key, value in written.claim.items() if key != "footnotes"}
    before = {key: value for key, value in (written.old or {}).items() if key != "footnotes"}
    return bool(bare(plain) != bare(before))


def store_claims(part: Part, written: Sequence[Written], batch: Batch, keys: Keys) -> None:
    """Creates new claims and updates those that changed, moved, or gained or lost support."""
    columns = ("id", *claim_columns(part))
    new = [each for each in written if not each.old]
    if new:
        copy_rows(part.model, columns, (each.row(keys, part) for each in new))
    if len(new) == len(written):
        return
    before = {
        row["id"]: (index, row["citation_count"])
        for rows in batch.loaded.claims.get(part.key, {}).values()
        for index, row in enumerate(rows)
    }
    moved = []
    for each in written:
        if each.old:
            row = part.model(**dict(zip(columns, each.row(keys, part), strict=True)))
            if differs(each) or before[each.key] != (each.position, row.citation_count):
                moved.append(row)
    if moved:
        names = [field.name for field in part.model._meta.local_concrete_fields if not field.primary_key]
        part.model._default_manager.bulk_update(moved, [name for name in names if name not in {"uuid", "record"}])


def write_footnotes(batch: Batch, written: dict[str, list[Written]], keys: Keys) -> None:
    """Writes the footnotes of the claims: those that stay keep their row."""
    stay: set[int] = set()
    known: set[str] = set()
    moved: list[Footnote] = []
    before: set[int] = set()
    for part in PARTS:
        column = f"{part.target}_id"
        for each in written[part.key]:
            rows = batch.loaded.footnotes.get((part.target, each.key), []) if each.old else []
            olds = {str(row["uuid"]): row for row in rows}
            before.update(row["id"] for row in rows)
            for position, note in enumerate(each.claim["footnotes"] if olds else ()):
                if old := olds.get(note["uuid"]):
                    stay.add(old["id"])
                    known.add(note["uuid"])
                    values = dict(zip(FOOTNOTE_COLUMNS, footnote_row(keys, note, position=position), strict=True))
                    if any(old[name] != value for name, value in values.items() if name != "uuid"):
                        moved.append(Footnote(pk=old["id"], **values, **{column: each.key}))
    if before - stay:
        Footnote.objects.filter(pk__in=before - stay).delete()
    for part in PARTS:
        if any(each.claim["footnotes"] for each in written[part.key]):
            copy_rows(Footnote, (*FOOTNOTE_COLUMNS, f"{part.target}_id"), new_footnotes(written[part.key], known, keys))
    if moved:
        names = [name.removesuffix("_id") for name in FOOTNOTE_COLUMNS if name != "uuid"]
        Footnote.objects.bulk_update(moved, names)


def new_footnotes(written: Sequence[Written], known: set[str], keys: Keys) -> Iterator[list[Any]]:
    """The rows of footnotes that have none yet."""
    for each in written:
        for position, note in enumerate(each.claim["footnotes"]):
            if not each.old or note["uuid"] not in known:
                yield [*footnote_row(keys, note, position=position), each.key]
