"""What old contents name, found again: records that went into others, citations that only the history knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from catalogue.documents.shape import PARTS, Document
from catalogue.models import Merge, Record, Revision

MOST_STEPS = 50
"""How many merges after each other are followed."""
REFERENCES = ("object", "context", "attributed_to")


def claims_of(content: Document) -> Iterator[Document]:
    """Every claim of a whole content."""
    return (claim for part in PARTS for claim in content[part.key])


def notes_of(content: Document) -> Iterator[Document]:
    """Every footnote of a whole content."""
    return (note for claim in claims_of(content) for note in claim["footnotes"])


def holders_of(content: Document) -> list[tuple[Document, str]]:
    """Where a whole content names other records: what holds the name, and under which key."""
    found = [(claim, key) for claim in claims_of(content) for key in REFERENCES if claim.get(key)]
    found += [(creator, "record") for creator in content.get("creators", ()) if creator["record"]]
    return [*found, *([(content, "parent")] if content.get("parent") else [])]


def follow_merges(content: Document) -> None:
    """Lets references to records that went into others name these."""
    holders = holders_of(content)
    named = {holder[key]["uuid"] for holder, key in holders}
    there = {str(uuid) for uuid in Record.objects.filter(uuid__in=named).values_list("uuid", flat=True)}
    heirs = heirs_of(named - there)
    for holder, key in holders:
        if heir := heirs.get(holder[key]["uuid"]):
            holder[key] = {**holder[key], "uuid": heir}


def heirs_of(uuids: Iterable[str]) -> dict[str, str]:
    """For records that were merged into others: the one that is left at the end of the way."""
    found = {uuid: uuid for uuid in uuids}
    for _step in range(MOST_STEPS if found else 0):
        merges = Merge.objects.in_force().filter(absorbed_uuid__in=set(found.values()))
        into = {str(old): str(new) for old, new in merges.values_list("absorbed_uuid", "survivor_uuid")}
        if not into:
            break
        found = {uuid: into.get(heir, heir) for uuid, heir in found.items()}
    return {uuid: heir for uuid, heir in found.items() if heir != uuid}


def last_contents(citations: Iterable[str]) -> dict[str, Document]:
    """The last that the history has of citations; nothing for those that were never more than a mark."""
    wanted = set(citations)
    if not wanted:
        return {}
    kept = Revision.objects.applied().filter(subject__in=wanted, kind="citation").exclude(content={})
    found = {}
    for uuid, content in kept.order_by("version").values_list("subject", "content"):
        via = content.get("via")
        # The history of citations writes the one in which it was read as its UUID alone.
        found[str(uuid)] = {**content, "via": {"uuid": via} if isinstance(via, str) and via else via or None}
    return found
