"""From rows to the content of a document."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

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
from catalogue.models import Creator, Kind

NESTED = frozenset({"creators", "links"})


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
    # In the order of code points, as they are read: that of the database depends on the server's locale.
    content["identifiers"] = sorted(
        ({"scheme": row["scheme__slug"], "value": row["value"]} for row in loaded.identifiers.get(record_id, ())),
        key=lambda row: (row["scheme"], row["value"]),
    )
    for part in PARTS:
        rows = loaded.claims[part.key].get(record_id, ())
        content[part.key] = [_claim(loaded, part, row) for row in rows]
    return content


def _columns(loaded: Loaded, record: Row) -> Document:
    """The columns of the record's kind."""
    kind, key = record["kind"], record["id"]
    keys = KIND_KEYS[kind]
    plain = values_of(loaded, model_of(kind), loaded.columns[key], tuple(each for each in keys if each not in NESTED))
    if kind != Kind.SOURCE:
        return plain
    plain["creators"] = [values_of(loaded, Creator, each, CREATOR_KEYS) for each in loaded.creators[key]]
    plain["links"] = [{name: each[name] for name in LINK_KEYS} for each in loaded.links[key]]
    return {each: plain[each] for each in keys}


class Taken(NamedTuple):
    """Where the value of a key is read, and how the document writes it."""

    key: str
    column: str
    form: str
    default: Any


@cache
def taken(model: type, keys: tuple[str, ...]) -> tuple[Taken, ...]:
    """Where the values of some keys of a model are read: looked up once, not for each row."""
    forms = ((key, form_of(model, key)) for key in keys)
    return tuple(Taken(key, column_of(model, key), form.name, form.default) for key, form in forms)


def values_of(loaded: Loaded, model: type, row: Row, keys: tuple[str, ...]) -> Document:
    """The values of some keys as the document writes them."""
    found: Document = {}
    for key, column, form, default in taken(model, keys):
        value = row[column]
        if form == "record":
            found[key] = None if value is None else loaded.briefs[value].ref()
        elif form == "number":
            found[key] = plain_number(value)
        elif form == "day":
            found[key] = value.isoformat() if value else ""
        else:
            found[key] = default if value is None else value
    return found


def _claim(loaded: Loaded, part: Part, row: Row) -> Document:
    """One claim with its footnotes."""
    claim: Document = {"uuid": str(row["uuid"])}
    if part.key == "attributes":
        before, after = part.keys[: part.keys.index("number")], part.keys[part.keys.index("number") + 1 :]
        claim |= values_of(loaded, part.model, row, before)
        claim["number"] = _number(row)
        claim |= values_of(loaded, part.model, row, (*after, *CLAIM_KEYS))
    else:
        claim |= values_of(loaded, part.model, row, (*part.keys, *CLAIM_KEYS))
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
