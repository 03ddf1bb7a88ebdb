"""A claim entered from a source: the entry, the words quoted and the disagreement it opens, in one transaction."""

from __future__ import annotations

from typing import NamedTuple

from django.db import transaction

from catalogue.curation.citing import content_of_citation
from catalogue.curation.drafts import Draft, Saved, SaveRefused, User
from catalogue.curation.shared_parts import submit_citation, submit_disagreement
from catalogue.curation.workflow import submit_records
from catalogue.documents import Document
from catalogue.models import Citation


class Quoted(NamedTuple):
    """The words of a source on which a claim rests, and the place where they stand."""

    source: str
    label: str
    locator: str
    words: str


def enter_claim(
    draft: Draft, *, user: User, reason: str = "", disagreement: Document | None = None, quoted: Quoted | None = None
) -> tuple[Saved, bool]:
    """Saves an entry with a new claim, and says whether the words quoted were kept with its citation.

    Words that the citation already quotes are never replaced, and a proposal keeps none: its citation may not exist.
    """
    with transaction.atomic():
        if disagreement:
            submit_disagreement(disagreement, user=user)
        saved = submit_records([draft], user=user, reason=reason)[0]
        kept = quoted is not None and saved.outcome != "proposed" and quote(quoted, user=user, reason=reason)
    return saved, kept


def quote(quoted: Quoted, *, user: User, reason: str) -> bool:
    """Keeps words with the citation of a place in a source, if it quotes none yet."""
    place = {"label": quoted.label, "locator": quoted.locator, "via": None}
    found = Citation.objects.select_related("source", "via").filter(source__uuid=quoted.source, **place).first()
    if found is None or found.quotation:
        return found is not None and found.quotation == quoted.words
    content = content_of_citation(found) | {"quotation": quoted.words}
    try:
        submit_citation(content, user=user, reason=reason, expected_version=found.version)
    except SaveRefused:
        # Published entries rest on the citation, and it is an editor's to change: the claim is entered without.
        return False
    return True
