"""Taking a merge back: both entries, and all that named the absorbed one, say again what they said."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.curation.drafts import Draft, SaveRefused, User
from catalogue.curation.following import present_refs
from catalogue.curation.joining_citations import restore_citations, restored_citations
from catalogue.curation.rebasing import Contest, rebase
from catalogue.curation.repointing import repointed
from catalogue.curation.revisions import last_versions
from catalogue.curation.rights import account, may_merge
from catalogue.curation.saving import save_records
from catalogue.curation.telling import claim_words
from catalogue.curation.touching import content_at, contents_of, hold, wording_of
from catalogue.curation.vocabulary import refusing
from catalogue.documents import PARTS, Document, bare
from catalogue.documents.shape import model_of
from catalogue.documents.wording import Wording, label_of
from catalogue.models import (
    KIND_MODELS,
    Action,
    ErrorReport,
    Kind,
    Merge,
    PastSlug,
    Record,
    Revision,
    Source,
)
from catalogue.text import comma_letters, fold, sort_key


class UnmergeRefused(Exception):
    """Nothing was changed: each conflict says what later changes stand in the way."""

    def __init__(self, conflicts: list[str]) -> None:
        self.conflicts = conflicts
        super().__init__(" ".join(conflicts))


@dataclass(slots=True)
class Unmerging:
    """What taking a merge back would write, and what stands in the way."""

    merge: Merge
    contents: dict[str, Document] = field(default_factory=dict)
    citations: list[Document] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)

    @property
    def absorbed(self) -> str:
        """The UUID of the entry that comes back."""
        return str(self.merge.absorbed_uuid)

    @property
    def befores(self) -> dict[str, Document]:
        """Contents before the merge, by UUID."""
        found: dict[str, Document] = self.merge.before["records"]
        return found


def unmerge(merge_id: int, *, user: User, reason: str = "") -> Merge:
    """Takes a merge back: every record that it touched says again what it said, later changes elsewhere stay.

    Raises UnmergeRefused with every conflict with later changes, and then changes nothing.
    """
    if user is not None and not may_merge(account(user)):
        raise UnmergeRefused([_("You may not take merges back.")])
    try:
        with refusing(), transaction.atomic():
            merge = Merge.objects.select_for_update(of=("self",)).get(pk=merge_id)
            work = prepare(merge)
            if work.conflicts:
                raise UnmergeRefused(work.conflicts)
            write_back(work, user=user, reason=reason)
            merge.undone_by_id = user.pk if user else None
            merge.undone_at = timezone.now()
            merge.save()
            retie(merge)
    except SaveRefused as refusal:
        raise UnmergeRefused([problem.message for problem in refusal.problems]) from refusal
    return merge


def prepare(merge: Merge) -> Unmerging:
    """Works out what every touched record must say again."""
    work = Unmerging(merge)
    if merge.undone_at is not None:
        work.conflicts.append(_("This merge has already been taken back."))
        return work
    uuids = [uuid for uuid in work.befores if uuid != work.absorbed]
    hold(Record.objects.filter(uuid__in=uuids).values_list("pk", flat=True))
    rows = {str(row.uuid): row for row in Record.objects.filter(uuid__in=uuids)}
    presents = {content["uuid"]: content for content in contents_of([row.pk for row in rows.values()]).values()}
    for uuid in uuids:
        if uuid in rows:
            restore(work, uuid, presents[uuid], rows[uuid].version)
        else:
            refuse_gone(work, uuid)
    restored = restored_citations(merge.before["citations"], merge.after["citations"])
    work.citations = restored.contents
    work.conflicts += restored.conflicts
    refuse_taken(work)
    work.contents[work.absorbed] = work.befores[work.absorbed]
    follow_merges(work)
    return work


def restore(work: Unmerging, uuid: str, present: Document, version: int) -> None:
    """What a record must say: what it said before, and what was changed since elsewhere in it."""
    before = work.befores[uuid]
    left = work.merge.after["versions"].get(uuid)
    after = content_at(uuid, left) if left and version != left else None
    # Other changes may have come and gone since.
    if version == left or (after and bare(after) == bare(present)):
        work.contents[uuid] = before
        return
    refs = present_refs((named_in(before) | named_in(after or before)) - {work.absorbed})
    rebased = rebase(repointed(after or before, refs), present, repointed(before, refs))
    wording = wording_of((before, present))
    work.conflicts += [conflict_words(present, before, contest, wording) for contest in rebased.contests]
    work.conflicts += deleted_since(work, after or before, present, wording)
    work.contents[uuid] = rebased.content


def deleted_since(work: Unmerging, after: Document, present: Document, wording: Wording) -> list[str]:
    """The claims that came from the absorbed entry and were deleted since; they would come back."""
    own = work.befores[work.absorbed]
    found = []
    for part in PARTS:
        came = {claim["uuid"] for claim in own[part.key]} - {claim["uuid"] for claim in present[part.key]}
        for claim in after[part.key]:
            if claim["uuid"] in came:
                told = {"title": title_in(present), "claim": claim_words(part, claim, wording)}
                found.append(_("“%(title)s”: %(claim)s has been deleted since.") % told)
    return found


def named_in(content: Document) -> set[str]:
    """The records that the claims of a content name."""
    return {
        claim[key]["uuid"]
        for part in PARTS
        for claim in content[part.key]
        for key in ("object", "context", "attributed_to")
        if claim.get(key)
    }


def conflict_words(present: Document, before: Document, contest: Contest, wording: Wording) -> str:
    """What was changed since the merge, and the merge had changed too."""
    title = (present if present["kind"] == Kind.SOURCE else before).get("bibliographic_title") or title_in(present)
    key, _sep, uuid = contest.key.partition("/")
    if not uuid:
        model = model_of(present["kind"])
        return _("“%(title)s”: %(what)s has been changed since.") % {"title": title, "what": label_of(model, key)}
    part = next(part for part in PARTS if part.key == key)
    claim = contest.present or next((each for each in before[key] if each["uuid"] == uuid), None) or contest.proposed
    told = {"title": title, "claim": claim_words(part, claim, wording) if claim else uuid}
    if contest.present:
        return _("“%(title)s”: %(claim)s has been changed since.") % told
    return _("“%(title)s”: %(claim)s has been deleted since.") % told


def title_in(content: Document) -> str:
    """The title of a content."""
    return next((str(name["text"]) for name in content["names"]), content["slug"])


def refuse_gone(work: Unmerging, uuid: str) -> None:
    """Says what became of a record that is no longer there; one that was deleted needs nothing any more."""
    title = title_in(work.befores[uuid])
    if Merge.objects.in_force().filter(absorbed_uuid=uuid).exists():
        message = _("“%(title)s” has itself been merged since; take that merge back first.")
    elif uuid == str(work.merge.survivor_uuid):
        message = _("“%(title)s” has been deleted since; restore it first.")
    else:
        return
    work.conflicts.append(message % {"title": title})


def refuse_taken(work: Unmerging) -> None:
    """Says what of the absorbed entry's addresses others have taken meanwhile."""
    before = work.befores[work.absorbed]
    taken = Record.objects.filter(kind=before["kind"], slug=before["slug"]).first()
    if taken:
        message = _("“%(title)s” has taken the address “%(slug)s” since.")
        work.conflicts.append(message % {"title": taken, "slug": before["slug"]})
    if Record.objects.filter(uuid=work.absorbed).exists():
        work.conflicts.append(_("The absorbed entry has been entered anew since."))
    if key := before.get("citekey"):
        source = Source.objects.filter(citekey=key).first()
        if source:
            work.conflicts.append(
                _("“%(title)s” has taken the citekey “%(key)s” since.") % {"title": source, "key": key}
            )


