"""What the published schema says of each address: its parameters, its answers and its refusals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.utils import translation
from drf_spectacular.openapi import AutoSchema

from catalogue.api.examples import BODIES, QUERIES, path_example
from catalogue.api.formats import Format, formats_of
from catalogue.api.parameters import LISTING, OF_ONE_FACET, SHAPES, filter_parameters, query, suggestion_parameters
from catalogue.api.refusals import ANYBODY, WRITERS, headers, refusal
from catalogue.api.shapes import UUID, Schema, ref
from catalogue.search import LARGEST_SIZE

SLUG: Schema = {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"}
FACET_NAME: Schema = {"type": "string", "description": "As listed at /api/v1/facets/: place, attr.rank."}
DUMP_NAME: Schema = {"type": "string", "pattern": "^[0-9]{8}T[0-9]{6}Z$"}
FILE_NAME: Schema = {"type": "string", "pattern": "^[a-z][a-z-]*\\.(ndjson|csv|json)$"}
IN_PATH = {"uuid": UUID, "name": FACET_NAME, "dump": DUMP_NAME, "file": FILE_NAME}
JSON = "application/json"
NDJSON = "application/x-ndjson"
TOLD: dict[str, Schema] = {
    "application/ld+json": ref("LinkedData"),
    "application/vnd.citationstyles.csl+json": ref("CslItems"),
}
"""The shapes of other formats than JSON; those that are not listed are text."""
ANY_KIND = ("Answer", "Content", "Patch")
"""Components that have a narrower one for each kind of record."""
OF_ANY_READER = (401, 406, 414, 429)
OF_ANY_WRITER = (400, 401, 403, 406, 414, 429)
STAFF_ONLY = frozenset({"full", "status"})


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
        return [self._in_path(name, variables) for name in variables]

    def _in_path(self, name: str, variables: list[str]) -> Schema:
        shown: Schema = {"name": name, "in": "path", "required": True, "schema": IN_PATH.get(name, SLUG)}
        example = path_example(self.path, name)
        shown |= {"description": "Slug or uuid."} if variables == ["slug"] else {}
        return shown | ({"example": example} if example else {})

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
        operation["responses"] = described.responses(formats_of(view.formats, getattr(view, "kind", None)))
        operation["security"] = ANYBODY
        operation["summary"] = str(view.__doc__).splitlines()[0].rstrip(".")
        operation["description"] = str(view.get.__doc__)
        return operation

    def _of_writing(self, operation: dict[str, Any], written: Written) -> dict[str, Any]:
        """The description of a method that writes."""
        in_path = [each for each in operation.get("parameters", []) if each["in"] == "path"]
        handler = getattr(self.view, self.method.lower())
        written = written.at(self.method, getattr(self.view, "kind", None))
        operation["parameters"] = [*in_path, *written.parameters()]
        operation |= {"requestBody": written.request()} if written.body else {}
        operation["responses"] = written.responses()
        operation["security"] = WRITERS
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
    types: tuple[str, ...] = (JSON,)
    proposed: bool = False
    """Whether what somebody sends who may not publish is kept for an editor to decide on."""

    def at(self, method: str, kind: str | None) -> Written:
        """The same with the components of a kind of record, and of a patch."""
        body = self.body.replace("Content", "Patch") if method == "PATCH" and self.body in PATCHED else self.body
        return replace(self, answer=_of_kind(self.answer, kind), body=_of_kind(body, kind))

    def parameters(self) -> list[Schema]:
        """The parameters of the query string, and the headers."""
        headers = []
        if self.if_match:
            headers.append(_header("If-Match", "The ETag of what is changed, or `*`.", "*", required=True))
        if self.idempotent:
            key = _header("Idempotency-Key", "A word of your own: the same request is carried out once.")
            key["schema"] = {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[ !#-~]+$"}
            headers.append(key)
        return [*(query(name) for name in self.names), *headers]

    def request(self) -> Schema:
        """The body."""
        sent: Schema = {"schema": ref(self.body), "example": BODIES[self.body]}
        # Lines of JSON cannot be described: programs that are generated from the schema would stumble over them.
        return {"required": True, "content": {name: sent for name in self.types if name != NDJSON}}

    def responses(self) -> dict[str, Schema]:
        """The answers by status."""
        done: Schema = {"description": "Done.", "headers": self._headers()}
        if self.answer:
            done["content"] = {JSON: {"schema": ref(self.answer)}}
        found = {str(self.status): done}
        if self.proposed:
            kept = {"application/json": {"schema": ref("Proposed")}}
            words = "Kept as a proposal, which an editor decides on."
            found["202"] = {"description": words, "headers": headers("ETag"), "content": kept}
        more = (404, 412, 428) if self.if_match else ()
        return found | {str(status): refusal(status) for status in sorted({*self.statuses, *more, *OF_ANY_WRITER})}

    def _headers(self) -> Schema:
        names = ["ETag", "Content-Location"] if self.answer and self.answer != "BulkAnswer" else []
        names += ["Location"] if self.status == 201 else []
        return headers(*names, *(["Idempotent-Replayed"] if self.idempotent else []))


PATCHED = ("Content", "ClaimContent")


def _of_kind(component: str, kind: str | None) -> str:
    return f"{kind.capitalize()}{component}" if kind and component in ANY_KIND else component


def _header(name: str, description: str, example: str = "", *, required: bool = False) -> Schema:
    shown: Schema = {"name": name, "in": "header", "required": required, "schema": {"type": "string"}}
    return shown | {"description": description} | ({"example": example} if example else {})


class Described:
    """What an address reads and answers.

    `types` are those of an address whose answers are files, `most` is what a page holds where that is not the usual.
    """

    def __init__(
        self,
        answer: str,
        *names: str,
        many: bool = False,
        statuses: Iterable[int] = (400,),
        types: Iterable[str] = (),
        most: int = LARGEST_SIZE,
    ) -> None:
        self.answer = answer
        self.names = names
        self.many = many
        self.statuses = tuple(statuses)
        self.types = tuple(types)
        self.shapes: dict[str, Schema] = {"page_size": SHAPES["page_size"] | {"maximum": most}}

    def parameters(self) -> list[Schema]:
        """The parameters of the query string."""
        examples = QUERIES.get(self.answer, {})
        return [
            query(name, self.shapes.get(name)) | ({"example": examples[name]} if name in examples else {})
            for name in self.names
        ]

    def responses(self, formats: Iterable[Format]) -> dict[str, Schema]:
        """The answers by status."""
        more = (403,) if STAFF_ONLY & {each["name"] for each in self.parameters()} else ()
        refused = sorted({*self.statuses, 304, *OF_ANY_READER, *more})
        return {"200": self._found(formats)} | {str(status): refusal(status) for status in refused}

    def _found(self, formats: Iterable[Format]) -> Schema:
        answer = {"type": "array", "items": ref(self.answer)} if self.many else ref(self.answer)
        types = self.types or [each.media_type for each in formats]
        content = {name: {"schema": answer if name == JSON else TOLD.get(name, {"type": "string"})} for name in types}
        files = ("Content-Disposition",) if len(content) > 1 else ()
        return {
            "description": "Found.",
            "headers": headers("ETag", "Last-Modified", "Link", *files),
            "content": content,
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
