"""Plans joined with what the catalogue says already: what a table does not speak of stays as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from catalogue.documents import AUTHORIZED, PARTS, Document
from catalogue.documents.shape import is_empty
from catalogue.ingest.tables.cells import CellError
from catalogue.ingest.tables.history import History, same
from catalogue.ingest.tables.matching import Identity, References
from catalogue.ingest.tables.planning import Note, Plan, Planned, Target, claim_uuid
from catalogue.ingest.tables.profile import Profile
from catalogue.ingest.tables.refusals import Refusal

NATURAL = {
    "names": ("type", "text", "language"),
    "datings": ("type", "date", "date_calendar"),
    "attributes": ("property", "term", "text", "number", "date"),
    "narratives": ("type", "language", "text"),
    "relations": ("type", "object", "object_text", "role", "role_text", "context", "date"),
}
"""What makes two claims of a record say the same."""
DEFAULTS = {"date_calendar": "gregorian", "language": ""}
Singles = Mapping[str, frozenset[str]]


@dataclass(slots=True)
class Joined:
    """The content that a record will have, and where each part of it comes from."""

    identity: Identity
    content: Document
    plans: list[Plan] = field(default_factory=list)
    origins: dict[tuple[str, str], Planned] = field(default_factory=dict)
    """The row behind a claim, by list and UUID."""
    kept: list[Refusal] = field(default_factory=list)
    """Cells that say otherwise than a person did since; the person's words stay."""
    disagreements: dict[str, str] = field(default_factory=dict)
    old: Document | None = None


class Joiner:
    """Joins the plans of one record with its content."""

    def __init__(self, profile: Profile, references: References, singles: Singles, history: History) -> None:
        self.profile = profile
        self.references = references
        self.singles = singles
        self.history = history

    def begin(self, identity: Identity, old: Document | None) -> Joined:
        """The content to begin with."""
        if old is not None:
            return Joined(identity, deepcopy(old), old=old)
        content: Document = {"kind": self.profile.kind, "uuid": identity.uuid, "status": self.profile.status}
        content |= {part.key: [] for part in PARTS} | {"identifiers": []}
        if self.profile.language:
            content["language"] = self.profile.language
        return Joined(identity, content)

    def add(self, joined: Joined, plan: Plan) -> None:
        """Adds what a row says; raises CellError with the column where it cannot be."""
        for claim in plan.claims:
            self.refuse_contradiction(joined, claim)
        self.add_head(joined, plan)
        for scheme, value, _column in plan.identifiers:
            given = {"scheme": scheme, "value": value}
            if given not in joined.content["identifiers"]:
                joined.content["identifiers"].append(given)
        for claim in plan.claims:
            self.add_claim(joined, claim)
        joined.plans.append(plan)

    def refuse_contradiction(self, joined: Joined, claim: Planned) -> None:
        """Two rows that say different things in the same place cannot both be right."""
        uuid = self.uuid_of(joined, claim)
        other = joined.origins.get((claim.block.part, uuid))
        if other is not None and other.values != claim.values:
            key = next(
                key for key in {**claim.values, **other.values} if claim.values.get(key) != other.values.get(key)
            )
            raise CellError(
                _("row %(row)d says “%(other)s” in the same place; give the claim a “key” that tells them apart.")
                % {"row": other.row.number, "other": other.values.get(key, "")},
                claim.column(key),
                str(claim.values.get(key, "")),
            )

    def uuid_of(self, joined: Joined, claim: Planned) -> str:
        """The UUID that a claim of this record has."""
        return claim_uuid(joined.identity.anchor, claim.uuid)

    def add_head(self, joined: Joined, plan: Plan) -> None:
        """The columns of the record; what a person has changed since stays."""
        found = plan.head | {key: self.reference(each) for key, each in plan.head_targets.items()}
        for key, value in found.items():
            current = joined.content.get(key)
            if same(current, value) or (key == "slug" and joined.old):
                continue
            if joined.old and not is_empty(current) and self.history.by_hand(joined.identity.uuid, "", key, current):
                joined.kept.append(kept(plan.row.number, plan.row.line, plan.head_columns.get(key, ""), value, current))
                continue
            joined.content[key] = value

    def reference(self, target: Target) -> Document:
        """The reference to a record that a row names."""
        return {"uuid": self.references.resolve(target)}

    def add_claim(self, joined: Joined, claim: Planned) -> None:
        """One claim: changed, joined to one that says the same, or new."""
        part, uuid = claim.block.part, self.uuid_of(joined, claim)
        values = claim.values | {key: self.reference(each) for key, each in claim.targets.items()}
        listed: list[Document] = joined.content[part]
        there = next((each for each in listed if each["uuid"] == uuid), None)
        joined.origins.setdefault((part, uuid), claim)
        if there is not None:
            self.change(joined, there, values, claim)
            return
        alike = self.alike(listed, part, values, claim)
        if alike is not None:
            joined.origins.setdefault((part, alike["uuid"]), claim)
            self.add_notes(joined, alike, claim)
            return
        if joined.old and self.history.removed_by_hand(joined.identity.uuid, uuid):
            joined.kept.append(kept(claim.row.number, claim.row.line, claim.column("text"), said(values), ""))
            return
        self.make(joined, listed, {"uuid": uuid, **values, "footnotes": []}, claim)

    def change(self, joined: Joined, there: Document, values: Document, claim: Planned) -> None:
        """Gives a claim that is there the values of the row, except what a person has changed since."""
        for key, value in values.items():
            current = there.get(key)
            if claim.block.part == "narratives" and key == "text":
                value = with_marks(value, claim.notes)
            if same(current, value):
                continue
            if self.history.by_hand(joined.identity.uuid, there["uuid"], key, current):
                joined.kept.append(kept(claim.row.number, claim.row.line, claim.column(key), value, current))
                continue
            there[key] = value
        self.add_notes(joined, there, claim)

    def alike(self, listed: Sequence[Document], part: str, values: Document, claim: Planned) -> Document | None:
        """The claim that says the same already, where the profile lets it have the citations."""
        if not claim.block.join:
            return None
        wanted = natural(part, values)
        return next((each for each in listed if natural(part, each) == wanted and not each.get("negated")), None)

    def make(self, joined: Joined, listed: list[Document], made: Document, claim: Planned) -> None:
        """A new claim; beside a preferred one of a single-valued type it is an alternative."""
        part = claim.block.part
        sort = str(made.get("property" if part == "attributes" else "type", ""))
        if "standing" not in made and sort in self.singles[part]:
            rival = next((each for each in listed if is_preferred(part, each, sort)), None)
            if rival is not None:
                self.set_against(joined, made, rival, claim)
        if part == "narratives":
            made["text"] = with_marks(made["text"], claim.notes)
        listed.append(made)
        self.add_notes(joined, made, claim)

    def set_against(self, joined: Joined, made: Document, rival: Document, claim: Planned) -> None:
        """Makes a claim the alternative of another, in a disagreement if the profile says why."""
        if claim.block.rivals == "refuse":
            raise CellError(_("the catalogue says “%(other)s”.") % {"other": said(rival)}, *of_claim(claim, made))
        made["standing"] = "alternative"
        if not claim.block.disagreement or made.get("type") == AUTHORIZED:
            return
        uuid = (rival.get("disagreement") or {}).get("uuid") or claim_uuid(rival["uuid"], "disagreement")
        if not rival.get("disagreement"):
            joined.disagreements[uuid] = claim.block.disagreement
        rival["disagreement"] = made["disagreement"] = {"uuid": uuid}

    def add_notes(self, joined: Joined, there: Document, claim: Planned) -> None:
        """Adds the citations of a row to a claim, each once."""
        if claim.block.part == "narratives":
            return
        footnotes: list[Document] = there.setdefault("footnotes", [])
        ties = {
            (note["citation"].get("mark"), note.get("stance", "supports"), note.get("scope", "")) for note in footnotes
        }
        for note in claim.notes:
            tie = (note.mark, note.stance, note.scope or "whole")
            if tie in ties or (tie[0], tie[1], "") in ties:
                continue
            if joined.old and self.history.had_note(joined.identity.uuid, there["uuid"], note.mark):
                continue
            footnotes.append(footnote(note, there["uuid"]))
            ties.add(tie)


