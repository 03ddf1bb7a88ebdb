"""The text of an article as it was pasted: HTML becomes simple Markdown, and the list of notes stands apart."""

from __future__ import annotations

import re
from html.parser import HTMLParser

SUPERSCRIPT = str.maketrans("0123456789,-–", "⁰¹²³⁴⁵⁶⁷⁸⁹,⁻⁻")
_IS_HTML = re.compile(r"<(?:p|div|br|sup|ol|ul|li|h[1-6]|span|a|em|i|b|strong|body|html)\b[^>]*>", re.IGNORECASE)
_BLOCKS = {
    "p",
    "div",
    "section",
    "article",
    "blockquote",
    "ol",
    "ul",
    "table",
    "tr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
}
_UNSEEN = {"script", "style", "head", "title", "noscript", "template"}
_SIGNS = {"em": "*", "i": "*", "strong": "**", "b": "**"}
_NUMBERS = re.compile(r"\d{1,4}(?:\s*[,–-]\s*\d{1,4})*")
_HEADING = re.compile(
    r"^\s*(?:#+\s*|\*\*)?(?:notas|notes|note|notas y referencias|notes and references|note și referințe|note de subsol|"
    r"referencias|references|referințe|notas al pie|footnotes|endnotes)\s*:?(?:\*\*)?\s*$",
    re.IGNORECASE | re.MULTILINE,
)
_DEFINITION = re.compile(r"^\[\^[^\]\s]+\]:.*(?:\n(?:[ \t]+.*)?)*", re.MULTILINE)
_BLANKS = re.compile(r"\n{3,}")


class _Reader(HTMLParser):
    """Collects the words of a page with what of its form Markdown can say."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.counts: list[int] = []
        self.unseen = 0
        self.raised: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self.unseen += 1
        elif tag in ("ol", "ul"):
            self.counts.append(0 if tag == "ol" else -1)
            self.pieces.append("\n\n")
        elif tag == "li":
            self.pieces.append(f"\n{self._bullet()}")
        elif tag == "br":
            self.pieces.append("\n")
        elif tag in _BLOCKS:
            heading = f"{'#' * int(tag[1])} " if re.fullmatch(r"h[1-6]", tag) else ""
            self.pieces.append(f"\n\n{heading}")
        elif tag == "sup":
            self.raised = []
        elif tag in _SIGNS:
            self.handle_data(_SIGNS[tag])

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self.unseen = max(0, self.unseen - 1)
        elif tag in ("ol", "ul") and self.counts:
            self.counts.pop()
            self.pieces.append("\n\n")
        elif tag == "sup" and self.raised is not None:
            words, self.raised = "".join(self.raised).strip(), None
            self.pieces.append(words.translate(SUPERSCRIPT) if _NUMBERS.fullmatch(words) else words)
        elif tag in _BLOCKS:
            self.pieces.append("\n\n")
        elif tag in _SIGNS:
            self.handle_data(_SIGNS[tag])

    def handle_data(self, data: str) -> None:
        if self.unseen:
            return
        into = self.pieces if self.raised is None else self.raised
        into.append(re.sub(r"[ \t\r\n\f]+", " ", data))

    def _bullet(self) -> str:
        if not self.counts or self.counts[-1] < 0:
            return "- "
        self.counts[-1] += 1
        return f"{self.counts[-1]}. "


def plain(text: str) -> str:
    """The text with plain line ends; HTML as simple Markdown."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "").replace("\0", "")
    if _IS_HTML.search(text):
        reader = _Reader()
        reader.feed(text)
        reader.close()
        lines = (line.strip() for line in "".join(reader.pieces).split("\n"))
        text = "\n".join(lines)
    return _BLANKS.sub("\n\n", text).strip()


def split_notes(text: str) -> tuple[str, str]:
    """The article, and the list of notes that stands below it or between its paragraphs (`[^1]: …`)."""
    definitions = [found.group().strip() for found in _DEFINITION.finditer(text)]
    if definitions:
        return _BLANKS.sub("\n\n", _DEFINITION.sub("", text)).strip(), "\n".join(definitions)
    headings = list(_HEADING.finditer(text))
    if not headings:
        return text, ""
    last = headings[-1]
    return text[: last.start()].rstrip(), text[last.end() :].strip()
