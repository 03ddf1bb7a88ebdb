"""The notes at the foot of a page, and the sources behind them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from catalogue.citations import format_reference
from catalogue.citations.loading import load_sources
from catalogue.citations.note_marks import Marks, Place
from catalogue.documents import Document
from catalogue.models import Source
from catalogue.web.words import language_in_force, say


@dataclass(frozen=True, slots=True)
class Note:
    """One numbered note: where it says so, in which words, and where on the page it was called."""

    number: int
    text: str
    url: str
    source_url: str
    source_title: str
    quotation: str
    translation: str
    remark: str
    archive_url: str
    accessed: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One of the sources of a page, with the numbers of the notes that cite it."""

    reference: str
    url: str
    citekey: str
    numbers: tuple[int, ...]


def read_notes(document: Document, marks: Marks) -> list[Note]:
    """The notes of a document; the claims must have been read before, since they hand out the places."""
    return [_note(note, marks) for note in document["notes"]]


def _note(note: Document, marks: Marks) -> Note:
    source = note["source"]
    return Note(
        number=note["number"],
        text=note["text"],
        url=citation_address(note["citation"]),
        source_url=source_address(source["slug"]) if source else "",
        source_title=source["title"] if source else gettext("source not identified"),
        quotation=note["quotation"],
        translation=note["translation"],
        remark=note["note"],
        archive_url=note["archive_url"],
        accessed=say(note["accessed"]),
        places=marks.places(note["number"]),
    )


def source_address(slug: str) -> str:
    """The page of a source."""
    return reverse("web:source-detail", kwargs={"slug": slug})


def citation_address(uuid: str) -> str:
    """The page of a citation."""
    return reverse("web:citation", kwargs={"uuid": uuid})


def list_sources(notes: Iterable[Document]) -> list[SourceLine]:
    """Every source of the notes with its whole reference, in alphabetical order; three queries."""
    numbers: dict[str, list[int]] = {}
    for note in notes:
        for uuid in _sources_of(note):
            numbers.setdefault(uuid, []).append(note["number"])
    if not numbers:
        return []
    ids = list(Source.objects.filter(uuid__in=numbers).order_by("sort_key", "pk").values_list("pk", flat=True))
    known = load_sources(ids)
    return [
        SourceLine(
            reference=format_reference(known[key], language_in_force()),
            url=source_address(known[key].slug),
            citekey=known[key].citekey,
            numbers=tuple(numbers[known[key].uuid]),
        )
        for key in ids
    ]


def _sources_of(note: Document) -> list[str]:
    """The source of a note, and those in which it was read."""
    found: list[str] = []
    step: Document | None = note
    while step:
        if step["source"] and step["source"]["uuid"] not in found:
            found.append(step["source"]["uuid"])
        step = step["via"]
    return found
