"""From rows to the content of a document."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from catalogue.citations import mark_of
from catalogue.documents.loading import Loaded, Row, column_of
from catalogue.documents.narratives import with_present_marks
from catalogue.documents.shape import (
    CLAIM_KEYS,
    CREATOR_KEYS,
    FOOTNOTE_KEYS,
    HEAD_KEYS,
    KIND_KEYS,
    LINK_KEYS,
    NUMBER_COLUMNS,
    PARTS,
    Document,
    Part,
    form_of,
    model_of,
)
from catalogue.models import Creator


def plain_number(value: Decimal | None) -> str | None:
    """A number as text without idle zeros: `45.8`, `615000`."""
    if value is None:
        return None
    return format(value.normalize() if value else Decimal(0), "f")


def build_content(loaded: Loaded, record_id: int) -> Document:
    """The full content of one record."""
    record = loaded.records[record_id]
    content: Document = {key: str(record[key]) for key in HEAD_KEYS}
    content.update(_columns(loaded, record))
    content["internal_note"] = record["internal_note"]
    content["identifiers"] = [
        {"scheme": row["scheme__slug"], "value": row["value"]} for row in loaded.identifiers.get(record_id, ())
    ]
    for part in PARTS:
        rows = loaded.claims[part.key].get(record_id, ())
        content[part.key] = [_claim(loaded, part, row) for row in rows]
    return content


def _columns(loaded: Loaded, record: Row) -> Document:
    """The columns of the record's kind."""
    model, row = model_of(record["kind"]), loaded.columns[record["id"]]
    found: Document = {}
    for key in KIND_KEYS[record["kind"]]:
        if key == "creators":
            found[key] = [_nested(loaded, Creator, each, CREATOR_KEYS) for each in loaded.creators[record["id"]]]
        elif key == "links":
            found[key] = [{name: each[name] for name in LINK_KEYS} for each in loaded.links[record["id"]]]
        else:
            found[key] = value_of(loaded, model, row, key)
    return found


def _nested(loaded: Loaded, model: type, row: Row, keys: tuple[str, ...]) -> Document:
    """A part of a column that has keys of its own."""
    return {key: value_of(loaded, model, row, key) for key in keys}


def value_of(loaded: Loaded, model: type, row: Row, key: str) -> Any:
    """The value of one key as the document writes it."""
    form = form_of(model, key)
    value = row[column_of(model, key)]
    if form.name == "record":
        if value is None:
            return None
        ref = loaded.briefs[value].ref()
        return ref
    if form.name == "number":
        return plain_number(value)
    if form.name == "day":
        return value.isoformat() if value else ""
    return form.default if value is None else value


def _claim(loaded: Loaded, part: Part, row: Row) -> Document:
    """One claim with its footnotes."""
    claim: Document = {"uuid": str(row["uuid"])}
    for key in part.keys:
        claim[key] = _number(row) if key == "number" else value_of(loaded, part.model, row, key)
    for key in CLAIM_KEYS:
        claim[key] = value_of(loaded, part.model, row, key)
    if part.key == "attributes":
        claim["scheme"] = row["property__value_scheme"]
    disagreement = row["disagreement__uuid"]
    claim["disagreement"] = {"uuid": str(disagreement)} if disagreement else None
    notes = loaded.footnotes.get((part.target, row["id"]), ())
    if part.key == "narratives":
        ties = [(loaded.citations[note["citation_id"]].key, str(note["stance"])) for note in notes]
        claim["text"] = with_present_marks(claim["text"], ties)
    claim["footnotes"] = [_footnote(loaded, note) for note in notes]
    return claim


def _number(row: Row) -> Document | None:
    """The number of an attribute, or None when its value is a term or a text."""
    if row["number_low"] is None and row["number_high"] is None:
        return None
    return {
        "low": plain_number(row[NUMBER_COLUMNS["low"]]),
        "high": plain_number(row[NUMBER_COLUMNS["high"]]),
        "approximate": row["approximate"],
        "unit": row["unit"],
    }


def _footnote(loaded: Loaded, row: Row) -> Document:
    """One footnote, naming its citation."""
    citation = loaded.citations[row["citation_id"]]
    footnote: Document = {
        "uuid": str(row["uuid"]),
        "citation": {"uuid": citation.uuid, "mark": mark_of(citation.key)},
    }
    return footnote | {key: row[key] for key in FOOTNOTE_KEYS}
