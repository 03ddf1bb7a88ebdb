"""The lines of a list: title, dates, what sort of thing it is, and a line on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.documents import Document, build_documents, ready_documents
from catalogue.models import Creator, Kind
from catalogue.web.entry import describe
from catalogue.web.facts import classification, lifespan
from catalogue.web.kinds import address_of
from catalogue.web.labels import Labels


@dataclass(frozen=True, slots=True)
class Row:
    """One record of a list."""

    title: str
    lang: str
    url: str
    kind_label: str
    dates: str
    facts: Sequence[str]
    description: str
    draft: bool


def read_rows(record_ids: Sequence[int], *, drafts: bool) -> list[Row]:
    """The records in the order given; three queries, and more only where cataloguers look at drafts."""
    documents = ready_documents(record_ids)
    rest = [key for key in record_ids if key not in documents]
    if rest and drafts:
        documents |= build_documents(rest, full=True)
    return [_row(documents[key]) for key in record_ids if key in documents]


def _row(document: Document) -> Row:
    labels = Labels(document)
    is_source = document["kind"] == Kind.SOURCE
    return Row(
        title=document["title"],
        lang=document["text_language"] if is_source else "",
        url=address_of(document),
        kind_label=str(Kind(document["kind"]).label),
        dates=lifespan(document, labels),
        facts=_responsibility(document) if is_source else classification(document, labels),
        description=document["container"] if is_source else describe(document, labels),
        draft=document["status"] != "published",
    )


def _responsibility(source: Document) -> list[str]:
    """Who made the source, named as on a spine."""
    made = [one for one in source["creators"] if one["role"] == Creator.Role.AUTHOR] or source["creators"]
    names = [one["literal"] or one["family"] or (one["record"] or {}).get("title", "") for one in made]
    return [", ".join(names)] if names else []
