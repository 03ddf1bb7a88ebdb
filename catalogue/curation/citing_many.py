"""One citation given to many claims, of one entry or of several, in one transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Literal, NamedTuple

from catalogue.curation.drafts import Draft, SaveRefused, User
from catalogue.curation.workflow import submit_records
from catalogue.documents import PARTS, Document, Problem, build_documents, cites, content_of, with_cite
from catalogue.models import CLAIM_MODELS
from catalogue.text import Cite

Outcome = Literal["cited", "present", "proposed", "gone"]


class Place(NamedTuple):
    """Where a claim stands in a batch of drafts."""

    draft: int
    list_key: str
    position: int


class ClaimsRefused(SaveRefused):
    """Nothing was cited: what is wrong, by the claim that it concerns, "" where it is none of them."""

    def __init__(self, problems: Iterable[Problem], places: Mapping[Place, str]) -> None:
        super().__init__(problems)
        self.by_claim: dict[str, list[Problem]] = {}
        for problem in self.problems:
            steps = problem.pointer.split("/")[1:3]
            known = len(steps) == 2 and steps[1].isdigit()
            uuid = places.get(Place(problem.draft, steps[0], int(steps[1])), "") if known else ""
            self.by_claim.setdefault(uuid, []).append(problem)


def cite_claims(
    uuids: Collection[str],
    *,
    cites_given: Collection[Cite],
    user: User,
    reason: str = "",
    expected: Mapping[str, int] | None = None,
) -> dict[str, Outcome]:
    """Gives citations to claims, all of them or none, and says of each claim what became of it.

    A claim that has them already is left as it is. `expected` holds the versions of the records on which the choice
    was made, by their UUIDs; an older one raises Conflict. Refusals are told by claim (ClaimsRefused).
    """
    work = Citing(set(uuids), tuple(cites_given))
    for document in build_documents(records_with_claims(work.wanted), full=True).values():
        work.add(document, (expected or {}).get(document["uuid"], int(document["version"])))
    try:
        saved = submit_records(work.drafts, user=user, reason=reason)
    except SaveRefused as refusal:
        raise ClaimsRefused(refusal.problems, work.places) from refusal
    for place, uuid in work.places.items():
        if saved[place.draft].outcome == "proposed" and work.outcomes[uuid] == "cited":
            work.outcomes[uuid] = "proposed"
    return work.outcomes


class Citing:
    """The drafts of the records whose claims are cited."""

    def __init__(self, wanted: set[str], given: tuple[Cite, ...]) -> None:
        self.wanted, self.given = wanted, given
        self.outcomes: dict[str, Outcome] = dict.fromkeys(wanted, "gone")
        self.drafts: list[Draft] = []
        self.places: dict[Place, str] = {}

    def add(self, document: Document, version: int) -> None:
        """One record with the citations given to those of its claims that are wanted."""
        content = content_of(document)
        for part in PARTS:
            content[part.key] = [
                self._cited(claim, Place(len(self.drafts), part.key, index)) if claim["uuid"] in self.wanted else claim
                for index, claim in enumerate(content[part.key])
            ]
        self.drafts.append(Draft(content, version))

    def _cited(self, claim: Document, place: Place) -> Document:
        missing = [cite for cite in self.given if not cites(claim, cite)]
        self.outcomes[claim["uuid"]] = "cited" if missing else "present"
        self.places[place] = claim["uuid"]
        for cite in missing:
            claim = with_cite(claim, cite, narrative=place.list_key == "narratives")
        return claim


def records_with_claims(uuids: Collection[str]) -> list[int]:
    """The records to which claims belong, in the order of their keys; a query for each sort of claim."""
    found: set[int] = set()
    for model in CLAIM_MODELS:
        found.update(model._default_manager.filter(uuid__in=uuids).values_list("record_id", flat=True))
    return sorted(found)
