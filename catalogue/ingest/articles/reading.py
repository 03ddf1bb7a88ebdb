"""What the notes of an article cite: sources of the catalogue with their places, or nothing that is known."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypedDict

from django.utils.translation import gettext as _

from catalogue.ingest.articles.matching import SURE, Candidate, Works
from catalogue.ingest.articles.notes import Note
from catalogue.ingest.articles.places import NOWHERE, place_in
from catalogue.ingest.articles.placing import Label
from catalogue.ingest.bibliography.duplicates import title_key
from catalogue.text import Cite, Locus, fold, print_locus, read_locus

_SAME = re.compile(r"^\W*(?:ibid(?:em)?|ibíd|ib|idem|íd|id)\b\.?", re.IGNORECASE)
_EARLIER = re.compile(r"\b(?:(?:op|ob|loc|lug|art)\.?\s*cit\b\.?|a\.\s?e\.)", re.IGNORECASE)
_STANCES = (
    (re.compile(r"^\W*(?:contra|en contra|împotriva)\b:?", re.IGNORECASE), "contradicts"),
    (re.compile(r"^\W*(?:cf|cfr|véase|vease|vid|ver|see|see also|vezi|compárese)\b[.:]?", re.IGNORECASE), "mentions"),
)
_LOOKS_LIKE_A_WORK = re.compile(
    r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)|https?://|\bpp?\.\s*\d|\bf(?:ol)?s?\.\s*\d", re.IGNORECASE
)
_DISCURSIVE = 8
_SMALL = 3


class Choice(TypedDict, total=False):
    """What the curator says of a part of a note instead of what was found: the source's key, the place."""

    key: str
    place: str


@dataclass(slots=True)
class Part:
    """One reference of a note, and the source it is taken for."""

    name: str
    words: str
    candidates: list[Candidate]
    citekey: str = ""
    locus: Locus = NOWHERE
    stance: str = "supports"
    why: str = ""
    score: float = 0.0

    @property
    def place(self) -> str:
        """The place in words, as a curator types it."""
        return print_locus(self.locus.label, self.locus.locator) if self.locus != NOWHERE else ""


@dataclass(slots=True)
class Reading:
    """A note and what it cites; without parts it is a note of unknown source."""

    label: Label
    words: str
    parts: list[Part] = field(default_factory=list)
    remark: bool = False
    """Whether it says more than a reference, so that its words are worth keeping."""

    @property
    def is_resolved(self) -> bool:
        """Whether every reference of the note is a source of the catalogue."""
        return bool(self.parts) and all(part.citekey for part in self.parts)

    def cites(self, article: str, *, seen_in_article: bool = False) -> list[Cite]:
        """The citations that the note amounts to; what is unknown keeps the note's number and the article."""
        within = Cite(article)
        found = [
            Cite(part.citekey, part.locus.label, part.locus.locator, part.stance, within if seen_in_article else None)
            for part in self.parts
            if part.citekey
        ]
        if not self.is_resolved:
            number = f"{self.label.number} ({self.label.group})" if self.label.group else self.label.number
            found.append(Cite("?", "note", number, via=within))
        return list(dict.fromkeys(found))


def read_references(notes: Sequence[Note], works: Works, choices: Mapping[str, Choice] | None = None) -> list[Reading]:
    """What each note cites, in the order of the list, since a note may say “ibid.”."""
    reader = ReferenceReader(works, dict(choices or {}))
    return [reader.read(note) for note in notes]


