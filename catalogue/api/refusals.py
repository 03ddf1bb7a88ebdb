"""What the published schema says of answers beside their bodies: headers, refusals, and who may ask."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from catalogue.api.shapes import Schema, ref

PROBLEM_TYPE = "application/problem+json"
SECURITY: dict[str, Schema] = {
    "key": {"type": "http", "scheme": "bearer", "description": "A key, as “Authorization: Bearer <key>”."},
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "sessionid",
        "description": "Who is signed in; writing then needs the header X-CSRFToken too.",
    },
}
WRITERS: list[Schema] = [{"key": []}, {"session": []}]
ANYBODY: list[Schema] = [{}, *WRITERS]


def _header(description: str, example: str, kind: str = "string") -> Schema:
    return {
        "description": description,
        "schema": {"type": kind},
        "example": int(example) if kind != "string" else example,
    }


HEADERS: dict[str, Schema] = {
    "ETag": _header("The version that was answered: for If-None-Match, and for If-Match of a change.", '"12.0.json"'),
    "Last-Modified": _header("When it last changed, where that alone tells it.", "Sun, 22 Nov 2026 12:00:00 GMT"),
    "Link": _header(
        "The other formats (alternate), the pages around (first, prev, next, last), the licence, this schema.",
        '<https://catalogue.example/api/v1/persons/?page=2>; rel="next"',
    ),
    "Location": _header("Where it is.", "https://catalogue.example/api/v1/persons/ana-pauker/"),
    "Content-Location": _header("Where the answer can be read again.", "/api/v1/persons/ana-pauker/"),
    "Content-Disposition": _header("The name of the file.", 'attachment; filename="persons.csv"'),
    "Idempotent-Replayed": _header("“true”: it was carried out before, and is answered once more.", "true"),
    "RateLimit": _header("What is left of a limit, and seconds until it is whole again.", '"minute";r=599;t=42'),
    "RateLimit-Policy": _header("The limit, and the seconds for which it holds.", '"minute";q=600;w=60'),
    "Retry-After": _header("Seconds until it is worth trying again.", "18", "integer"),
    "WWW-Authenticate": _header("How to sign in.", "Bearer"),
}
EVERYWHERE = ("RateLimit", "RateLimit-Policy")


def headers(*names: str) -> Schema:
    """The headers of an answer, with those that every answer has."""
    return {name: {"$ref": f"#/components/headers/{name}"} for name in (*names, *EVERYWHERE)}


class Refused:
    """One sort of refusal: its name among the components, its words, its headers, and an example of the blame."""

    def __init__(self, name: str, description: str, *more: str, blame: dict[str, str] | None = None) -> None:
        self.name = name
        self.description = description
        self.headers = more
        self.blame = blame

    def shown(self, status: int, title: str) -> Schema:
        """The response."""
        errors = [self.blame] if self.blame else []
        example: dict[str, Any] = {"type": "about:blank", "title": title, "status": status}
        example |= {"detail": self.description, "errors": errors}
        content = {PROBLEM_TYPE: {"schema": ref("Problem"), "example": example}}
        return {"description": self.description, "headers": headers(*self.headers), "content": content}


REFUSED: dict[int, Refused] = {
    308: Refused(
        "Merged", "It was merged into another one, or moved: the header Location names the address.", "Location"
    ),
    400: Refused(
        "BadRequest",
        "A parameter or value that is not known (the known ones are listed), or a body that is not JSON.",
        blame={"parameter": "colour", "detail": "There is no such parameter; known: q, place, …."},
    ),
    401: Refused("Unauthorized", "Nobody is signed in, or the key opens nothing.", "WWW-Authenticate"),
    403: Refused("Forbidden", "The account, or the key, may not do this."),
    404: Refused("NotFound", "There is nothing at this address."),
    406: Refused("NotAcceptable", "It is not told in any of the formats that are accepted; they are listed."),
    409: Refused(
        "Conflict", "It is there already, or others rest on it, or the same request is at work.", "Retry-After"
    ),
    410: Refused("Gone", "It was deleted; `tombstone` says what is still said of it."),
    412: Refused(
        "PreconditionFailed",
        "Another version stands than the one that is named; `version` and `api_url` tell which and where.",
        blame={"header": "If-Match", "detail": "Version 13 stands now; look at it and send your change again."},
    ),
    413: Refused("TooLarge", "The body is larger than what is read at once."),
    414: Refused("AddressTooLong", "The address is longer than the server in front reads, which says so itself."),
    415: Refused("UnsupportedMediaType", "The media type is not read here; those that are read are named."),
    422: Refused(
        "Unprocessable",
        "The content is not in order: every problem, each with its place in what was sent (RFC 6901).",
        blame={"pointer": "/names/0/type", "detail": "“authorised” is not a term of “name-type”; near: authorized."},
    ),
    428: Refused(
        "PreconditionRequired",
        "The version that is changed must be named.",
        blame={"header": "If-Match", "detail": "Say which version you change: send its ETag in the header If-Match."},
    ),
    429: Refused(
        "TooManyRequests", "Too many requests; Retry-After says when the next one is let through.", "Retry-After"
    ),
    503: Refused("Unavailable", "It cannot be answered now; the sentence says what its keeper must do."),
}


def response_components() -> dict[str, Schema]:
    """The answers that many addresses share."""
    shared = {each.name: each.shown(status, HTTPStatus(status).phrase) for status, each in REFUSED.items()}
    # By the server in front, in a form of its own.
    shared["AddressTooLong"] = {"description": REFUSED[414].description}
    moved: Schema = {"description": "The entry has another slug now.", "headers": headers("Location")}
    unchanged: Schema = {"description": "The client's copy is still good.", "headers": headers("ETag", "Last-Modified")}
    return {**shared, "Moved": moved, "NotModified": unchanged}


def refusal(status: int) -> Schema:
    """A pointer to one of them."""
    name = {301: "Moved", 304: "NotModified"}.get(status) or REFUSED[status].name
    return {"$ref": f"#/components/responses/{name}"}