def follow_merges(work: Unmerging) -> None:
    """Lets what comes back name entries that were merged since by those in which they are now."""
    refs = present_refs(set().union(*map(named_in, work.contents.values())) - {work.absorbed})
    if refs:
        work.contents = {uuid: repointed(content, refs) for uuid, content in work.contents.items()}


def write_back(work: Unmerging, *, user: User, reason: str) -> None:
    """Writes everything as it was."""
    before = work.contents[work.absorbed]
    record_id = revive(before)
    restore_citations(work.citations, user=user, reason=reason)
    others = [content for uuid, content in work.contents.items() if uuid != work.absorbed]
    # The claims leave the surviving entry before the absorbed one takes them back.
    for contents in (others, [before]):
        drafts = [Draft(content, exact=True) for content in contents]
        save_records(drafts, user=user, reason=reason or work.merge.reason, action=Action.UNMERGED)
    tie_again(work, record_id)


def revive(content: Document) -> int:
    """Gives an absorbed record its row back, without claims, so that others can name and cite it."""
    model: Any = KIND_MODELS[content["kind"]]
    columns = {"citekey": content["citekey"], "bibliographic_title": "…"} if content["kind"] == Kind.SOURCE else {}
    uuid = content["uuid"]
    row = model(
        uuid=uuid,
        kind=content["kind"],
        slug=content["slug"],
        status=content["status"],
        version=last_versions([uuid])[uuid],
        title="…",
        sort_key=sort_key(comma_letters("…")),
        fold_key=fold("…"),
        **columns,
    )
    # What leads from its address to the survivor ends, since the record itself stands there again.
    PastSlug.objects.filter(kind=content["kind"], slug=content["slug"]).delete()
    row.save()
    return int(row.pk)


def tie_again(work: Unmerging, record_id: int) -> None:
    """Gives the record back what led to it: its history, former addresses, and reports."""
    merge, before = work.merge, work.merge.before
    created = before["created"]
    maker = get_user_model().objects.filter(pk=created["by"]).first()
    Record.objects.filter(pk=record_id).update(created_at=datetime.fromisoformat(created["at"]), created_by=maker)
    Revision.objects.filter(subject=merge.absorbed_uuid).update(record=record_id)
    ErrorReport.objects.filter(subject=merge.absorbed_uuid).update(record=record_id)
    PastSlug.objects.filter(kind=merge.kind, slug__in=before["past_slugs"]).update(record=record_id)


def retie(merge: Merge) -> None:
    """Merges into the entry that came back lead to it again, also those into what had gone into it."""
    for row in Merge.objects.in_force().filter(survivor=merge.survivor_id):
        end = Merge.objects.end_of(str(row.absorbed_uuid))
        row.survivor = Record.objects.filter(uuid=end).first()
        row.save()
