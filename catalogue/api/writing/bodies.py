"""What is sent: of a known media type, not too large, well-formed, and of characters that can be kept."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from json import JSONDecodeError
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.request import Request

from catalogue.api.problems import Refusal
from catalogue.documents.resolving import is_storable

JSON = "application/json"
MERGE_PATCH = "application/merge-patch+json"
NDJSON = "application/x-ndjson"
DEEPEST = 12
LONGEST_NUMBER = 40
Parsed = dict[str, Any]


def parse_object(text: str) -> Parsed:
    """The object that was sent."""
    found = parse(text)
    if not isinstance(found, dict):
        raise Refusal(400, _("An object is expected: {…}."))
    return found


def read_text(request: Request, types: Collection[str]) -> str:
    """The body as text."""
    sent = media_type(request)
    if sent not in types:
        message = _("“%(sent)s” is not read here; send %(known)s.")
        # RFC 5789 and RFC 9110: what would be read is said in headers too.
        names = ", ".join(types)
        header = "Accept-Patch" if request.method == "PATCH" else "Accept"
        raise Refusal(415, message % {"sent": sent[:80], "known": names}, headers={header: names})
    if request.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        raise Refusal(
            415, _("A compressed body is not read; send it as it is."), headers={"Accept-Encoding": "identity"}
        )
    try:
        return read_bytes(request).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal(400, _("The body is not UTF-8: byte %(place)d.") % {"place": error.start}) from error


def media_type(request: Request) -> str:
    """The media type of the body without its parameters."""
    return str(request.META.get("CONTENT_TYPE") or "").partition(";")[0].strip().lower()


def read_bytes(request: Request) -> bytes:
    """The body, never more of it than is allowed."""
    most: int = settings.API_BODY_LIMIT
    length = str(request.META.get("CONTENT_LENGTH") or "0")
    body = b""
    if not (length.isdecimal() and int(length[:18]) > most):
        body = request._request.read(most + 1)
    if not length.isdecimal() or int(length[:18]) > most or len(body) > most:
        raise Refusal(413, _("The body is larger than the %(most)d bytes that are read at once.") % {"most": most})
    return body


def parse(text: str, line: int = 0) -> Any:
    """The value of a JSON text; what JSON forbids and what cannot be kept is refused with its place."""
    try:
        found = json.loads(
            text,
            parse_constant=refuse_constant,
            parse_int=read_int,
            parse_float=read_float,
            object_pairs_hook=refuse_doubles,
        )
    except JSONDecodeError as error:
        message = _("This is not JSON: line %(line)d, column %(column)d.")
        raise Refusal(400, message % {"line": line or error.lineno, "column": error.colno}) from error
    except RecursionError as error:
        raise Refusal(400, _("The body is nested too deeply.")) from error
    refuse_unstorable(found)
    return found


def refuse_constant(word: str) -> Any:
    """NaN and the infinities, which JSON does not have."""
    raise Refusal(400, _("“%(word)s” is not JSON.") % {"word": word})


def read_int(digits: str) -> int:
    """A whole number of sensible length."""
    if len(digits) > LONGEST_NUMBER:
        raise Refusal(400, _("A number has more digits than can be kept."))
    return int(digits)


def read_float(digits: str) -> float:
    """A number of sensible length and size."""
    found = float(digits)
    if len(digits) > LONGEST_NUMBER or found in (float("inf"), float("-inf")):
        raise Refusal(400, _("A number has more digits than can be kept."))
    return found


def refuse_doubles(pairs: list[tuple[str, Any]]) -> Parsed:
    """An object; one in which a key stands twice means nothing certain."""
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _value in pairs]
        double = next(key for key in keys if keys.count(key) > 1)
        raise Refusal(400, _("The key “%(key)s” stands twice in one object.") % {"key": shown(double)})
    return found


def refuse_unstorable(found: Any) -> None:
    """Refuses depth without end, null characters and halves of characters, wherever they stand."""
    errors = []
    # What is too deep is told before what lies below it is looked at.
    for pointer, depth, text in walk(found):
        if depth > DEEPEST:
            raise Refusal(400, _("The body is nested too deeply."))
        if not is_storable(text):
            errors.append({"pointer": shown(pointer), "detail": _("holds a null character or half a character.")})
    if errors:
        raise Refusal(422, _("The body holds characters that cannot be kept."), errors=errors[:100])


def walk(found: Any) -> Iterator[tuple[str, int, str]]:
    """Every key and text of a value with its place and depth."""
    waiting: list[tuple[str, int, Any]] = [("", 0, found)]
    while waiting:
        pointer, depth, value = waiting.pop()
        if isinstance(value, str):
            yield pointer, depth, value
        elif isinstance(value, dict):
            yield pointer, depth, ""
            for key, each in value.items():
                below = f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}"
                if not is_storable(key):
                    yield below, depth, key
                else:
                    waiting.append((below, depth + 1, each))
        elif isinstance(value, list):
            yield pointer, depth, ""
            waiting.extend((f"{pointer}/{place}", depth + 1, each) for place, each in enumerate(value))


def shown(text: str, most: int = 200) -> str:
    """A text that was sent, as it can be told back."""
    sign = "\N{REPLACEMENT CHARACTER}"
    return "".join(sign if not is_storable(each) else each for each in text[:most])
