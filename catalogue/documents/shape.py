"""The words of the document: which keys each record and claim has, in which order, and how problems are said."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

from django.core.exceptions import FieldDoesNotExist
from django.db import models

from catalogue.models import (
    KIND_MODELS,
    Attribute,
    Claim,
    Dating,
    Kind,
    Name,
    Narrative,
    Record,
    Relation,
    Term,
)

Document = dict[str, Any]


class Problem(NamedTuple):
    """What is wrong with a document: where (a JSON pointer), what, and in which document of a batch."""

    pointer: str
    message: str
    draft: int = 0


class DocumentError(ValueError):
    """A document that cannot be accepted, with every problem found in it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("; ".join(f"{pointer or '/'}: {message}" for pointer, message, _draft in self.problems[:20]))


class Part(NamedTuple):
    """One list of claims in a document."""

    key: str
    model: type[Claim]
    target: str
    keys: tuple[str, ...]


CLAIM_KEYS = (
    "certainty",
    "basis",
    "basis_reason",
    "standing",
    "negated",
    "date",
    "date_wording",
    "date_calendar",
    "date_reading",
    "attributed_to",
    "note",
    "internal_note",
)
PARTS = (
    Part("names", Name, "name", ("type", "text", "family", "given", "language", "script", "transliteration")),
    Part("datings", Dating, "dating", ("type",)),
    Part("attributes", Attribute, "attribute", ("property", "term", "text", "number", "wording")),
    Part("narratives", Narrative, "narrative", ("type", "language", "text")),
    Part(
        "relations",
        Relation,
        "relation",
        ("type", "object", "object_text", "object_count", "role", "role_text", "context"),
    ),
)
"""In the order in which readers meet them: it makes the numbers of the notes."""

PART_KEYS = frozenset(part.key for part in PARTS)
REFERENCES = ("number", "object", "context", "attributed_to", "disagreement")
"""Keys of claims whose value is an object."""

NUMBER_KEYS = ("low", "high", "approximate", "unit")
NUMBER_COLUMNS = {"low": "number_low", "high": "number_high", "approximate": "approximate", "unit": "unit"}
HEAD_KEYS = ("kind", "uuid", "slug", "status", "language", "sort_title")
FOOTNOTE_KEYS = ("stance", "scope", "scope_words", "original_label", "note")
CREATOR_KEYS = ("role", "family", "given", "literal", "record")
LINK_KEYS = ("url", "role", "rights")
CITATION_KEYS = (
    "source",
    "label",
    "locator",
    "via",
    "quotation",
    "translation",
    "archive_url",
    "accessed",
    "note",
    "internal_note",
)
SOURCE_KEYS = (
    "citekey",
    "csl_type",
    "creators",
    "bibliographic_title",
    "title_transliterated",
    "title_translated",
    "text_language",
    "parent",
    "level",
    "container",
    "publisher",
    "publisher_place",
    "issued",
    "edition",
    "volume",
    "issue",
    "pages",
    "number",
    "isbn",
    "issn",
    "doi",
    "url",
    "archive_url",
    "archived",
    "accessed",
    "repository",
    "collection",
    "reference_code",
    "extent",
    "access_conditions",
    "tier",
    "note",
    "links",
)
KIND_KEYS: dict[str, tuple[str, ...]] = {
    Kind.PERSON: ("gender",),
    Kind.UNIT: ("echelon", "branch", "allegiance"),
    Kind.ORGANIZATION: ("type",),
    Kind.EVENT: ("type",),
    Kind.PLACE: ("type", "latitude", "longitude"),
    Kind.SOURCE: SOURCE_KEYS,
}
TERM_SCHEMES: dict[tuple[str, str], str] = {
    ("person", "gender"): "gender",
    ("unit", "echelon"): "echelon",
    ("unit", "branch"): "branch",
    ("unit", "allegiance"): "allegiance",
    ("organization", "type"): "organization-type",
    ("event", "type"): "event-type",
    ("place", "type"): "place-type",
    ("name", "type"): "name-type",
    ("dating", "type"): "dating-type",
    ("narrative", "type"): "narrative-type",
    ("attribute", "property"): "property",
    ("relation", "role"): "role",
}
"""The scheme of the term in a column, by kind of record or claim; the database holds the same rule."""

AUTHORIZED = "authorized"
"""The type of the name from which the title is made (ISAAR(CPF) 5.1.2)."""


class Form(NamedTuple):
    """How the value of a key is written: its form, its default and its limits."""

    name: str
    default: Any = ""
    choices: tuple[str, ...] = ()
    limit: int = 0


