"""What the published schema says of each address: its parameters, its answers and its refusals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from drf_spectacular.openapi import AutoSchema

from catalogue.api.parameters import LISTING, OF_ONE_FACET, filter_parameters, query, suggestion_parameters
from catalogue.api.shapes import UUID, Schema, ref

SLUG: Schema = {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"}
FACET_NAME: Schema = {"type": "string", "description": "As listed at /api/v1/facets/: place, attr.rank."}
PROBLEM_TYPE = "application/problem+json"


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

    def get_auth(self) -> Any:
        """Nothing is guessed: `get_operation` says who may ask."""
        return []

    def get_response_serializers(self) -> Any:
        """Nothing is guessed: `get_operation` writes the answers whole."""
        return {}

    def _resolve_path_parameters(self, variables: list[str]) -> list[Schema]:
        shapes = {"uuid": UUID, "name": FACET_NAME}
        return [
            {"name": name, "in": "path", "required": True, "schema": shapes.get(name, SLUG)}
            | ({"description": "Slug or uuid."} if variables == ["slug"] else {})
            for name in variables
        ]

    def get_operation(self, *args: Any, **options: Any) -> Any:
        """The operation with parameters and answers, in English whatever the reader's language."""
        with translation.override("en"):
            return self._written(super().get_operation(*args, **options) or {})

    def _written(self, operation: dict[str, Any]) -> dict[str, Any]:
        view: Any = self.view
        if (written := getattr(view, "written", {}).get(self.method.lower())) is not None:
            return self._of_writing(operation, written)
        described: Described = view.described
        in_path = [each for each in operation.get("parameters", []) if each["in"] == "path"]
        operation["parameters"] = [*in_path, *described.parameters()]
        operation["responses"] = described.responses()
        operation["security"] = [{}]
        operation["summary"] = str(view.__doc__).splitlines()[0].rstrip(".")
        operation["description"] = str(view.get.__doc__)
        return operation

    def _of_writing(self, operation: dict[str, Any], written: Written) -> dict[str, Any]:
        """The description of a method that writes."""
        in_path = [each for each in operation.get("parameters", []) if each["in"] == "path"]
        handler = getattr(self.view, self.method.lower())
        operation["parameters"] = [*in_path, *written.parameters()]
        operation["requestBody"] = written.request()
        if not written.body:
            del operation["requestBody"]
        operation["responses"] = written.responses()
        operation["security"] = [{"key": []}, {"session": []}]
        operation["summary"] = str(handler.__doc__).splitlines()[0].partition(";")[0].rstrip(".")
        operation["description"] = str(handler.__doc__)
        operation["operationId"] = f"{operation['operationId']}_{self.method.lower()}"
        return operation


@dataclass(frozen=True)
class Written:
    """What a method that writes takes, answers and refuses."""

    answer: str = ""
    body: str = ""
    status: int = 200
    statuses: tuple[int, ...] = (400, 401, 403, 404, 409, 413, 415, 422, 429)
    if_match: bool = False
    idempotent: bool = False
    names: tuple[str, ...] = ("reason",)
    types: tuple[str, ...] = ("application/json",)

    def parameters(self) -> list[Schema]:
        """The parameters of the query string, and the headers."""
        headers = []
        if self.if_match:
            headers.append(_header("If-Match", "The ETag of what is changed, or `*`.", required=True))
        if self.idempotent:
            headers.append(_header("Idempotency-Key", "A word of your own: the same request is carried out once."))
        return [*(query(name) for name in self.names), *headers]

    def request(self) -> Schema:
        """The body."""
        return {"required": True, "content": {name: {"schema": ref(self.body)} for name in self.types}}

    def responses(self) -> dict[str, Schema]:
        """The answers by status."""
        done: Schema = {"description": "Done."}
        if self.answer:
            done["content"] = {"application/json": {"schema": ref(self.answer)}}
            done["headers"] = {"ETag": {"schema": {"type": "string"}}}
        if self.status == 201:
            done["headers"]["Location"] = {"schema": {"type": "string"}}
        found = {str(self.status): done}
        if self.if_match:
            proposed = {"application/json": {"schema": ref("Proposed")}}
            found["202"] = {"description": "Kept as a proposal, which an editor decides on.", "content": proposed}
        more = (412, 428) if self.if_match else ()
        return found | {str(status): REFUSALS[status] for status in sorted({*self.statuses, *more})}


def _header(name: str, description: str, *, required: bool = False) -> Schema:
    return {"name": name, "in": "header", "required": required, "schema": {"type": "string"}} | {
        "description": description
    }


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
    308: _refusal("The entry was merged into another one, which the body and the header Location name."),
    400: _refusal("A parameter or value that is not known; the known ones are listed."),
    404: _refusal("There is nothing at this address."),
    410: _refusal("The entry was deleted; what is still said of it."),
    401: _refusal("Nobody is signed in, and no key was sent."),
    403: _refusal("The account, or the key, may not do this."),
    409: _refusal("It is there already, or others rest on it, or the same request is being answered."),
    412: _refusal("Another version stands than the one that is named; the present one is told."),
    413: _refusal("The body is too large."),
    415: _refusal("The media type is not read here."),
    422: _refusal("The content is not in order: every problem with its place."),
    428: _refusal("The version that is changed must be named in If-Match."),
    429: _refusal("Too many requests; `Retry-After` says when the next one is let through."),
    503: _refusal("It cannot be answered now; the sentence says what its keeper must do."),
}


class DescribedList(Described):
    """A list of records: the filters of the kind, and what every list reads."""

    def __init__(self, kind: str | None) -> None:
        super().__init__(f"{kind.capitalize() if kind else ''}DocumentList")
        self.kind = kind

    def parameters(self) -> list[Schema]:
        """The filters with their variants, the vocabulary's filters as one object, and the form of the list."""
        return [*filter_parameters(self.kind), *(query(name) for name in LISTING)]


class DescribedFacet(Described):
    """The values of one facet, counted among the records that the other parameters let through."""

    def __init__(self, kind: str | None) -> None:
        super().__init__("FacetPage", statuses=(400, 404))
        self.kind = kind

    def parameters(self) -> list[Schema]:
        """The filters of the list, and what turns the pages of values."""
        return [*(query(name) for name in OF_ONE_FACET), *filter_parameters(self.kind)]


class DescribedSuggestions(Described):
    """Suggestions for what is being typed."""

    def __init__(self) -> None:
        super().__init__("SuggestionList")

    def parameters(self) -> list[Schema]:
        """The letters, and what narrows the suggestions."""
        return suggestion_parameters()
