"""The envelope: what the catalogue adds to a content for readers: numbers, notes, labels, neighbours."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from catalogue.citations import CitationFacts, Numbering, format_note, key_of, mark_of, number_footnotes
from catalogue.documents.loading import Loaded
from catalogue.documents.shape import KIND_KEYS, PARTS, TERM_SCHEMES, Document, Part
from catalogue.models import Disagreement, RelationType, Stance, Term
from catalogue.text import Mark, parse_cites, print_cites, replace_marks


def add_envelopes(
    loaded: Loaded, contents: dict[int, Document], *, full: bool, language: str = ""
) -> dict[int, Document]:
    """The documents of these contents, as the public or the cataloguers see them."""
    labels = Labels(contents.values())
    disagreements = Disagreements(contents.values(), full=full)
    documents: dict[int, Document] = {}
    for record_id, content in contents.items():
        record = loaded.records[record_id]
        speech = language or content["language"]
        numbering = number_document(content)
        head = {key: content[key] for key in ("kind", "uuid", "slug")}
        documents[record_id] = {
            **head,
            "title": record["title"],
            "version": record["version"],
            "ripple": 0,
            **{key: value for key, value in content.items() if key not in head},
            "earliest": record["earliest"],
            "latest": record["latest"],
            # Not "url": that is a column of sources, the address where the copy was read.
            "page_url": f"/{content['kind']}s/{content['slug']}/",
            "permanent_url": f"/id/{content['uuid']}",
            "api_url": f"/api/v1/{content['kind']}s/{content['slug']}/",
            "created_at": record["created_at"].isoformat(),
            "modified_at": record["modified_at"].isoformat(),
            "notes": notes_of(loaded, numbering, speech),
            "disagreements": disagreements.of(content),
            "labels": labels.of(content),
        }
    return documents


def number_document(content: Document) -> Numbering:
    """Gives each footnote of a content its number, and each narrative its numbered text."""
    claims = [claim for part in PARTS for claim in content[part.key]]
    numbering = number_footnotes(
        (claim["uuid"], [note["citation"]["uuid"] for note in claim["footnotes"]]) for claim in claims
    )
    for claim in claims:
        for note in claim["footnotes"]:
            note["number"] = numbering.numbers[note["citation"]["uuid"]]
    for narrative in content["narratives"]:
        narrative["numbered"] = number_text(narrative)
    return numbering


def number_text(narrative: Document) -> str:
    """The text of a narrative with `[1]` in place of its marks."""
    numbers = {note["citation"]["mark"]: note["number"] for note in narrative["footnotes"]}

    def numbered(mark: Mark) -> str:
        known = (numbers.get(mark_of(key_of(cite))) for cite in mark.cites)
        return "".join(f"[{number}]" for number in known if number)

    return replace_marks(narrative["text"], numbered)


def notes_of(loaded: Loaded, numbering: Numbering, language: str) -> list[Document]:
    """The notes in the order of their numbers, each with the claims that it stands under."""
    by_uuid = {facts.uuid: facts for facts in loaded.citations.values()}
    return [
        note_of(by_uuid[uuid], language) | {"number": number, "claims": numbering.places[uuid]}
        for uuid, number in numbering.numbers.items()
    ]


def note_of(citation: CitationFacts, language: str) -> Document:
    """A citation as a note shows it."""
    return {
        "number": 0,
        "citation": citation.uuid,
        "url": f"/citations/{citation.uuid}/",
        "mark": mark_of(citation.key),
        "text": format_note(citation, language),
        "source": source_of(citation),
        "label": citation.label,
        "locator": citation.locator,
        "quotation": citation.quotation,
        "translation": citation.translation,
        "archive_url": citation.archive_url,
        "accessed": citation.accessed,
        "note": citation.note,
        "via": note_of(citation.via, language) if citation.via else None,
    }


def source_of(citation: CitationFacts) -> Document | None:
    """The source of a citation, as a reference."""
    if citation.source is None:
        return None
    source = citation.source
    return {
        "uuid": source.uuid,
        "citekey": source.citekey,
        "slug": source.slug,
        "title": source.title,
        "url": f"/sources/{source.slug}/",
    }


class Labels:
    """The words of the vocabulary that documents use, in every language of the house; two queries."""

    def __init__(self, contents: Any) -> None:
        self.used = {content["uuid"]: set(used_terms(content)) for content in contents}
        slugs = {slug for used in self.used.values() for _scheme, slug in used}
        self.words: dict[tuple[str, str], Document] = {}
        for term in Term.objects.filter(slug__in=slugs):
            self.words[term.scheme, term.slug] = {"en": term.label_en, "es": term.label("es"), "ro": term.label("ro")}
        for sort in RelationType.objects.filter(slug__in=slugs):
            plain = {code: sort.label(code) for code in ("en", "es", "ro")}
            inverse = {f"inverse_{code}": sort.inverse(code) for code in ("en", "es", "ro")}
            self.words["relation-type", sort.slug] = plain | inverse

    def of(self, content: Document) -> Document:
        """The labels that one document needs."""
        keys = sorted(self.used[content["uuid"]] & self.words.keys())
        return {f"{scheme}/{slug}": self.words[scheme, slug] for scheme, slug in keys}


def used_terms(content: Document) -> list[tuple[str, str]]:
    """Scheme and slug of every term that a content names; the scheme of an attribute's value may be any."""
    kind = content["kind"]
    used = [(TERM_SCHEMES[kind, key], content[key]) for key in KIND_KEYS[kind] if (kind, key) in TERM_SCHEMES]
    used += [("identifier-scheme", row["scheme"]) for row in content["identifiers"]]
    for part in PARTS:
        for claim in content[part.key]:
            used += _claim_terms(part, claim)
    return [(scheme, slug) for scheme, slug in used if slug]


