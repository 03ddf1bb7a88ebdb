"""Merging: one entry goes into another of its kind; nothing that was known is lost, and it can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from catalogue.curation.citing import resolve
from catalogue.curation.deleting import disagreeing_with
from catalogue.curation.drafts import Conflict, Draft, Saved, SaveRefused, User
from catalogue.curation.joining_citations import Joining, drop_citations, move_citations, plan_citations
from catalogue.curation.planning import Plan, plan_merge, reference
from catalogue.curation.repointing import repointed, with_citations, with_equal_folded
from catalogue.curation.rights import account, may_merge, may_publish
from catalogue.curation.ripples import mark_stale
from catalogue.curation.rows import Keys
from catalogue.curation.saving import save_records
from catalogue.curation.touching import contents_of, facts_of_vocabulary, hold, hold_neighbours, wording_of
from catalogue.curation.vocabulary import refusing
from catalogue.curation.writing_citations import write_citations
from catalogue.documents import PARTS, Document, Problem
from catalogue.documents.footnotes import FootnoteReader
from catalogue.documents.reading import Reader
from catalogue.models import (
    CLAIM_MODELS,
    Action,
    Citation,
    Creator,
    ErrorReport,
    Identifier,
    Kind,
    Merge,
    PastSlug,
    Record,
    Revision,
    Status,
)
from catalogue.search import forget


@dataclass(slots=True)
class Merging:
    """A merge at work: both entries, those that name the absorbed one, and what they will say."""

    survivor: Record
    absorbed: Record
    plan: Plan
    befores: dict[int, Document] = field(default_factory=dict)
    neighbours: dict[int, Document] = field(default_factory=dict)
    joining: Joining = field(default_factory=Joining)

    def changed_neighbours(self) -> list[int]:
        """The records beside the two whose content changes."""
        return [key for key, content in self.neighbours.items() if content != self.befores[key]]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a merge would do, and what stands in its way."""

    plan: Plan
    neighbours: tuple[str, ...] = ()
    """Titles of the records that would point at the surviving entry."""
    citations: int = 0
    refusals: tuple[str, ...] = ()


def merge_records(
    survivor_id: int,
    absorbed_id: int,
    *,
    user: User,
    reason: str,
    mark: str = "",
    expected_versions: tuple[int, int] | None = None,
) -> Merge:
    """Merges the second record into the first, with everything that points at it, and keeps what both were.

    `mark` is a citation that says that both are one, if there is one. Raises SaveRefused with every reason why they
    cannot be merged, Conflict when one has another version than expected, Record.DoesNotExist when one is gone.
    """
    with refusing(), transaction.atomic():
        merging = prepare(survivor_id, absorbed_id, user=user, expected_versions=expected_versions)
        refusals = list(merging.plan.refusals)
        if not reason.strip():
            refusals.append(_("A merge needs a reason."))
        if refusals:
            raise SaveRefused(Problem("", each) for each in refusals)
        return carry_out(merging, user=user, reason=reason.strip(), mark=mark.strip())


def preview_merge(survivor_id: int, absorbed_id: int, *, user: User, mark: str = "") -> Preview:
    """What the merge would do: it is done and taken back, so that nothing of it comes as a surprise later."""
    refusals: list[str] = []
    with transaction.atomic():
        merging = prepare(survivor_id, absorbed_id, user=user, expected_versions=None)
        refusals += merging.plan.refusals
        if not refusals:
            try:
                with transaction.atomic():
                    carry_out(merging, user=user, reason="?", mark=mark.strip())
            except SaveRefused as refusal:
                refusals += [problem.message for problem in refusal.problems]
        transaction.set_rollback(True)
    titles = (
        Record.objects.filter(pk__in=merging.changed_neighbours()).order_by("sort_key").values_list("title", flat=True)
    )
    return Preview(merging.plan, tuple(titles), len(merging.joining.afters), tuple(refusals))


def prepare(survivor_id: int, absorbed_id: int, *, user: User, expected_versions: tuple[int, int] | None) -> Merging:
    """Takes everything that the merge touches, and plans it."""
    if survivor_id == absorbed_id:
        raise SaveRefused([Problem("", _("A record cannot be merged with itself."))])
    hold((survivor_id, absorbed_id))
    rows = Record.objects.filter(version__gt=0).in_bulk([survivor_id, absorbed_id])
    if len(rows) < 2:
        raise Record.DoesNotExist
    survivor, absorbed = rows[survivor_id], rows[absorbed_id]
    for record, expected in zip((survivor, absorbed), expected_versions or (), strict=False):
        if record.version != expected:
            raise Conflict(str(record.uuid), expected, record.version)
    is_source = survivor.kind == absorbed.kind == Kind.SOURCE
    joining = plan_citations(survivor_id, absorbed_id) if is_source else Joining()
    ids = hold_neighbours(absorbed_id, (survivor_id, absorbed_id), joining.citing)
    befores = contents_of([survivor_id, absorbed_id, *ids])
    return planned(Merging(survivor, absorbed, Plan({}), befores, joining=joining), user=user)


def planned(merging: Merging, *, user: User) -> Merging:
    """Works out what each of the records will say."""
    one, other = (merging.befores[record.pk] for record in (merging.survivor, merging.absorbed))
    if one["kind"] == other["kind"] == Kind.SOURCE:
        one, other = cited(merging, one, one, other), cited(merging, other, one, other)
    merging.plan = plan_merge(one, other, facts_of_vocabulary(), wording_of((one, other)))
    merging.plan.refusals += refusals_of(merging, user)
    refs = {other["uuid"]: reference(one)}
    for key, before in merging.befores.items():
        if key not in (merging.survivor.pk, merging.absorbed.pk):
            content, folded = with_equal_folded(before, repointed(cited(merging, before, one, other), refs))
            merging.neighbours[key] = content
            merging.plan.folded |= folded
    return merging


