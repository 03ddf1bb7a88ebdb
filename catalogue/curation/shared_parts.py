"""Citations and disagreements in a person's name: what published entries rest on is an editor's to change."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import ngettext

from catalogue.curation.citing import save_citation, save_disagreement
from catalogue.curation.drafts import Saved, SaveRefused, User
from catalogue.curation.rights import account, may_publish
from catalogue.curation.ripples import citing, in_disagreement
from catalogue.documents import Document, Problem
from catalogue.models import Citation, Disagreement, Record


def submit_citation(content: Document, *, user: User, reason: str = "", expected_version: int | None = None) -> Saved:
    """Saves a citation in a person's name; refused without the right to publish if published entries rest on it."""
    if content.get("uuid") and user is not None and not may_publish(account(user)):
        row = Citation.objects.filter(uuid=content["uuid"]).first()
        refuse_if_public(citing([row.pk]) if row else ())
    return save_citation(content, user=user, reason=reason, expected_version=expected_version)


def submit_disagreement(content: Document, *, user: User) -> Saved:
    """Saves a disagreement in a person's name; refused likewise if claims of published entries stand in it."""
    if content.get("uuid") and user is not None and not may_publish(account(user)):
        row = Disagreement.objects.filter(uuid=content["uuid"]).first()
        refuse_if_public(in_disagreement([row.pk]) if row else ())
    return save_disagreement(content)


def refuse_if_public(record_ids: Iterable[int]) -> None:
    """Raises SaveRefused when published entries are among the records that would change with a shared part."""
    count = Record.objects.published().filter(pk__in=record_ids).count()
    if count:
        message = ngettext(
            "A published entry rests on this, and would change with it: ask an editor, or propose in the entry itself"
            " what should stand there.",
            "%(count)d published entries rest on this, and would change with it: ask an editor, or propose in the"
            " entries themselves what should stand there.",
            count,
        )
        raise SaveRefused([Problem("", message % {"count": count})])