@dataclass(slots=True)
class ReferenceReader:
    """Reads notes one after the other and remembers what was cited."""

    works: Works
    choices: dict[str, Choice]
    last: Part | None = None
    earlier: dict[str, Part] = field(default_factory=dict)
    """The last citation of each author, by the family name."""

    def read(self, note: Note) -> Reading:
        """What one note cites."""
        reading = Reading(note.label, note.words)
        for number, words in enumerate(self.split(note.words)):
            part = self.part(f"{note.label.shown.replace(' ', '-')}.{number}", words)
            reading.parts.append(part)
            if part.citekey:
                self.remember(part)
        if not reading.parts or not reading.parts[-1].citekey:
            self.last = None
        reading.remark = reading.is_resolved and self.says_more(reading)
        return reading

    def split(self, words: str) -> list[str]:
        """The references of a note, parted by semicolons; what is no reference stays with that before it."""
        pieces = [piece.strip() for piece in re.split(r";\s+", words) if piece.strip()]
        if len(pieces) < 2:
            return [words] if words else []
        found: list[str] = []
        waiting = ""
        for piece in pieces:
            whole = f"{waiting}; {piece}" if waiting else piece
            if self.is_reference(whole):
                found.append(whole)
                waiting = ""
            elif found:
                found[-1] = f"{found[-1]}; {whole}"
            else:
                waiting = whole
        return [*found, waiting] if waiting else found

    def is_reference(self, words: str) -> bool:
        """Whether words name a work, known or not."""
        if _SAME.match(words) or _EARLIER.search(words) or _LOOKS_LIKE_A_WORK.search(words):
            return True
        return bool((found := self.works.candidates(words)) and found[0].score >= SURE)

    def part(self, name: str, words: str) -> Part:
        """One reference: the curator's choice, else what it says itself, else what it repeats."""
        stance, bare = _stance(words)
        part = Part(name, words, self.works.candidates(bare), stance=stance)
        if not self.repeat(part, bare):
            self.take_best(part)
        work = self.works.by_key.get(part.citekey)
        if part.citekey and (found := place_in(bare, work.numbers if work else "")) != NOWHERE:
            part.locus = found
        self.choose(part, bare)
        return part

    def choose(self, part: Part, words: str) -> None:
        """What the curator chose counts more than what was found."""
        choice = self.choices.get(part.name)
        if choice is None:
            return
        key = choice.get("key", part.citekey).strip().removeprefix("@")
        if key != part.citekey:
            known = key in self.works.by_key
            part.citekey, part.score = key if known else "", 1.0 if known else 0.0
            part.why = _("chosen") if known else ""
            part.locus = place_in(words, self.works.by_key[key].numbers) if known else NOWHERE
        if "place" in choice and part.citekey:
            part.locus = read_locus(choice["place"]) if choice["place"].strip() else NOWHERE

    def take_best(self, part: Part) -> None:
        """Takes the likeliest source, if it is likely enough and no other is as likely."""
        first, second = [*part.candidates, None, None][:2]
        if first and first.score >= SURE and (second is None or second.score < first.score):
            part.citekey, part.score, part.why = first.citekey, first.score, first.why

    def repeat(self, part: Part, words: str) -> bool:
        """“Ibid.” is the reference before; “op. cit.” the author's last one."""
        if _SAME.match(words):
            self.repeated(part, self.last, _("the note before"))
            return True
        if not _EARLIER.search(words) or (part.candidates and part.candidates[0].score >= SURE):
            return False
        text = f" {title_key(words)} "
        named = [family for family in self.earlier if f" {family} " in text]
        known = {self.earlier[family].citekey for family in named}
        if len(known) == 1:
            self.repeated(part, self.earlier[named[0]], _("an earlier note"))
        elif not named and not part.candidates:
            self.repeated(part, self.last, _("the note before"))
        return True

    def repeated(self, part: Part, before: Part | None, why: str) -> None:
        """Takes the source and the place of an earlier reference."""
        if before is not None and before.citekey:
            part.citekey, part.locus, part.why, part.score = before.citekey, before.locus, why, 0.8
            work = self.works.by_key.get(before.citekey)
            title = work.title if work else before.citekey
            part.candidates = [Candidate(before.citekey, title, 0.8, why), *part.candidates]

    def remember(self, part: Part) -> None:
        """Keeps a reference for the notes that repeat it."""
        self.last = part
        work = self.works.by_key.get(part.citekey)
        for family in work.families if work else ():
            self.earlier[family] = part

    def says_more(self, reading: Reading) -> bool:
        """Whether a note has words beyond its references: a remark."""
        known = {word for part in reading.parts for word in self.works.by_key[part.citekey].words}
        said = [word for word in title_key(reading.words).split() if word.isalpha() and len(word) > _SMALL]
        return len([word for word in said if fold(word) not in known]) > _DISCURSIVE


def _stance(words: str) -> tuple[str, str]:
    """What a reference does to the text, by the word before it, and the reference itself."""
    for pattern, stance in _STANCES:
        if found := pattern.match(words):
            return stance, words[found.end() :].strip()
    return "supports", words
