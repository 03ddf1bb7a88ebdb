"""Old contents made ready to be written again: merges are followed, citations that are gone are made anew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import uuid4

from django.db.models import Q, QuerySet

from catalogue.citations import CitationFacts, CiteKey, cites_of_row, key_of, load_citations
from catalogue.curation.citing import save_citations, save_disagreements
from catalogue.curation.drafts import Draft, User
from catalogue.documents import Document, completed
from catalogue.documents.lasting import (
    claims_of,
    follow_merges,
    heirs_of,
    last_contents,
    notes_of,
)
from catalogue.documents.narratives import with_present_marks
from catalogue.documents.resolving import Named, Resolver, lock_records
from catalogue.models import CLAIM_FIELDS, Citation, Disagreement, Footnote, Kind, Record, Revision, Source
from catalogue.text import UNIDENTIFIED, MarkError


@dataclass(frozen=True, slots=True)
class Recall:
    """Whose name the rows bear that are made so that an old content can be written."""

    user: User = None
    reason: str = ""

    def hold(self, former: Document, record_id: int) -> None:
        """Takes the record and all that its old content names, in the order in which every save takes them."""
        named = Named()
        named.add_document(former)
        lock_records(Resolver(named).record_ids(), own=[record_id] if record_id else [])

    def content(self, former: Document, *, slug: str = "", citekey: str = "") -> Document:
        """The old content with what it names as it can be named now; slug and citekey stand in for taken ones."""
        content = completed(former)
        follow_merges(content)
        self.bring_back_citations(content)
        self.bring_back_disagreements(content)
        renew_marks(content)
        part_from_others(content)
        give_way(content, slug=slug, citekey=citekey)
        return content

    def bring_back_citations(self, content: Document) -> None:
        """Makes citations that were deleted anew, under their UUIDs; one whose place another has taken gives way."""
        notes = list(notes_of(content))
        missing = missing_of({note["citation"]["uuid"]: note["citation"].get("mark", "") for note in notes})
        wanted = self.lost_citations(missing)
        taken = places_taken(wanted)
        for note in notes:
            uuid = note["citation"]["uuid"]
            note["citation"] = {**note["citation"], "uuid": taken.get(uuid, uuid)}
        self.save_citations([each for each in wanted if each["uuid"] not in taken], taken)

    def lost_citations(self, missing: dict[str, str]) -> list[Document]:
        """The contents of citations that are gone, as far as they are known, with those in which they were read."""
        known = last_contents(missing)
        for uuid, mark in missing.items():
            if uuid not in known and (made := content_of_mark(uuid, mark)):
                known[uuid] = made
        heirs = heirs_of(content["source"]["uuid"] for content in known.values() if content.get("source"))
        for content in known.values():
            if content.get("source") and (heir := heirs.get(content["source"]["uuid"])):
                content["source"] = {"uuid": heir}
        above = {content["via"]["uuid"]: "" for content in known.values() if content.get("via")}
        further = missing_of({uuid: "" for uuid in above if uuid not in known})
        found = [content | {"uuid": uuid} for uuid, content in known.items()]
        return [*(self.lost_citations(further) if further else ()), *found]

    def save_citations(self, wanted: list[Document], taken: dict[str, str]) -> None:
        """Writes citations anew, as far as their sources are still there."""
        for each in wanted:
            if each.get("via"):
                each["via"] = {"uuid": taken.get(each["via"]["uuid"], each["via"]["uuid"])}
        sources = {each["source"]["uuid"] for each in wanted if each.get("source")}
        there = {str(uuid) for uuid in Record.objects.filter(uuid__in=sources).values_list("uuid", flat=True)}
        wanted = [each for each in wanted if not each.get("source") or each["source"]["uuid"] in there]
        if wanted:
            save_citations([Draft(each) for each in wanted], user=self.user, reason=self.reason)

    def bring_back_disagreements(self, content: Document) -> None:
        """Makes the disagreements anew in which the claims stood and which were deleted when nothing stood in them."""
        named = {claim["disagreement"]["uuid"] for claim in claims_of(content) if claim["disagreement"]}
        there = {str(uuid) for uuid in Disagreement.objects.filter(uuid__in=named).values_list("uuid", flat=True)}
        kept = Revision.objects.filter(subject__in=named - there, kind="disagreement").order_by("pk")
        words = {str(uuid): words for uuid, words in kept.values_list("subject", "content")}
        if named - there:
            save_disagreements([{**words.get(uuid, {}), "uuid": uuid} for uuid in sorted(named - there)])


def missing_of(citations: dict[str, str]) -> dict[str, str]:
    """Those of these citations that the catalogue no longer has."""
    there = Citation.objects.filter(uuid__in=citations).values_list("uuid", flat=True) if citations else ()
    known = {str(uuid) for uuid in there}
    return {uuid: mark for uuid, mark in citations.items() if uuid not in known}


def content_of_mark(uuid: str, mark: str) -> Document | None:
    """A citation made of nothing but its mark; None where the mark cannot be read or its source is unknown."""
    try:
        cites = cites_of_row(mark) if mark else ()
    except MarkError:
        return None
    if len(cites) != 1:
        return None
    key = key_of(cites[0])
    via = existing(key.via) if key.via else None
    source = "" if key.citekey == UNIDENTIFIED else source_called(key.citekey)
    if (key.via and not via) or (not source and key.citekey != UNIDENTIFIED):
        return None
    return {
        "kind": "citation",
        "uuid": uuid,
        "source": {"uuid": source} if source else None,
        "label": key.label,
        "locator": key.locator,
        "via": {"uuid": via} if via else None,
    }


def source_called(citekey: str) -> str:
    """The UUID of the source that has a citekey or, if none has, of the last that had it."""
    now = Source.objects.filter(citekey=citekey).values_list("uuid", flat=True).first()
    if now is None:
        once = Revision.objects.applied().filter(kind=Kind.SOURCE, content__citekey=citekey, record__isnull=False)
        now = once.values_list("subject", flat=True).first()
    return str(now or "")


def existing(key: CiteKey) -> str:
    """The UUID of the citation of a place, if there is one."""
    source = source_called(key.citekey) if key.citekey != UNIDENTIFIED else ""
    via = existing(key.via) if key.via else ""
    if (key.citekey != UNIDENTIFIED and not source) or (key.via and not via):
        return ""
    row = at_place(source, key.label, key.locator, via).first()
    return str(row.uuid) if row else ""


def at_place(source: str, label: str, locator: str, via: str) -> QuerySet[Citation]:
    """The citation of a place; without a source or another citation in which it was read where these are empty."""
    of = Q(source__uuid=source) if source else Q(source__isnull=True)
    of &= Q(via__uuid=via) if via else Q(via__isnull=True)
    return Citation.objects.filter(of, label=label, locator=locator)


def places_taken(wanted: Iterable[Document]) -> dict[str, str]:
    """For citations to be made anew: the citation that has their place in the source by now."""
    found = {}
    for each in wanted:
        above = [str((each.get(key) or {}).get("uuid") or "") for key in ("source", "via")]
        other = at_place(above[0], each.get("label") or "", each.get("locator") or "", above[1]).first()
        if other is not None and str(other.uuid) != each["uuid"]:
            found[each["uuid"]] = str(other.uuid)
    return found


def renew_marks(content: Document) -> None:
    """Lets the marks in narratives say what their citations are called now."""
    narratives = [each for each in content["narratives"] if each["footnotes"]]
    if not narratives:
        return
    facts = facts_of({note["citation"]["uuid"] for each in narratives for note in each["footnotes"]})
    for narrative in narratives:
        notes = narrative["footnotes"]
        if all(note["citation"]["uuid"] in facts for note in notes):
            ties = [(facts[note["citation"]["uuid"]].key, str(note["stance"])) for note in notes]
            narrative["text"] = with_present_marks(narrative["text"], ties)


def facts_of(uuids: Iterable[str]) -> dict[str, CitationFacts]:
    """Citations by UUID, as far as they are there."""
    keys = Citation.objects.filter(uuid__in=set(uuids)).values_list("pk", flat=True)
    return {facts.uuid: facts for facts in load_citations(keys).values()}


def part_from_others(content: Document) -> None:
    """Gives footnotes whose UUID stands under a claim of another record by now a new one."""
    owners = [f"{field}__record__uuid" for field in CLAIM_FIELDS]
    notes = list(notes_of(content))
    rows = Footnote.objects.filter(uuid__in=[note["uuid"] for note in notes]).values_list("uuid", *owners)
    elsewhere = {str(uuid) for uuid, *records in rows if content["uuid"] not in map(str, records)}
    for note in notes:
        if note["uuid"] in elsewhere:
            note["uuid"] = str(uuid4())


def give_way(content: Document, *, slug: str, citekey: str) -> None:
    """Lets another record keep a slug or citekey that it has taken meanwhile."""
    others = Record.objects.exclude(uuid=content["uuid"])
    if others.filter(kind=content["kind"], slug=content["slug"]).exists():
        content["slug"] = slug
    if citekey and others.filter(source__citekey=content["citekey"]).exists():
        content["citekey"] = citekey
