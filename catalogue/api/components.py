"""Every component of the published schema, and the shapes of answers that are not documents."""

from __future__ import annotations

from typing import Any

from django.utils import translation

from catalogue.api.answers import (
    answer,
    beside_documents,
    change_shape,
    changes_shape,
    dumps_shape,
    finding_shapes,
    page_of,
)
from catalogue.api.contents import written_shapes
from catalogue.api.refusals import HEADERS, SECURITY, response_components
from catalogue.api.shapes import (
    CITATION_KEYS,
    COUNT,
    ENVELOPE,
    LABELS,
    PATH,
    RELATION_TYPE_KEYS,
    TERM_KEYS,
    TEXT,
    TIME,
    UUID,
    Schema,
    claim_name,
    column,
    document,
    list_of,
    nullable,
    parts_of_documents,
    ref,
    shape,
    vocabulary_shape,
)
from catalogue.documents import PARTS
from catalogue.exports.site import Site, this_site
from catalogue.models import Citation, Disagreement, Kind, RelationType, Revision, Term


def components() -> dict[str, Schema]:
    """The components by name."""
    documents = {f"{kind.capitalize()}Document": document(kind) for kind in Kind.values}
    return {
        **parts_of_documents(),
        **_around_documents(),
        **documents,
        "Document": _any("Document", "The document of a record of any kind."),
        **{f"{kind.capitalize()}Answer": answer(document(kind)) for kind in Kind.values},
        "Answer": _any("Answer", "The document of a record of any kind, with the neighbours that were asked for."),
        "Term": vocabulary_shape(Term, TERM_KEYS),
        "RelationType": vocabulary_shape(RelationType, RELATION_TYPE_KEYS),
        "Citation": _citation(),
        "NameOfList": TEXT | {"enum": [part.key for part in PARTS], "description": "The list in which a claim stands."},
        "Statement": _statement(),
        **finding_shapes(),
        **_refusals(),
        **{f"{name}List": page_of(name, beside_documents()) for name in (*documents, "Document")},
        "Revision": _revision(),
        **written_shapes(),
        "Change": change_shape(),
        "ChangeList": changes_shape(),
        "DumpList": dumps_shape(),
        "DumpContent": {"type": "object", "description": "The manifest of the dump: which files there are."},
        "LinkedData": {"type": "object", "description": "The same as linked data (JSON-LD 1.1)."},
        "CslItems": {"type": "array", "items": {"type": "object"}, "description": "References in CSL-JSON."},
        **{f"{name}List": page_of(name) for name in ("Term", "RelationType", "Citation", "Statement", "Revision")},
    }


def _any(sort: str, description: str) -> Schema:
    return {"anyOf": [ref(f"{kind.capitalize()}{sort}") for kind in Kind.values], "description": description}


def _note() -> dict[str, Schema]:
    return {
        "url": PATH | {"description": "Its page."},
        "mark": TEXT | {"description": "How a citation mark writes it: “@banu-2004, p. 28”."},
        "text": TEXT | {"description": "The note as readers see it."},
        "source": nullable("SourceReference", "The work cited; null while the note is not identified."),
        **{key: column(Citation, key) for key in ("label", "locator", "quotation", "translation")},
        **{key: column(Citation, key) for key in ("archive_url", "accessed", "note")},
        "via": nullable("Note", "When the source was not seen itself: where it is quoted."),
    }


def _around_documents() -> dict[str, Schema]:
    note = {
        "number": COUNT | {"description": "The number that readers see; 0 for what is only quoted in another."},
        "citation": UUID | {"description": "The citation."},
        **_note(),
        "claims": list_of(UUID, "The claims under which it stands."),
    }
    side = {"uuid": UUID, "list": ref("NameOfList"), "record": ref("Reference")}
    elsewhere = shape(side, required=side)
    disagreement = {
        "uuid": UUID,
        "note": column(Disagreement, "note"),
        "reason": column(Disagreement, "reason"),
        "claims": list_of(UUID, "Its sides in this document."),
        "elsewhere": list_of(elsewhere, "Its sides in other records."),
    }
    return {
        "Note": shape(note, required=("number", "citation", "mark", "text"), description=str(Citation.__doc__)),
        "Disagreement": shape(disagreement, required=("uuid", "claims"), description=str(Disagreement.__doc__)),
    }


def _citation() -> Schema:
    properties: dict[str, Schema] = {
        "kind": TEXT | {"const": "citation"},
        "uuid": UUID,
        "version": ENVELOPE["version"],
        **_note(),
        "api_url": ENVELOPE["api_url"],
    }
    shown = {key: properties[key] for key in CITATION_KEYS} | {"internal_note": column(Citation, "internal_note")}
    return shape(shown, required=("uuid",), description=str(Citation.__doc__))


