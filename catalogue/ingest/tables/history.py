"""What persons have changed since an import: their work stays."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from catalogue.documents import PARTS, Document
from catalogue.documents.shape import is_empty
from catalogue.models import Revision

Step = tuple[bool, Document]
"""Whether a person saved it, and the content."""


class History:
    """The contents of some records from the newest to the oldest, read when somebody asks."""

    def __init__(self, uuids: Sequence[str]) -> None:
        self.uuids = uuids
        self.steps: dict[str, list[Step]] | None = None

    def of(self, uuid: str) -> list[Step]:
        """The history of one record."""
        if self.steps is None:
            self.steps = defaultdict(list)
            rows = Revision.objects.filter(subject__in=self.uuids, state=Revision.State.APPLIED).order_by("-version")
            for subject, run, action, content in rows.values_list("subject", "run", "action", "content"):
                self.steps[str(subject)].append((not run and action not in {"imported", "undone"}, content))
        return self.steps[uuid]

    def by_hand(self, uuid: str, claim: str, key: str, current: Any) -> bool:
        """Whether a person gave a key of a claim (or of the record) its present value, which was another before."""
        steps = self.of(uuid)
        for (person, _newer), (_other, older) in itertools.pairwise(steps):
            found = older if not claim else claim_of(older, claim)
            if found is None:
                return False
            if not same(found.get(key), current):
                return person
        return False

    def removed_by_hand(self, uuid: str, claim: str) -> bool:
        """Whether a claim that is not there was there once, and a person took it out."""
        steps = self.of(uuid)
        for (person, newer), (_other, older) in itertools.pairwise(steps):
            if claim_of(newer, claim) is None and claim_of(older, claim) is not None:
                return person
        return False

    def had_note(self, uuid: str, claim: str, mark: str) -> bool:
        """Whether a claim once had a footnote that it has no more."""
        for _person, content in self.of(uuid):
            found = claim_of(content, claim)
            if found and any(note["citation"].get("mark") == mark for note in found.get("footnotes", ())):
                return True
        return False


def claim_of(content: Document, uuid: str) -> Document | None:
    """A claim of a content by its UUID."""
    claims: Iterable[Document] = (claim for part in PARTS for claim in content.get(part.key, ()))
    return next((claim for claim in claims if claim["uuid"] == uuid), None)


def plain(value: Any) -> Any:
    """A value without what is empty in it, a reference by its UUID."""
    if isinstance(value, dict):
        if "uuid" in value:
            return {"uuid": value["uuid"]}
        return {key: kept for key, each in value.items() if not is_empty(kept := plain(each))}
    return value


def same(one: Any, other: Any) -> bool:
    """Whether two values of a key say the same; a missing one is an empty one."""
    one, other = plain(one), plain(other)
    return bool(one == other) or (is_empty(one) and is_empty(other))
