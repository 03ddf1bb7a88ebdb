"""What the published schema says of each address: its parameters, its answers and its refusals."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import translation
from drf_spectacular.openapi import AutoSchema

from catalogue.api.shapes import UUID, Schema, ref
from catalogue.search import DEFAULT_SIZE, FILTERSETS, LARGEST_SIZE, ORDERINGS, RELEVANCE, FacetFilter

SLUG: Schema = {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"}
PROBLEM_TYPE = "application/problem+json"
SEVERAL: Schema = {"type": "array", "items": {"type": "string"}}
YES_NO: Schema = {"type": "string", "enum": ["true", "false"]}
WORDS: dict[str, str] = {
    "q": "Words, “phrases” in quotation marks, OR, -without, begin*. Accents do not matter, inflected forms are found, "
    "names come first.",
    "date_from": "A day, month, year or any date a curator could type; its first day counts.",
    "date_to": "Likewise; its last day counts.",
    "date_match": "overlaps: its time may touch the period. within: it lies in it. certain: it touches it however its "
    "fuzzy dates are read.",
    "fields": "Keys of the document that are wanted, separated by commas.",
    "facets": "Names of facets to be counted, separated by commas; or all.",
    "ordering": "Without it: relevance when there is q, else title.",
    "status": "Cataloguers only: entries that are not published, as full documents.",
}
SHAPES: dict[str, Schema] = {
    "date_match": {"type": "string", "enum": ["overlaps", "within", "certain"], "default": "overlaps"},
    "ordering": {"type": "string", "enum": [*ORDERINGS, RELEVANCE]},
    "page": {"type": "integer", "minimum": 1, "default": 1},
    "page_size": {"type": "integer", "minimum": 1, "maximum": LARGEST_SIZE, "default": DEFAULT_SIZE},
    "unresolved": YES_NO,
    "facet": YES_NO,
    "scheme": SEVERAL,
    "source": SEVERAL,
    "label": SEVERAL,
}


class ReadingSchema(AutoSchema):
    """The description of an address: which component it answers, which parameters it reads."""

    def get_operation_id(self) -> str:
        """The address in words: `persons_detail_by_uuid`."""
        parts = [part for part in self.path.removeprefix("/api/v1/").strip("/").split("/") if part]
        words = [f"by_{part.strip('{}')}" if part.startswith("{") else part.replace("-", "_") for part in parts]
        return "_".join(words) or "entrance"

    def get_tags(self) -> list[str]:
        """The first word of the address."""
        return [self.path.removeprefix("/api/v1/").split("/")[0] or "entrance"]

    def get_request_serializer(self) -> Any:
        """Nothing is sent."""
        return None

    def get_response_serializers(self) -> Any:
        """Nothing is guessed: `get_operation` writes the answers whole."""
        return {}

    def _resolve_path_parameters(self, variables: list[str]) -> list[Schema]:
        return [
            {"name": name, "in": "path", "required": True, "schema": UUID if name == "uuid" else SLUG}
            | ({"description": "Slug or uuid."} if variables == ["slug"] else {})
            for name in variables
        ]

    def get_operation(self, *args: Any, **options: Any) -> Any:
        """The operation with parameters and answers, in English whatever the reader's language."""
        with translation.override("en"):
            return self._written(super().get_operation(*args, **options) or {})

    def _written(self, operation: dict[str, Any]) -> dict[str, Any]:
        view: Any = self.view
        described: Described = view.described
        in_path = [each for each in operation.get("parameters", []) if each["in"] == "path"]
        operation["parameters"] = [*in_path, *described.parameters()]
        operation["responses"] = described.responses()
        operation["security"] = [{}]
        operation["summary"] = str(view.__doc__).splitlines()[0].rstrip(".")
        operation["description"] = str(view.get.__doc__)
        return operation


def query(name: str, schema: Schema | None = None, description: str = "") -> Schema:
    """One parameter of the query string."""
    text = WORDS.get(name) or description
    shown: Schema = {"name": name, "in": "query", "schema": schema or SHAPES.get(name, {"type": "string"})}
    return shown | ({"description": text} if text else {})


class Described:
    """What an address reads and answers."""

    def __init__(self, answer: str, *names: str, many: bool = False, statuses: Iterable[int] = (400,)) -> None:
        self.answer = answer
        self.names = names
        self.many = many
        self.statuses = tuple(statuses)

    def parameters(self) -> list[Schema]:
        """The parameters of the query string."""
        return [query(name) for name in self.names]

    def responses(self) -> dict[str, Schema]:
        """The answers by status."""
        answer = {"type": "array", "items": ref(self.answer)} if self.many else ref(self.answer)
        found = {"200": {"description": "Found.", "content": {"application/json": {"schema": answer}}}}
        return found | {str(status): REFUSALS[status] for status in self.statuses}


def _refusal(description: str) -> Schema:
    return {"description": description, "content": {PROBLEM_TYPE: {"schema": ref("Problem")}}}


REFUSALS: dict[int, Schema] = {
    301: {"description": "The entry has another slug now.", "headers": {"Location": {"schema": {"type": "string"}}}},
    304: {"description": "The client's copy is still good."},
    400: _refusal("A parameter or value that is not known; the known ones are listed."),
    404: _refusal("There is no such entry."),
    410: _refusal("The entry was deleted; what is still said of it."),
}


class DescribedList(Described):
    """A list of records: the filters of the kind, and what every list reads."""

    def __init__(self, kind: str | None) -> None:
        super().__init__(f"{kind.capitalize() if kind else ''}DocumentList")
        self.kind = kind

    def parameters(self) -> list[Schema]:
        """The filters with their variants, the vocabulary's filters as one object, and paging."""
        question = FILTERSETS[self.kind](None, staff=True)
        filters = [_filter(name, each) for name, each in question.filters.items()]
        vocabulary = {"type": "object", "additionalProperties": SEVERAL}
        free: Schema = {"name": "vocabulary", "in": "query", "style": "form", "explode": True, "schema": vocabulary}
        free["description"] = (
            "attr.<slug> for properties and rel.<slug> for relation types that curators made facets, listed at "
            "/api/v1/facets/; values: slug of a term, slug or uuid of a record. Each also with __not and __isnull."
        )
        listing = [query(name) for name in ("ordering", "page", "page_size", "facets", "fields")]
        return [*filters, free, *listing]


def _filter(name: str, each: Any) -> Schema:
    label = str(each.label)
    if name.endswith("__isnull") or name in {"disputed", "unsourced"}:
        return query(name, YES_NO, label)
    if name.endswith("__not"):
        return query(name, _values(each.base), label)
    return query(name, _values(each) if isinstance(each, FacetFilter) else None, f"{label}; repeat for OR")


def _values(facet: FacetFilter) -> Schema:
    items: Schema = {"type": "string"}
    return {"type": "array", "items": items | ({"enum": list(facet.known_values)} if facet.known_values else {})}
