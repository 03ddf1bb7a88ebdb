"""What the published schema says of each parameter of the query string."""

from __future__ import annotations

from typing import Any

from catalogue.api.shapes import Schema
from catalogue.models import Kind
from catalogue.search import DEFAULT_SIZE, FILTERSETS, LARGEST_SIZE, ORDERINGS, RELEVANCE, FacetFilter

LISTING = ("ordering", "page", "cursor", "page_size", "facets", "fields", "include", "snippets")
OF_ONE_FACET = ("facet_q", "facet_order", "facet_page")
LONGEST_BEGINNING = 200
USUAL_SUGGESTIONS, MOST_SUGGESTIONS = 10, 50
SEVERAL: Schema = {"type": "array", "items": {"type": "string"}}
YES_NO: Schema = {"type": "string", "enum": ["true", "false"]}
FLAG: Schema = {"type": "string", "enum": ["true", "false", "1", "0"]}
WORDS: dict[str, str] = {
    "q": "Words, “phrases” in quotation marks, OR, -without, begin*, and words of one field: title:, source:, place:. "
    "Accents do not matter, inflected forms are found, names come first.",
    "date_from": "A day, month, year or any date a curator could type; its first day counts.",
    "date_to": "Likewise; its last day counts.",
    "date_match": "overlaps (without it): its time may touch the period. within: it lies in it. certain: it touches it "
    "however its fuzzy dates are read.",
    "period": "Decades and years in which it may have existed or happened: 194X, 1944; date_match says how it must lie "
    "to them. Repeat for OR.",
    "sources_min": "Its claims cite at least so many sources.",
    "sources_max": "Its claims cite at most so many sources.",
    "cites": "Everything that rests on the source or on a part of it: citekey, slug or uuid; repeat for OR.",
    "related": "Records that a relation ties to this one, whichever of the two says so: slug, uuid, or kind:slug; "
    "repeat for OR.",
    "fields": "Keys of the document that are wanted, separated by commas; with `include`, keys of any kind.",
    "include": "Neighbours whose documents come along, separated by commas. related: the records that the documents "
    "name in claims, as parent and as creators. sources: the sources that their notes cite. 500 at most.",
    "version": "Number of an old version that was public: the document as it was, without what has been hidden since. "
    "Its notes, labels and neighbours are those of today; `include` adds nothing to it.",
    "snippets": "With q: the words in which something matched, beside the results.",
    "facets": "Names of facets to be counted, separated by commas; or all.",
    "reason": "Why it is written, for the history; at most 500 characters.",
    "mode": "all (without it): every item or none. each: those that are in order.",
    "full": "true: the whole content with all that only cataloguers see, who alone may ask for it.",
    "kind": "Only those of this kind; repeat for OR.",
    "after": "The id of the last change that is known already; without it, from the beginning.",
    "latest": "true: no changes, only the id of the last one (`after`), from which a new copy goes on.",
    "page": "Number of a page, from 1; not together with `cursor`, which is steadier for lists that are read to their "
    "end.",
    "cursor": "Turns the pages by cursors: begin with an empty one, then follow `next`. A cursor belongs to its "
    "question, and costs the same however far it has come.",
    "page_size": f"How many on a page; {DEFAULT_SIZE} without it.",
    "facet_q": "Only values whose label has these words.",
    "facet_order": "Order of the values: by count (without it), or by label.",
    "facet_page": "Number of a page of values.",
    "ordering": "Without it: relevance when there is q, else title.",
    "status": "Cataloguers only: entries that are not published, as full documents.",
}
SHAPES: dict[str, Schema] = {
    "date_match": {"type": "string", "enum": ["overlaps", "within", "certain"]},
    "ordering": {"type": "string", "enum": [*ORDERINGS, RELEVANCE]},
    "page": {"type": "integer", "minimum": 1},
    "version": {"type": "integer", "minimum": 1},
    "after": {"type": "integer", "minimum": 0},
    "latest": YES_NO,
    "full": YES_NO,
    "reason": {"type": "string", "maxLength": 500},
    "mode": {"type": "string", "enum": ["all", "each"]},
    "page_size": {"type": "integer", "minimum": 1, "maximum": LARGEST_SIZE},
    "cursor": {"type": "string"},
    "include": {"type": "string", "pattern": "^((related|sources)(,(related|sources))*)?$"},
    "snippets": YES_NO,
    "facet_order": {"type": "string", "enum": ["count", "label"]},
    "facet_page": {"type": "integer", "minimum": 1},
    "unresolved": YES_NO,
    "facet": YES_NO,
    "sources_min": {"type": "integer", "minimum": 0},
    "sources_max": {"type": "integer", "minimum": 0},
    "kind": {"type": "array", "items": {"type": "string", "enum": list(Kind.values)}},
    "cites": SEVERAL,
    "related": SEVERAL,
    "scheme": SEVERAL,
    "source": SEVERAL,
    "label": SEVERAL,
}
NEVER_EMPTY = "version"
"""Every other one may be sent empty, as a form sends what was not filled in; then nothing is asked."""
VARIANTS = {
    "not": "records without these values.",
    "all": "records with every one of these values.",
    "isnull": "true: records without any value. false: records with some.",
}
FLAGS = {
    "disputed": "true: records of which a claim is one side of a disagreement. false: the others.",
    "unsourced": "true: records with a claim that should rest on a source and does not. false: the others.",
}
EXAMPLES: dict[str, Any] = {
    "q": "Pătrășcanu",
    "date_from": "1944-08-23",
    "date_to": "1947",
    "fields": "uuid,slug",
    "include": "related,sources",
    "facets": "all",
    "facet_q": "cavalry",
}


