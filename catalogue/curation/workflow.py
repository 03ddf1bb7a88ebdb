"""What a person saves: written at once, or kept as a proposal when the entry is published and they may not publish."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from catalogue.curation.drafts import Conflict, Draft, Saved, SaveRefused, User
from catalogue.curation.heads import Head, title_of
from catalogue.curation.publishing import is_published, unsourced_additions, unsourced_claims
from catalogue.curation.revisions import Why
from catalogue.curation.rights import account, may_publish, refuse_without_right
from catalogue.curation.saving import Batch, read_batch, save_records, write_batch
from catalogue.curation.vocabulary import refusing
from catalogue.documents import PARTS, Document, Problem
from catalogue.documents.resolving import is_uuid
from catalogue.models import KIND_MODELS, Action, ImportRun, Record, Revision, Status

Save = Callable[[Sequence[Draft], Why], list[Saved]]


def submit_records(
    drafts: Sequence[Draft],
    *,
    user: User,
    reason: str = "",
    action: Action | None = None,
    run: ImportRun | None = None,
    sourced: bool = False,
) -> list[Saved]:
    """Saves contents in a person's name, all of them or none; see `save_records` for what is refused.

    Without the right to publish, a content of a published record is judged like any other and kept as a proposal
    (`outcome` "proposed", `version` the present one); nothing of it is written. An entry is published only by those
    who may, and only with sources (`unsourced_claims`). Raises PermissionDenied where the kind may not be edited at
    all. Without a user it is the operator of the machine who saves, as with `save_records`. With `sourced` claims of
    drafts, too, are only added and changed with a source.
    """
    if user is None:
        return save_records(drafts, reason=reason, action=action, run=run)
    known = statuses_of(drafts)
    refuse_kinds(drafts, known, user)
    public = {place for place, draft in enumerate(drafts) if known.get(uuid_of(draft)) == Status.PUBLISHED}
    proposed = set() if may_publish(account(user)) else public
    why = Why(user, reason, action, run, sourced)
    saved: dict[int, Saved] = {}
    with refusing(), transaction.atomic():
        # What is written goes first: a proposal may name a draft of the same batch.
        for places, save in ((set(range(len(drafts))) - proposed, save_now), (proposed, propose)):
            saved |= save_some(sorted(places), drafts, why, save)
    return [saved[place] for place in range(len(drafts))]


def submit_record(content: Document, *, user: User, reason: str = "", expected_version: int | None = None) -> Saved:
    """Saves one record in a person's name; see `submit_records`."""
    return submit_records([Draft(content, expected_version)], user=user, reason=reason)[0]


def uuid_of(draft: Draft) -> str:
    """The UUID that a draft names, if it is one."""
    content: object = draft.content
    given = content.get("uuid") if isinstance(content, dict) else None
    return str(given).lower() if is_uuid(given) else ""


def statuses_of(drafts: Sequence[Draft]) -> dict[str, str]:
    """The status of each record that is there already, by UUID."""
    rows = Record.objects.filter(uuid__in=filter(None, map(uuid_of, drafts))).values_list("uuid", "status")
    return {str(uuid): status for uuid, status in rows}


def refuse_kinds(drafts: Sequence[Draft], known: dict[str, str], user: User) -> None:
    """Raises PermissionDenied when the user may not enter or change entries of a kind in the batch."""
    if user is None:
        return
    kinds: dict[bool, set[str]] = {True: set(), False: set()}
    for draft in drafts:
        content: object = draft.content
        kind = content.get("kind") if isinstance(content, dict) else None
        if isinstance(kind, str) and kind in KIND_MODELS:
            kinds[uuid_of(draft) in known].add(str(kind))
    refuse_without_right(account(user), adds=kinds[False], changes=kinds[True])


def save_some(places: Sequence[int], drafts: Sequence[Draft], why: Why, save: Save) -> dict[int, Saved]:
    """Saves some drafts of a batch; what is refused is told by the places that they have in the whole of it."""
    if not places:
        return {}
    try:
        saved = save([drafts[place] for place in places], why)
    except SaveRefused as refusal:
        raise SaveRefused(each._replace(draft=places[each.draft]) for each in refusal.problems) from refusal
    return dict(zip(places, saved, strict=True))


