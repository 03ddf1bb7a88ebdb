"""From contents to rows: records, columns of their kind, claims, footnotes, citations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from catalogue.documents import Document, Part
from catalogue.documents.resolving import Resolver
from catalogue.documents.shape import (
    CLAIM_KEYS,
    FOOTNOTE_KEYS,
    KIND_KEYS,
    NUMBER_COLUMNS,
    TERM_SCHEMES,
    form_of,
    model_of,
)
from catalogue.documents.values import bounds_of
from catalogue.models import Claim, Stance, Standing

STARTS = frozenset({"birth", "formed", "founded", "began"})
ENDS = frozenset({"death", "disbanded", "dissolved", "ended"})


class Keys:
    """Keys of the rows that documents name by UUID or slug."""

    def __init__(self, resolver: Resolver) -> None:
        self.resolver = resolver
        self.records = {brief.uuid: brief.id for brief in resolver.records.values() if brief.id}
        self.citations = {facts.uuid: facts.id for facts in resolver.citations.values()}
        self.disagreements: dict[str, int] = {}

    def record(self, ref: Document | None) -> int | None:
        """The key of the record that a reference names."""
        return self.records[ref["uuid"]] if ref else None

    def term(self, scheme: str, slug: str) -> int | None:
        """The key of a term."""
        return self.resolver.terms[scheme, slug].pk if slug else None


def column_values(keys: Keys, model: type, kind: str, values: Document, names: Iterable[str]) -> dict[str, Any]:
    """The columns that some keys of a document become."""
    found: dict[str, Any] = {}
    for name in names:
        form, value = form_of(model, name), values[name]
        if form.name == "term":
            scheme = TERM_SCHEMES.get((kind, name)) or _value_scheme(keys, values)
            found[f"{name}_id"] = keys.term(scheme, value)
        elif form.name == "record":
            found[f"{name}_id"] = keys.record(value)
        elif form.name == "type":
            found[f"{name}_id"] = keys.resolver.relation_types[value].pk
        else:
            found[name] = None if form.name == "day" and not value else value
    return found


def _value_scheme(keys: Keys, values: Document) -> str:
    """The scheme of the values of an attribute's property."""
    return keys.resolver.terms["property", values["property"]].value_scheme


def kind_columns(keys: Keys, content: Document) -> dict[str, Any]:
    """The columns of the kind's own table."""
    kind = content["kind"]
    names = [name for name in KIND_KEYS[kind] if name not in {"creators", "links"}]
    return column_values(keys, model_of(kind), kind, content, names)


def claim_columns(keys: Keys, part: Part, claim: Document, *, record_id: int, position: int) -> dict[str, Any]:
    """The columns of one claim, with those that are derived from it."""
    own = [name for name in part.keys if name != "number"]
    found = column_values(keys, part.model, part.target, claim, (*own, *CLAIM_KEYS))
    if "number" in part.keys:
        number = claim["number"] or {"low": None, "high": None, "approximate": False, "unit": ""}
        found |= {column: number[key] for key, column in NUMBER_COLUMNS.items()}
    found["earliest"], found["latest"] = bounds_of(claim["date"], claim["date_calendar"])
    found |= _single(keys, part, claim)
    found["citation_count"] = sum(note["stance"] == Stance.SUPPORTS for note in claim["footnotes"])
    disagreement = claim["disagreement"]
    found["disagreement_id"] = keys.disagreements[disagreement["uuid"]] if disagreement else None
    return found | {"uuid": claim["uuid"], "record_id": record_id, "position": position}


def _single(keys: Keys, part: Part, claim: Document) -> dict[str, bool]:
    """The copy of the type's flag."""
    resolver = keys.resolver
    if part.key == "attributes":
        return {"property_single": resolver.terms["property", claim["property"]].single}
    if part.key == "relations":
        return {"type_single": resolver.relation_types[claim["type"]].single}
    return {"type_single": resolver.terms[f"{part.target}-type", claim["type"]].single}


def footnote_columns(keys: Keys, part: Part, note: Document, *, claim: Claim, position: int) -> dict[str, Any]:
    """The columns of one footnote."""
    found = {key: note[key] for key in FOOTNOTE_KEYS}
    found |= {"uuid": note["uuid"], "citation_id": keys.citations[note["citation"]["uuid"]], "position": position}
    return found | {f"{part.target}_id": claim.pk}


def record_bounds(content: Document) -> tuple[int | None, int | None]:
    """From when to when a record was: open at an end for which no preferred dating speaks."""
    datings = [each for each in content["datings"] if each["standing"] == Standing.PREFERRED and not each["negated"]]
    starts = [each for each in datings if each["type"] not in ENDS]
    ends = [each for each in datings if each["type"] not in STARTS]
    earliest = [bounds_of(each["date"], each["date_calendar"])[0] for each in starts]
    latest = [bounds_of(each["date"], each["date_calendar"])[1] for each in ends]
    low = min((each for each in earliest if each is not None), default=None) if None not in earliest else None
    high = max((each for each in latest if each is not None), default=None) if None not in latest else None
    if low is not None and high is not None and low > high:
        return high, low
    return low, high
