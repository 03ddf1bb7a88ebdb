"""Claims of two entries put together: equal ones are folded, of rivals one stays preferred."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from catalogue.documents import PARTS, Document, Part, bare
from catalogue.documents.values import bounds_of
from catalogue.models import Basis, Standing

SAYS = {
    "names": ("type", "text", "language"),
    "datings": ("type",),
    "attributes": ("property", "term", "text", "number"),
    "narratives": ("type", "language", "text"),
    "relations": ("type", "object", "object_text", "object_count", "role", "role_text", "context"),
}
"""What a claim says, by part; two that say the same are one claim."""
SAID_BY_ALL = ("negated", "date", "date_calendar", "date_reading", "attributed_to")
JOINED = ("basis_reason", "note", "internal_note")
OPEN = 10**12
RANK = {Standing.PREFERRED: 0, Standing.ALTERNATIVE: 1, Standing.LESS_PRECISE: 2, Standing.REJECTED: 3}


@dataclass(frozen=True, slots=True)
class Facts:
    """What the vocabulary says of types, as far as putting claims together asks."""

    single: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    """Part and slug of the types that allow one preferred claim."""
    variant: str = ""
    """The type that a second authorised name gets; empty where the vocabulary has none."""


def type_of(part: Part, claim: Document) -> str:
    """The slug of what a claim speaks of."""
    return str(claim["property" if part.key == "attributes" else "type"])


def says(part: Part, claim: Document) -> Any:
    """What a claim says, for comparison; how sure it is and on what it rests stand apart."""
    return bare([claim[key] for key in (*SAYS[part.key], *SAID_BY_ALL)])


def is_foldable(part: Part, kept: Document, gone: Document) -> bool:
    """Whether two claims are one: they say the same, and nothing would be lost if only one stood."""
    if says(part, kept) != says(part, gone):
        return False
    if (kept["standing"] == Standing.REJECTED) != (gone["standing"] == Standing.REJECTED):
        return False
    sides = [bare(each["disagreement"]) for each in (kept, gone)]
    if sides[0] != sides[1]:
        return kept["standing"] == gone["standing"] and None in sides
    return True


def fold(kept: Document, gone: Document) -> Document:
    """One claim of two that say the same: notes united, gaps filled; the first keeps its UUID and its judgement."""
    found = {key: value if bare(value) or value is False else gone[key] for key, value in kept.items() if key in gone}
    found |= {key: joined(kept[key], gone[key]) for key in JOINED}
    if Basis.SOURCED in {kept["basis"], gone["basis"]}:
        found["basis"] = Basis.SOURCED.value
    found["standing"] = min(kept["standing"], gone["standing"], key=lambda word: RANK[Standing(word)])
    found["footnotes"] = united_notes(kept["footnotes"], gone["footnotes"])
    return {key: found.get(key, value) for key, value in kept.items()}


def joined(one: str, other: str) -> str:
    """Two texts one after the other; what the first already says is not said again."""
    if not other or other in one:
        return one
    return f"{one}\n\n{other}" if one else other


def united_notes(kept: Sequence[Document], more: Sequence[Document]) -> list[Document]:
    """Footnotes of both; the same place with the same stance and scope stands once, with what is noted on either."""
    found = {tie_of(note): note for note in kept}
    for note in more:
        tie = tie_of(note)
        if tie in found:
            first = found[tie]
            label = first["original_label"] or note["original_label"]
            found[tie] = {**first, "note": joined(first["note"], note["note"]), "original_label": label}
        else:
            found[tie] = note
    return list(found.values())


def tie_of(note: Document) -> tuple[str, ...]:
    """What makes two footnotes of a claim the same."""
    return (note["citation"]["uuid"], note["stance"], note["scope"], note["scope_words"])


def unite(part: Part, kept: Sequence[Document], more: Sequence[Document]) -> tuple[list[Document], dict[str, str]]:
    """The claims of both, equal ones folded, and which went into which."""
    found = list(kept)
    folded: dict[str, str] = {}
    for claim in more:
        place = next((at for at, each in enumerate(found[: len(kept)]) if is_foldable(part, each, claim)), None)
        if place is None:
            found.append(claim)
        else:
            folded[claim["uuid"]] = found[place]["uuid"]
            found[place] = fold(found[place], claim)
    return found, folded


def demoted(content: Document, first: Iterable[str], facts: Facts) -> Document:
    """The content with one preferred claim for each single type and disagreement; those that were `first` stay.

    Of two dates that can both be true the more precise stays preferred, the other is less precise, not a rival.
    """
    firsts = set(first)
    content = {**content, **{part.key: list(content[part.key]) for part in PARTS}}
    for part in PARTS:
        for rivals in preferred_rivals(part, content[part.key], facts):
            settle(part, content[part.key], rivals, firsts)
    settle_disagreements(content, firsts)
    return content


def preferred_rivals(part: Part, claims: Sequence[Document], facts: Facts) -> list[list[int]]:
    """Places of preferred claims that cannot all be preferred, together by what they speak of."""
    groups: dict[Any, list[int]] = {}
    for place, claim in enumerate(claims):
        if claim["standing"] != Standing.PREFERRED:
            continue
        key: Any = type_of(part, claim)
        if (part.key, key) not in facts.single:
            if part.key != "narratives":
                continue
            key = (key, claim["language"])
        groups.setdefault(key, []).append(place)
    return [places for places in groups.values() if len(places) > 1]


def settle(part: Part, claims: list[Document], rivals: Sequence[int], firsts: set[str]) -> None:
    """Leaves one of the rivals preferred."""
    best = min(rivals, key=lambda place: claims[place]["uuid"] not in firsts)
    others = [place for place in rivals if place != best]
    if part.key == "narratives" and not any(claims[place]["uuid"] in firsts for place in rivals):
        return
    for place in others:
        winner, loser = claims[best], claims[place]
        if part.key == "narratives" and {winner["uuid"], loser["uuid"]} <= firsts:
            continue
        if part.key == "datings" and is_within(loser, winner) and not (loser["disagreement"] or winner["disagreement"]):
            claims[best] = {**winner, "standing": Standing.LESS_PRECISE.value}
            best = place
        else:
            vaguer = part.key == "datings" and is_within(winner, loser)
            standing = Standing.LESS_PRECISE if vaguer else Standing.ALTERNATIVE
            claims[place] = {**loser, "standing": standing.value}


def is_within(inner: Document, outer: Document) -> bool:
    """Whether a date says the same as another, only more precisely."""
    if inner["negated"] or outer["negated"]:
        return False
    spans = []
    for claim in (inner, outer):
        low, high = bounds_of(claim["date"], claim["date_calendar"])
        spans.append((-OPEN if low is None else low, OPEN if high is None else high))
    (low, high), (earliest, latest) = spans
    return spans[0] != spans[1] and earliest <= low and high <= latest


def settle_disagreements(content: Document, firsts: set[str]) -> None:
    """Leaves at most one claim of each disagreement preferred."""
    sides: dict[str, list[tuple[str, int]]] = {}
    for part in PARTS:
        for place, claim in enumerate(content[part.key]):
            if claim["disagreement"] and claim["standing"] == Standing.PREFERRED:
                sides.setdefault(claim["disagreement"]["uuid"], []).append((part.key, place))
    for places in sides.values():
        best = min(places, key=lambda at: content[at[0]][at[1]]["uuid"] not in firsts)
        for key, place in places:
            if (key, place) != best:
                content[key][place] = {**content[key][place], "standing": Standing.ALTERNATIVE.value}


def standings(content: Document) -> Mapping[str, str]:
    """The standing of each claim by UUID."""
    return {claim["uuid"]: claim["standing"] for part in PARTS for claim in content[part.key]}
