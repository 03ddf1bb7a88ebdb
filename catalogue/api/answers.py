"""The shapes of answers around documents: pages of lists, facets, suggestions, and what matched."""

from __future__ import annotations

from typing import Any

from catalogue.api.shapes import COUNT, FLAG, PATH, TEXT, UUID, Schema, list_of, ref, shape
from catalogue.models import Change, Kind

ADDRESS: Schema = {"type": "string", "format": "uri"}
PERHAPS: Schema = {"type": ["string", "null"], "format": "uri"}
NEIGHBOURS: dict[str, Schema] = {
    "count": COUNT | {"description": "How many there are on all pages."},
    "next": PERHAPS | {"description": "The next page."},
    "previous": PERHAPS | {"description": "The page before."},
}
EXAMPLE_VALUE: dict[str, Any] = {
    "value": "army",
    "label": "Army",
    "count": 12,
    "selected": True,
    "excluded": False,
    "url": "https://example.org/api/v1/units/?facets=echelon",
    "exclude_url": "https://example.org/api/v1/units/?facets=echelon&echelon__not=army",
}
EXAMPLE_FACET: dict[str, Any] = {
    "name": "echelon",
    "label": "Echelon",
    "kind": "values",
    "selected": ["army"],
    "excluded": [],
    "values": [EXAMPLE_VALUE],
    "missing": 3,
    "missing_selected": False,
    "missing_url": "https://example.org/api/v1/units/?facets=echelon&echelon__isnull=true",
    "truncated": False,
    "more_url": "https://example.org/api/v1/units/facets/echelon/?echelon=army&facets=echelon",
}
EXAMPLE_SUGGESTION: dict[str, Any] = {
    "uuid": "6f2c1f6e-2f4a-5a0b-9f0e-0d8f3a1b2c3d",
    "kind": "person",
    "slug": "lucretiu-patrascanu",
    "title": "Lucrețiu Pătrășcanu",
    "name": "Pătrășcanu, Lucrețiu",
    "page_url": "/persons/lucretiu-patrascanu/",
    "api_url": "/api/v1/persons/lucretiu-patrascanu/",
}


def page_of(name: str, beside: dict[str, Schema] | None = None) -> Schema:
    """A page of a list."""
    properties = {**NEIGHBOURS, "results": list_of(ref(name)), **(beside or {})}
    return shape(properties, required=(*NEIGHBOURS, "results"))


def beside_documents() -> dict[str, Schema]:
    """What a list of records says beside its results."""
    matches = {"type": "object", "description": "By the uuid of the record, when `snippets` asks for them."}
    return {
        "facets": list_of(ref("Facet"), "When `facets` asks for them."),
        "notices": list_of(TEXT, "What the reader should know of how the question was understood."),
        "corrected": TEXT | {"description": "The words that were looked for instead of mistyped ones."},
        "snippets": matches | {"additionalProperties": list_of(ref("Snippet"))},
        **_included(),
    }


def _included() -> dict[str, Schema]:
    return {
        "included": list_of(ref("Document"), "Neighbours that `include` asks for, each once, none of the results."),
        "included_truncated": FLAG | {"description": "Whether there were too many neighbours to include them all."},
    }


def answer(document: Schema) -> Schema:
    """A document with what `include` may add."""
    return document | {"properties": document["properties"] | _included()}


def finding_shapes() -> dict[str, Schema]:
    """Facets, their values, suggestions and snippets."""
    piece = shape({"text": TEXT, "match": FLAG}, required=("text", "match"))
    snippet = {
        "label": TEXT | {"description": "What matched: which sort of name or claim."},
        "lang": TEXT | {"description": "Language of the text; empty: unknown."},
        "parts": list_of(piece, "The text in pieces; those that match are marked."),
    }
    page = {**NEIGHBOURS, "facet": ref("Facet")}
    return {
        "Addresses": {"type": "object", "additionalProperties": PATH, "description": "Where the lists are."},
        "FacetValue": _facet_value(),
        "Facet": _facet(),
        "FacetPage": shape(page, required=page, description="A page of the values of one facet."),
        "KindFacets": _kind_facets(),
        "Suggestion": _suggestion(),
        "SuggestionList": shape({"results": list_of(ref("Suggestion"))}, required=("results",)),
        "Snippet": shape(snippet, required=snippet, description="Words of a record in which something matched."),
    }


