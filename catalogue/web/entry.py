"""The page of one record, put together from its document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalogue.citations.note_marks import Marks
from catalogue.citations.prose import first_words
from catalogue.documents import PARTS, Document
from catalogue.models import Kind, Standing
from catalogue.web.bibliography import source_facts
from catalogue.web.claims import ClaimReader, object_of
from catalogue.web.facts import Fact, classification, head_facts, lifespan
from catalogue.web.groups import Group, group_claims
from catalogue.web.labels import Labels
from catalogue.web.notes import Note, SourceLine, list_sources, read_notes
from catalogue.web.rivals import load_rivals

MOST_TIES = 3
HEADINGS: dict[str, Promise | str] = {
    "names": _("Names"),
    "datings": _("Dates"),
    "attributes": _("What is known"),
    "narratives": _("Account"),
    "relations": _("Relations"),
}


@dataclass(frozen=True, slots=True)
class Section:
    """One list of claims under its heading."""

    key: str
    heading: str
    groups: Sequence[Group]


@dataclass(frozen=True, slots=True)
class Entry:
    """What the template of a record's page prints."""

    document: Document
    kind: str
    kind_label: str
    title: str
    lang: str
    dates: str
    classification: Sequence[str]
    facts: Sequence[Fact]
    description: str
    sections: Sequence[Section]
    notes: Sequence[Note]
    sources: Sequence[SourceLine]


def read_entry(document: Document) -> Entry:
    """The page of a document; three queries for the sources, two more where rivals stand in other records."""
    labels, marks = Labels(document), Marks(document["notes"])
    sections = _sections(ClaimReader(document, labels, marks))
    kind = Kind(document["kind"])
    facts = [*head_facts(document, labels), *(source_facts(document) if kind == Kind.SOURCE else ())]
    return Entry(
        document=document,
        kind=kind.value,
        kind_label=str(kind.label),
        title=document["title"],
        lang=document["text_language"] if kind == Kind.SOURCE else "",
        dates=lifespan(document, labels),
        classification=classification(document, labels),
        facts=facts,
        description=describe(document, labels),
        sections=sections,
        notes=read_notes(document, marks),
        sources=list_sources(document["notes"]),
    )


def _sections(reader: ClaimReader) -> list[Section]:
    document = reader.document
    disagreements = {known["uuid"]: known for known in document["disagreements"]}
    rivals = load_rivals(document)
    sections = []
    for part in PARTS:
        views = [reader.read(part.key, claim) for claim in document[part.key]]
        if views:
            groups = group_claims(views, disagreements, rivals, section=part.key)
            sections.append(Section(part.key, str(HEADINGS[part.key]), groups))
    return sections


def describe(document: Document, labels: Labels) -> str:
    """One line on the record: the beginning of its account, or what it is tied to."""
    if document["narratives"]:
        return first_words(document["narratives"][0]["text"])
    ties = [
        claim for claim in document["relations"] if claim["standing"] == Standing.PREFERRED and not claim["negated"]
    ]
    return "; ".join(f"{labels.relation(claim['type'])}: {object_of(claim).text}" for claim in ties[:MOST_TIES])
