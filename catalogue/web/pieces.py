"""Pieces of a line: words, some of them links or in another language, joined without stray spaces."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a line, with the page they lead to, their language and the part they play."""

    text: str
    url: str = ""
    lang: str = ""
    role: str = ""

    def html(self) -> str:
        """The words as markup, escaped."""
        lang = format_html(' lang="{}"', self.lang) if self.lang else ""
        role = format_html(' class="{}"', self.role) if self.role else ""
        if self.url:
            return format_html('<a href="{}"{}{}>{}</a>', self.url, lang, role, self.text)
        if lang or role:
            return format_html("<span{}{}>{}</span>", lang, role, self.text)
        return format_html("{}", self.text)


def as_html(pieces: Iterable[Piece]) -> str:
    """The line as markup."""
    return format_html_join("", "{}", ((piece.html(),) for piece in pieces))


def as_text(pieces: Iterable[Piece]) -> str:
    """The line as words alone."""
    return "".join(piece.text for piece in pieces)
