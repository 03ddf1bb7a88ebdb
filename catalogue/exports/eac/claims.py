"""The claims of a document as statements: those that stand, their words, their sources, what is to be remarked."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import override

from catalogue.documents import Document
from catalogue.models import Certainty, Stance, Standing

LANGUAGES = ("es", "en", "ro")


class Claims:
    """What stands in one public document; claims that are rejected or denied have no place in an authority record."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.language = document["language"] if document["language"] in LANGUAGES else "en"
        self.notes = {note["citation"]: id_of(note) for note in document["notes"]}

    def told(self, part: str) -> Iterator[Document]:
        """The claims of a list that stand, the preferred ones first."""
        standing = (c for c in self.document[part] if not c["negated"] and c["standing"] != Standing.REJECTED)
        return iter(sorted(standing, key=lambda claim: claim["standing"] != Standing.PREFERRED))

    def label(self, key: str, default: str = "") -> str:
        """The words of a term in the language of the record."""
        words = self.document["labels"].get(key, {})
        return next((words[each] for each in (self.language, *LANGUAGES) if words.get(each)), default)

    def sources(self, claim: Document) -> list[str]:
        """The ids of the sources that support a claim."""
        cited = [each["citation"]["uuid"] for each in claim["footnotes"] if each["stance"] == Stance.SUPPORTS]
        return [self.notes[each] for each in cited if each in self.notes]

    def remarks(self, claim: Document, *more: str) -> list[tuple[str, str]]:
        """What would mislead if it were left out: doubts, rivals, and sources that say otherwise."""
        found = [(words, "") for words in (*more, claim["note"])]
        with override(self.language):
            if claim["certainty"] in (Certainty.POSSIBLE, Certainty.DOUBTFUL):
                found.append((str(Certainty(claim["certainty"]).label), ""))
            if claim["standing"] != Standing.PREFERRED:
                found.append((str(Standing(claim["standing"]).label), ""))
            for each in claim["footnotes"]:
                note = self.notes.get(each["citation"]["uuid"])
                if note and each["stance"] != Stance.SUPPORTS:
                    found.append((str(Stance(each["stance"]).label), note))
        return found

    def value(self, claim: Document) -> str:
        """What an attribute says, in words."""
        if claim["term"]:
            return self.label(f"{claim.get('scheme') or claim['property']}/{claim['term']}", claim["term"])
        if claim["wording"] or not (number := claim["number"]):
            return str(claim["wording"] or claim["text"])
        ends = dict.fromkeys(str(number[key]) for key in ("low", "high") if number.get(key))
        return " ".join(filter(None, ("–".join(ends), number.get("unit", ""))))


def id_of(note: Document) -> str:
    """The id of a note as a source of the record."""
    return f"n{note['number']}" if note["number"] else f"c{note['citation']}"
