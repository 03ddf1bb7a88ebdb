"""What must be in order before the public may see an entry: nothing is claimed there without a source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from catalogue.documents import PARTS, Document, Problem, bare
from catalogue.models import Basis, Stance, Status

if TYPE_CHECKING:
    from catalogue.curation.saving import Batch

BESIDE = frozenset({"uuid", "certainty", "basis", "basis_reason", "standing", "note", "internal_note", "disagreement"})
"""Keys of a claim that do not change what it says of the world."""


def is_published(content: Document | None) -> bool:
    """Whether the public sees a content."""
    return content is not None and content["status"] == Status.PUBLISHED


def is_unsourced(claim: Document) -> bool:
    """Whether a claim should rest on a source and does not."""
    supported = any(note["stance"] == Stance.SUPPORTS for note in claim["footnotes"])
    return bool(claim["basis"] == Basis.SOURCED and not supported)


def unsourced_claims(batch: Batch) -> list[Problem]:
    """The claims for which publishing is refused, of every content that is or becomes public by the save.

    A claim that the public already reads without a source, as imports bring them, does not hold up other corrections
    of its entry while it says the same; it stays on the list of unsourced claims.
    """
    message = _(
        "A published entry does not say this without a source: cite one, or set the basis to “editorial”,"
        " or to “inferred” with the reason."
    )
    return [
        Problem(pointer, message, head.draft)
        for head in batch.changed()
        if is_published(batch.contents[head.draft])
        for pointer in newly_unsourced(batch.contents[head.draft], batch.old(head))
    ]


def unsourced_additions(batch: Batch) -> list[Problem]:
    """The claims that a save adds or changes and that lack a source, whatever the status of their entry.

    Those that stood there before and say the same are left alone.
    """
    message = _("A claim needs a source: cite one, or set the basis to “editorial”, or to “inferred” with the reason.")
    return [
        Problem(pointer, message, head.draft)
        for head in batch.changed()
        for pointer in lacking(batch.contents[head.draft], batch.old(head))
    ]


def newly_unsourced(content: Document, old: Document | None) -> Iterator[str]:
    """Where in a content that is published claims lack a source that did not lack it in the public entry before."""
    yield from lacking(content, old if is_published(old) else None)


def lacking(content: Document, before: Document | None) -> Iterator[str]:
    """Where in a content claims lack a source that did not lack it before while they said the same."""
    for part in PARTS:
        known = {claim["uuid"]: claim for claim in (before or {}).get(part.key, ())}
        for index, claim in enumerate(content[part.key]):
            was = known.get(claim["uuid"])
            tolerated = was is not None and is_unsourced(was) and said(was) == said(claim)
            if is_unsourced(claim) and not tolerated:
                yield f"/{part.key}/{index}"


def said(claim: Document) -> Document:
    """What a claim says of the world, without how sure it is, where it stands and on what it rests."""
    found: Document = bare({key: value for key, value in claim.items() if key not in BESIDE | {"footnotes"}})
    return found
