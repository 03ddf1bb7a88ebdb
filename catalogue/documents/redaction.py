"""What a content still says when a record or a claim had to be taken away: nothing of it, in any of its places."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from catalogue.documents.shape import PARTS, Document

REDACTED = "[redacted]"
"""Stands where words were that must not be read any more; the same in every language, as data is."""
_WORD = re.compile(r"\w+")
POINTERS = ("context", "attributed_to")


@dataclass(frozen=True, slots=True)
class Gone:
    """What was taken away, by UUID; records that had one of the `former` names, with their present slug and title."""

    records: frozenset[str] = frozenset()
    claims: frozenset[str] = frozenset()
    citations: frozenset[str] = frozenset()
    renamed: Mapping[str, Document] = field(default_factory=dict)
    former: frozenset[str] = frozenset()

    def uuids(self) -> set[str]:
        """Every UUID by which a text is recognised that may have to change."""
        return {*self.records, *self.claims, *self.citations, *self.renamed}


def redacted(content: Document, gone: Gone) -> Document:
    """The content, compact or complete, without what was taken away; the one that was given is not changed.

    Claims that point at a record that is gone go with it: they speak of it. Where it only was the context of a claim
    or who said so, the claim stays without it. A source keeps its other creators.
    """
    kept: Document = renamed(content, gone)
    if kept.get("uuid") in gone.renamed and is_filed_as(kept.get("sort_title", ""), gone.former):
        kept["sort_title"] = ""
    for part in PARTS:
        if kept.get(part.key):
            kept[part.key] = [_claim(claim, gone) for claim in kept[part.key] if not _is_gone(claim, gone)]
    if kept.get("creators"):
        kept["creators"] = [_creator(creator, gone) for creator in kept["creators"]]
    for key in ("parent", "source"):
        if names(kept.get(key), gone.records):
            kept[key] = None
    return kept


def renamed(value: Any, gone: Gone) -> Any:
    """The value with the present names of records that are called otherwise, however deep they stand in it."""
    if isinstance(value, list):
        return [renamed(each, gone) for each in value]
    if not isinstance(value, dict):
        return value
    found = {key: renamed(each, gone) for key, each in value.items()}
    now = gone.renamed.get(str(found.get("uuid"))) if found.get("title") in gone.former else None
    return {**found, **now} if now else found


def is_filed_as(sort_title: str, names: Iterable[str]) -> bool:
    """Whether a sort title has the words of one of the names, in whatever order."""
    return any(set(_WORD.findall(sort_title)) == set(_WORD.findall(name)) for name in names)


def names(ref: Any, uuids: Container[str]) -> bool:
    """Whether a reference names one of these."""
    return isinstance(ref, dict) and str(ref.get("uuid")) in uuids


def _is_gone(claim: Document, gone: Gone) -> bool:
    return claim.get("uuid") in gone.claims or names(claim.get("object"), gone.records)


def _claim(claim: Document, gone: Gone) -> Document:
    kept: Document = {
        key: None if key in POINTERS and names(value, gone.records) else value for key, value in claim.items()
    }
    if kept.get("footnotes"):
        kept["footnotes"] = [note for note in kept["footnotes"] if not names(note.get("citation"), gone.citations)]
    return kept


def _creator(creator: Document, gone: Gone) -> Document:
    if not names(creator.get("record"), gone.records):
        return creator
    named = any(creator.get(key) for key in ("family", "given", "literal"))
    return {**creator, "record": None} | ({} if named else {"literal": REDACTED})
