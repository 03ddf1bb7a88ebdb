"""Going back: a record as one of its versions had it, a deleted record as it was last; both are saves like others."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from catalogue.curation.drafts import Draft, Saved, SaveRefused, User
from catalogue.curation.recalling import Recall
from catalogue.curation.rights import account, may_publish, refuse_without_right
from catalogue.curation.saving import read_batch, save_records
from catalogue.curation.workflow import submit_records
from catalogue.documents import PARTS, Document, Problem, build_contents, content_of
from catalogue.documents.lasting import last_contents
from catalogue.models import Action, Citation, Kind, Merge, PastSlug, Record, Redaction, Revision, Status

LISTS = frozenset({"identifiers", "creators", "links", *(part.key for part in PARTS)})
PLACE = re.compile(r"/(?P<key>[^/]+)(?:/(?P<index>\d+))?(?:/(?P<inner>[^/]+))?")
ROUNDS = 5
"""What hinders is looked for again when something was left out, since one thing may hide another."""


class Hindrance(NamedTuple):
    """What cannot come back, and the content in which its place is named."""

    content: Document
    problem: Problem


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What going back would do: the content before and after, and what of the old version cannot come back."""

    present: Document | None
    version: int
    content: Document
    hindrances: list[Hindrance] = field(default_factory=list)
    refused: list[Hindrance] = field(default_factory=list)
    """What cannot be left out either."""


def revert_record(
    uuid: str,
    *,
    to_version: int,
    user: User,
    reason: str,
    expected_version: int | None = None,
    leave_out: bool = False,
) -> Saved:
    """Writes what an earlier version of a record said, with its claims and footnotes, as a new version.

    References follow merges; citations that were deleted are made anew. What cannot come back (a claim on a record
    that is gone, a word that the vocabulary no longer has) is refused with a list, SaveRefused; with `leave_out`
    the rest is written without it. For people who may not publish, the revert of a published record is a proposal.
    """
    with transaction.atomic():
        present = Record.objects.get(uuid=uuid)
        former = find_version(present, to_version)
        reason = reason or _("Back to version %(version)d.") % {"version": to_version}
        recall = Recall(user, reason)
        recall.hold(former.content, present.pk)
        content = recall.content(former.content, slug=present.slug, citekey=citekey_of(present))
        if leave_out:
            content = without_hindrances(content)[0]
        return write(Draft(content, expected_version, exact=True), former, user, reason, Action.REVERTED)


def foresee_revert(uuid: str, *, to_version: int, leave_out: bool = False) -> Foreseen:
    """What a revert would do; nothing is written."""
    with transaction.atomic():
        present = Record.objects.get(uuid=uuid)
        now = content_of(build_contents([present.pk], full=True)[present.pk])
        former = find_version(present, to_version)
        content = Recall().content(former.content, slug=present.slug, citekey=citekey_of(present))
        rest, hindrances, refused = without_hindrances(content)
        foreseen = Foreseen(now, present.version, rest if leave_out else content, hindrances, refused)
        # Citations were made anew only to see what the content would be.
        transaction.set_rollback(True)
    return foreseen


def restore_record(uuid: str, *, user: User, reason: str, leave_out: bool = False) -> Saved:
    """Brings a deleted record back under its UUID, with its claims and footnotes; its versions go on.

    Its slug is its own again unless another record has taken it. Who may not publish brings it back as a draft.
    """
    with transaction.atomic():
        tombstone = find_tombstone(uuid)
        reason = reason or _("Deleted entry restored.")
        recall = Recall(user, reason)
        recall.hold(tombstone.content, 0)
        content = recall.content(tombstone.content)
        if not (user is None or may_publish(account(user))):
            content["status"] = Status.DRAFT.value
        if leave_out:
            content = without_hindrances(content)[0]
        saved = write(Draft(content, exact=True), tombstone, user, reason, Action.RESTORED)
        bring_back_addresses(saved)
        if tombstone.kind == Kind.SOURCE:
            recall.save_citations(places_of(uuid), {})
    return saved


def foresee_restore(uuid: str, *, leave_out: bool = False) -> Foreseen:
    """What bringing a deleted record back would do; nothing is written."""
    with transaction.atomic():
        tombstone = find_tombstone(uuid)
        content = Recall().content(tombstone.content)
        rest, hindrances, refused = without_hindrances(content)
        foreseen = Foreseen(None, tombstone.version, rest if leave_out else content, hindrances, refused)
        transaction.set_rollback(True)
    return foreseen


def deleted_records() -> QuerySet[Revision]:
    """The last that the history has of records that were deleted and can be restored, the last deleted first."""
    subject = OuterRef("subject")
    merged = Merge.objects.in_force().filter(absorbed_uuid=subject)
    later = Revision.objects.applied().filter(subject=subject, version__gt=OuterRef("version"))
    return (
        Revision.objects.applied()
        .tombstones()
        .filter(kind__in=Kind.values)
        .exclude(Exists(Record.objects.filter(uuid=subject)))
        .exclude(Exists(merged))
        .exclude(Exists(Redaction.objects.filter(subject=subject)))
        .exclude(Exists(later))
        .order_by("-pk")
    )


