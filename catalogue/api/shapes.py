"""The shapes of documents as JSON Schema, read off the models: every key with the help text of its column."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models

from catalogue.documents import PARTS, Part
from catalogue.documents.shape import (
    CLAIM_KEYS,
    CREATOR_KEYS,
    FOOTNOTE_KEYS,
    HEAD_KEYS,
    KIND_KEYS,
    LINK_KEYS,
    form_of,
    model_of,
)
from catalogue.models import Attribute, Creator, Footnote, Identifier, Kind, Record, RelationType, SourceLink, Term

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
FLAG: Schema = {"type": "boolean"}
COUNT: Schema = {"type": "integer"}
UUID: Schema = {"type": "string", "format": "uuid"}
TIME: Schema = {"type": "string", "format": "date-time"}
PATH: Schema = {"type": "string", "format": "uri-reference"}
DECIMAL: Schema = {"type": ["string", "null"], "pattern": r"^-?\d+(\.\d+)?$"}
BOUND: Schema = {"type": ["integer", "null"]}

ENVELOPE: dict[str, Schema] = {
    "title": TEXT | {"description": "Its name as shown to readers."},
    "version": COUNT | {"description": "Grows by one with each saved change."},
    "ripple": COUNT | {"description": "Grows when a neighbour that the document names has changed."},
    "earliest": BOUND | {"description": "First day of its time: year*10000 + month*100 + day; null: open or unknown."},
    "latest": BOUND | {"description": "Last day of its time, counted likewise."},
    "page_url": PATH | {"description": "Its page."},
    "permanent_url": PATH | {"description": "The address that never changes."},
    "api_url": PATH | {"description": "Its address at this API."},
    "created_at": TIME | {"description": "When it was entered."},
    "modified_at": TIME | {"description": "When it last changed."},
}
NOTES: Schema = {"description": "What the claims cite, numbered in the order in which readers meet it."}
TERM_KEYS = (
    "kind",
    "uuid",
    "scheme",
    "slug",
    "label_en",
    "label_es",
    "label_ro",
    "broader",
    "single",
    "facet",
    "value_scheme",
    "uri",
    "position",
    "note",
    "api_url",
)
RELATION_TYPE_KEYS = (
    "kind",
    "uuid",
    "slug",
    "label_en",
    "label_es",
    "label_ro",
    "inverse_en",
    "inverse_es",
    "inverse_ro",
    "subject_kinds",
    "object_kinds",
    "single",
    "facet",
    "symmetric",
    "uri",
    "position",
    "note",
    "api_url",
)
CITATION_KEYS = (
    "kind",
    "uuid",
    "version",
    "url",
    "mark",
    "text",
    "source",
    "label",
    "locator",
    "quotation",
    "translation",
    "archive_url",
    "accessed",
    "note",
    "via",
    "api_url",
)


def document_keys(kind: str | None) -> tuple[str, ...]:
    """The keys of a document of that kind, or of any; `fields` may name them."""
    kinds = [kind] if kind else list(Kind.values)
    keys = [*HEAD_KEYS, *ENVELOPE, *(key for each in kinds for key in KIND_KEYS[each])]
    keys += ["internal_note", "identifiers", *(part.key for part in PARTS), "notes", "disagreements", "labels"]
    return tuple(dict.fromkeys(keys))


def ref(name: str) -> Schema:
    """A pointer to a component."""
    return {"$ref": f"#/components/schemas/{name}"}


def nullable(name: str, description: str = "") -> Schema:
    """A component or nothing."""
    return {"oneOf": [ref(name), {"type": "null"}]} | ({"description": description} if description else {})


def list_of(item: Schema, description: str = "") -> Schema:
    """An array."""
    return {"type": "array", "items": item} | ({"description": description} if description else {})


def shape(properties: dict[str, Schema], *, required: Iterable[str] = (), description: str = "") -> Schema:
    """An object that has these keys and no others."""
    schema: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    if names := list(required):
        schema["required"] = names
    return schema | ({"description": description} if description else {})


def column(model: type[models.Model], key: str) -> Schema:
    """One key of a document, as the model's column says it."""
    said = described(model, key)
    form = form_of(model, key)
    if form.name == "record":
        return nullable("Reference") | said
    if form.name == "choice":
        values = list(dict.fromkeys([*form.choices, *([""] if form.default == "" else [])]))
        return TEXT | {"enum": values} | said
    forms = {"flag": FLAG, "number": DECIMAL, "count": {"type": ["integer", "null"]}}
    return forms.get(form.name, TEXT) | said


def described(model: type[models.Model], key: str) -> Schema:
    """The help text of a column, as a description."""
    try:
        text = str(getattr(model._meta.get_field(key), "help_text", ""))
    except FieldDoesNotExist:
        text = ""
    return {"description": text} if text else {}


