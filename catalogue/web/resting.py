"""What rests on a source: every claim that cites it, under the record that makes the claim."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.utils.translation import pgettext

from catalogue.citations.note_marks import STANCES
from catalogue.citations.prose import sentences_citing
from catalogue.documents import PARTS, Document, ready_documents
from catalogue.models import CLAIM_FIELDS, Citation, Footnote, Record, Stance, Status
from catalogue.text import print_locus
from catalogue.web.claims import ClaimView
from catalogue.web.kinds import address_of
from catalogue.web.notes import citation_address
from catalogue.web.rivals import reader_elsewhere
from catalogue.web.words import language_in_force

PER_PAGE = 15


@dataclass(frozen=True, slots=True)
class Resting:
    """One claim that cites the source: what it says, where it stands, and what the source does to it."""

    url: str
    label: str
    claim: ClaimView | None
    sentences: str
    places: tuple[CitedPlace, ...]


@dataclass(frozen=True, slots=True)
class CitedPlace:
    """A place in the source that the claim cites, with the stance where it does not support it."""

    stance: str
    stance_words: str
    locus: str
    url: str


@dataclass(frozen=True, slots=True)
class RestingRecord:
    """A record with its claims that cite the source."""

    title: str
    url: str
    kind: str
    claims: tuple[Resting, ...]


def citations_of(source_id: int) -> QuerySet[Citation]:
    """The places cited in a source, at first hand or read there."""
    return Citation.objects.filter(Q(source=source_id) | Q(via__source=source_id))


def resting_on(citations: QuerySet[Citation], *, page: int) -> tuple[list[RestingRecord], Page[Record]]:
    """The records whose claims cite these places, a page of them; five queries, or seven."""
    cited = {str(uuid) for uuid in citations.values_list("uuid", flat=True)}
    found = Paginator(records_citing(citations), PER_PAGE).get_page(page)
    documents = ready_documents([record.pk for record in found.object_list])
    return [_record(document, cited) for document in documents.values()], found


def records_citing(citations: QuerySet[Citation]) -> QuerySet[Record]:
    """The published records with a claim that cites one of these places, in order."""
    citing = Q()
    footnotes = Footnote.objects.filter(citation__in=citations.values("pk"))
    for claim in CLAIM_FIELDS:
        rows = footnotes.filter(**{f"{claim}__isnull": False})
        citing |= Q(pk__in=rows.values(f"{claim}__record"))
    return Record.objects.filter(citing, status=Status.PUBLISHED).only("pk").order_by("sort_key", "pk")


def _record(document: Document, cited: set[str]) -> RestingRecord:
    url = address_of(document)
    return RestingRecord(document["title"], url, document["kind"], tuple(_claims(document, cited, url)))


def _claims(document: Document, cited: set[str], url: str) -> Iterator[Resting]:
    reader = reader_elsewhere(document)
    loci = {note["citation"]: _locus(note) for note in document["notes"]}
    for part in PARTS:
        for claim in document[part.key]:
            footnotes = [note for note in claim["footnotes"] if note["citation"]["uuid"] in cited]
            if not footnotes:
                continue
            is_prose = part.key == "narratives"
            marks = {note["citation"]["mark"] for note in footnotes}
            yield Resting(
                url=f"{url}#claim-{claim['uuid']}",
                label=reader.label(part.key, claim),
                claim=None if is_prose else reader.read(part.key, claim),
                sentences=" […] ".join(sentences_citing(claim["text"], marks)) if is_prose else "",
                places=tuple(_place(footnote, loci) for footnote in footnotes),
            )


def _place(footnote: Document, loci: Mapping[str, str]) -> CitedPlace:
    stance, uuid = footnote["stance"], footnote["citation"]["uuid"]
    words = "" if stance == Stance.SUPPORTS else str(STANCES[stance])
    return CitedPlace(
        stance, words, loci.get(uuid) or pgettext("no place in the source is named", "whole"), citation_address(uuid)
    )


def _locus(note: Document) -> str:
    """The place in words; for a source read in another, the whole note."""
    if note["via"]:
        return str(note["text"])
    return print_locus(note["label"], note["locator"], language=language_in_force())
