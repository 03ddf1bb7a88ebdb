"""Two curators at once: what each of them changed, claim by claim, and whose side stands where both did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalogue.curation.rebasing import Contest, rebase
from catalogue.documents import PARTS, Document, completed
from catalogue.documents.differences import Difference, differences
from catalogue.documents.vocabulary import vocabulary_of
from catalogue.documents.wording import Labels

PREFIX = "stands-"
"""Before the name of a contest: the box that says which side stands."""
THEIRS, MINE = "theirs", "mine"


@dataclass(frozen=True, slots=True)
class Clash:
    """A claim or a column that both have changed: what each made of it, and whose stands."""

    name: str
    label: str
    theirs: Sequence[Difference]
    mine: Sequence[Difference]
    chosen: str


@dataclass(frozen=True, slots=True)
class Sides:
    """What the others and what the curator changed in the version from which the page was made."""

    theirs: Sequence[Difference]
    mine: Sequence[Difference]
    clashes: Sequence[Clash] = ()


def sides_of(base: Document, theirs: Document, mine: Document, data: Mapping[str, Any]) -> Sides:
    """Both sides of a conflict; the curator's content may be as the page sent it."""
    base, theirs = completed(base), completed(theirs)
    mine = completed(settled(mine, base))
    labels = vocabulary_of([base, theirs, mine])
    return Sides(
        differences(base, theirs, labels=labels),
        differences(base, mine, labels=labels),
        [clash_of(base, contest, labels, data) for contest in rebase(base, theirs, mine).contests],
    )


def clash_of(base: Document, contest: Contest, labels: Labels, data: Mapping[str, Any]) -> Clash:
    """What both made of one claim or column."""
    theirs, mine = (
        differences(base, with_value(base, contest.key, value), labels=labels)
        for value in (contest.present, contest.proposed)
    )
    label = next((each.subject for each in (*theirs, *mine)), contest.key)
    chosen = THEIRS if data.get(f"{PREFIX}{contest.key}") == THEIRS else MINE
    return Clash(f"{PREFIX}{contest.key}", label, theirs, mine, chosen)


def with_value(content: Document, key: str, value: Any) -> Document:
    """The content with one column, or one claim, as a side has it; None is a claim that is gone."""
    part, _slash, uuid = key.partition("/")
    if not uuid:
        return {**content, key: value}
    claims = [value if claim.get("uuid") == uuid else claim for claim in content.get(part, ())]
    if value is not None and all(claim is not value for claim in claims):
        claims.append(value)
    return {**content, part: [claim for claim in claims if claim is not None]}


def as_chosen(written: Document, theirs: Document, data: Mapping[str, Any]) -> Document:
    """What is to be saved, with the other's side where the curator has chosen it."""
    lists = {part.key for part in PARTS}
    claims = {f"{part}/{claim['uuid']}": claim for part in lists for claim in theirs.get(part, ())}
    for name in data:
        key = str(name).removeprefix(PREFIX)
        if not str(name).startswith(PREFIX) or data.get(name) != THEIRS:
            continue
        part, _slash, uuid = key.partition("/")
        if uuid and part in lists:
            written = with_value(written, key, claims.get(key))
        elif not uuid and key in theirs and key not in {"kind", "uuid", *lists}:
            written = with_value(written, key, theirs[key])
    return written


def settled(content: Document, base: Document) -> Document:
    """A content as a page sends it, with what a saved one has: claims and footnotes of their own, citations named."""
    known = {claim["uuid"]: claim for part in PARTS for claim in base[part.key]}
    found = dict(content)
    for part in PARTS:
        claims = []
        for index, claim in enumerate(content.get(part.key) or ()):
            uuid = claim.get("uuid") or f"new-{part.key}-{index}"
            notes = known.get(uuid, {}).get("footnotes", ())
            footnotes = [
                settled_note(note, notes, f"{uuid}-{at}") for at, note in enumerate(claim.get("footnotes") or ())
            ]
            claims.append({**claim, "uuid": uuid, "footnotes": footnotes})
        found[part.key] = claims
    return found


def settled_note(note: Document, before: Sequence[Document], name: str) -> Document:
    """A footnote that names its citation by mark, with what it was before the page was sent."""
    cited = note.get("citation") or {}
    mark = str(cited.get("mark") or "")
    alike = next((each for each in before if each["citation"].get("mark") == mark), None)
    citation = {"uuid": cited.get("uuid") or (alike["citation"]["uuid"] if alike else mark), "mark": mark}
    return {**note, "uuid": note.get("uuid") or (alike["uuid"] if alike else name), "citation": citation}
