"""Claims as a page shows them: what is said, how it stands, and the numbers of the notes behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, pgettext

from catalogue.citations.note_marks import Marks
from catalogue.citations.prose import render_prose
from catalogue.documents import Document
from catalogue.models import Basis, Stance
from catalogue.web.kinds import address_of
from catalogue.web.labels import Labels
from catalogue.web.pieces import Piece, as_html, as_text
from catalogue.web.words import STANDINGS, Flag, date_words, flags_of, language_name, number_words, script_name

Claim = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ClaimView:
    """One claim, ready to be printed."""

    uuid: str
    label: str
    value: str
    marks: str
    when: str
    prose: str
    lang: str
    standing: str
    standing_words: str
    flags: tuple[Flag, ...]
    negated: bool
    attributed: str
    remarks: tuple[tuple[str, str], ...]
    disagreement: str


@dataclass(frozen=True, slots=True)
class ClaimReader:
    """Turns the claims of one document into views, handing out note numbers as it goes."""

    document: Document
    labels: Labels
    marks: Marks

    def read(self, section: str, claim: Claim) -> ClaimView:
        """One claim of a list of the document."""
        label = self.label(section, claim)
        pieces = self.pieces(section, claim)
        is_prose = section == "narratives"
        where = label if is_prose else f"{label}: {as_text(pieces)}"
        attributed = claim["attributed_to"]
        return ClaimView(
            uuid=claim["uuid"],
            label=label,
            value=as_html(pieces),
            marks="" if is_prose else self.marks.render(claim["footnotes"], where),
            prose=render_prose(claim["text"], claim["footnotes"], self.marks, where) if is_prose else "",
            when="" if section == "datings" else date_words(claim),
            lang=claim["language"] if is_prose and claim["language"] != self.document["language"] else "",
            standing=claim["standing"],
            standing_words=str(STANDINGS[claim["standing"]]),
            flags=tuple(flags_of(claim, unsourced=is_unsourced(claim))),
            negated=claim["negated"],
            attributed=Piece(attributed["title"], address_of(attributed)).html() if attributed else "",
            remarks=tuple(_remarks(claim)),
            disagreement=(claim["disagreement"] or {}).get("uuid", ""),
        )

    def label(self, section: str, claim: Claim) -> str:
        """What sort of statement it is, in words."""
        if section == "relations":
            return self.labels.relation(claim["type"])
        if section == "attributes":
            return self.labels.term("property", claim["property"])
        return self.labels.term(f"{section.removesuffix('s')}-type", claim["type"])

    def pieces(self, section: str, claim: Claim) -> list[Piece]:
        """What is said, as words and links."""
        if section == "names":
            return list(_name(claim, self.document["language"]))
        if section == "datings":
            return [Piece(date_words(claim))]
        if section == "attributes":
            return [Piece(self._attribute(claim))]
        if section == "relations":
            return list(self._relation(claim))
        return []

    def _attribute(self, claim: Claim) -> str:
        if claim["term"]:
            return self.labels.value(claim)
        return number_words(claim["number"]) if claim["number"] else str(claim["text"])

    def _relation(self, claim: Claim) -> Iterator[Piece]:
        yield object_of(claim)
        role = self.labels.term("role", claim["role"]) if claim["role"] else claim["role_text"]
        if role:
            yield Piece(f", {role}", role="role")
        if claim["context"]:
            yield Piece(" · ")
            yield Piece(claim["context"]["title"], address_of(claim["context"]))


def object_of(claim: Claim) -> Piece:
    """The other end of a relation: a record to go to, or words, with their number."""
    if claim["object"]:
        return Piece(claim["object"]["title"], address_of(claim["object"]))
    count = claim["object_count"]
    return Piece(f"{count} {claim['object_text']}" if count else claim["object_text"])


def is_unsourced(claim: Claim) -> bool:
    """Whether a claim that should rest on a source has none that supports it."""
    supported = any(footnote["stance"] == Stance.SUPPORTS for footnote in claim["footnotes"])
    return claim["basis"] == Basis.SOURCED and not supported


def _name(claim: Claim, usual: str) -> Iterator[Piece]:
    foreign = claim["language"] if claim["language"] != usual else ""
    yield Piece(claim["text"], lang=foreign)
    details = [language_name(foreign)] if foreign else []
    details += [script_name(claim["script"])] if claim["script"] else []
    details += [claim["transliteration"]] if claim["transliteration"] else []
    if details:
        yield Piece(f" ({', '.join(dict.fromkeys(details))})", role="aside")


def _remarks(claim: Claim) -> Iterator[tuple[str, str]]:
    """What else a reader should know of a claim, each with the word that introduces it."""
    if claim.get("wording"):
        yield gettext("As worded"), claim["wording"]
    if claim["date_wording"]:
        yield gettext("Date in the source"), f"«{claim['date_wording']}»"
    if claim["basis_reason"]:
        yield pgettext("reason of an inference", "Inferred from"), claim["basis_reason"]
    if claim["note"]:
        yield gettext("Note"), claim["note"]