def document(kind: str) -> Schema:
    """The document of a kind."""
    own = {key: _own(kind, key) for key in KIND_KEYS[kind]}
    head = {key: column(Record, key) for key in HEAD_KEYS if key not in {"kind", "uuid"}}
    claims = {part.key: list_of(ref(claim_name(part))) for part in PARTS}
    properties = {
        "kind": TEXT | {"const": str(kind)},
        "uuid": UUID | described(Record, "uuid"),
        **head,
        **ENVELOPE,
        **own,
        "internal_note": column(Record, "internal_note"),
        "identifiers": list_of(ref("Identifier")),
        **claims,
        "notes": list_of(ref("Note")) | NOTES,
        "disagreements": list_of(ref("Disagreement"), "Sides that cannot all be true."),
        "labels": LABELS,
    }
    return shape(properties, required=("uuid",), description=str(model_of(kind).__doc__ or ""))


LABELS: Schema = {
    "type": "object",
    "description": "The words of the vocabulary that the document uses, by “scheme/slug”, in each language.",
    "additionalProperties": {"type": "object", "additionalProperties": TEXT},
}


def _own(kind: str, key: str) -> Schema:
    nested = {"creators": "Creator", "links": "Link"}
    if kind == Kind.SOURCE and key in nested:
        return list_of(ref(nested[key]))
    return column(model_of(kind), key)


def claim_name(part: Part) -> str:
    """The component of one sort of claim."""
    return f"{part.target.capitalize()}Claim"


def claim(part: Part) -> Schema:
    """One sort of claim."""
    own = {key: ref("Number") if key == "number" else column(part.model, key) for key in part.keys}
    if part.model is Attribute:
        own["number"] = nullable("Number", "The value, when it is a number or a range.")
        own["scheme"] = TEXT | {"description": "The vocabulary of the value, if it is a term."}
    if part.key == "narratives":
        own["numbered"] = TEXT | {"description": "The text with the notes' numbers in place of its citation marks."}
    properties = {
        "uuid": UUID | described(part.model, "uuid"),
        **own,
        **{key: column(part.model, key) for key in CLAIM_KEYS},
        "disagreement": {
            "oneOf": [shape({"uuid": UUID}, required=("uuid",)), {"type": "null"}],
            "description": "The disagreement in which it is one side.",
        },
        "footnotes": list_of(ref("Footnote")),
    }
    whole = [key for key in properties if key not in ("internal_note", "numbered", "scheme")]
    return shape(properties, required=whole, description=str(part.model.__doc__ or ""))


def parts_of_documents() -> dict[str, Schema]:
    """The components of which documents are made."""
    reference = {"uuid": UUID, "kind": TEXT | {"enum": list(Kind.values)}, "slug": TEXT, "title": TEXT}
    source = {"uuid": UUID, "citekey": TEXT, "slug": TEXT, "title": TEXT, "url": PATH}
    footnote = {
        "uuid": UUID,
        "citation": shape({"uuid": UUID, "mark": TEXT}, required=("uuid", "mark")),
        **{key: column(Footnote, key) for key in FOOTNOTE_KEYS},
        "number": COUNT | {"description": "Which of the document's notes it is."},
    }
    number = {"low": DECIMAL, "high": DECIMAL, "approximate": FLAG, "unit": TEXT}
    creator = {key: column(Creator, key) for key in CREATOR_KEYS}
    identifier = {"scheme": column(Identifier, "scheme"), "value": column(Identifier, "value")}
    link = {key: column(SourceLink, key) for key in LINK_KEYS}
    return {
        "Reference": shape(reference, required=reference, description="Another record, as documents name it."),
        "SourceReference": shape(source, required=source, description="A source, as notes name it."),
        "Identifier": shape(identifier, required=identifier),
        "Creator": shape(creator, required=creator, description=str(Creator.__doc__)),
        "Link": shape(link, required=link, description=str(SourceLink.__doc__)),
        "Number": shape(number, required=number, description="A number, or a range of which one end may be open."),
        "Footnote": shape(footnote, required=footnote, description=str(Footnote.__doc__)),
        **{claim_name(part): claim(part) for part in PARTS},
    }


def vocabulary_shape(model: type[Term | RelationType], keys: Iterable[str]) -> Schema:
    """A term or a type of relation."""
    properties = {key: _word(model, key) for key in keys}
    return shape(properties, required=("uuid",), description=str(model.__doc__ or ""))


def _word(model: type[Term | RelationType], key: str) -> Schema:
    special = {
        "kind": TEXT | {"const": "term" if model is Term else "relation-type"},
        "uuid": UUID,
        "api_url": ENVELOPE["api_url"],
        "position": COUNT,
        "subject_kinds": list_of(TEXT | {"enum": list(Kind.values)}),
        "object_kinds": list_of(TEXT | {"enum": list(Kind.values)}),
    }
    return (special[key] | described(model, key)) if key in special else column(model, key)
