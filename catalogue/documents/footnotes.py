"""Footnotes of a claim, from marks, from objects, or from both; the marks decide."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import uuid4

from django.utils.translation import gettext as _

from catalogue.citations import CiteKey, cites_of_row, cites_of_text, in_words, key_of, line_of, mark_of, nearest
from catalogue.documents import values
from catalogue.documents.resolving import is_uuid
from catalogue.documents.shape import FOOTNOTE_KEYS, Document, Part, form_of
from catalogue.documents.steps import Steps, steps_of
from catalogue.models import Citation, Footnote
from catalogue.text import UNIDENTIFIED, Cite, MarkError

if TYPE_CHECKING:
    from catalogue.documents.reading import Reader


KNOWN = ("uuid", "citation", *FOOTNOTE_KEYS)


class Tie(NamedTuple):
    """What a mark says: a citation, and what it does to the claim."""

    citation: str
    stance: str


class FootnoteReader:
    """Reads the footnotes of claims of one sort."""

    def __init__(self, reader: Reader, part: Part) -> None:
        self.reader = reader
        self.part = part
        self.text = ""
        """The narrative whose marks are being read."""

    def read(self, raw: Document, claim: Document, olds: list[Document]) -> list[Document]:
        """The footnotes of a claim in order; those that were there before keep their UUID."""
        self.text = ""
        notes = raw.get("footnotes")
        given = self.given(notes) if notes is not None else []
        marks = self.marks(raw)
        if marks is None:
            footnotes = [self.complete(note, olds) for note in given]
        else:
            footnotes = [self.placed(tie, given, olds) for tie in marks]
            self.refuse_unplaced(given, marks)
        if len(footnotes) > 1:
            self.refuse_doubles(footnotes)
        return footnotes

    def marks(self, raw: Document) -> list[Tie] | None:
        """What the marks of the claim say, or None if it is not written with marks."""
        reader = self.reader
        key = "text" if self.part.key == "narratives" else "marks"
        text = raw.get(key)
        if self.part.key != "narratives" and text is None:
            return None
        with reader.at(key):
            if not isinstance(text, str):
                reader.report(_("must be text with citation marks."))
                return []
            try:
                cites = cites_of_text(text) if self.part.key == "narratives" else cites_of_row(text)
            except MarkError as error:
                reader.report(in_words(error))
                return []
            self.text = text if self.part.key == "narratives" else ""
            ties = [Tie(uuid, cite.stance) for cite in cites if (uuid := self.cited(cite))]
        return list(dict.fromkeys(ties))

    def cited(self, cite: Cite) -> str:
        """The UUID of the citation that a mark names; a new one if the catalogue has none yet."""
        key = key_of(cite)
        return self.citation_of(key) if self.fits(key) and self.known(key) else ""

    def fits(self, key: CiteKey) -> bool:
        """Whether the places that a mark names can be kept."""
        reader, form = self.reader, form_of(Citation, "locator")
        step: CiteKey | None = key
        while step is not None:
            found = len(reader.problems)
            values.read_text(step.locator, form, reader.report)
            if len(reader.problems) > found:
                return False
            step = step.via
        return True

    def known(self, key: CiteKey) -> bool:
        """Whether every source that a mark names exists; if not, the nearest keys are offered."""
        resolver, reader = self.reader.resolver, self.reader
        step: CiteKey | None = key
        while step is not None:
            if step.citekey != UNIDENTIFIED and step.citekey not in resolver.by_citekey:
                merged = resolver.merged_citekey(step.citekey)
                near = [merged] if merged else resolver.suggest_citekeys(step.citekey)
                problem = _("no source has the citekey “%(citekey)s”.") % {"citekey": step.citekey}
                if merged:
                    problem = _("the source “%(citekey)s” was merged into another one.") % {"citekey": step.citekey}
                reader.report(self.in_its_line(step.citekey, problem + nearest(f"@{each}" for each in near)))
                return False
            step = step.via
        return True

    def in_its_line(self, citekey: str, problem: str) -> str:
        """A problem of a narrative with the line in which the source is cited: a text may be long."""
        line = line_of(self.text, citekey)
        return _("line %(line)d: %(problem)s") % {"line": line, "problem": problem} if line else problem

    def citation_of(self, key: CiteKey) -> str:
        """The UUID of a citation by its identity, made ready to be created if it is new."""
        resolver = self.reader.resolver
        if key.via is not None:
            self.citation_of(key.via)
        if key not in resolver.by_key:
            uuid = str(uuid4())
            resolver.by_key[key] = uuid
            resolver.new_citations[uuid] = key
        return resolver.by_key[key]

    def given(self, raw: Any) -> list[Document]:
        """The footnotes that stand in the document as objects."""
        reader, found = self.reader, []
        above = reader.pointer
        reader.pointer = f"{above}/footnotes"
        for index, item in enumerate(reader.items(raw)):
            reader.pointer = f"{above}/footnotes/{index}"
            note = self.footnote(item)
            if note is not None:
                found.append(note)
        reader.pointer = above
        return found

    def footnote(self, raw: Document) -> Document | None:
        """One footnote as an object, its citation found or made."""
        reader = self.reader
        reader.refuse_unknown(raw, KNOWN)
        note: Document = {"uuid": reader.identity(raw, _new)}
        above = reader.pointer
        reader.pointer = f"{above}/citation"
        uuid, stance = self.citation(raw.get("citation"))
        reader.pointer = above
        if not uuid:
            return None
        note["citation"] = {"uuid": uuid, "mark": self.mark(uuid)}
        reader.fields(footnote_steps(), raw, note)
        if not raw.get("stance"):
            note["stance"] = stance
        return note

    def citation(self, raw: Any) -> tuple[str, str]:
        """The citation that a footnote names by UUID or by mark, and the stance that the mark says."""
        reader = self.reader
        ref = {"uuid": raw} if isinstance(raw, str) else raw
        if not isinstance(ref, dict):
            reader.report(_("a footnote needs a citation: its uuid, or a mark such as “@banu-2004, p. 28”."))
            return "", "supports"
        uuid = str(ref.get("uuid") or "").lower()
        if uuid and (uuid in reader.resolver.citations or uuid in reader.resolver.new_citations):
            return uuid, "supports"
        if not ref.get("mark"):
            problem = (
                _("“%(uuid)s” is not a citation of the catalogue; a mark such as “@banu-2004, p. 28” would make one.")
                if is_uuid(uuid)
                else _("“%(uuid)s” is not a UUID; a mark such as “@banu-2004, p. 28” would make one.")
            )
            reader.report(problem % {"uuid": uuid})
            return "", "supports"
        return self.by_mark(str(ref["mark"]))

    def by_mark(self, text: str) -> tuple[str, str]:
        """The citation of a single mark."""
        try:
            cites = cites_of_row(text)
        except MarkError as error:
            self.reader.report(in_words(error))
            return "", "supports"
        if len(cites) != 1:
            self.reader.report(_("a footnote has exactly one citation."))
            return "", "supports"
        return self.cited(cites[0]), cites[0].stance

    def mark(self, uuid: str) -> str:
        """The mark of a citation that exists or will."""
        resolver = self.reader.resolver
        if uuid not in resolver.marks:
            facts = resolver.citations.get(uuid)
            resolver.marks[uuid] = mark_of(facts.key if facts else resolver.new_citations[uuid])
        return resolver.marks[uuid]

    def complete(self, note: Document, olds: list[Document]) -> Document:
        """A footnote with the UUID of the old one that says the same, if it names none itself."""
        if note["uuid"] != "new":
            return note
        same = (old["uuid"] for old in olds if _tie(old) == _tie(note) and old["scope"] == note["scope"])
        return {**note, "uuid": next(same, None) or str(uuid4())}

    def placed(self, tie: Tie, given: list[Document], olds: list[Document]) -> Document:
        """The footnote of a mark, with what is known of it: from the document, else from before."""
        for note in (*given, *olds):
            if _tie(note) == tie:
                return self.complete(note, olds)
        fresh = {key: form_of(Footnote, key).default for key in FOOTNOTE_KEYS}
        note = {"uuid": "new", "citation": {"uuid": tie.citation, "mark": self.mark(tie.citation)}, **fresh}
        return self.complete(note | {"stance": tie.stance}, olds)

    def refuse_unplaced(self, given: list[Document], ties: list[Tie]) -> None:
        """Reports footnotes whose citation has no mark where it should stand."""
        for index, note in enumerate(given):
            if _tie(note) not in ties:
                with self.reader.at("footnotes"), self.reader.at(index):
                    self.reader.report(
                        _("[%(mark)s] is not placed: no mark in the text names it.")
                        % {"mark": note["citation"]["mark"]}
                    )

    def refuse_doubles(self, footnotes: list[Document]) -> None:
        """Reports footnotes that say the same twice."""
        seen: set[tuple[str, ...]] = set()
        for index, note in enumerate(footnotes):
            key = (*_tie(note), note["scope"], note["scope_words"])
            if key in seen:
                with self.reader.at("footnotes"), self.reader.at(index):
                    self.reader.report(
                        _("[%(mark)s] stands here twice; leave one.") % {"mark": note["citation"]["mark"]}
                    )
            seen.add(key)


@cache
def footnote_steps() -> Steps:
    """How the keys of a footnote are read."""
    return steps_of(Footnote, "footnote", FOOTNOTE_KEYS)


def _new() -> str:
    """What stands for the UUID of a footnote that names none, until it is known whether it was there before."""
    return "new"


def _tie(note: Document) -> Tie:
    """Citation and stance of a footnote."""
    return Tie(note["citation"]["uuid"], note["stance"])