def find_version(record: Record, version: int) -> Revision:
    """The revision of a record to go back to."""
    found = Revision.objects.applied().filter(subject=record.uuid, version=version).first()
    if found is None or found.action == Action.DELETED or not found.content.get("kind"):
        raise SaveRefused([Problem("", _("There is no version %(version)d to go back to.") % {"version": version})])
    return found


def find_tombstone(uuid: str) -> Revision:
    """The last content of a record that is gone."""
    last = Revision.objects.applied().filter(subject=uuid).order_by("-version").first()
    merge = Merge.objects.in_force().filter(absorbed_uuid=uuid).first()
    if merge is not None:
        message = _("“%(title)s” was merged into another entry; take the merge back instead.")
        raise SaveRefused([Problem("", message % {"title": merge.absorbed_title})])
    if Redaction.objects.filter(subject=uuid).exists():
        raise SaveRefused([Problem("", _("This entry was redacted; there is nothing left to restore."))])
    if last is None or last.action != Action.DELETED or not last.content.get("kind") or is_there(uuid):
        raise SaveRefused([Problem("", _("There is no deleted entry with this UUID."))])
    return last


def is_there(uuid: str) -> bool:
    """Whether a record exists."""
    return Record.objects.filter(uuid=uuid).exists()


def citekey_of(record: Record) -> str:
    """The present citekey of a source."""
    return record.source.citekey if record.kind == Kind.SOURCE else ""


def write(draft: Draft, former: Revision, user: User, reason: str, action: Action) -> Saved:
    """Saves an old content in a person's name.

    What the public has read once is not held up by the rule that new claims need a source.
    """
    if user is not None and former.public and may_publish(account(user)):
        there = is_there(str(former.subject))
        refuse_without_right(account(user), **{"changes" if there else "adds": [former.kind]})
        return save_records([draft], user=user, reason=reason, action=action)[0]
    return submit_records([draft], user=user, reason=reason, action=action)[0]


def without_hindrances(content: Document) -> tuple[Document, list[Hindrance], list[Hindrance]]:
    """What of an old content can be written, what was left out for that, and what hinders all the same."""
    found: list[Hindrance] = []
    for _round in range(ROUNDS):
        problems = judge(content)
        rest = without(content, problems)
        if not problems or rest is None:
            return content, found, [Hindrance(content, problem) for problem in problems]
        found += [Hindrance(content, problem) for problem in problems]
        content = rest
    return content, found, [Hindrance(content, problem) for problem in judge(content)]


def judge(content: Document) -> list[Problem]:
    """What a save of the content would be refused for; nothing is written."""
    try:
        with transaction.atomic():
            # The reader completes what it is given.
            read_batch([Draft(copy.deepcopy(content), exact=True)])
    except SaveRefused as refusal:
        return refusal.problems
    return []


def without(content: Document, problems: Iterable[Problem]) -> Document | None:
    """The content without the parts that problems name; None when one of them is the content itself."""
    left_out: dict[str, set[int]] = {}
    rest = dict(content)
    for problem in problems:
        place = PLACE.match(problem.pointer)
        if place is None or place["key"] not in rest:
            return None
        key, index = place["key"], place["index"]
        if key in LISTS and index is None:
            return None
        if key in LISTS:
            left_out.setdefault(key, set()).add(int(index))
        elif key in {"kind", "uuid", "status", "slug", "citekey", "bibliographic_title"}:
            return None
        else:
            rest[key] = None if isinstance(rest[key], dict) else ""
    for key, places in left_out.items():
        rest[key] = [row for at, row in enumerate(rest[key]) if at not in places]
    return rest


def bring_back_addresses(saved: Saved) -> None:
    """Lets the former addresses of a record that was restored lead to it again, unless others have taken them."""
    kept = Revision.objects.applied().filter(subject=saved.uuid).exclude(slug="")
    kind, slugs = Kind(kept[0].kind), set(kept.order_by().values_list("slug", flat=True))
    for model in (Record, PastSlug):
        slugs -= set(model._default_manager.filter(kind=kind, slug__in=slugs).values_list("slug", flat=True))
    PastSlug.objects.bulk_create(
        [PastSlug(record_id=saved.record_id, kind=kind, slug=slug) for slug in sorted(slugs)], ignore_conflicts=True
    )


def places_of(source: str) -> list[Document]:
    """The citations of a source that went with it when it was deleted, as they were last."""
    kept = Revision.objects.applied().filter(kind="citation", content__source__uuid=source, citation__isnull=True)
    last: dict[str, Revision] = {str(each.subject): each for each in kept.order_by("version")}
    gone = set(Revision.objects.tombstones().filter(subject__in=last).values_list("subject", flat=True))
    there = set(Citation.objects.filter(uuid__in=last).values_list("uuid", flat=True))
    return list(last_contents(uuid for uuid, each in last.items() if each.subject not in gone | there).values())
