"""A work in the words of CSL as a source of the catalogue; what has no column goes into the internal note."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from django.utils.translation import gettext as _

from catalogue.documents import Document
from catalogue.documents.shape import form_of
from catalogue.ingest.bibliography.creators import read_creators
from catalogue.ingest.bibliography.dates import read_day, read_issued
from catalogue.ingest.bibliography.entries import Entry, Kept, Trouble
from catalogue.ingest.bibliography.identifiers import first_isbn, plain_doi
from catalogue.ingest.bibliography.keys import citekey_of
from catalogue.ingest.bibliography.languages import read_language
from catalogue.models import CslType, Source
from catalogue.text import comma_letters

COLUMNS = {
    "title": "bibliographic_title", "title-translated": "title_translated", "container-title": "container",
    "publisher": "publisher", "publisher-place": "publisher_place", "edition": "edition", "volume": "volume",
    "issue": "issue", "number": "number", "ISSN": "issn", "archive": "repository", "archive_collection": "collection",
    "archive-collection": "collection", "archive_location": "reference_code", "call-number": "reference_code",
    "collection-title": "container",
}  # fmt: skip
"""CSL keys with a column of their own; the first that is given fills a column, another is kept."""
_APART = {
    *("type", "id", "citation-key", "citation-label", "issued", "accessed", "page", "page-first", "ISBN", "DOI", "URL"),
    *("language", "note", "number-of-pages", "number-of-volumes"),
}
IN_NOTE = {"abstract", "annote", "keyword"}
"""What belongs into the internal note, so that nobody needs to be told."""
TYPES = {
    **dict.fromkeys(("paper-conference",), "chapter"),
    **dict.fromkeys(("pamphlet", "classic"), "book"),
    **dict.fromkeys(("periodical",), "collection"),
    **dict.fromkeys(("post", "post-weblog"), "webpage"),
    **dict.fromkeys(("bill", "regulation"), "legislation"),
    **dict.fromkeys(("review-book",), "review"),
    **dict.fromkeys(("standard",), "report"),
}
"""Types of CSL that the catalogue files under a near one; others become documents."""
_TAGS = re.compile(r"</?(?:i|b|em|strong|sup|sub|sc|span)(?:\s[^>]*)?>", re.IGNORECASE)
_IN_NOTE = re.compile(r"^\s*(?:citation key|citekey|bibtex(?:key)?)\s*:\s*\S+\s*$", re.IGNORECASE | re.MULTILINE)


@dataclass(slots=True)
class Mapped:
    """A source that an entry became: its content, and what the curator should know of it."""

    entry: Entry
    document: Document
    made_key: bool = False
    """Whether the citekey was made here, so that it may be changed without a word."""
    kept: list[Kept] = field(default_factory=list)

    @property
    def notices(self) -> list[str]:
        """What was adjusted, and what had no column."""
        names = ", ".join(dict.fromkeys(each.field for each in self.kept if each.field not in IN_NOTE))
        kept = [_("kept in the internal note: %(fields)s.") % {"fields": names}] if names else []
        return [*self.entry.notices, *kept]

    @property
    def troubles(self) -> list[Trouble]:
        """Why it cannot be taken."""
        return self.entry.troubles


class Mapper:
    """Fills the columns of one source."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.item = {key: value for key, value in entry.item.items() if value not in (None, "", [], {})}
        self.kept = list(entry.kept)
        self.document: Document = {"kind": "source"}

    def map(self) -> Mapped:
        """The content of the source; the entry's troubles say what is wrong."""
        note = self.words("note")
        key, made = citekey_of(self.entry, self.item, note)
        self.document |= {"citekey": key, "csl_type": self._type()}
        creators, others = read_creators(self.item, self.entry)
        self.kept += others
        if creators:
            self.document["creators"] = creators
        self._columns()
        self._numbers()
        self._dates()
        if not self.document.get("bibliographic_title"):
            self.entry.refuse("title", _("a source needs a title; give an untitled one a description in [brackets]."))
        self._note(note)
        if self.document.get("text_language") == "ro":
            self.document = with_comma(self.document)
        return Mapped(self.entry, self.document, made, self.kept)

    def words(self, key: str) -> str:
        """The value of a key as text."""
        return text_of(self.item.get(key, ""))

    def put(self, column: str, words: str, name: str) -> None:
        """Fills a column; what is too long for it, or comes second, is kept."""
        limit = form_of(Source, column).limit
        if not words or self.document.get(column) == words:
            return
        if column in self.document or (limit and len(words) > limit and column != "bibliographic_title"):
            self.kept.append(Kept(name, words))
        else:
            self.document[column] = words

    def _type(self) -> str:
        sort = self.words("type") or "document"
        if sort in CslType.values:
            return sort
        taken = TYPES.get(sort, CslType.DOCUMENT.value)
        self.entry.notices.append(_("the type “%(type)s” is taken as “%(taken)s”.") % {"type": sort, "taken": taken})
        self.kept.append(Kept("type", sort))
        return taken

    def _columns(self) -> None:
        for key, column in COLUMNS.items():
            self.put(column, self.words(key), key)
        roles = {"author", "editor", "translator", "compiler", "recipient"}
        for key in self.item.keys() - COLUMNS.keys() - _APART - roles:
            if not isinstance(self.item[key], list) or not any(kept.field == key for kept in self.kept):
                self.kept.append(Kept(key, self.words(key)))
        self.kept.sort(key=lambda kept: kept.field)

    def _numbers(self) -> None:
        pages = re.sub(r"\s*[-–—−]+\s*", "-", self.words("page") or self.words("page-first"))
        pages = re.sub(r"^(?:pp?|págs?|pag)\.\s*", "", pages)
        self.put("pages", pages, "page")
        isbn, rest = first_isbn(self.words("ISBN"))
        self.put("isbn", isbn, "ISBN")
        if rest:
            self.kept.append(Kept("ISBN", rest))
        self.put("doi", plain_doi(self.words("DOI")), "DOI")
        self.put("url", self.words("URL"), "URL")
        extent = [f"{self.words('number-of-volumes')} vols." if self.words("number-of-volumes") else ""]
        extent.append(f"{self.words('number-of-pages')} p." if self.words("number-of-pages") else "")
        self.put("extent", ", ".join(filter(None, extent)), "number-of-pages")
        language = self.words("language")
        self.put("text_language", read_language(language), "language")
        if language and not read_language(language):
            self.kept.append(Kept("language", language))

    def _dates(self) -> None:
        for key, column, read in (("issued", "issued", read_issued), ("accessed", "accessed", read_day)):
            value = self.item.get(key)
            found = read(value) if value else ""
            self.put(column, found, key)
            if value and not found:
                words = date_words(value)
                self.kept.append(Kept(key, words))
                notice = _("the date “%(date)s” cannot be read; it is kept in words.") % {"date": words}
                self.entry.notices.append(notice)

    def _note(self, note: str) -> None:
        note = _IN_NOTE.sub("", note).strip()
        lines = [note] if note else []
        lines += [f"{kept.field}: {kept.value}" for kept in self.kept]
        if lines:
            self.document["internal_note"] = "\n".join(lines)


def text_of(value: Any) -> str:
    """A value of CSL as plain text: numbers in figures, markup and entities undone."""
    if isinstance(value, str):
        return " ".join(unescape(_TAGS.sub("", value)).split(" ")).strip().replace("\0", "")
    if isinstance(value, bool) or value is None:
        return ""
    return str(value) if isinstance(value, int | float) else json.dumps(value, ensure_ascii=False)


def with_comma(value: Any) -> Any:
    """Romanian texts with ș and ț: LaTeX and old files write the cedilla for them."""
    if isinstance(value, dict):
        return {key: with_comma(each) for key, each in value.items()}
    if isinstance(value, list):
        return [with_comma(each) for each in value]
    return comma_letters(value) if isinstance(value, str) else value


def date_words(value: Any) -> str:
    """A date that cannot be read, as the file writes it."""
    if isinstance(value, dict):
        return str(value.get("literal") or value.get("raw") or json.dumps(value, ensure_ascii=False))
    return str(value)
