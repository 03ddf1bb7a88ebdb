"""Lists of what is no record: a page as JSON, and the same or the whole list as a table or as lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from rest_framework.request import Request
from rest_framework.response import Response

from catalogue.api.formats import CSV, JSON, JSON_LD, PLAIN, Format
from catalogue.api.outgoing import BATCH, Linked, table_or_lines
from catalogue.api.pages import asks_page, links_around, list_body, page_of
from catalogue.api.reading import ReadingView, only, refuse_fields
from catalogue.documents import Document

Told = Callable[[list[Any]], Iterable[Document]]


class CollectionView(ReadingView):
    """A list that is read from one query."""

    formats: ClassVar[tuple[Format, ...]] = PLAIN
    columns: ClassVar[Sequence[str]] = ()
    """The keys that a table shows."""
    linked: ClassVar[Linked | None] = None
    """How it is told as linked data, where it is."""

    @staticmethod
    def flat(document: Document) -> Document:
        """A document as the cells of a table show it."""
        return document

    def answer(self, request: Request, rows: QuerySet[Any], told: Told, fields: Sequence[str] = ()) -> HttpResponseBase:
        """A page of the rows, or in a format for files all of them."""
        refuse_fields(self.shown, fields)
        if self.shown.whole and not asks_page(request):
            return self.as_file(request, _in_groups(rows, told), fields)
        page, where = page_of(request, rows)
        self.links = links_around(request, where)
        results = list(told(page))
        if self.shown is JSON:
            return Response(list_body(request, results, where))
        if self.linked and self.shown is JSON_LD:
            return self.linked.answer(request, results, self.file_name(request))
        return self.as_file(request, results, fields)

    def alone(self, request: Request, document: Document, fields: Sequence[str]) -> HttpResponseBase:
        """One of them."""
        refuse_fields(self.shown, fields)
        if self.linked and self.shown is JSON_LD:
            return self.linked.answer(request, document, self.file_name(request))
        document = only(document, fields)
        return Response(document) if self.shown is JSON else self.as_file(request, [document], fields)

    def as_file(self, request: Request, documents: Iterable[Document], fields: Sequence[str] = ()) -> HttpResponseBase:
        """Documents as a table or as lines."""
        columns = [key for key in self.columns if not fields or key in {"uuid", *fields}]
        shown = map(self.flat, documents) if self.shown is CSV else documents
        return table_or_lines(request, self.shown, columns, shown, self.file_name(request))

    def file_name(self, request: Request) -> str:
        """How the file is called: as the last words of its address."""
        return "-".join(request.path.removesuffix(f".{self.shown.suffix}").strip("/").split("/")[2:])


def _in_groups(rows: QuerySet[Any], told: Told) -> Iterator[Document]:
    """The documents of rows, which are read as they are needed."""
    stream = rows.iterator(chunk_size=BATCH)
    while group := list(islice(stream, BATCH)):
        yield from told(group)
