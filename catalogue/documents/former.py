"""Old contents as the public may see them today: what is hidden by now is hidden in them too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import models

from catalogue.citations import CitationFacts, CiteKey, SourceFacts, cite_of, cites_of_row, key_of, load_citations
from catalogue.citations.loading import load_sources
from catalogue.documents.audience import make_public
from catalogue.documents.bounds import record_bounds
from catalogue.documents.completing import completed
from catalogue.documents.envelope import add_envelopes
from catalogue.documents.lasting import claims_of, heirs_of, holders_of, last_contents, notes_of
from catalogue.documents.loading import RECORD_COLUMNS, Brief, Loaded
from catalogue.documents.narratives import with_present_marks
from catalogue.documents.shape import Document
from catalogue.models import Action, Citation, Disagreement, Record, Revision, Source, Status, Term
from catalogue.text import Cite, Mark, MarkError, print_cites, replace_marks


def public_versions(subject: UUID | str) -> models.QuerySet[Revision]:
    """The versions of a record that the public could read when they were saved, the last first."""
    return Revision.objects.applied().filter(subject=subject, public=True).exclude(action=Action.DELETED)


class FormerContents:
    """Old contents with what the catalogue knows today of all that they name; a fixed number of queries."""

    def __init__(self, contents: Iterable[Document]) -> None:
        self.contents = [completed(content) for content in contents if content.get("kind")]
        self.loaded = Loaded()
        self.name_neighbours()
        self.load_citations()
        self.drop_lost()
        self.by_uuid = {facts.uuid: facts for facts in self.loaded.citations.values()}

    def public(self) -> list[Document]:
        """The contents without what the public may not see today, in their order."""
        return [self.public_content(content) for content in self.contents]

    def public_content(self, content: Document) -> Document:
        """One of them."""
        for narrative in content["narratives"]:
            ties = [(self.by_uuid[each["citation"]["uuid"]].key, each["stance"]) for each in narrative["footnotes"]]
            narrative["text"] = with_present_marks(narrative["text"], ties)
        public = make_public(self.loaded, content)
        for narrative in public["narratives"]:
            shown = {self.by_uuid[note["citation"]["uuid"]].key for note in narrative["footnotes"]}
            narrative["text"] = without_hidden_marks(narrative["text"], shown)
        return public

    def name_neighbours(self) -> None:
        """Lets references name records as they are called now; one that is gone counts as not published."""
        holders = [held for content in self.contents for held in holders_of(content)]
        named = {holder[key]["uuid"] for holder, key in holders}
        briefs = briefs_of(named)
        heirs = heirs_of(named - briefs.keys())
        briefs |= briefs_of(set(heirs.values()) - briefs.keys())
        gone = {uuid for uuid in named if heirs.get(uuid, uuid) not in briefs}
        briefs |= {uuid: Brief(-at, uuid, "", "", "", "deleted") for at, uuid in enumerate(sorted(gone), 1)}
        for holder, key in holders:
            uuid = holder[key]["uuid"]
            holder[key] = briefs[heirs.get(uuid, uuid)].ref()
        self.loaded.briefs = {brief.id: brief for brief in briefs.values()}

    def load_citations(self) -> None:
        """The citations as they are now, and from the history or from their marks those that are gone."""
        marks = {
            note["citation"]["uuid"]: note["citation"].get("mark", "")
            for content in self.contents
            for note in notes_of(content)
        }
        ids = Citation.objects.filter(uuid__in=marks).values_list("pk", flat=True) if marks else ()
        self.loaded.citations = load_citations(ids)
        known = {facts.uuid for facts in self.loaded.citations.values()}
        lost = {uuid: mark for uuid, mark in marks.items() if uuid not in known}
        for at, facts in enumerate(lost_citations(lost), 1):
            self.loaded.citations[-at] = facts

    def drop_lost(self) -> None:
        """Leaves out what nothing is known of any more: footnotes, disagreements; and finds the schemes of values."""
        known = {facts.uuid for facts in self.loaded.citations.values()}
        claims = [claim for content in self.contents for claim in claims_of(content)]
        ties = {claim["disagreement"]["uuid"] for claim in claims if claim["disagreement"]}
        rows = Disagreement.objects.filter(uuid__in=ties).values_list("uuid", flat=True) if ties else ()
        there = {str(uuid) for uuid in rows}
        properties = {claim["property"] for claim in claims if claim.get("property")}
        schemes = dict(
            Term.objects.filter(scheme="property", slug__in=properties).values_list("slug", "value_scheme")
            if properties
            else ()
        )
        for claim in claims:
            claim["footnotes"] = [note for note in claim["footnotes"] if note["citation"]["uuid"] in known]
            if claim["disagreement"] and claim["disagreement"]["uuid"] not in there:
                claim["disagreement"] = None
            if "scheme" in claim:
                claim["scheme"] = schemes.get(claim["property"], "")


def former_document(revision: Revision, record: Record, *, language: str = "") -> Document:
    """The public document of an old version, with the notes and labels of today."""
    former = FormerContents([revision.content])
    (public,) = former.public()
    earliest, latest = record_bounds(public)
    row = {key: getattr(record, key) for key in RECORD_COLUMNS}
    row |= {"title": revision.title, "version": revision.version, "modified_at": revision.at}
    former.loaded.records[record.pk] = row | {"earliest": earliest, "latest": latest}
    document = add_envelopes(former.loaded, {record.pk: public}, full=False, language=language)[record.pk]
    # A former slug may be another record's by now: the old version lives below the present address.
    for key, above in (("page_url", f"/{record.kind}s/"), ("api_url", f"/api/v1/{record.kind}s/")):
        document[key] = f"{above}{record.slug}/?version={revision.version}"
    return document


def record_of(revision: Revision, slug: str) -> Record:
    """The row of a record that is no more, as this version of it was; it is in no table."""
    first = Revision.objects.applied().filter(subject=revision.subject).order_by("version").values_list("at").first()
    content = revision.content
    return Record(
        pk=0,
        uuid=revision.subject,
        kind=revision.kind,
        slug=slug,
        status=Status.PUBLISHED,
        language=content["language"],
        sort_title=content.get("sort_title", ""),
        created_at=first[0] if first else revision.at,
    )


def briefs_of(uuids: Iterable[str]) -> dict[str, Brief]:
    """What is shown of records where others name them, by UUID."""
    wanted = set(uuids)
    if not wanted:
        return {}
    rows = Record.objects.filter(uuid__in=wanted).values_list("id", "uuid", "kind", "slug", "title", "status")
    return {str(row[1]): Brief(row[0], str(row[1]), *row[2:]) for row in rows}


def lost_citations(marks: dict[str, str]) -> list[CitationFacts]:
    """Citations that were deleted, as the history or, failing that, their marks know them."""
    if not marks:
        return []
    contents = last_contents(marks)
    cites = {uuid: cite for uuid, mark in marks.items() if uuid not in contents and (cite := cite_in(mark))}
    uuids = [content["source"]["uuid"] for content in contents.values() if content.get("source")]
    sources = sources_of(uuids, [cite.key for cite in cites.values()])
    found = [
        facts_of(uuid, content, sources[content["source"]["uuid"]])
        for uuid, content in contents.items()
        if content.get("source") and content["source"]["uuid"] in sources
    ]
    # One that was read in another is known by the history alone: its mark does not say where that stands now.
    return found + [
        facts_of(uuid, {"label": cite.label, "locator": cite.locator}, sources[cite.key])
        for uuid, cite in cites.items()
        if cite.key in sources and cite.via is None
    ]


def facts_of(uuid: str, content: Document, source: SourceFacts) -> CitationFacts:
    """A citation that is gone, in the form of those that are there."""
    label, locator, *words = (
        str(content.get(key) or "")
        for key in ("label", "locator", "quotation", "translation", "archive_url", "accessed", "note", "internal_note")
    )
    quotation, translation, archive_url, accessed, note, internal = words
    return CitationFacts(
        0, uuid, label, locator, quotation, translation, archive_url, accessed, note, internal, 0, source
    )


def sources_of(uuids: Sequence[str], citekeys: Sequence[str]) -> dict[str, SourceFacts]:
    """What references to sources are made of, by UUID and by citekey."""
    rows = [*Source.objects.filter(uuid__in=uuids), *Source.objects.filter(citekey__in=citekeys)]
    facts = load_sources(row.pk for row in rows).values()
    return {each.uuid: each for each in facts} | {each.citekey: each for each in facts}


def cite_in(mark: str) -> Cite | None:
    """The one cite of a mark, if it can be read."""
    try:
        cites = cites_of_row(mark) if mark else ()
    except MarkError:
        return None
    return cites[0] if len(cites) == 1 else None


def without_hidden_marks(text: str, shown: set[CiteKey]) -> str:
    """The text without the cites of places that its reader may not see."""
    if "@" not in text:
        return text

    def open_ones(mark: Mark) -> str:
        kept = [cite for cite in mark.cites if key_of(cite) in shown]
        if len(kept) == len(mark.cites):
            return text[mark.start : mark.end]
        return print_cites([cite_of(key_of(cite), cite.stance) for cite in kept]) if kept else ""

    try:
        return replace_marks(text, open_ones)
    except MarkError:
        return text
