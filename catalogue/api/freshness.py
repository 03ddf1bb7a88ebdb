"""Whether a client's copy is still good, told before the answer is made."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from time import time

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import get_language
from rest_framework.request import Request

from catalogue.api.finding import Entry
from catalogue.api.formats import JSON, Format
from catalogue.documents import FORM, Document
from catalogue.search.statements import run

PUBLIC = "public, no-cache"
"""A proxy may keep the answer; it asks before it gives it away, which costs next to nothing."""
PRIVATE = "private, no-store"

# Of the feed, the last change before which none can come any more, and how many after it are seen already: the pair is
# another whenever a change was committed, also when a transaction ends that began before others which ended earlier.
_CHANGES = """
WITH settled AS MATERIALIZED (SELECT catalogue_settled_before() AS before)
SELECT coalesce((
    SELECT transaction || '.' || id FROM catalogue_change WHERE transaction < (SELECT before FROM settled)
    ORDER BY transaction DESC, id DESC LIMIT 1
), '') || '/' || (SELECT count(*) FROM catalogue_change WHERE transaction >= (SELECT before FROM settled))
"""
# Of the vocabulary, which versions of which rows there are: a row that is changed is another version at another place.
_WORDS = """
(SELECT count(*) || '.' || coalesce(sum(hashtextextended(xmin::text || ctid::text, 0)), 0) FROM catalogue_term)
|| '/' ||
(SELECT count(*) || '.' || coalesce(sum(hashtextextended(xmin::text || ctid::text, 0)), 0) FROM catalogue_relationtype)
"""
STAMPS = {"records": f"{_CHANGES} || ' ' || {_WORDS}", "vocabulary": f"SELECT {_WORDS}"}
"""What an answer is made of, and the question whose answer is another whenever that has changed."""


class Unchanged(Exception):
    """The client's copy is still good."""

    def __init__(self, response: HttpResponseBase) -> None:
        super().__init__()
        self.response = response


@dataclass(frozen=True, slots=True)
class Tag:
    """By what a client knows its copy again: a tag, and the time of the change if that alone tells the truth."""

    etag: str
    modified: int | None = None

    def mark(self, response: HttpResponseBase) -> None:
        """Writes it into the headers of an answer."""
        response["ETag"] = self.etag
        response.headers.setdefault("Cache-Control", PUBLIC)
        if self.modified is not None:
            response["Last-Modified"] = http_date(self.modified)

    def refuse_copy(self, request: Request) -> None:
        """Raises Unchanged if the client has this already."""
        asked = request._request
        if "HTTP_IF_NONE_MATCH" not in asked.META and "HTTP_IF_MODIFIED_SINCE" not in asked.META:
            return
        response = HttpResponse()
        self.mark(response)
        answer = get_conditional_response(asked, etag=self.etag, last_modified=self.modified, response=response)
        if answer is not None and answer.status_code == 304:
            raise Unchanged(answer)


def tag_of_document(
    version: int, ripple: int, modified_at: datetime, shown: Format, wanted: Sequence[Sequence[str]] = ()
) -> Tag:
    """`version.ripple.representation`: the save, the neighbours' changes, and the form, keys and neighbours asked for.

    Neighbours may change without it: with them the tag holds while nothing in the catalogue has changed.
    """
    fields, include = wanted or ((), ())
    parts = [shown.suffix]
    if shown.whole:  # labels stand in the language of the request, and the columns are those of the vocabulary
        parts += [_language(), *([stamp_of("records")] if shown.suffix == "csv" else [])]
    if fields or include:
        parts += [",".join(sorted(fields)), *include, *([stamp_of("records")] if include else [])]
    said = parts[0] if len(parts) == 1 else sha256("\n".join(parts).encode()).hexdigest()[:8]
    # A neighbour's change does not move the record's own time: then only the tag tells the truth.
    plain = shown is JSON and not ripple and not include
    return Tag(f'"{version}.{ripple}.{said}"', _whole_second(modified_at) if plain else None)


def tag_of_entry(entry: Entry, shown: Format, fields: Sequence[str], include: Sequence[str]) -> Tag:
    """The tag of a document that stands ready, and need not be read to know it."""
    moment = entry.modified_at or datetime.now(UTC)
    return tag_of_document(entry.version, entry.ripple, moment, shown, (fields, include))


def tag_of_read(document: Document, shown: Format, fields: Sequence[str], include: Sequence[str]) -> Tag:
    """The tag of a document that was read."""
    modified = datetime.fromisoformat(document["modified_at"])
    return tag_of_document(document["version"], document["ripple"], modified, shown, (fields, include))


def _whole_second(moment: datetime) -> int | None:
    """The second by whose end the record had changed; None while it lasts, for it may change once more in it."""
    second = math.ceil(moment.timestamp())
    return second if second <= time() else None


def stamp_of(depends: str) -> str:
    """The present state of what answers are made of; one query."""
    ((stamp,),) = run(STAMPS[depends])
    return str(stamp)


def tag_of_state(request: HttpRequest | Request, depends: str, shown: Format) -> Tag:
    """The tag of what depends on the whole catalogue or on its vocabulary; one query.

    The answer is made after the stamp was taken: what is committed between is told once more, never missed.
    """
    return _weak(stamp_of(depends), str(FORM), shown.suffix, _language(), request.build_absolute_uri())


def tag_of_content(content: bytes, shown: Format) -> Tag:
    """The tag of an answer that had to be made before it could be told."""
    return _weak(shown.suffix, sha256(content).hexdigest())


def _weak(*parts: str) -> Tag:
    return Tag(f'W/"{sha256(chr(10).join(parts).encode()).hexdigest()[:24]}"')


def _language() -> str:
    return (get_language() or "en")[:2]
