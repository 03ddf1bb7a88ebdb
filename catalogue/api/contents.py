"""The shapes of what is sent: contents of records, patches of them, claims, citations, and many at once."""

from __future__ import annotations

from django.db import models

from catalogue.api.shapes import COUNT, PATH, TEXT, Schema, claim_name, described, list_of, ref, shape
from catalogue.documents import PARTS, Part
from catalogue.documents.shape import (
    CITATION_KEYS,
    CLAIM_KEYS,
    CREATOR_KEYS,
    FOOTNOTE_KEYS,
    HEAD_KEYS,
    KIND_KEYS,
    LINK_KEYS,
    form_of,
    model_of,
)
from catalogue.models import Attribute, Citation, Creator, Disagreement, Footnote, Identifier, Kind, Record, SourceLink

WORDS: Schema = {"type": ["string", "null"]}
IDENTITY: Schema = WORDS | {
    "pattern": "^([0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})?$",
    "description": "A new one may be given; without it one is made.",
}
IGNORED: Schema = {"description": "Of an answer that is sent back; it is ignored."}
ENVELOPE = (
    *("title", "version", "ripple", "earliest", "latest", "page_url", "permanent_url", "api_url", "created_at"),
    *("modified_at", "notes", "disagreements", "labels", "included", "included_truncated"),
)
DOCUMENT = "The content with its kind (PersonContent…), or for PATCH what of it changes (PersonPatch…); not for DELETE."
LARGEST = 2**31 - 1
MOST_ITEMS = 1_000


def written_shapes() -> dict[str, Schema]:
    """The components of what is sent, and of what is answered to a write alone."""
    contents = {f"{kind.capitalize()}Content": content(kind) for kind in Kind.values}
    patches = {f"{kind.capitalize()}Patch": content(kind, patch=True) for kind in Kind.values}
    return {
        **_pieces(),
        **{sent_name(part): claim(part) for part in PARTS},
        **{sent_name(part, patch=True): claim(part, patch=True) for part in PARTS},
        **contents,
        **patches,
        "Content": {"anyOf": [ref(name) for name in contents], "description": "The content of a record of any kind."},
        "Patch": {"anyOf": [ref(name) for name in patches], "description": "A patch of a record of any kind."},
        **_claims(),
        "CitationContent": citation(),
        "DisagreementContent": _disagreement(),
        **_many(),
    }


def sent_name(part: Part, *, patch: bool = False) -> str:
    """The component of one sort of claim as it is sent."""
    return f"{claim_name(part).removesuffix('Claim')}{'Patch' if patch else 'Sent'}"


def sent(model: type[models.Model], key: str) -> Schema:
    """One key of a content: what its reader takes; null and what is left out stand for the default."""
    form = form_of(model, key)
    said = described(model, key)
    if form.name == "record":
        return _or_nothing("ReferenceSent") | said
    if form.name == "choice":
        return WORDS | {"enum": [*dict.fromkeys([*form.choices, ""]), None]} | said
    if form.name == "count":
        return {"type": ["integer", "null"], "minimum": 0, "maximum": LARGEST} | said
    forms: dict[str, Schema] = {
        "flag": {"type": ["boolean", "null"]},
        "number": {"type": ["string", "number", "null"]},
    }
    limit: Schema = {"maxLength": form.limit} if form.name == "text" and form.limit else {}
    return forms.get(form.name, WORDS | limit) | said


def _or_nothing(name: str) -> Schema:
    return {"oneOf": [ref(name), {"type": "null"}]}


def _perhaps(item: Schema, description: str = "") -> Schema:
    return list_of(item, description) | {"type": ["array", "null"]}


