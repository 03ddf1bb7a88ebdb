"""Taking an import back: what it made goes, what it changed is as it was; unless somebody has worked on since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from django.db import transaction
from django.db.models import Max, Min
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.curation.drafts import Draft, InUse, User
from catalogue.curation.ripples import in_disagreement, mark_stale
from catalogue.curation.saving import save_records
from catalogue.curation.showing import Later
from catalogue.curation.vocabulary import delete_relation_type, delete_term
from catalogue.documents import PARTS, Document, build_contents
from catalogue.models import (
    CLAIM_MODELS,
    Action,
    Citation,
    Creator,
    Disagreement,
    Footnote,
    ImportRun,
    Record,
    Relation,
    RelationType,
    Revision,
    Source,
    Status,
    Term,
)
from catalogue.search import forget

Item = TypeVar("Item")
BATCH = 500
GONE = frozenset({"citation", "disagreement", "term", "relation-type"})
"""Kinds of revisions that are not of records."""


class AlreadyUndone(ValueError):
    """The import was taken back before."""


@dataclass(frozen=True, slots=True)
class LaterEdit:
    """What stands in the way: a record, and what was done to it or rests on it since."""

    uuid: str
    title: str
    reason: str


@dataclass(slots=True)
class Undone:
    """What became of an import that was taken back, or what stands in the way."""

    deleted: int = 0
    reverted: int = 0
    conflicts: list[LaterEdit] = field(default_factory=list)


@dataclass(slots=True)
class Touched:
    """The records of an import."""

    created: list[str] = field(default_factory=list)
    before: dict[str, Document] = field(default_factory=dict)
    last: dict[str, int] = field(default_factory=dict)


def undo_run(run: ImportRun, *, user: User, reason: str = "") -> Undone:
    """Takes a whole import back, in one transaction.

    Where records were changed after the import, or others rest on what it made, these are listed as conflicts and
    nothing is changed. Raises AlreadyUndone.
    """
    with transaction.atomic():
        held = ImportRun.objects.select_for_update().get(pk=run.pk)
        if held.undone_at is not None:
            raise AlreadyUndone(_("This import was taken back already."))
        touched = touched_by(held)
        undone = Undone(conflicts=[*later_edits(held, touched), *resting_on(touched)])
        if undone.conflicts:
            return undone
        reason = reason or _("import of %(file)s taken back") % {"file": held.file_name}
        Revision.objects.filter(run=held, state=Revision.State.PROPOSED).update(state=Revision.State.WITHDRAWN)
        cited = cited_by(held)
        undone.reverted = revert(touched, held, user, reason)
        undone.deleted = delete_together(touched.created, held, user, reason)
        drop_parts(held, cited)
        changes = {"undone_by_id": user.pk if user else None, "undone_at": timezone.now()}
        ImportRun.objects.filter(pk=held.pk).update(**changes)
    return undone


def touched_by(run: ImportRun) -> Touched:
    """What an import made, and what the records that it changed said before."""
    touched = Touched()
    revisions = Revision.objects.filter(run=run, state=Revision.State.APPLIED).exclude(kind__in=GONE)
    firsts = dict(revisions.values_list("subject").annotate(first=Min("version")))
    lasts = dict(revisions.values_list("subject").annotate(last=Max("version")))
    touched.last = {str(subject): last for subject, last in lasts.items()}
    for subjects in batches(sorted(firsts)):
        older: dict[object, Revision] = {}
        applied = Revision.objects.filter(subject__in=subjects, state=Revision.State.APPLIED).order_by("version")
        for each in applied.only("subject", "version", "action", "content"):
            if each.version < firsts[each.subject]:
                older[each.subject] = each
        for subject in subjects:
            before = older.get(subject)
            if before is None or before.action == Action.DELETED:
                touched.created.append(str(subject))
            else:
                touched.before[str(subject)] = before.content
    return touched


def batches(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """Items in groups."""
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]


def later_edits(run: ImportRun, touched: Touched) -> Iterator[LaterEdit]:
    """The records that were changed after the import."""
    for subjects in batches(sorted(touched.last)):
        later = Revision.objects.filter(subject__in=subjects, state=Revision.State.APPLIED).exclude(run=run)
        for each in later.order_by("subject", "version").select_related("user"):
            if each.version > touched.last[str(each.subject)]:
                who = each.user.get_username() if each.user else "–"
                reason = _("version %(version)d was saved after the import by %(user)s.")
                yield LaterEdit(str(each.subject), each.title, reason % {"version": each.version, "user": who})
        uncounted = Record.objects.filter(uuid__in=subjects).values_list("uuid", "title", "version")
        for uuid, title, version in uncounted:
            if version < touched.last[str(uuid)]:
                yield LaterEdit(str(uuid), title, _("its history does not agree with its version."))


def resting_on(touched: Touched) -> Iterator[LaterEdit]:
    """Records outside of the import that rest on what it made."""
    for uuids in batches(touched.created):
        made = Record.objects.filter(uuid__in=uuids)
        keys = list(made.values_list("pk", flat=True))
        inside = [*touched.created, *touched.before]
        relations = Relation.objects.filter(object__in=keys).exclude(record__uuid__in=inside)
        contexts = Relation.objects.filter(context__in=keys).exclude(record__uuid__in=inside)
        pairs = list(relations.values_list("object", "record__title")) + list(
            contexts.values_list("context", "record__title")
        )
        for model in CLAIM_MODELS:
            said = model._default_manager.filter(attributed_to__in=keys).exclude(record__uuid__in=inside)
            pairs += said.values_list("attributed_to", "record__title")
        parts = Record.objects.filter(source__parent__in=keys).exclude(uuid__in=inside)
        pairs += [(parent, title) for parent, title in parts.values_list("source__parent", "title") if parent]
        pairs += (
            Creator.objects.filter(record__in=keys)
            .exclude(source__uuid__in=inside)
            .values_list("record", "source__title")
        )
        pairs += citing(keys, inside)
        titles = {pk: (str(uuid), title) for pk, uuid, title in made.values_list("pk", "uuid", "title")}
        for pk, other in dict(pairs).items():
            yield LaterEdit(*titles[pk], _("“%(title)s” rests on it.") % {"title": other})


def citing(keys: Sequence[int], inside: Sequence[str]) -> list[tuple[int, str]]:
    """Records outside of the import that cite sources among these."""
    found: list[tuple[int, str]] = []
    for part in PARTS:
        notes = Footnote.objects.filter(citation__source__in=keys, **{f"{part.target}__isnull": False})
        outside = notes.exclude(**{f"{part.target}__record__uuid__in": inside})
        found += outside.values_list("citation__source", f"{part.target}__record__title")
    return found


def cited_by(run: ImportRun) -> set[str]:
    """The citations that the contents of an import name."""
    found: set[str] = set()
    contents = Revision.objects.filter(run=run).exclude(kind__in=GONE).values_list("content", flat=True)
    for content in contents.iterator(chunk_size=BATCH):
        for part in PARTS:
            for claim in content.get(part.key, ()):
                found.update(note["citation"]["uuid"] for note in claim.get("footnotes", ()))
    return found


def revert(touched: Touched, run: ImportRun, user: User, reason: str) -> int:
    """Writes what the changed records said before."""
    later = Later()
    for uuids in batches(sorted(touched.before)):
        drafts = [Draft(touched.before[uuid]) for uuid in uuids]
        save_records(drafts, user=user, reason=reason, action=Action.UNDONE, run=run, later=later)
    for ids in later.chunks():
        later.show(ids)
    return len(touched.before)


def delete_together(uuids: Sequence[str], run: ImportRun, user: User, reason: str) -> int:
    """Deletes records that may point at each other; a tombstone of each stays."""
    keys: list[int] = []
    for chunk in batches(uuids):
        keys += Record.objects.filter(uuid__in=chunk).values_list("pk", flat=True)
    for ids in batches(keys):
        bury(ids, run, user, reason)
    beside = beside_of(keys)
    for ids in batches(keys):
        for model in CLAIM_MODELS:
            model._default_manager.filter(record__in=ids).delete()
        Creator.objects.filter(source__in=ids).delete()
    drop_citations(keys)
    for ids in batches(keys):
        Source._base_manager.filter(pk__in=ids).update(parent=None)
        forget(list(ids))
    for ids in batches(keys):
        Record.objects.filter(pk__in=ids).delete()
    mark_stale(beside)
    return len(keys)


def drop_citations(keys: Sequence[int]) -> None:
    """Drops the citations of sources that are about to go, those first that were read in others."""
    going = Citation.objects.filter(source__in=keys)
    through = list(Citation.objects.filter(via__in=going, footnotes__isnull=True).values_list("pk", flat=True))
    while through:
        further = Citation.objects.filter(via__in=through, footnotes__isnull=True).values_list("pk", flat=True)
        if not further:
            break
        through = [*further, *through]
    for pk in through:
        Citation.objects.filter(pk=pk, cited_through__isnull=True).delete()
    for ids in batches(keys):
        Citation.objects.filter(source__in=ids).delete()


def bury(ids: Sequence[int], run: ImportRun, user: User, reason: str) -> None:
    """Keeps the last contents and addresses of records that are about to go."""
    records = Record.objects.filter(pk__in=ids)
    contents = build_contents([record.pk for record in records], full=True)
    Revision.objects.bulk_create(
        Revision(
            subject=record.uuid,
            kind=record.kind,
            version=record.version + 1,
            action=Action.DELETED,
            public=record.status == Status.PUBLISHED,
            slug=record.slug,
            title=record.title,
            content=contents[record.pk],
            user_id=user.pk if user else None,
            reason=reason,
            run=run,
        )
        for record in records
    )


def beside_of(keys: Sequence[int]) -> set[int]:
    """The records whose documents show claims of these as the other side of a disagreement."""
    found: set[int] = set()
    for ids in batches(keys):
        for model in CLAIM_MODELS:
            claims = model._default_manager.filter(record__in=ids, disagreement__isnull=False)
            found |= in_disagreement(list(claims.values_list("disagreement", flat=True)))
    return found - set(keys)


def drop_parts(run: ImportRun, cited: Iterable[str]) -> None:
    """Drops citations, disagreements and words that the import made and nothing uses any more."""
    made = [each for each in run.report if each.get("sort") == "made"]
    for uuids in batches(sorted(cited)):
        fresh = Citation.objects.filter(uuid__in=uuids, version=1, footnotes__isnull=True, cited_through__isnull=True)
        fresh.filter(created_at__gte=run.at).delete()
    of = {
        sort: [each["uuid"] for each in made if each["what"] == sort]
        for sort in ("disagreement", "term", "relation-type")
    }
    sides = {
        key
        for model in CLAIM_MODELS
        for key in model._default_manager.filter(disagreement__uuid__in=of["disagreement"]).values_list(
            "disagreement", flat=True
        )
    }
    Disagreement.objects.filter(uuid__in=of["disagreement"]).exclude(pk__in=sides).delete()
    for key in RelationType.objects.filter(uuid__in=of["relation-type"]).values_list("pk", flat=True):
        drop(delete_relation_type, key)
    for key in Term.objects.filter(uuid__in=of["term"]).order_by("-pk").values_list("pk", flat=True):
        drop(delete_term, key)


def drop(delete: object, key: int) -> None:
    """Deletes a word unless it is used."""
    try:
        with transaction.atomic():
            delete(key)  # type: ignore[operator]
    except InUse:
        return
