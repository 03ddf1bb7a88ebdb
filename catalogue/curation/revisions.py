"""Keeping what was saved: one snapshot for each saved record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.db.models import Max

from catalogue.curation.drafts import User
from catalogue.curation.heads import Head, title_of
from catalogue.models import Action, Revision, Status

if TYPE_CHECKING:
    from catalogue.curation.saving import Batch


def last_versions(subjects: Iterable[str]) -> dict[str, int]:
    """The last version in the history of each subject; one that was deleted and is written anew goes on from there."""
    rows = Revision.objects.filter(subject__in=list(subjects), state=Revision.State.APPLIED).order_by()
    return {str(row[0]): row[1] for row in rows.values_list("subject").annotate(Max("version"))}


def keep_revisions(batch: Batch, changed: Sequence[Head], *, user: User, reason: str, action: Action | None) -> None:
    """Stores the content of each changed record as its next version."""
    Revision.objects.bulk_create(
        Revision(
            subject=head.uuid,
            kind=head.kind,
            record_id=head.record_id,
            version=head.version,
            action=action or (Action.UPDATED if batch.old(head) else Action.CREATED),
            public=batch.contents[head.draft]["status"] == Status.PUBLISHED,
            slug=batch.contents[head.draft]["slug"],
            title=title_of(batch.contents[head.draft]),
            content=batch.contents[head.draft],
            user_id=user.pk if user else None,
            reason=reason,
        )
        for head in changed
    )