def judged(drafts: Sequence[Draft], why: Why, *, proposing: bool) -> Batch:
    """The drafts read as for any save, and what a person besides must keep to."""
    batch = read_batch(drafts)
    problems = unsourced_claims(batch)
    if why.sourced:
        told = {(each.draft, each.pointer) for each in problems}
        problems += [each for each in unsourced_additions(batch) if (each.draft, each.pointer) not in told]
    if not proposing and not (why.user and may_publish(account(why.user))):
        problems += published_without_right(batch)
    if problems:
        raise SaveRefused(problems)
    return batch


def published_without_right(batch: Batch) -> list[Problem]:
    """Refuses what would publish an entry; also one that somebody else has published meanwhile."""
    message = _("Only an editor publishes: choose “In review” when the entry is ready to be looked at.")
    return [
        Problem("/status", message, head.draft)
        for head in batch.changed()
        if is_published(batch.contents[head.draft]) or is_published(batch.old(head))
    ]


def save_now(drafts: Sequence[Draft], why: Why) -> list[Saved]:
    """Writes drafts."""
    batch = judged(drafts, why, proposing=False)
    outcomes = write_batch(batch, batch.changed(), why, later=None)
    return [outcomes[head.draft] for head in batch.heads]


def propose(drafts: Sequence[Draft], why: Why) -> list[Saved]:
    """Keeps drafts as proposals, after all that a save of them would meet has been tried and taken back."""
    batch = judged(drafts, why, proposing=True)
    changed, versions = batch.changed(), {head.draft: head.version for head in batch.heads}
    with transaction.atomic():
        write_batch(batch, changed, why, later=None)
        transaction.set_rollback(True)
    keep_proposals(batch, changed, versions, why)
    touched = {head.draft for head in changed}
    return [
        Saved(head.record_id, head.uuid, "proposed" if head.draft in touched else "unchanged", versions[head.draft])
        for head in batch.heads
    ]


def keep_proposals(batch: Batch, changed: Sequence[Head], versions: dict[int, int], why: Why) -> None:
    """Stores the contents as proposals; each is written on the present version of its record."""
    Revision.objects.bulk_create(
        Revision(
            subject=head.uuid,
            kind=head.kind,
            record_id=head.record_id,
            version=versions[head.draft] + 1,
            base_version=versions[head.draft],
            action=why.action or Action.UPDATED,
            state=Revision.State.PROPOSED,
            slug=batch.contents[head.draft]["slug"],
            title=title_of(batch.contents[head.draft]),
            content=by_marks(json.loads(batch.line(head)), batch),
            user_id=why.user.pk if why.user else None,
            reason=why.reason,
            run=why.run,
        )
        for head in changed
    )


def by_marks(content: Document, batch: Batch) -> Document:
    """The content with places in sources that are not in the catalogue yet named by mark alone: approval makes them."""
    for part in PARTS:
        for claim in content.get(part.key, ()):
            for note in claim.get("footnotes", ()):
                if note["citation"]["uuid"] in batch.resolver.new_citations:
                    note["citation"] = {"mark": note["citation"]["mark"]}
    return content


def foresee(drafts: Sequence[Draft], *, user: User, action: Action | None = None) -> dict[int, list[Problem]]:
    """What would be refused of these drafts, and why, by their places; the others would be saved. Nothing is written.

    A draft that could be saved only together with one that is refused is refused too.
    """
    refused: dict[int, list[Problem]] = {}
    while places := [place for place in range(len(drafts)) if place not in refused]:
        try:
            with transaction.atomic():
                submit_records([drafts[place] for place in places], user=user, action=action)
                transaction.set_rollback(True)
        except SaveRefused as refusal:
            for problem in refusal.problems:
                refused.setdefault(places[problem.draft], []).append(problem)
        except Conflict as conflict:
            place = next(place for place in places if uuid_of(drafts[place]) == conflict.uuid)
            refused[place] = [Problem("", str(conflict))]
        else:
            break
    return refused