def is_record(model: object) -> bool:
    """Whether a foreign key points at records."""
    return isinstance(model, type) and issubclass(model, Record)


@cache
def form_of(model: type[models.Model], key: str) -> Form:
    """The form of a key, read off the model's own field, so that the rule is said once."""
    try:
        field = model._meta.get_field(key)
    except FieldDoesNotExist:
        return Form("nested", None)
    if not isinstance(field, models.Field):
        return Form("nested", None)
    if isinstance(field, models.ForeignKey):
        related = field.related_model
        if related is Term:
            return Form("term", "")
        return Form("record" if is_record(related) else "type", None)
    if isinstance(field, models.BooleanField):
        return Form("flag", False)
    if isinstance(field, models.DecimalField):
        return Form("number", None, (), field.decimal_places)
    if isinstance(field, models.DateField):
        return Form("day", "")
    if isinstance(field, models.IntegerField):
        return Form("count", None)
    if field.choices:
        default = "" if field.blank else field.get_default()
        return Form("choice", default, tuple(str(value) for value, _label in field.flatchoices))
    default = field.get_default() if field.has_default() else ""
    return Form("text", default, (), getattr(field, "max_length", None) or 0)


def model_of(kind: str) -> type[Record]:
    """The model of a kind of record."""
    return KIND_MODELS[kind]


@cache
def content_keys(kind: str) -> tuple[str, ...]:
    """Every key of the content of a record of this kind, in its order."""
    return (*HEAD_KEYS, *KIND_KEYS[kind], "internal_note", "identifiers", *(part.key for part in PARTS))


def content_of(document: Document) -> Document:
    """The content of a document, without its envelope."""
    content = {key: document[key] for key in content_keys(document["kind"]) if key in document}
    for part in PARTS:
        keys = ("uuid", *part.keys, *CLAIM_KEYS, "disagreement", "footnotes")
        if part.key in content:
            content[part.key] = [_pick(claim, keys) for claim in content[part.key]]
    return content


def _pick(claim: Document, keys: tuple[str, ...]) -> Document:
    """A claim without what the envelope adds to it and to its footnotes."""
    picked = {key: claim[key] for key in keys if key in claim}
    if "footnotes" in picked:
        allowed = ("uuid", "citation", *FOOTNOTE_KEYS)
        picked["footnotes"] = [{key: note[key] for key in allowed if key in note} for note in picked["footnotes"]]
    return picked


def is_empty(value: Any) -> bool:
    """Whether a value says nothing; the number 0 does."""
    return value is None or value is False or (isinstance(value, str | list | dict) and not value)


def bare(value: Any) -> Any:
    """The value with references cut down to what identifies them, without empty keys; for comparison."""
    if isinstance(value, dict):
        if "uuid" in value and value.keys() <= {"uuid", "kind", "slug", "title", "citekey", "mark"}:
            return {"uuid": value["uuid"]}
        return {key: kept for key, item in value.items() if not is_empty(kept := bare(item))}
    if isinstance(value, list):
        return [bare(item) for item in value]
    return value


def compact(value: Any) -> Any:
    """The value without its empty keys, as files carry it."""
    if isinstance(value, dict):
        return {key: kept for key, item in value.items() if not is_empty(kept := compact(item))}
    if isinstance(value, list):
        return [compact(item) for item in value]
    return value


def compact_content(content: Document) -> Document:
    """The same for the content of a record, whose shape is known: an import makes thousands of these a second."""
    found: Document = {}
    for key, value in content.items():
        if key in PART_KEYS:
            kept: Any = [_compact_claim(claim) for claim in value]
        else:
            kept = compact(value) if isinstance(value, list | dict) else value
        if kept or (kept == 0 and kept is not False):
            found[key] = kept
    return found


def _compact_claim(claim: Document) -> Document:
    """A claim without its empty keys."""
    found = _slim(claim)
    for key in REFERENCES:
        if key in found and not (each := _slim(found[key])):
            del found[key]
        elif key in found:
            found[key] = each
    if "footnotes" in found:
        found["footnotes"] = [_slim({**note, "citation": _slim(note["citation"])}) for note in found["footnotes"]]
    return found


def _slim(values: Document) -> Document:
    """The values that say something; the number 0 does."""
    return {key: value for key, value in values.items() if value or (value == 0 and value is not False)}


def to_line(content: Document) -> str:
    """One line of an export file, always the same for the same content."""
    return json.dumps(compact(content), ensure_ascii=False, separators=(", ", ": "))


def record_line(content: Document) -> str:
    """The line of a record."""
    return json.dumps(compact_content(content), ensure_ascii=False, separators=(", ", ": "))
