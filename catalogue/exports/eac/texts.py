"""Narratives: their paragraphs and lists, with a reference to the sources of the record where each note stood."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from catalogue.documents import Document
from catalogue.exports.eac.claims import Claims
from catalogue.exports.eac.elements import Element, add, rest_on
from catalogue.text import Mark, print_cite, replace_marks, xml_text

_OPEN, _CLOSE = "\ue000", "\ue001"
_SLOT = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}")
_MARKDOWN = MarkdownIt("commonmark", {"html": False})
_BREAKS = ("softbreak", "hardbreak")


def put_text(parent: Element, name: str, claim: Document, claims: Claims) -> None:
    """One narrative: a text that begins with a heading has it as its head."""
    holder = add(parent, name, localType=claim["type"], languageOfElement=claim["language"])
    rest_on(holder, claims.sources(claim))
    slotted = replace_marks(claim["text"].replace(_OPEN, "").replace(_CLOSE, ""), _Slots(claim, claims).of)
    items: Element = None
    for block, words in _blocks(_MARKDOWN.parse(slotted)):
        if block == "item":
            items = add(holder, "list", listType="unordered") if items is None else items
            _put(add(items, "item"), words)
        else:
            first = block == "head" and not len(holder)
            items = None
            _put(add(holder, "head" if first else "p"), words)


def _blocks(tokens: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """The pieces of a text in order: what each is, and its words; markup within them is left out."""
    depth = 0
    heading = False
    for token in tokens:
        depth += {"list_item_open": 1, "list_item_close": -1}.get(token.type, 0)
        heading = token.type == "heading_open" or (heading and token.type != "heading_close")
        words = (
            _words(token) if token.type == "inline" else token.content if token.type in ("fence", "code_block") else ""
        )
        if words.strip():
            yield "item" if depth else "head" if heading else "p", words.strip()


def _words(token: Token) -> str:
    pieces = [" " if each.type in _BREAKS else each.content for each in token.children or []]
    return "".join(pieces)


def _put(element: Element, words: str) -> None:
    """Words with references within them."""
    before, *rest = _SLOT.split(words)
    element.text = xml_text(before) or None
    for slot, after in zip(rest[::2], rest[1::2], strict=True):
        shown, _bar, notes = slot.partition("|")
        add(element, "reference", shown, sourceReference=notes).tail = xml_text(after) or None


class _Slots:
    """What stands in a text where a mark stood: the numbers of the notes as readers see them, and their ids."""

    def __init__(self, claim: Document, claims: Claims) -> None:
        self.cited = {each["citation"]["mark"]: each for each in claim["footnotes"]}
        self.notes = claims.notes

    def of(self, mark: Mark) -> str:
        """The slot of a mark; one that has no note stays as it was typed."""
        named = [self.cited.get(print_cite(replace(cite, stance="supports"))) for cite in mark.cites]
        known = [each for each in named if each and each["citation"]["uuid"] in self.notes]
        if not known:
            return f"[{'; '.join(print_cite(cite) for cite in mark.cites)}]"
        shown = ", ".join(str(each["number"]) for each in known)
        ids = " ".join(self.notes[each["citation"]["uuid"]] for each in known)
        return f"{_OPEN}[{shown}]|{ids}{_CLOSE}"
