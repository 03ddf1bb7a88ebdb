"""Marks that are still being typed: what they cite, numbered, and what would be refused, without writing anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from catalogue.citations.formatting import format_note
from catalogue.citations.loading import CitationFacts, SourceFacts, load_citations, load_sources
from catalogue.citations.marks import CiteKey, citekeys_of, key_of, mark_of, steps_of
from catalogue.citations.telling import in_words, nearest
from catalogue.models import Citation, Source
from catalogue.text import Cite, Mark, MarkError, nearest_keys, parse_cites, parse_marks

HELD = "\ue002"
"""Stands for a bracket that opens no readable mark, so that the rest of the text can be read."""
_MOST_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something wrong with a mark: the line (0 where lines do not count), what it is, and whether saving refuses it."""

    line: int
    message: str
    refused: bool = True


@dataclass(frozen=True, slots=True)
class ProvisionalNote:
    """What a mark cites: its number, its words, and the citation if the catalogue has it already."""

    number: int
    stance: str
    text: str
    citation: CitationFacts

    @property
    def known(self) -> bool:
        """Whether the citation exists: if not, saving makes it."""
        return bool(self.citation.id)


@dataclass(slots=True)
class Provisional:
    """A text or a row as it would be cited: the text that can be read, its notes in order, and what is wrong."""

    text: str
    cites: list[Cite] = field(default_factory=list)
    notes: list[ProvisionalNote] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)

    @property
    def footnotes(self) -> list[dict[str, object]]:
        """The footnotes that saving would make, as a document has them."""
        plain = {"scope": "whole", "scope_words": "", "original_label": "", "note": ""}
        return [
            {
                "number": note.number,
                "stance": note.stance,
                "citation": {"uuid": note.citation.uuid, "mark": mark_of(note.citation.key)},
                **plain,
            }
            for note in self.notes
        ]


def read_text(text: str, language: str) -> Provisional:
    """What the marks of a narrative cite."""
    found = Provisional(text.replace(HELD, ""))
    marks = _readable(found)
    cites = [(cite, mark.line) for mark in marks for cite in mark.cites]
    _take_notes(found, cites, language)
    found.troubles += _without_clause(found.text, marks)
    found.troubles.sort(key=lambda trouble: trouble.line)
    return found


def read_row(text: str, language: str) -> Provisional:
    """What the marks of a claim's row cite."""
    found = Provisional(text)
    try:
        cites = parse_cites(text)
    except MarkError as error:
        found.troubles.append(Trouble(0, in_words(error)))
        return found
    _take_notes(found, [(cite, 0) for cite in cites], language)
    return found


def unplaced(found: Provisional, kept: Iterable[tuple[CiteKey, str]]) -> list[Trouble]:
    """The footnotes (citation and stance) that no mark of a text names any more: saving takes them away."""
    placed = {(key_of(cite), cite.stance) for cite in found.cites}
    message = _("No mark names [%(mark)s] any more: saving takes this note away.")
    return [
        Trouble(0, message % {"mark": mark_of(*tie)}, refused=False) for tie in dict.fromkeys(kept) if tie not in placed
    ]


def _readable(found: Provisional) -> tuple[Mark, ...]:
    """The marks of a text; a bracket that cannot be read is told and set aside, until the rest can be."""
    while len(found.troubles) < _MOST_PROBLEMS:
        try:
            return parse_marks(found.text)
        except MarkError as error:
            found.troubles.append(Trouble(error.line, in_words(error)))
            before = _offset(found.text, error.line, error.column)
            opening = found.text.rfind("[", 0, before + 1)
            if opening < 0:
                return ()
            found.text = f"{found.text[:opening]}{HELD}{found.text[opening + 1 :]}"
    return ()


def _offset(text: str, line: int, column: int) -> int:
    start = 0
    for _step in range(line - 1):
        start = text.index("\n", start) + 1
    return start + column - 1


def _take_notes(found: Provisional, cites: Sequence[tuple[Cite, int]], language: str) -> None:
    shelf = _Shelf(key_of(cite) for cite, _line in cites)
    numbers: dict[CiteKey, int] = {}
    for cite, line in cites:
        key = key_of(cite)
        if missing := [each for each in citekeys_of(key) if each not in shelf.sources]:
            found.troubles += (Trouble(line, shelf.unknown(each)) for each in missing)
            continue
        if cite in found.cites:
            continue
        found.cites.append(cite)
        facts = shelf.facts(key)
        number = numbers.setdefault(key, len(numbers) + 1)
        found.notes.append(ProvisionalNote(number, cite.stance, format_note(facts, language), facts))


def _without_clause(text: str, marks: Iterable[Mark]) -> Iterator[Trouble]:
    """Marks with no words before them in their paragraph: a mark stands after the clause that it supports."""
    after = 0
    for mark in marks:
        paragraph = max(text.rfind("\n\n", 0, mark.start), 0)
        if not any(character.isalnum() for character in text[max(paragraph, after) : mark.start]) and (
            after <= paragraph
        ):
            message = _("This mark opens a paragraph: it should follow the words that it supports.")
            yield Trouble(mark.line, message, refused=False)
        after = mark.end


class _Shelf:
    """The sources and citations that some marks name, in a fixed number of queries."""

    def __init__(self, keys: Iterable[CiteKey]) -> None:
        wanted = list(keys)
        citekeys = {each for key in wanted for each in citekeys_of(key)}
        known: QuerySet[Any] = Source._default_manager.filter(Q(citekey__in=citekeys))
        ids = dict(known.values_list("citekey", "pk"))
        facts = load_sources(ids.values()) if ids else {}
        self.sources: dict[str, SourceFacts] = {citekey: facts[pk] for citekey, pk in ids.items()}
        self._citations = self._load(wanted, list(ids.values())) if wanted else {}
        self._known: list[str] | None = None
        self._made: Callable[..., CitationFacts] = partial(
            CitationFacts, id=0, quotation="", translation="", archive_url="", accessed="", note="", internal_note=""
        )

    def _load(self, keys: Iterable[CiteKey], sources: list[int]) -> dict[CiteKey, CitationFacts]:
        places = {step.locator for key in keys for step in steps_of(key)}
        found = Citation.objects.filter(Q(source__in=sources) | Q(source=None), locator__in=places)
        return {facts.key: facts for facts in load_citations(found.values_list("pk", flat=True)).values()}

    def facts(self, key: CiteKey) -> CitationFacts:
        """The citation as it is, or as it would be made."""
        if key in self._citations:
            return self._citations[key]
        made = self._made(
            uuid=mark_of(key),
            label=key.label,
            locator=key.locator,
            version=0,
            source=self.sources.get(key.citekey),
            via=self.facts(key.via) if key.via else None,
        )
        return self._citations.setdefault(key, made)

    def unknown(self, citekey: str) -> str:
        """What to say of a key that no source has; one query for all of them."""
        if self._known is None:
            self._known = list(Source.objects.values_list("citekey", flat=True))
        problem = _("no source has the citekey “%(citekey)s”.") % {"citekey": citekey}
        return problem + nearest(f"@{each}" for each in nearest_keys(citekey, self._known))