def content(kind: str, *, patch: bool = False) -> Schema:
    """The content of a record of a kind, or what of it is changed."""
    head = {key: sent(Record, key) for key in HEAD_KEYS if key not in {"kind", "uuid"}}
    own = {key: _own(kind, key) for key in KIND_KEYS[kind]}
    properties: dict[str, Schema] = {
        "kind": WORDS | {"enum": [str(kind), None]},
        "uuid": IDENTITY,
        **head,
        **own,
        "internal_note": sent(Record, "internal_note"),
        "identifiers": _perhaps(ref("IdentifierSent")),
        **{part.key: _claims_of(part, patch=patch) for part in PARTS},
        **dict.fromkeys((key for key in ENVELOPE if key not in own), IGNORED),
    }
    said = "What of it changes; null sets a key to its default." if patch else "What is left out has its default."
    return shape(properties, description=f"{model_of(kind).__doc__} {said}")


def _claims_of(part: Part, *, patch: bool) -> Schema:
    if patch:
        return list_of(ref(sent_name(part, patch=True)), "Matched by uuid; those that are not named stay.")
    return _perhaps(ref(sent_name(part)))


def _own(kind: str, key: str) -> Schema:
    nested = {"creators": "CreatorSent", "links": "LinkSent"}
    if kind == Kind.SOURCE and key in nested:
        return _perhaps(ref(nested[key]))
    return sent(model_of(kind), key)


def claim(part: Part, *, patch: bool = False) -> Schema:
    """One sort of claim as it is sent."""
    own = {key: sent(part.model, key) for key in part.keys if key != "number"}
    around = {"attributes": ("scheme",), "narratives": ("numbered",)}.get(part.key, ())
    if part.model is Attribute:
        own["number"] = _or_nothing("NumberSent")
    if "type" in own and part.key == "relations":
        own["type"] = TEXT | {"description": "A type of relation, by its slug."}
    properties: dict[str, Schema] = {
        "uuid": IDENTITY,
        **own,
        **{key: sent(part.model, key) for key in CLAIM_KEYS},
        "disagreement": _or_nothing("DisagreementSent"),
        "marks": WORDS | {"description": "Which citations there are: “[@banu-2004, p. 28; contra @decreto-221]”."},
        "footnotes": list_of(ref("FootnotePatch"), "Matched by uuid.") if patch else _perhaps(ref("FootnoteSent")),
        **dict.fromkeys(around, IGNORED),
    }
    needed = ("type",) if part.key == "relations" and not patch else ()
    return shape(properties | (_taken_out() if patch else {}), required=needed, description=str(part.model.__doc__))


def _taken_out() -> dict[str, Schema]:
    return {"$delete": {"type": "boolean", "const": True, "description": "Takes out what has this uuid."}}


def _pieces() -> dict[str, Schema]:
    reference = {
        "uuid": IDENTITY | {"description": "It counts; the other keys are read where there is none."},
        "kind": WORDS,
        "slug": WORDS,
        "citekey": WORDS | {"description": "Names a source alone."},
        "title": IGNORED,
        "url": IGNORED,
    }
    footnote = {
        "uuid": IDENTITY,
        "citation": ref("CitationReference"),
        **{key: sent(Footnote, key) for key in FOOTNOTE_KEYS},
        "number": IGNORED,
    }
    cited = {"uuid": IDENTITY, "mark": WORDS | {"description": "“@banu-2004, p. 28”; it is found or made."}}
    bound: Schema = {"type": ["string", "number", "null"]}
    number = {"low": bound, "high": bound, "approximate": {"type": ["boolean", "null"]}, "unit": WORDS}
    identifier = {"scheme": TEXT, "value": sent(Identifier, "value") | TEXT}
    return {
        "ReferenceSent": _open(reference, "Another record: by uuid, by kind and slug, or by citekey."),
        "DisagreementSent": _open({"uuid": IDENTITY}, "A disagreement that is there."),
        "CitationReference": _open(cited, "A place in a source: by uuid, or by its mark."),
        "IdentifierSent": shape(identifier, required=identifier),
        "CreatorSent": shape({key: sent(Creator, key) for key in CREATOR_KEYS}),
        "LinkSent": shape({key: sent(SourceLink, key) for key in LINK_KEYS}),
        "NumberSent": shape(number, description="A number, or a range of which one end may be open."),
        "FootnoteSent": shape(footnote, required=("citation",)),
        "FootnotePatch": shape(footnote | _taken_out()),
    }