KIND_OF_FACET: Schema = TEXT | {
    "enum": ["values", "flag", "period"],
    "description": "values: of a vocabulary, or any. flag: true or false. period: decades, or years of a decade.",
}


def _facet_value() -> Schema:
    value = {
        "value": TEXT | {"description": "What the parameter takes."},
        "label": TEXT | {"description": "In the language of the request."},
        "count": COUNT | {"description": "How many records choosing it finds."},
        "selected": FLAG,
        "excluded": FLAG,
        "url": ADDRESS | {"description": "The list with this value chosen, or without it when it is."},
        "exclude_url": PERHAPS
        | {"description": "The list without the records that have it, or with them again; null in a flag."},
    }
    return shape(value, required=value) | {"examples": [EXAMPLE_VALUE]}


def _facet() -> Schema:
    facet = {
        "name": TEXT | {"description": "The parameter."},
        "label": TEXT | {"description": "In the language of the request."},
        "kind": KIND_OF_FACET,
        "selected": list_of(TEXT, "The values that are chosen."),
        "excluded": list_of(TEXT, "The values that are excluded."),
        "values": list_of(ref("FacetValue")),
        "missing": COUNT | {"description": "How many records have no value."},
        "missing_selected": FLAG | {"description": "Whether those without a value are chosen."},
        "missing_url": PERHAPS
        | {"description": "The list of those without a value, or without that choice; null in a flag."},
        "truncated": FLAG | {"description": "Whether there are more values than are listed."},
        "more_url": ADDRESS | {"description": "All its values, a page at a time."},
    }
    described = shape(facet, required=facet, description="Counts with the facet's own selection left out.")
    return described | {"examples": [EXAMPLE_FACET]}


def _kind_facets() -> Schema:
    name = {"name": TEXT, "label": TEXT, "kind": KIND_OF_FACET, "url": PATH | {"description": "Its values."}}
    kind = {
        "kind": {"type": ["string", "null"]},
        "list": PATH,
        "facets": list_of(shape(name, required=name)),
    }
    return shape(kind, required=kind, description="The facets of a kind; null: of the whole catalogue.")


def _suggestion() -> Schema:
    suggestion = {
        "uuid": UUID,
        "kind": TEXT | {"enum": list(Kind.values)},
        "slug": TEXT,
        "title": TEXT,
        "name": TEXT | {"description": "The name that begins so; it may be another than the title."},
        "page_url": PATH,
        "api_url": PATH,
    }
    described = shape(suggestion, required=suggestion, description="A record that may be meant.")
    return described | {"examples": [EXAMPLE_SUGGESTION]}


def change_shape() -> Schema:
    """One entry of the feed of changes."""
    change = {
        "id": COUNT | {"description": "To go on from, as `after`."},
        "at": {"type": "string", "format": "date-time"},
        "action": TEXT
        | {
            "enum": list(Change.Act.values),
            "description": "In the eyes of the public. rippled: a neighbour's change shows it otherwise.",
        },
        "uuid": UUID,
        "kind": TEXT | {"enum": list(Kind.values)},
        "version": COUNT,
        "api_url": {"type": ["string", "null"], "description": "Its document; null when it is gone."},
        "merged_into": {"type": ["string", "null"], "format": "uuid"},
    }
    return shape(change, required=change, description="One step of one entry.")


def changes_shape() -> Schema:
    """A page of the feed of changes."""
    page = {
        "results": list_of(ref("Change")),
        "next": PERHAPS | {"description": "The next page; null at the end of the feed."},
        "after": COUNT | {"description": "The last change of this page, to ask from next time."},
    }
    return shape(page, required=page, description="Changes in their order.")


def dumps_shape() -> Schema:
    """The dumps with their files."""
    file = {"name": TEXT, "records": COUNT, "bytes": COUNT, "sha256": TEXT, "url": PATH}
    dump = {
        "name": TEXT | {"description": "The moment of which everything in it is."},
        "format": COUNT,
        "document": TEXT,
        "site": TEXT,
        "publisher": TEXT,
        "license": TEXT,
        "license_name": TEXT,
        "at": {"type": "string", "format": "date-time"},
        "changes_after": COUNT | {"description": "Where the feed of changes goes on after the dump."},
        "files": list_of(shape(file, required=file)),
    }
    return shape({"results": list_of(shape(dump, required=dump))}, required=("results",), description="Dumps.")
