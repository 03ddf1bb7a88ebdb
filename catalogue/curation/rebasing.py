"""A proposal and what was saved meanwhile, put together claim by claim; where both changed the same, one chooses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from catalogue.documents import PARTS, Document, bare

PROPOSED, PRESENT = "proposed", "present"
KEPT = frozenset({"kind", "uuid", *(part.key for part in PARTS)})


class Contest(NamedTuple):
    """What a proposal and the present content both changed, each in its own way; None is a claim that is gone."""

    key: str
    """A column, or the list and UUID of a claim: `datings/0b1c…`."""
    present: Any
    proposed: Any


class Rebased(NamedTuple):
    """A proposal on the present content, and what nobody has decided yet."""

    content: Document
    contests: list[Contest]


class Chooser:
    """Takes each side of a change where only one changed, and asks the choices where both did."""

    def __init__(self, choices: Mapping[str, str]) -> None:
        self.choices = choices
        self.contests: list[Contest] = []

    def choose(self, key: str, base: Any, present: Any, proposed: Any) -> Any:
        """The value that stands; the present one as long as a contest is open."""
        if same(base, proposed) or same(present, proposed):
            return present
        if same(base, present):
            return proposed
        if key not in self.choices:
            self.contests.append(Contest(key, present, proposed))
        return proposed if self.choices.get(key) == PROPOSED else present


def rebase(base: Document, present: Document, proposed: Document, choices: Mapping[str, str] | None = None) -> Rebased:
    """What the proposal would make of the present content.

    All three are whole contents. `choices` says for keys of contests which side stands: "present" or "proposed".
    """
    chooser = Chooser(choices or {})
    content: Document = dict(present)
    for key in present.keys() - KEPT:
        content[key] = chooser.choose(key, base.get(key), present[key], proposed.get(key))
    for part in PARTS:
        content[part.key] = claims_of(part.key, chooser, *(each[part.key] for each in (base, present, proposed)))
    return Rebased(content, sorted(chooser.contests))


def claims_of(
    key: str, chooser: Chooser, base: Sequence[Document], present: Sequence[Document], proposed: Sequence[Document]
) -> list[Document]:
    """One list of claims, each claim by itself, in the order of who changed the order."""
    before, now, wanted = (by_uuid(claims) for claims in (base, present, proposed))
    kept = {
        uuid: claim
        for uuid in dict.fromkeys([*now, *wanted])
        if (claim := chooser.choose(f"{key}/{uuid}", before.get(uuid), now.get(uuid), wanted.get(uuid)))
    }
    moved = [uuid for uuid in wanted if uuid in before] != [uuid for uuid in before if uuid in wanted]
    first, second = (wanted, now) if moved else (now, wanted)
    return [kept[uuid] for uuid in interleaved(first, second) if uuid in kept]


def by_uuid(claims: Iterable[Document]) -> dict[str, Document]:
    """Claims by their UUID, in their order."""
    return {claim["uuid"]: claim for claim in claims}


def interleaved(first: Iterable[str], second: Iterable[str]) -> list[str]:
    """The first in its order; what only the second has stands after what it followed there."""
    found = list(first)
    place = 0
    for each in second:
        if each not in found:
            found.insert(place, each)
        place = found.index(each) + 1
    return found


def same(one: Any, other: Any) -> bool:
    """Whether two values say the same."""
    return bool(bare(one) == bare(other))