def footnote(note: Note, claim: str) -> Document:
    """A footnote as a document writes it."""
    uuid = claim_uuid(claim, "footnote", note.mark, note.stance, note.scope)
    found: Document = {"uuid": uuid, "citation": {"mark": note.mark}, "stance": note.stance}
    return found | {key: value for key, value in (("scope", note.scope), ("note", note.note)) if value}


def with_marks(text: str, notes: Sequence[Note]) -> str:
    """A narrative with the marks of its citations at its end."""
    words = {"supports": "", "contradicts": "contra ", "mentions": "cf. "}
    marks = "; ".join(f"{words[note.stance]}{note.mark}" for note in notes)
    return f"{text} [{marks}]" if marks else text


def natural(part: str, claim: Document) -> tuple[str, ...]:
    """What a claim says, as words that can be compared."""
    return tuple(plain_word(claim.get(key) or DEFAULTS.get(key, "")) for key in NATURAL[part])


def plain_word(value: Any) -> str:
    """A value as a word: a reference by its UUID, a number by its ends."""
    if isinstance(value, dict):
        return str(value.get("uuid") or f"{value.get('low')}–{value.get('high')} {value.get('unit', '')}")
    return str(value)


def is_preferred(part: str, claim: Document, sort: str) -> bool:
    """Whether a claim is the preferred one of its type."""
    key = "property" if part == "attributes" else "type"
    return claim.get(key) == sort and claim.get("standing", "preferred") == "preferred"


def said(claim: Document) -> str:
    """What a claim says, in short."""
    number = claim.get("number") or {}
    found = claim.get("text") or claim.get("date") or claim.get("term") or number.get("low") or claim.get("object_text")
    return str(found or "")[:200]


def of_claim(claim: Planned, made: Document) -> tuple[str, str]:
    """The column and value of what a claim says."""
    keys = ("date", "text", "term", "number", "object")
    key = next((key for key in keys if key in made), "")
    return claim.column(key), said(made)


def kept(row: int, line: int, column: str, value: Any, current: Any) -> Refusal:
    """A cell that was left aside because a person has said otherwise since."""
    shown = value.get("low", value.get("uuid", "")) if isinstance(value, dict) else value
    now = current.get("low", current.get("uuid", "")) if isinstance(current, dict) else current
    reason = _("was changed by hand since the import and stays “%(current)s”.") % {"current": str(now or "")[:100]}
    return Refusal(row, column, str(shown)[:200], reason, line)
