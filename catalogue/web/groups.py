"""Claims of one list put under their headings, with rival claims side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from catalogue.documents import Document
from catalogue.web.claims import ClaimView


@dataclass(frozen=True, slots=True)
class Rival:
    """A claim of another record that contradicts one of this page."""

    claim: ClaimView
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Rivalry:
    """Claims that cannot all be true, and what the catalogue thinks of them."""

    uuid: str
    note: str
    reason: str
    claims: list[ClaimView]
    elsewhere: Sequence[Rival] = ()
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One line under a heading: a claim, or several rivals."""

    claim: ClaimView | None = None
    rivalry: Rivalry | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The claims of one type."""

    label: str
    items: list[Item] = field(default_factory=list)


def group_claims(
    claims: Iterable[ClaimView],
    disagreements: Mapping[str, Document],
    elsewhere: Mapping[str, Sequence[Rival]],
    *,
    section: str,
) -> list[Group]:
    """The claims by type, in the order in which types first appear; rivals stand where the first of them does."""
    groups: dict[str, Group] = {}
    rivalries: dict[str, Rivalry] = {}
    for claim in claims:
        known = disagreements.get(claim.disagreement)
        if known and claim.disagreement in rivalries:
            rivalries[claim.disagreement].claims.append(claim)
            continue
        group = groups.setdefault(claim.label, Group(claim.label))
        if known:
            rivalry = _rivalry(known, claim, elsewhere.get(claim.disagreement, ()), section)
            rivalries[claim.disagreement] = rivalry
            group.items.append(Item(rivalry=rivalry))
        else:
            group.items.append(Item(claim=claim))
    return list(groups.values())


def _rivalry(known: Document, claim: ClaimView, elsewhere: Sequence[Rival], section: str) -> Rivalry:
    # A disagreement may reach over several lists of one page, and an id may stand there once only.
    anchor = f"disagreement-{known['uuid']}-{section}"
    return Rivalry(known["uuid"], known["note"], known["reason"], [claim], elsewhere, anchor)
