"""Answers in other formats than JSON: documents as lines, tables, linked data, references and finding aids."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any, NamedTuple, TypeVar

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.text import get_valid_filename
from django.utils.translation import get_language, override
from rest_framework.request import Request

from catalogue.api import formats
from catalogue.api.formats import Format
from catalogue.api.reading import only
from catalogue.documents import Document, ready_documents, ready_texts
from catalogue.exports.eac import eac_cpf
from catalogue.exports.linked import as_json_ld, graph_of, in_context
from catalogue.exports.references import bibtex, csl_json, ris
from catalogue.exports.site import Site, this_site
from catalogue.exports.tables import csv_lines, flat_lines

Answer = TypeVar("Answer", bound=HttpResponseBase)
BATCH = 200
"""Documents that are in memory at a time."""
REFERENCES: dict[Format, Callable[..., str]] = {
    formats.BIBTEX: bibtex,
    formats.RIS: ris,
    formats.CSL_JSON: csl_json,
}


class Linked(NamedTuple):
    """How what is no record is told as linked data: the context, and the node that a document makes."""

    context: Mapping[str, Any]
    node: Callable[[Document, Site], Document]

    def answer(self, request: Request, told: Document | list[Document], name: str) -> HttpResponse:
        """One document as a node, or several as a graph."""
        site = asked_site(request)
        nodes = self.node(told, site) if isinstance(told, dict) else [self.node(each, site) for each in told]
        body = json.dumps(in_context(self.context, nodes), ensure_ascii=False)
        return attached(formats.JSON_LD, body, name)


def asked_site(request: Request) -> Site:
    """The site under the address at which it was asked."""
    return this_site(request.build_absolute_uri("/")[:-1])


def in_batches(keys: Iterable[int]) -> Iterator[list[int]]:
    """Keys in groups, taken as they are needed."""
    stream = iter(keys)
    while group := list(islice(stream, BATCH)):
        yield group


def streamed_documents(keys: Iterable[int]) -> Iterator[Document]:
    """The public documents of records, as they are stored."""
    for group in in_batches(keys):
        yield from ready_documents(group).values()


def record_lines(keys: Iterable[int], fields: Sequence[str]) -> Iterator[str]:
    """The public documents of records as lines; their stored texts unless only some keys are wanted."""
    for group in in_batches(keys):
        if fields:
            yield from (line(only(each, fields)) for each in ready_documents(group).values())
        else:
            yield from (f"{text}\n" for text in ready_texts(group).values())


def line(document: Any) -> str:
    """One document as a line."""
    return f"{json.dumps(document, ensure_ascii=False)}\n"


def told(
    request: Request, shown: Format, kind: str | None, documents: Iterable[Document], name: str
) -> HttpResponseBase:
    """Documents in a format that is not JSON; a table as it grows, the others whole."""
    site = asked_site(request)
    if shown is formats.CSV:
        return streamed(request, shown, csv_lines(kind, documents, site=site), name)
    if shown is formats.NDJSON:
        return streamed(request, shown, map(line, documents), name)
    listed = list(documents)
    if shown is formats.JSON_LD:
        return attached(shown, json.dumps(graph_of(listed, site=site), ensure_ascii=False), name)
    return attached(shown, REFERENCES[shown](listed, site=site), name)


def told_alone(request: Request, shown: Format, document: Document) -> HttpResponseBase:
    """One document in a format that is not JSON."""
    name = f"{document['kind']}-{document['slug']}"
    if shown is formats.JSON_LD:
        body = as_json_ld(document, site=asked_site(request))
        return attached(shown, json.dumps(body, ensure_ascii=False), name)
    if shown is formats.EAC_XML:
        return attached(shown, eac_cpf(document, site=asked_site(request)), name)
    return told(request, shown, document["kind"], [document], name)


def table_or_lines(
    request: Request, shown: Format, keys: Sequence[str], documents: Iterable[Document], name: str
) -> HttpResponseBase:
    """What is no record, as a table with these columns or as lines."""
    lines = flat_lines(keys, documents) if shown is formats.CSV else map(line, documents)
    return streamed(request, shown, lines, name)


def streamed(request: Request, shown: Format, lines: Iterable[str], name: str) -> HttpResponseBase:
    """Lines as they are made; the first one now, so that a mistake in the question is still a refusal."""
    stream = iter(lines)
    first = list(islice(stream, 1)) if request.method != "HEAD" else []
    rest = _in_language(stream) if request.method != "HEAD" else iter(())
    response = StreamingHttpResponse(chain(first, rest), content_type=shown.content_type)
    return _named(response, shown, name)


def _in_language(lines: Iterator[str]) -> Iterator[str]:
    """Lines in the language in which they were asked, which the server forgets when the headers are sent."""
    language = get_language()

    def spoken() -> Iterator[str]:
        while True:
            with override(language):
                group = "".join(islice(lines, BATCH))
            if not group:
                return
            yield group

    return spoken()


def attached(shown: Format, body: str | bytes, name: str) -> HttpResponse:
    """A whole answer."""
    return _named(HttpResponse(body, content_type=shown.content_type), shown, name)


def _named(response: Answer, shown: Format, name: str) -> Answer:
    """A file that is kept has a name; what a browser can show stays in it."""
    kept = "inline" if shown in (formats.JSON_LD, formats.EAC_XML, formats.CSL_JSON) else "attachment"
    response["Content-Disposition"] = f'{kept}; filename="{get_valid_filename(name)}.{shown.suffix}"'
    return response
