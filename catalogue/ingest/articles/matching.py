"""Which source of the catalogue a note speaks of, how sure that is, and what else it could be."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from django.utils.translation import gettext as _

from catalogue.ingest.bibliography.duplicates import title_key
from catalogue.ingest.bibliography.identifiers import doi_key, isbn_keys, url_key
from catalogue.models import Creator, Source
from catalogue.text import fold, is_key

_FEW = 3
_LONG = 10
SURE = 0.7
"""From here on a match is taken without asking."""
_URL = re.compile(r"https?://[^\s<>\"]+")
_KEY = re.compile(r"@([\w][\w.:/-]*[\w]|\w)")
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_WITHIN = re.compile(r"\b(?:in|en|en el|en la|apud|citado por)\s*$")
_COMMON = {"the", "and", "los", "las", "del", "una", "sobre", "para", "din", "des", "und", "der", "die", "de", "la"}
_COLUMNS = (
    "pk", "citekey", "bibliographic_title", "title_transliterated", "title_translated", "issued", "doi", "isbn", "url",
    "volume", "issue", "number", "reference_code", "publisher", "publisher_place", "container",
)  # fmt: skip


@dataclass(slots=True)
class Work:
    """A source as a note may speak of it."""

    citekey: str
    title: str
    titles: tuple[str, ...]
    """Its titles without accents and punctuation, the whole first, then what stands before the colon."""
    year: str
    families: tuple[str, ...]
    doi: str
    isbns: frozenset[str]
    url: str
    numbers: str
    """Volume, issue and code: numbers in a note that are no place."""
    words: frozenset[str]
    """Every word of its reference, so that what a note says beyond it is seen."""


class Candidate(NamedTuple):
    """A source that a note may speak of."""

    citekey: str
    title: str
    score: float
    why: str


@dataclass(slots=True)
class Works:
    """The sources of the catalogue, by what a note may say of them."""

    by_key: dict[str, Work] = field(default_factory=dict)
    by_mark: dict[str, list[Work]] = field(default_factory=lambda: defaultdict(list))
    by_start: dict[str, list[Work]] = field(default_factory=lambda: defaultdict(list))
    by_family: dict[str, list[Work]] = field(default_factory=lambda: defaultdict(list))

    def add(self, work: Work) -> None:
        """Makes a source known."""
        self.by_key[work.citekey] = work
        for mark in (work.doi, work.url, *work.isbns):
            if mark:
                self.by_mark[mark].append(work)
        for start in {_start(title) for title in work.titles if title}:
            self.by_start[start].append(work)
        for family in work.families:
            self.by_family[family.split()[-1]].append(work)

    def candidates(self, words: str) -> list[Candidate]:
        """The sources that the words of a note may mean, the likeliest first."""
        found: dict[str, Candidate] = {}
        for candidate in (*self._named(words), *self._described(words)):
            if candidate.citekey not in found or found[candidate.citekey].score < candidate.score:
                found[candidate.citekey] = candidate
        return sorted(found.values(), key=lambda each: (-each.score, each.citekey))[:8]

    def _named(self, words: str) -> Iterator[Candidate]:
        """By citekey, DOI, ISBN or address."""
        keys = [each[1] for each in _KEY.finditer(words)]
        keys += [word.strip("[](),;.") for word in words.split() if any(map(str.isdigit, word)) and "-" in word]
        for key in keys:
            if is_key(key) and key in self.by_key:
                yield _candidate(self.by_key[key], 1.0, _("citekey"))
        urls = [url_key(each.group().rstrip(".,;)")) for each in _URL.finditer(words)]
        for sort, marks in ((_("DOI"), [doi_key(words)]), (_("URL"), urls), (_("ISBN"), sorted(isbn_keys(words)))):
            for work in (work for mark in marks if mark for work in self.by_mark.get(mark, ())):
                yield _candidate(work, 0.99, sort)

    def _described(self, words: str) -> Iterator[Candidate]:
        """By title, author and year."""
        text = f" {title_key(words)} "
        said = text.split()
        starts = {*said, *(f"{one} {other}" for one, other in pairwise(said))}
        near = {work.citekey: work for start in starts for work in self.by_start.get(start, ())}
        near |= {work.citekey: work for word in set(said) for work in self.by_family.get(word, ())}
        years = set(_YEAR.findall(words))
        for work in near.values():
            score, why = _likeness(work, text, years)
            if score:
                yield _candidate(work, score, why)


def _candidate(work: Work, score: float, why: str) -> Candidate:
    return Candidate(work.citekey, work.title, round(score, 2), why)


def _likeness(work: Work, text: str, years: set[str]) -> tuple[float, str]:
    """How well the words of a note say a source, from 0 to 1, and by what."""
    author = any(f" {family} " in text for family in work.families)
    agrees = bool(work.year) and work.year in years
    for place, title in enumerate(work.titles):
        if title and f" {title} " in text:
            return _by_title(work, title, text, whole=place == 0, author=author), _by(_("title"), author)
    return (
        _by_author(work, text, agrees=agrees, other=bool(years and work.year) and not agrees) if author else (0.0, "")
    )


def _by_author(work: Work, text: str, *, agrees: bool, other: bool) -> tuple[float, str]:
    """Likeness without the title; a note that names another title or year means another work of the author."""
    significant = {word for word in work.titles[0].split() if len(word) > 4 and word not in _COMMON}
    said = sum(f" {word} " in text for word in significant)
    most = said >= max(1, len(significant) / 2)
    rest = sum(word.isalpha() and len(word) > 3 and word not in work.words for word in text.split())
    if agrees and said and (most or rest <= _FEW):
        return 0.8, _("author, year and words of the title")
    first = work.families[0]
    if agrees and (f" {first} {work.year} " in text or (not said and rest <= _FEW and f" {first} " in text)):
        return 0.72, _("author and year")
    if said and not other and (most or rest <= _FEW):
        return 0.71, _("author and words of the title")
    return 0.3 + 0.1 * bool(said) + 0.1 * agrees, _("author")


def _by_title(work: Work, title: str, text: str, *, whole: bool, author: bool) -> float:
    size = len(title.split()) + len(title) / 1000
    if author:
        return min(0.98, (0.93 if whole else 0.86) + size / 200)
    if _WITHIN.search(text[: text.index(f" {title} ")]):
        return 0.5
    if len(title.split()) < _FEW:
        # A short title may be any words; a note that begins with it and has no author to name means it.
        alone = whole and not work.families and len(title) >= _LONG and text.startswith(f" {title} ")
        return 0.75 if alone else 0.45
    return min(0.92, 0.85 + size / 200) if whole and not work.families else 0.72


def _by(what: str, author: bool) -> str:
    return _("%(what)s and author") % {"what": what} if author else what


def _start(title: str) -> str:
    return " ".join(title.split()[:2])


def load_works() -> Works:
    """Every source of the catalogue; two queries."""
    families: dict[int, list[str]] = defaultdict(list)
    names = Creator.objects.order_by("source", "position", "id")
    for source, family, literal, record in names.values_list("source", "family", "literal", "record__title"):
        if name := fold(family or literal or record or ""):
            families[source].append(title_key(name))
    works = Works()
    for row in Source.objects.order_by("pk").values(*_COLUMNS).iterator():
        works.add(_work(row, families.get(row["pk"], ())))
    return works


def _work(row: dict[str, object], families: Iterable[str]) -> Work:
    text = {key: str(value or "") for key, value in row.items()}
    whole = [text[key] for key in ("bibliographic_title", "title_transliterated", "title_translated")]
    short = [re.split(r"[:.(]\s", title, maxsplit=1)[0] for title in whole]
    keys = [title_key(title) for title in (*whole, *short)]
    # A short title of one word says too little.
    titles = [key for place, key in enumerate(keys) if key and (place < len(whole) or len(key) >= 8)]
    found = _YEAR.search(text["issued"])
    known = " ".join([*text.values(), *families])
    return Work(
        citekey=text["citekey"],
        title=text["bibliographic_title"],
        titles=tuple(dict.fromkeys(titles)),
        year=found.group() if found else "",
        families=tuple(dict.fromkeys(families)),
        doi=doi_key(text["doi"]),
        isbns=frozenset(isbn_keys(text["isbn"])),
        url=url_key(text["url"]),
        numbers=" ".join(text[key] for key in ("volume", "issue", "number", "reference_code")),
        words=frozenset(title_key(known).split()),
    )