def cited(merging: Merging, content: Document, survivor: Document, absorbed: Document) -> Document:
    """A content that cites the surviving source where it cited the absorbed one."""
    if survivor["kind"] != Kind.SOURCE:
        return content
    into = {gone: {"uuid": kept, "mark": ""} for gone, kept in merging.joining.into.items()}
    return with_citations(content, {absorbed["citekey"]: survivor["citekey"]}, into)


def refusals_of(merging: Merging, user: User) -> list[str]:
    """What stands in the way besides what the two say."""
    found = []
    survivor, absorbed = merging.survivor, merging.absorbed
    titles = {"survivor": survivor.title, "absorbed": absorbed.title}
    if absorbed.is_published and not survivor.is_published:
        found.append(
            _("“%(absorbed)s” is public and “%(survivor)s” is not: merge the other way round, or publish it first.")
            % titles
        )
    waiting = Revision.objects.waiting().filter(subject=absorbed.uuid).count()
    if waiting:
        found.append(_("A proposal waits for “%(absorbed)s”: decide on it first.") % titles)
    if user is not None and not may_merge(account(user)):
        found.append(_("You may not merge entries."))
    elif user is not None and survivor.is_published and not may_publish(account(user)):
        found.append(_("You may not change published entries."))
    return found


def carry_out(merging: Merging, *, user: User, reason: str, mark: str) -> Merge:
    """Writes the merge."""
    survivor, absorbed = merging.survivor, merging.absorbed
    beside = disagreeing_with(absorbed)
    move_citations(merging.joining, user=user, reason=reason)
    for model in CLAIM_MODELS:
        model._default_manager.filter(record=absorbed).delete()
    Identifier.objects.filter(record=absorbed).delete()
    saved = save_changed(merging, user=user, reason=reason)
    drop_citations(merging.joining, user=user, reason=reason)
    merge = keep(merging, saved, user=user, reason=reason, mark=mark)
    bury(merging, user=user, reason=reason)
    mark_stale(beside | {survivor.pk})
    return merge


def save_changed(merging: Merging, *, user: User, reason: str) -> list[Saved]:
    """Saves the surviving entry and those that named the other."""
    contents = [merging.plan.content, *(merging.neighbours[key] for key in merging.changed_neighbours())]
    drafts = [Draft(content) for content in contents]
    return save_records(drafts, user=user, reason=reason, action=Action.MERGED)


def keep(merging: Merging, saved: Sequence[Saved], *, user: User, reason: str, mark: str) -> Merge:
    """Stores what is needed to take the merge back, and to find what was absorbed."""
    survivor, absorbed = merging.survivor, merging.absorbed
    touched = [survivor.pk, absorbed.pk, *merging.changed_neighbours()]
    created = {"at": absorbed.created_at.isoformat(), "by": absorbed.created_by_id}
    return Merge.objects.create(
        kind=survivor.kind,
        survivor=survivor,
        survivor_uuid=survivor.uuid,
        absorbed_uuid=absorbed.uuid,
        absorbed_slug=absorbed.slug,
        absorbed_title=absorbed.title,
        absorbed_public=absorbed.is_published,
        reason=reason,
        citation=citation_of(mark) if mark else None,
        before={
            "records": {merging.befores[key]["uuid"]: merging.befores[key] for key in touched},
            "citations": merging.joining.befores,
            "past_slugs": list(absorbed.past_slugs.values_list("slug", flat=True)),
            "created": created,
        },
        after={
            "versions": {each.uuid: each.version for each in saved},
            "citations": merging.joining.afters,
            "folded": merging.plan.folded,
            "citekey": merging.befores[absorbed.pk].get("citekey", ""),
        },
        user_id=user.pk if user else None,
    )


def citation_of(mark: str) -> Citation:
    """The citation that a mark names, made if there is none yet."""
    resolver = resolve([Draft({"mark": mark})])
    reader = Reader(resolver, kind="citation", old=None)
    uuid, _stance = FootnoteReader(reader, PARTS[0]).by_mark(mark)
    if reader.problems:
        raise SaveRefused(reader.problems)
    write_citations(resolver, Keys(resolver))
    return Citation.objects.get(uuid=uuid)


def bury(merging: Merging, *, user: User, reason: str) -> None:
    """Takes the absorbed record away: its history ends with the merge, and its addresses lead to the other."""
    survivor, absorbed = merging.survivor, merging.absorbed
    Revision.objects.create(
        subject=absorbed.uuid,
        kind=absorbed.kind,
        version=absorbed.version + 1,
        action=Action.MERGED,
        public=absorbed.status == Status.PUBLISHED,
        slug=absorbed.slug,
        title=absorbed.title,
        content=merging.befores[absorbed.pk],
        user_id=user.pk if user else None,
        reason=reason,
    )
    PastSlug.objects.filter(record=absorbed).update(record=survivor)
    ErrorReport.objects.filter(record=absorbed).update(record=survivor)
    Merge.objects.filter(survivor=absorbed).update(survivor=survivor)
    Creator.objects.filter(source=absorbed.pk).delete()
    forget([absorbed.pk])
    Record.objects.filter(pk=absorbed.pk).delete()
    PastSlug.objects.create(record=survivor, kind=survivor.kind, slug=absorbed.slug)
