"""Claims in a line of words, for plans, conflicts and choices."""

from __future__ import annotations

from catalogue.documents import PARTS, Document, Part
from catalogue.documents.wording import Wording, choice_words, number_words, quoted, reference_words
from catalogue.models import Standing


def claim_words(part: Part, claim: Document, wording: Wording) -> str:
    """What a claim says: "birth: 4 November 1900", "commanded “Army Group South”"."""
    sort = sort_words(part, claim, wording)
    words = f"{sort if part.key == 'relations' else f'{sort}:'} {value_words(part, claim, wording)}"
    if part.key != "datings" and claim["date"]:
        words = f"{words} ({wording.date(claim['date'])})"
    if claim["standing"] != Standing.PREFERRED:
        words = f"{words} [{choice_words(part.model, 'standing', claim['standing'])}]"
    return words


def sort_words(part: Part, claim: Document, wording: Wording) -> str:
    """What a claim speaks of."""
    if part.key == "relations":
        return wording.relation(claim["type"])
    scheme = "property" if part.key == "attributes" else f"{part.target}-type"
    return wording.term(scheme, claim["property" if part.key == "attributes" else "type"])


def value_words(part: Part, claim: Document, wording: Wording) -> str:
    """The value of a claim."""
    if part.key == "datings":
        return wording.date(claim["date"])
    if part.key == "relations":
        role = wording.term("role", claim["role"]) if claim["role"] else claim["role_text"]
        said = quoted(reference_words(claim["object"]) if claim["object"] else claim["object_text"])
        return f"{said}, {role}" if role else said
    if part.key == "attributes" and claim["term"]:
        return wording.term(claim["property"], claim["term"])
    if part.key == "attributes" and claim["number"]:
        return number_words(claim["number"])
    return quoted(claim["text"])


def marks_words(claim: Document) -> str:
    """The marks of a claim's notes."""
    return "; ".join(str(note["citation"].get("mark", "")) for note in claim["footnotes"])


def find_claim(content: Document, uuid: str) -> tuple[Part, Document] | None:
    """A claim of a content by its UUID."""
    found = ((part, claim) for part in PARTS for claim in content[part.key])
    return next((pair for pair in found if pair[1]["uuid"] == uuid), None)
