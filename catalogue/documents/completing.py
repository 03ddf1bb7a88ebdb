"""From a content without its empty keys, as revisions and files carry it, to the whole one that forms read."""

from __future__ import annotations

from typing import Any

from django.db import models

from catalogue.documents.content import NESTED
from catalogue.documents.shape import (
    CLAIM_KEYS,
    CREATOR_KEYS,
    FOOTNOTE_KEYS,
    HEAD_KEYS,
    KIND_KEYS,
    LINK_KEYS,
    NUMBER_KEYS,
    PARTS,
    Document,
    Part,
    form_of,
    model_of,
)
from catalogue.models import Creator, Footnote, SourceLink

_ROWS: dict[str, tuple[type[models.Model], tuple[str, ...]]] = {
    "creators": (Creator, CREATOR_KEYS),
    "links": (SourceLink, LINK_KEYS),
}


def completed(content: Document) -> Document:
    """The content of a record with every key of its kind; what it leaves out is empty."""
    kind = content["kind"]
    whole: Document = {key: content.get(key, "") for key in HEAD_KEYS}
    for key in KIND_KEYS[kind]:
        if key in NESTED:
            whole[key] = [_filled(*_ROWS[key], row) for row in content.get(key, ())]
        else:
            whole[key] = content.get(key, _empty(model_of(kind), key))
    whole["internal_note"] = content.get("internal_note", "")
    whole["identifiers"] = content.get("identifiers", [])
    for part in PARTS:
        whole[part.key] = [_claim(part, claim) for claim in content.get(part.key, ())]
    return whole


def _claim(part: Part, claim: Document) -> Document:
    found: Document = {"uuid": claim["uuid"]} | _filled(part.model, (*part.keys, *CLAIM_KEYS), claim)
    if "number" in part.keys:
        number = claim.get("number")
        found["number"] = {key: number.get(key, _NUMBER[key]) for key in NUMBER_KEYS} if number else None
        found["scheme"] = claim.get("scheme", "")
    found["disagreement"] = claim.get("disagreement")
    found["footnotes"] = [
        {"uuid": note["uuid"], "citation": note["citation"]} | _filled(Footnote, FOOTNOTE_KEYS, note)
        for note in claim.get("footnotes", ())
    ]
    return found


_NUMBER: Document = {"low": None, "high": None, "approximate": False, "unit": ""}


def _filled(model: type[models.Model], keys: tuple[str, ...], values: Document) -> Document:
    return {key: values.get(key, _empty(model, key)) for key in keys}


def _empty(model: type[models.Model], key: str) -> Any:
    """What an absent key of this form stands for."""
    form = form_of(model, key)
    return "" if form.name in {"text", "choice"} else form.default
