"""The shapes of what is sent, and of what is answered to a write."""

from __future__ import annotations

from catalogue.api.shapes import CITATION_KEYS, COUNT, PATH, TEXT, UUID, Schema, list_of, ref, shape
from catalogue.documents import PARTS
from catalogue.documents.shape import content_keys
from catalogue.models import Kind

ANYTHING: Schema = {}
SENT = "What an answer has around it may stand there too, and is ignored."


def written_shapes() -> dict[str, Schema]:
    """The components by name."""
    claims = list_of({"type": "object"}, "Claims; each may carry `marks` in place of `footnotes`.")
    keys = dict.fromkeys(key for kind in Kind.values for key in content_keys(kind))
    properties = {key: claims if key in LISTS else ANYTHING for key in keys}
    claim = {"list": TEXT | {"enum": list(LISTS)}, "claim": {"type": "object"}}
    return {
        "Content": opened(
            {**properties, "kind": TEXT | {"enum": list(Kind.values)}, "uuid": UUID}, f"The content of a record. {SENT}"
        ),
        "ClaimContent": opened(claim, f"A claim and the list in which it stands. {SENT}"),
        "CitationContent": opened(dict.fromkeys(CITATION_KEYS, ANYTHING), f"A place in a source. {SENT}"),
        "DisagreementContent": opened(dict.fromkeys(("uuid", "note", "reason"), TEXT), f"A disagreement. {SENT}"),
        "Proposed": _proposed(),
        "Bulk": shape({"items": list_of(_item())}, required=("items",), description="Up to 1,000 items."),
        "BulkAnswer": shape({"results": list_of(_result())}, required=("results",), description="In their order."),
    }


LISTS = tuple(part.key for part in PARTS)


def opened(properties: dict[str, Schema], description: str) -> Schema:
    """An object that may have other keys too."""
    return {"type": "object", "properties": properties, "description": description}


def _proposed() -> Schema:
    properties = {
        "outcome": TEXT | {"const": "proposed"},
        "proposal": COUNT | {"description": "Its number."},
        "version": COUNT | {"description": "The version that stands."},
        "present": ref("Document") | {"description": "What stands until an editor decides."},
    }
    return shape(properties, required=properties, description="A change that an editor must approve.")


def _item() -> Schema:
    properties = {
        "method": TEXT | {"enum": ["POST", "PUT", "PATCH", "DELETE"], "default": "POST"},
        "uuid": UUID,
        "version": COUNT | {"description": "On which it was written; all but POST name it."},
        "document": ref("Content"),
    }
    return shape(properties)


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
    return shape(properties, required=("status", "uuid"))
