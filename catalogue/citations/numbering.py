"""Numbers of notes: made once, in reading order; the same citation keeps its number."""

from __future__ import annotations

from collections.abc import Iterable


class Numbering:
    """Hands out the numbers 1, 2, 3… to citations as they are met, and remembers where each was used."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.places: dict[str, list[str]] = {}

    def number(self, citation: str, claim: str) -> int:
        """The number of a citation, which may be a new one, used by a claim (both by uuid)."""
        number = self.numbers.setdefault(citation, len(self.numbers) + 1)
        places = self.places.setdefault(citation, [])
        if claim not in places:
            places.append(claim)
        return number


def number_footnotes(claims: Iterable[tuple[str, Iterable[str]]]) -> Numbering:
    """Numbers for claims in reading order, each given as its uuid and the uuids of its citations in order."""
    numbering = Numbering()
    for claim, citations in claims:
        for citation in citations:
            numbering.number(citation, claim)
    return numbering
