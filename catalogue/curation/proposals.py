"""Proposals of contributors: what they would make of an entry, and how they are decided on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.curation.drafts import Draft, Saved, SaveRefused, User
from catalogue.curation.rebasing import PRESENT, PROPOSED, Contest, Rebased, rebase
from catalogue.curation.rights import account, may_publish
from catalogue.curation.workflow import submit_records
from catalogue.documents import Document, Problem, build_documents, completed, content_of
from catalogue.models import Action, Revision

LONGEST_REASON = 500
State = Revision.State


class Decided(Exception):
    """Somebody has decided on the proposal already, or its entry is gone."""


class Contested(Exception):
    """The proposal and the present entry changed the same claims: somebody must choose."""

    def __init__(self, contests: list[Contest]) -> None:
        self.contests = contests
        super().__init__(_("The entry has changed since; choose what stands where both changed the same."))


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a proposal would make of its entry as it now is."""

    base: Document
    present: Document
    version: int
    rebased: Rebased

    @property
    def outdated(self) -> bool:
        """Whether the entry has changed since the proposal was made."""
        return self.base is not self.present


def look_ahead(proposal: Revision, choices: Mapping[str, str] | None = None) -> Outlook:
    """What approving the proposal would make of its entry; Decided if the entry is gone."""
    record_id = proposal.record_id
    documents = build_documents([record_id], full=True) if record_id else {}
    if record_id not in documents:
        raise Decided(_("The entry of this proposal is not there any more."))
    document = documents[record_id]
    present, proposed = content_of(document), completed(proposal.content)
    version = int(document["version"])
    if version == proposal.base_version:
        return Outlook(present, present, version, Rebased(proposed, []))
    base = base_of(proposal)
    return Outlook(base, present, version, rebase(base, present, proposed, choices))


def base_of(proposal: Revision) -> Document:
    """The content on which a proposal was written; an empty one if the history does not have it any more."""
    found = Revision.objects.applied().filter(subject=proposal.subject, version=proposal.base_version or 0)
    content = found.values_list("content", flat=True).first()
    return completed(content if content and "kind" in content else {"kind": proposal.kind})


def taken_over(proposal: Revision) -> tuple[Document, int]:
    """The proposed content on the present version of its entry, to be worked on, and that version."""
    outlook = look_ahead(proposal)
    contests = {contest.key: PROPOSED for contest in outlook.rebased.contests}
    return (look_ahead(proposal, contests) if contests else outlook).rebased.content, outlook.version


def approve_proposal(
    proposal_id: int, *, user: User, decision: str = "", choices: Mapping[str, str] | None = None
) -> Saved:
    """Writes what a proposal says, as a save of the editor that names who proposed it.

    Where the entry has changed meanwhile, claims that only one side changed are put together; for the others
    `choices` says which side stands, by the keys of the contests: "present" or "proposed". Raises Contested while
    one is open, Decided if somebody was quicker, SaveRefused as a save does.
    """
    with transaction.atomic():
        proposal = held(proposal_id)
        editor(user)
        outlook = look_ahead(proposal, choices)
        if outlook.rebased.contests:
            raise Contested(outlook.rebased.contests)
        draft = Draft(outlook.rebased.content, outlook.version, exact=True)
        saved = submit_records([draft], user=user, reason=told(proposal, decision), action=Action(proposal.action))[0]
        close(proposal, State.APPROVED, user=user, decision=decision)
    return saved


def told(proposal: Revision, decision: str) -> str:
    """What the history says of an approved proposal: its reason, who made it, and what the editor says to it."""
    name = proposal.user.get_username() if proposal.user else "—"
    proposed = _("proposed by %(name)s") % {"name": name}
    return " · ".join(filter(None, (proposal.reason, proposed, decision.strip())))[:LONGEST_REASON]


def return_proposal(proposal_id: int, *, user: User, decision: str) -> None:
    """Gives a proposal back to who made it, with the reason."""
    if not decision.strip():
        raise SaveRefused([Problem("/decision", _("A proposal is returned with a reason."))])
    with transaction.atomic():
        proposal = held(proposal_id)
        editor(user)
        close(proposal, State.RETURNED, user=user, decision=decision)


def withdraw_proposal(proposal_id: int, *, user: User, decision: str = "") -> None:
    """Takes back one's own proposal."""
    with transaction.atomic():
        proposal = held(proposal_id)
        if user is None or proposal.user_id != user.pk:
            raise PermissionDenied(_("Only who made a proposal withdraws it."))
        close(proposal, State.WITHDRAWN, user=user, decision=decision)


def replace_proposal(proposal_id: int, draft: Draft, *, user: User, reason: str = "") -> Saved:
    """Saves what somebody made of a proposal: a new one in place of their own, or what the editor publishes."""
    with transaction.atomic():
        proposal = Revision.objects.select_for_update(of=("self",)).get(pk=proposal_id)
        own = user is not None and proposal.user_id == user.pk
        publishing = user is not None and may_publish(account(user))
        if not (own or publishing):
            raise PermissionDenied(_("Only who made a proposal works on it, or an editor."))
        waiting = proposal.state == State.PROPOSED
        if not waiting and publishing and not own:
            raise Decided(_("This proposal has been decided on already."))
        why = told(proposal, reason) if publishing and not own else reason or proposal.reason
        saved = submit_records([draft], user=user, reason=why, action=Action(proposal.action))[0]
        if waiting and publishing:
            close(proposal, State.APPROVED, user=user, decision=_("With changes."))
        elif waiting:
            close(proposal, State.WITHDRAWN, user=user, decision=_("Replaced by a newer proposal."))
    return saved


def held(proposal_id: int) -> Revision:
    """A proposal that waits, locked until the transaction ends; Decided if it waits no more."""
    proposal = Revision.objects.select_for_update(of=("self",)).get(pk=proposal_id)
    if proposal.state != State.PROPOSED:
        raise Decided(_("This proposal has been decided on already."))
    return proposal


def editor(user: User) -> None:
    """Raises PermissionDenied unless the user may decide on proposals."""
    if user is None or not may_publish(account(user)):
        raise PermissionDenied(_("Only an editor decides on proposals."))


def close(proposal: Revision, state: str, *, user: User, decision: str) -> None:
    """Notes what became of a proposal."""
    proposal.state = state
    proposal.decided_by_id = user.pk if user else None
    proposal.decided_at = timezone.now()
    proposal.decision = decision.strip()[:LONGEST_REASON]
    proposal.save(update_fields=["state", "decided_by", "decided_at", "decision"])


__all__ = [
    "PRESENT",
    "PROPOSED",
    "Contest",
    "Contested",
    "Decided",
    "Outlook",
    "approve_proposal",
    "look_ahead",
    "replace_proposal",
    "return_proposal",
    "taken_over",
    "withdraw_proposal",
]
