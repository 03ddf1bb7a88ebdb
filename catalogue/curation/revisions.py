"""Keeping what was saved: one snapshot for each saved record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from catalogue.curation.copying import copy_rows
from catalogue.curation.drafts import User
from catalogue.curation.heads import Head, title_of
from catalogue.documents.resolving import array, query
from catalogue.models import Action, ImportRun, Revision, Status

if TYPE_CHECKING:
    from catalogue.curation.saving import Batch


COLUMNS = (
    "subject", "kind", "record_id", "version", "action", "state", "public", "slug", "title", "content", "user_id",
    "reason", "at",
)  # fmt: skip
LAST_VERSIONS = """
    SELECT subject::text, max(version) FROM catalogue_revision WHERE subject = ANY(%s::uuid[]) AND state = %s
    GROUP BY subject
"""


def last_versions(subjects: Iterable[str]) -> dict[str, int]:
    """The last version in the history of each subject; one that was deleted and is written anew goes on from there."""
    wanted = array(subjects)
    return dict(query(LAST_VERSIONS, wanted, Revision.State.APPLIED.value)) if len(wanted) > 2 else {}


@dataclass(frozen=True, slots=True)
class Why:
    """What the history keeps of a save beside the contents, and how it is judged."""

    user: User = None
    reason: str = ""
    action: Action | None = None
    run: ImportRun | None = None
    sourced: bool = False
    """Whether claims of drafts, too, are only added and changed with a source."""


def keep_revisions(batch: Batch, changed: Sequence[Head], why: Why) -> None:
    """Stores the content of each changed record as its next version."""
    now = timezone.now()
    user_id, run_id = why.user.pk if why.user else None, why.run.pk if why.run else None
    copy_rows(
        Revision,
        (*COLUMNS, "run_id"),
        (
            (
                head.uuid,
                head.kind,
                head.record_id,
                head.version,
                (why.action or (Action.UPDATED if batch.old(head) else Action.CREATED)).value,
                Revision.State.APPLIED.value,
                content["status"] == Status.PUBLISHED,
                content["slug"],
                title_of(content),
                batch.line(head),
                user_id,
                why.reason,
                now,
                run_id,
            )
            for head in changed
            for content in (batch.contents[head.draft],)
        ),
    )
