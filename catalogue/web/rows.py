"""The lines of a list: title, dates, what sort of thing it is, and a line on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join

from catalogue.documents import Document, build_documents, ready_documents
from catalogue.models import Creator, Kind
from catalogue.search import Snippet
from catalogue.web.entry import describe
from catalogue.web.facts import classification, lifespan
from catalogue.web.kinds import address_of
from catalogue.web.labels import Labels


@dataclass(frozen=True, slots=True)
class Row:
    """One record of a list."""

    uuid: str
    title: str
    lang: str
    url: str
    kind_label: str
    dates: str
    facts: Sequence[str]
    description: str
    snippets: str
    draft: bool


def read_rows(
    record_ids: Sequence[int], *, drafts: bool, snippets: Mapping[int, Sequence[Snippet]] | None = None
) -> list[Row]:
    """The records in the order given, with the words that matched; more than a query only for drafts and stale ones."""
    documents = ready_documents(record_ids)
    rest = [key for key in record_ids if key not in documents]
    if rest and drafts:
        documents |= build_documents(rest, full=True)
    matched = snippets or {}
    return [_row(documents[key], matched.get(key, ())) for key in record_ids if key in documents]


def _row(document: Document, snippets: Sequence[Snippet]) -> Row:
    labels = Labels(document)
    is_source = document["kind"] == Kind.SOURCE
    return Row(
        uuid=document["uuid"],
        title=document["title"],
        lang=document["text_language"] if is_source else "",
        url=address_of(document),
        kind_label=str(Kind(document["kind"]).label),
        dates=lifespan(document, labels),
        facts=_responsibility(document) if is_source else classification(document, labels),
        # What matched says more of a hit than how the entry begins.
        description="" if snippets else _line_on(document, labels),
        snippets=format_html_join("", _SNIPPET, (_snippet(each) for each in snippets)),
        draft=document["status"] != "published",
    )


def _responsibility(source: Document) -> list[str]:
    """Who made the source, named as on a spine."""
    made = [one for one in source["creators"] if one["role"] == Creator.Role.AUTHOR] or source["creators"]
    names = [one["literal"] or one["family"] or (one["record"] or {}).get("title", "") for one in made]
    return [", ".join(names)] if names else []


def _line_on(document: Document, labels: Labels) -> str:
    return str(document["container"]) if document["kind"] == Kind.SOURCE else describe(document, labels)


_SNIPPET = '<p class="row-snippet"><span class="label">{}:</span> <span{}>{}</span></p>'


def _snippet(snippet: Snippet) -> tuple[str, str, str]:
    """What matched, its language, and its words with the matches marked."""
    lang = format_html(' lang="{}"', snippet.lang) if snippet.lang else ""
    pieces = (format_html("<mark>{}</mark>" if matched else "{}", text) for text, matched in snippet.pieces)
    return snippet.label, lang, format_html_join("", "{}", ((piece,) for piece in pieces))