def _open(properties: dict[str, Schema], description: str) -> Schema:
    """An object in which other keys are passed over."""
    return {"type": "object", "properties": properties, "description": description}


def _claims() -> dict[str, Schema]:
    around = dict.fromkeys(("record", "notes", "labels"), IGNORED)
    place = {"list": ref("NameOfList")}
    whole = {**place, "claim": {"anyOf": [ref(sent_name(part)) for part in PARTS]}}
    some = {**place, "claim": {"anyOf": [ref(sent_name(part, patch=True)) for part in PARTS]}}
    return {
        "ClaimContent": shape(whole | around, required=("claim",), description="A claim, as it is read."),
        "ClaimPatch": shape(some | around, required=("claim",), description="What of a claim changes."),
    }


def citation() -> Schema:
    """A place in a source as it is sent."""
    named = {key: sent(Citation, key) for key in CITATION_KEYS if key not in ("source", "via")}
    via = {"oneOf": [_open({"uuid": IDENTITY, "citation": IDENTITY}, "A citation."), {"type": "null"}]}
    properties: dict[str, Schema] = {
        "uuid": IDENTITY,
        "source": _or_nothing("ReferenceSent"),
        "via": via | {"description": "Where it is quoted, when the source was not seen itself."},
        **named,
        **_ignored("kind", "version", "url", "mark", "text", "api_url"),
    }
    return shape(properties, description=str(Citation.__doc__))


def _ignored(*keys: str) -> dict[str, Schema]:
    return dict.fromkeys(keys, IGNORED)


def _disagreement() -> Schema:
    words = {key: TEXT | described(Disagreement, key) for key in ("note", "reason")}
    properties = {"uuid": IDENTITY, **words, **_ignored("kind", "claims", "elsewhere")}
    return shape(properties, description=str(Disagreement.__doc__))


def _many() -> dict[str, Schema]:
    item = {
        "method": TEXT | {"enum": ["POST", "PUT", "PATCH", "DELETE"], "default": "POST"},
        "uuid": IDENTITY,
        "version": {"type": ["integer", "null"], "minimum": 0, "description": "On which it was written; not for POST."},
        "document": {"type": "object", "additionalProperties": True, "description": DOCUMENT},
    }
    items = list_of(ref("BulkItem")) | {"minItems": 1, "maxItems": MOST_ITEMS}
    return {
        "BulkItem": shape(item),
        "Bulk": shape({"items": items}, required=("items",), description="Up to 1,000 items."),
        "BulkAnswer": shape({"results": list_of(ref("BulkResult"))}, required=("results",)),
        "BulkResult": _result(),
        "Proposed": _proposed(),
    }


def _result() -> Schema:
    error = {"pointer": TEXT, "detail": TEXT}
    properties = {
        "status": COUNT,
        "uuid": {"type": ["string", "null"], "format": "uuid"},
        "outcome": TEXT | {"enum": ["created", "updated", "unchanged", "proposed", "deleted"]},
        "version": COUNT,
        "kind": TEXT,
        "slug": TEXT,
        "api_url": PATH,
        "errors": list_of(shape(error, required=error)),
    }
    return shape(properties, required=("status", "uuid"), description="What became of one item.")


def _proposed() -> Schema:
    properties = {
        "outcome": TEXT | {"const": "proposed"},
        "proposal": {"type": ["integer", "null"], "description": "Its number."},
        "version": COUNT | {"description": "The version that stands."},
        "present": ref("Document") | {"description": "What stands until an editor decides."},
    }
    return shape(properties, required=properties, description="A change that an editor must approve.")
