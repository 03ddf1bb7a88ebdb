"""`include`: the documents of neighbours beside those that were asked for, so that one answer says it all."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from catalogue.api.reading import only
from catalogue.api.rendering import Texts
from catalogue.documents import PARTS, Document, ready_documents, ready_texts
from catalogue.models import Record
from catalogue.search import FilterError, ParameterProblem

MOST_INCLUDED = 500
ENDS = ("object", "context", "attributed_to")


def related(document: Document) -> Iterator[str]:
    """The uuids of the records that a document names: in its claims, as its parent and as its creators."""
    claims = (claim for part in PARTS for claim in document[part.key])
    named = [claim.get(end) for claim in claims for end in ENDS]
    named += [document.get("parent"), *(creator["record"] for creator in document.get("creators", ()))]
    return (str(reference["uuid"]) for reference in named if reference)


def sources(document: Document) -> Iterator[str]:
    """The uuids of the sources that the notes of a document cite, themselves or as quoted in others."""
    for note in document["notes"]:
        step: Document | None = note
        while step:
            if step["source"]:
                yield str(step["source"]["uuid"])
            step = step["via"]


NEIGHBOURS = {"related": related, "sources": sources}


def read_include(parameters: QueryDict) -> tuple[str, ...]:
    """The neighbours that are wanted."""
    typed = ",".join(parameters.getlist("include"))
    wanted = dict.fromkeys(name.strip() for name in typed.split(",") if name.strip())
    for name in wanted:
        if name not in NEIGHBOURS:
            message = _("“%(value)s” is not known; known: %(known)s.")
            known = ", ".join(NEIGHBOURS)
            raise FilterError([ParameterProblem("include", message % {"value": name[:80], "known": known})])
    return tuple(wanted)


def included(documents: Sequence[Document], wanted: Sequence[str], fields: Sequence[str]) -> dict[str, Any]:
    """What an answer says beside these documents: each neighbour once, none that is among them; two queries."""
    if not wanted:
        return {}
    uuids = dict.fromkeys(uuid for name in wanted for document in documents for uuid in NEIGHBOURS[name](document))
    for document in documents:
        uuids.pop(document["uuid"], None)
    known = {str(uuid): key for uuid, key in _published(uuids)}
    keys = [known[uuid] for uuid in uuids if uuid in known]
    return {"included": _bodies(keys[:MOST_INCLUDED], fields), "included_truncated": len(keys) > MOST_INCLUDED}


def _published(uuids: Iterable[str]) -> Any:
    return Record.objects.published().filter(uuid__in=list(uuids)).order_by().values_list("uuid", "pk")


def _bodies(keys: list[int], fields: Sequence[str]) -> Texts | list[Document]:
    if not fields:
        return Texts(ready_texts(keys).values())
    return [only(document, fields) for document in ready_documents(keys).values()]


def parsed(texts: Iterable[str]) -> list[Document]:
    """The documents that stored texts say."""
    return [json.loads(text) for text in texts]
