"""Claims as nodes: each a relation of its own, with its certainty, its standing, and the footnotes it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from catalogue.dates import DateError, parse_edtf
from catalogue.documents import Document
from catalogue.exports.linked.vocabulary import EDTF, NAME_TYPES, RELATIONS
from catalogue.exports.site import Site
from catalogue.models import Certainty, Stance, Standing

Node = dict[str, Any]


class Claims:
    """The claims of one public document as relations; a citation is written out where it comes first."""

    def __init__(self, document: Document, site: Site) -> None:
        self.document, self.site = document, site
        self.subject = site.address(document["permanent_url"])
        self.notes = {note["citation"]: note for note in document["notes"]}
        self.written: set[str] = set()

    def relations(self) -> list[Node]:
        """Every claim but the narratives, also those that are denied, rejected or contradicted: they say so."""
        return [self.relation(part, claim) for part in RELATIONS for claim in self.document[part]]

    def narratives(self) -> list[Node]:
        """The texts on the entry, each with its notes."""
        return [self.narrative(claim) for claim in self.document["narratives"]]

    def narrative(self, claim: Document) -> Node:
        """One text on the entry."""
        return said(
            {
                "@id": self.address(claim),
                "@type": "schema:CreativeWork",
                "schema:about": {"@id": self.subject},
                "schema:text": said_in(claim["numbered"] or claim["text"], claim["language"]),
                "schema:citation": self.citations(claim),
            }
        )

    def relation(self, part: str, claim: Document) -> Node:
        """One claim: what is tied to what, since when, how surely, and who says so."""
        return said(
            {
                "@id": self.address(claim),
                "@type": RELATIONS[part],
                "rico:type": self.label(part, claim),
                "rico:relationHasTarget": self.target(part, claim),
                "rico:date": dated(claim["date"]) if part != "datings" else None,
                "rico:relationCertainty": claim["certainty"],
                "rico:relationState": state_of(claim),
                "rico:relationSource": [self.notes[each]["text"] for each in self.cited(claim)],
                "rico:note": claim["note"],
                "schema:citation": self.citations(claim),
            }
        )

    def target(self, part: str, claim: Document) -> Node | None:
        """What the claim ties to the entry: a name, a date, a value, another entry."""
        if part == "names":
            sort = NAME_TYPES.get(self.document["kind"], "rico:Name")
            return {"@type": sort, "rico:textualValue": said_in(claim["text"], claim["language"])}
        if part == "datings":
            words = claim["date_wording"] or claim["date"]
            return {"@type": "rico:Date", "rico:expressedDate": words, "rico:normalizedDateValue": dated(claim["date"])}
        if part == "attributes":
            return {"@type": "rico:Type", "rico:name": self.value(claim)}
        if claim["object"]:
            return {"@id": self.site.address(f"/id/{claim['object']['uuid']}"), "schema:name": claim["object"]["title"]}
        return {"rico:name": claim["object_text"]} if claim["object_text"] else None

    def value(self, claim: Document) -> Any:
        """What an attribute says, in words."""
        if claim["term"]:
            return self.words(f"{claim.get('scheme') or claim['property']}/{claim['term']}") or claim["term"]
        if number := claim["number"]:
            ends = [str(number[key]) for key in ("low", "high") if number.get(key)]
            return " ".join(filter(None, ("–".join(dict.fromkeys(ends)), number.get("unit", ""))))
        return claim["text"] or claim["wording"]

    def label(self, part: str, claim: Document) -> Any:
        """The type of the claim in the languages that the vocabulary has."""
        scheme = {"names": "name-type", "datings": "dating-type", "relations": "relation-type"}.get(part, "property")
        slug = claim["property"] if part == "attributes" else claim["type"]
        return self.words(f"{scheme}/{slug}") or slug

    def words(self, key: str) -> list[Node]:
        """The labels of a term."""
        known = self.document["labels"].get(key, {})
        return [said_in(known[language], language) for language in ("en", "es", "ro") if known.get(language)]

    def cited(self, claim: Document) -> list[str]:
        """The citations that support a claim, in their order."""
        supporting = (each for each in claim["footnotes"] if each["stance"] == Stance.SUPPORTS)
        return [key for each in supporting if (key := each["citation"]["uuid"]) in self.notes]

    def citations(self, claim: Document) -> list[Node]:
        """The footnotes of a claim; what only mentions or contradicts it says so in a role of its own."""
        found = []
        for each in claim["footnotes"]:
            note = self.notes.get(each["citation"]["uuid"])
            if note and each["stance"] == Stance.SUPPORTS:
                found.append(self.citation(note))
            elif note:
                role = {"@type": "schema:Role", "schema:roleName": each["stance"]}
                found.append(role | {"schema:citation": self.citation(note)})
        return found

    def citation(self, note: Document) -> Node:
        """A place in a source with the words quoted: whole where it stands first, afterwards by its address."""
        if note["citation"] in self.written:
            return {"@id": self.site.address(note["url"])}
        self.written.add(note["citation"])
        return place_in_source(note, self.site)

    def address(self, claim: Document) -> str:
        """The permanent address of a claim."""
        return self.site.address(f"/id/{claim['uuid']}")


def place_in_source(note: Document, site: Site) -> Node:
    """A citation: the note in words, the place, the words quoted, and the source they stand in."""
    source = note["source"]
    work = {"@id": site.address(f"/id/{source['uuid']}"), "schema:name": source["title"]} if source else None
    return said(
        {
            "@id": site.address(note["url"]),
            "@type": "schema:CreativeWork",
            "schema:position": note.get("number") or None,
            "schema:name": note["text"],
            "schema:pagination": note["locator"],
            "schema:text": note["quotation"],
            "schema:archivedAt": note["archive_url"],
            "schema:isPartOf": work,
        }
    )


def said(node: Node) -> Node:
    """The node without what it does not say."""
    return {key: value for key, value in node.items() if value not in (None, "", [], {})}


def said_in(text: str, language: str) -> Any:
    """Words in their language."""
    return {"@value": text, "@language": language} if language and text else text


def dated(edtf: str) -> Any:
    """A date as a literal of EDTF."""
    return {"@value": edtf, "@type": EDTF} if edtf else None


def state_of(claim: Document) -> str:
    """How the catalogue holds a claim: its standing, and whether it is denied."""
    return f"{claim['standing']}, negated" if claim["negated"] else str(claim["standing"])


def affirmed(claims: Iterable[Document]) -> list[Document]:
    """The claims that may be told without their footnotes: preferred, not denied, and not doubted."""
    doubted = (Certainty.POSSIBLE, Certainty.DOUBTFUL)
    return [
        claim
        for claim in claims
        if claim["standing"] == Standing.PREFERRED and not claim["negated"] and claim["certainty"] not in doubted
    ]


def whole_day(claim: Document) -> str:
    """The day of a dating, if it is one whole day; schema.org has no words for anything less."""
    try:
        date = parse_edtf(claim["date"])
    except DateError:
        return ""
    return str(claim["date"]) if date.exact and date.level == 0 and claim["date_calendar"] == "gregorian" else ""
