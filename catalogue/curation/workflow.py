"""What a person saves: written at once, or kept as a proposal when the entry is published and they may not publish."""

from __future__ import annotations

from collections.abc import Sequence

from catalogue.curation.drafts import Draft, Saved, User
from catalogue.curation.saving import save_records
from catalogue.models import Action, ImportRun


def submit_records(
    drafts: Sequence[Draft],
    *,
    user: User,
    reason: str = "",
    action: Action | None = None,
    run: ImportRun | None = None,
) -> list[Saved]:
    """Saves contents in a person's name, all of them or none; see `save_records` for what is refused."""
    return save_records(drafts, user=user, reason=reason, action=action, run=run)