def query(name: str, schema: Schema | None = None, description: str = "") -> Schema:
    """One parameter of the query string."""
    text = WORDS.get(name) or description
    shown: Schema = {"name": name, "in": "query", "schema": schema or SHAPES.get(name, {"type": "string"})}
    shown |= {"allowEmptyValue": True} if name != NEVER_EMPTY else {}
    shown |= {"description": text} if text else {}
    return shown | ({"example": EXAMPLES[name]} if name in EXAMPLES else {})


def suggestion_parameters() -> list[Schema]:
    """The parameters of suggestions."""
    letters = {"type": "string", "minLength": 1, "maxLength": LONGEST_BEGINNING}
    words = "The first letters of a name, or of a word in it; accents do not matter."
    limit = {"type": "integer", "minimum": 1, "maximum": MOST_SUGGESTIONS}
    kind = query("kind", {"type": "string", "enum": list(Kind.values)}, "Only records of this kind.")
    typed: Schema = {"name": "q", "in": "query", "required": True, "schema": letters, "description": words}
    most = query("limit", limit, f"How many at most; {USUAL_SUGGESTIONS} without it.")
    return [typed | {"example": "patr"}, kind, most]


def filter_parameters(kind: str | None) -> list[Schema]:
    """The filters of a kind with their variants, and the vocabulary's filters as one object."""
    question = FILTERSETS[kind](None, staff=True)
    facets = question.facets()
    filters = [_filter(name, base, facets.get(name)) for name, base in question.known.items()]
    vocabulary = {"type": "object", "additionalProperties": {"type": "string"}}
    free: Schema = {"name": "vocabulary", "in": "query", "style": "form", "explode": True, "schema": vocabulary}
    free["description"] = (
        "attr.<slug> for properties and rel.<slug> for relation types that curators made facets, listed at "
        "/api/v1/facets/; values: slug of a term, slug or uuid of a record. Each also with __not, __all and __isnull."
    )
    return [*filters, free]


def _filter(name: str, base: FacetFilter | None, facet: FacetFilter | None) -> Schema:
    """A filter that is a variant of a facet, or a facet itself, or neither."""
    if base is not None:
        variant = name.rpartition("__")[2]
        schema = FLAG if variant == "isnull" else _values(base)
        return query(name, schema, f"{base.label}: {VARIANTS[variant]}")
    if facet is None:
        return query(name)
    if facet.kind == "flag":
        return query(name, FLAG, FLAGS[name])
    return query(name, _values(facet), f"{facet.label}; repeat for OR.")


def _values(facet: FacetFilter) -> Schema:
    items: Schema = {"type": "string"}
    return {"type": "array", "items": items | ({"enum": list(facet.known_values)} if facet.known_values else {})}
