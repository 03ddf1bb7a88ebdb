"""Proposals beside the forms: which one is being worked on, which ones wait, and what saving will do."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from catalogue.curation import may_publish
from catalogue.models import Record, Revision

PARAMETER = "proposal"
OPEN = (Revision.State.PROPOSED, Revision.State.RETURNED)


class ProposalLine(NamedTuple):
    """A proposal as the page of its entry names it."""

    address: str
    edit_address: str
    revision: Revision
    own: bool

    @property
    def returned(self) -> bool:
        """Whether it came back with a reason."""
        return self.revision.state == Revision.State.RETURNED


def proposal_in(request: HttpRequest, record: Record | None) -> Revision | None:
    """The proposal with which the page of an entry is to be filled: one's own, or any waiting one for an editor."""
    typed = request.GET.get(PARAMETER, "")
    if record is None or not typed.isdigit() or len(typed) > 18:
        return None
    found = Revision.objects.filter(pk=int(typed), subject=record.uuid, state__in=OPEN).select_related("user").first()
    return found if found and may_work_on(request, found) else None


def may_work_on(request: HttpRequest, proposal: Revision) -> bool:
    """Whether who is at work may make something else of a proposal."""
    own = proposal.user_id == request.user.pk
    waiting = proposal.state == Revision.State.PROPOSED
    return (own and proposal.state in OPEN) or (waiting and may_publish(request.user))


def edit_address(proposal: Revision) -> str:
    """The page of the entry, filled with what is proposed; nothing if the entry is gone."""
    if proposal.record_id is None:
        return ""
    page = reverse(f"admin:catalogue_{proposal.kind}_change", args=[proposal.record_id])
    return f"{page}?{PARAMETER}={proposal.pk}"


def proposal_address(proposal: Revision) -> str:
    """The page on which a proposal is decided."""
    return reverse("admin:catalogue_proposal_change", args=[proposal.pk])


def proposing(request: HttpRequest, record: Record | None) -> dict[str, Any]:
    """What the pages of an entry and of its claims say about proposals."""
    if record is None:
        return {}
    waiting = Revision.objects.filter(subject=record.uuid, state__in=OPEN).select_related("user", "decided_by")
    lines = [
        ProposalLine(proposal_address(each), edit_address(each), each, own=each.user_id == request.user.pk)
        for each in waiting.defer("content")
        if each.state == Revision.State.PROPOSED or each.user_id == request.user.pk
    ]
    return {
        "saving_proposes": record.is_published and not may_publish(request.user),
        "proposals": lines,
        "worked_on": proposal_in(request, record),
    }


def told_as_proposal(title: object) -> str:
    """What somebody is told whose save became a proposal."""
    return _("Your change of “%(title)s” waits for approval; until then readers see the entry as it was.") % {
        "title": title
    }
