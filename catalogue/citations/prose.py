"""Narratives as readers see them: Markdown made safe, with the numbers of notes where their marks stood."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from html import unescape
from typing import Any

import nh3
from django.utils.html import escape
from markdown_it import MarkdownIt
from markdown_it.token import Token

from catalogue.citations.note_marks import Marks
from catalogue.citations.ready import ready
from catalogue.text import Cite, Mark, parse_marks, print_cite, replace_marks

TAGS = {"p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "a", "code", "pre", "hr", "h4", "h5", "h6", "s",
        "table", "thead", "tbody", "tr", "th", "td"}  # fmt: skip
LEVELS_BELOW = 3
"""A narrative stands under a heading of the third level: its own headings begin at the fourth."""
_OPEN, _CLOSE = "\ue000", "\ue001"
_SLOT = re.compile(f" ?{_OPEN}([0-9]+){_CLOSE}")
_MARKED_UP = 3
"""How many times as long as its words a text with marks and markup may be."""
_MARKUP = re.compile(r"[*_`#>\[\]|~\\<&=]")
_BLOCK = re.compile(r"^(?: {4}|\t| {0,3}(?:[-+]|\d+[.)])\s)", re.MULTILINE)
_SENTENCE_END = re.compile(r"(?<=[.!?])(?:\s*\[[^\]]*\])*\s+(?=[A-ZÁÉÍÓÚÑÂÎȘȚ¿¡«\[])")
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def render_prose(text: str, footnotes: Sequence[Mapping[str, Any]], marks: Marks, where: str) -> str:
    """The text of a narrative as markup; each mark becomes the numbers of the notes that it cites."""
    numbers = _Numbers(footnotes, marks, where)
    slotted = replace_marks(text.replace(_OPEN, "").replace(_CLOSE, ""), numbers.slot)
    return ready(_SLOT.sub(numbers.fill, clean(slotted)))


def clean(markdown: str) -> str:
    """Markdown as markup without anything that a narrative has no use for."""
    tokens = _MARKDOWN.parse(markdown)
    for token in tokens:
        _lower_heading(token)
    markup: str = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    return nh3.clean(
        markup,
        tags=TAGS,
        attributes={"a": {"href", "title"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    )


def first_words(text: str, *, limit: int = 180) -> str:
    """The beginning of a narrative as plain words, for a list or a description of the page."""
    start = _start(text, limit * _MARKED_UP)
    words = " ".join(_plain(replace_marks(start, lambda mark: "")).split())
    words = re.sub(r"\s+([,.;:])", r"\1", words)
    if len(words) <= limit and start == text:
        return words
    return f"{words[:limit].rsplit(' ', 1)[0].rstrip(',;:')}…"


def _start(text: str, length: int) -> str:
    """So much of a text that no mark is cut in two: a long one is not read to its end for a line of it."""
    start = text[:length]
    opened = start.rfind("[")
    return start[:opened] if len(text) > length and opened > start.rfind("]") else start


def _plain(markdown: str) -> str:
    """The words without their markup; most texts have none, and then there is nothing to parse."""
    if not _MARKUP.search(markdown) and not _BLOCK.search(markdown):
        return markdown
    return unescape(nh3.clean(_MARKDOWN.render(markdown), tags=set()))


def sentences_citing(text: str, cited: Container[str]) -> list[str]:
    """The sentences of a narrative whose marks name one of these citations (`@banu-2004, pp. 28-29`)."""
    found: list[str] = []
    for mark in parse_marks(text):
        if any(print_cite(replace(cite, stance="supports")) in cited for cite in mark.cites):
            before = text[: mark.start].rsplit("\n\n", 1)[-1]
            sentence = first_words(_SENTENCE_END.split(before.rstrip())[-1], limit=400)
            if found and sentence.startswith(found[-1].rstrip(".…")):
                found.pop()
            if sentence and sentence not in found:
                found.append(sentence)
    return found


def _lower_heading(token: Token) -> None:
    if token.type in {"heading_open", "heading_close"}:
        token.tag = f"h{min(int(token.tag[1]) + LEVELS_BELOW, 6)}"


class _Numbers:
    """Puts a slot where a mark stood and fills it after the markup is clean, since numbers carry ids and links."""

    def __init__(self, footnotes: Sequence[Mapping[str, Any]], marks: Marks, where: str) -> None:
        self._footnotes = footnotes
        self._marks = marks
        self._where = where
        self._filled: list[str] = []

    def slot(self, mark: Mark) -> str:
        found = [self._footnote(cite) for cite in mark.cites]
        known = [footnote for footnote in found if footnote is not None]
        # A mark that has no footnote is shown as it was typed: nothing cited may vanish.
        unknown = "; ".join(print_cite(cite) for cite, one in zip(mark.cites, found, strict=True) if one is None)
        markup = self._marks.render(known, self._where)
        self._filled.append(f"{markup} [{escape(unknown)}]" if unknown else markup)
        return f"{_OPEN}{len(self._filled) - 1}{_CLOSE}"

    def fill(self, slot: re.Match[str]) -> str:
        return self._filled[int(slot[1])]

    def _footnote(self, cite: Cite) -> Mapping[str, Any] | None:
        named = print_cite(replace(cite, stance="supports"))
        same = [footnote for footnote in self._footnotes if footnote["citation"]["mark"] == named]
        exact = [footnote for footnote in same if footnote["stance"] == cite.stance]
        return next(iter(exact or same), None)