def _claim_terms(part: Part, claim: Document) -> list[tuple[str, str]]:
    """The terms that one claim names."""
    used = [(TERM_SCHEMES[part.target, key], claim[key]) for key in part.keys if (part.target, key) in TERM_SCHEMES]
    if part.key == "relations":
        used.append(("relation-type", claim["type"]))
    if part.key == "attributes" and claim["term"]:
        used.append((claim["scheme"], claim["term"]))
    return used


class Disagreements:
    """The disagreements in which the claims of documents stand, with their other sides."""

    def __init__(self, contents: Any, *, full: bool) -> None:
        wanted = {
            claim["disagreement"]["uuid"]
            for content in contents
            for part in PARTS
            for claim in content[part.key]
            if claim["disagreement"]
        }
        self.known: dict[str, Document] = {}
        self.sides: dict[str, list[Document]] = defaultdict(list)
        if not wanted:
            return
        for row in Disagreement.objects.filter(uuid__in=wanted):
            self.known[str(row.uuid)] = {"uuid": str(row.uuid), "note": row.note, "reason": row.reason}
        for part in PARTS:
            self._load_sides(part, wanted, full=full)

    def _load_sides(self, part: Part, wanted: set[str], *, full: bool) -> None:
        """The claims of one sort that are sides of these disagreements."""
        rows = part.model._default_manager.filter(disagreement__uuid__in=wanted).order_by("record", "position", "id")
        if not full:
            rows = rows.filter(record__status="published")
        keys = ("uuid", "disagreement__uuid", "record__uuid", "record__kind", "record__slug", "record__title")
        for row in rows.values(*keys):
            record = {key: str(row[f"record__{key}"]) for key in ("uuid", "kind", "slug", "title")}
            side = {"uuid": str(row["uuid"]), "list": part.key, "record": record}
            self.sides[str(row["disagreement__uuid"])].append(side)

    def of(self, content: Document) -> list[Document]:
        """The disagreements of one document, each with the claims here and elsewhere."""
        here: dict[str, list[str]] = {}
        for part in PARTS:
            for claim in content[part.key]:
                if claim["disagreement"]:
                    here.setdefault(claim["disagreement"]["uuid"], []).append(claim["uuid"])
        return [
            self.known[uuid]
            | {
                "claims": claims,
                "elsewhere": [side for side in self.sides[uuid] if side["record"]["uuid"] != content["uuid"]],
            }
            for uuid, claims in here.items()
        ]


def cites_text(footnotes: list[Document]) -> str:
    """The footnotes of a claim as marks, as a curator's row shows them: `[@a, p. 3; contra @b]`."""
    words = {Stance.CONTRADICTS: "contra ", Stance.MENTIONS: "cf. "}
    marks = [f"{words.get(note['stance'], '')}{note['citation']['mark']}" for note in footnotes]
    return print_cites(parse_cites("; ".join(marks))) if marks else ""