def _statement() -> Schema:
    record = {"uuid": UUID, "kind": TEXT, "slug": TEXT, "title": TEXT, "page_url": PATH, "api_url": PATH}
    properties = {
        "record": shape(record, required=record, description="The record that says it and cites it."),
        "list": ref("NameOfList"),
        "claim": {"anyOf": [ref(claim_name(part)) for part in PARTS]},
        "notes": list_of(ref("Note"), "What the claim cites, with the numbers of that record."),
        "labels": LABELS,
    }
    return shape(properties, required=properties, description="A claim that stands in another record.")


def _revision() -> Schema:
    properties = {
        "version": ENVELOPE["version"],
        "at": TIME | {"description": "When it was saved."},
        "action": column(Revision, "action"),
        "reason": column(Revision, "reason"),
        "user": TEXT | {"description": "The name that who saved it gave themselves; empty where they gave none."},
        "slug": TEXT | {"description": "The word in its address at that time."},
        "title": TEXT | {"description": "What it was called."},
        "page_url": PATH | {"description": "The page of this version."},
        "api_url": PATH | {"description": "The document of this version."},
    }
    return shape(properties, required=properties, description="A version of a record that was public.")


def _refusals() -> dict[str, Schema]:
    tombstone = {"uuid": UUID, "kind": TEXT, "slug": TEXT, "title": TEXT, "version": COUNT, "deleted_at": TIME}
    error = {
        "parameter": TEXT | {"description": "The parameter to blame."},
        "pointer": TEXT | {"description": "The place in the body (RFC 6901)."},
        "header": TEXT | {"description": "The header to blame."},
        "detail": TEXT,
    }
    properties = {
        "type": TEXT,
        "title": TEXT,
        "status": COUNT,
        "detail": TEXT,
        "errors": list_of(shape(error, required=("detail",))),
        "tombstone": ref("Tombstone"),
        "merged_into": ref("MergedInto"),
        "version": {
            "type": ["integer", "string"],
            "description": "The version that stands, when another was named; a word where none are counted.",
        },
        "api_url": PATH | {"description": "Where that is read."},
    }
    merged = {"uuid": UUID, "kind": TEXT, "slug": TEXT, "title": TEXT, "api_url": PATH}
    problem = shape(properties, required=("type", "title", "status", "detail", "errors"), description="RFC 9457.")
    return {
        "Tombstone": shape(tombstone, required=tombstone, description="What is still said of what was deleted."),
        "MergedInto": shape(merged, required=merged, description="The entry that took another one in."),
        "Problem": problem,
    }


def add_components(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """The schema with the components, which are read off the models and have no serializers."""
    with translation.override("en"):
        found = result.setdefault("components", {})
        found.setdefault("schemas", {}).update(components())
    found.setdefault("securitySchemes", {}).update(SECURITY)
    found["headers"] = HEADERS
    found["responses"] = response_components()
    asked = request.build_absolute_uri("/")[:-1] if request is not None else ""
    result["info"] |= about(this_site(), asked)
    result["servers"] = [{"url": asked or "/", "description": "The catalogue that this schema describes."}]
    result["tags"] = tags_of(result["paths"])
    return result


def about(site: Site, asked: str) -> Schema:
    """Who answers for the data, and on which terms it may be used."""
    contact = {"name": site.publisher or site.name, "url": asked, "email": site.contact}
    told: Schema = {"contact": {key: value for key, value in contact.items() if value}}
    licence = {"name": site.license_name or site.license, "url": site.license}
    return told | ({"license": licence} if site.license else {})


def tags_of(paths: dict[str, Any]) -> list[Schema]:
    """The parts of the API, in the order of their addresses."""
    named = dict.fromkeys(tag for path in paths.values() for each in path.values() for tag in each["tags"])
    return [{"name": name, "description": TAGS[name]} for name in named]


TAGS = {
    "entrance": "Where everything is.",
    "records": "Entries of every kind.",
    "persons": "People.",
    "units": "Military units.",
    "organizations": "States, governments, parties, courts and other bodies.",
    "events": "What happened.",
    "places": "Where it happened.",
    "sources": "Books, articles, documents, pages: what claims rest on.",
    "claims": "Single claims, each with its footnotes.",
    "citations": "Places in sources, which footnotes cite.",
    "disagreements": "Claims that cannot all be true.",
    "terms": "The controlled vocabularies.",
    "relation-types": "The ways in which entries can be tied.",
    "facets": "By what lists can be narrowed.",
    "suggest": "Entries whose names begin as somebody types.",
    "bulk": "Many entries in one request.",
    "changes": "What has changed, for those who keep a copy.",
    "dumps": "The whole catalogue in files.",
}
