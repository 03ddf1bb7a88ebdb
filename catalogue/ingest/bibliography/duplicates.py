"""Which works are one: by DOI, ISBN, address, or folded title and year; in the catalogue and within the file."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from catalogue.documents import Document
from catalogue.ingest.bibliography.identifiers import doi_key, isbn_keys, url_key
from catalogue.models import Creator, Source
from catalogue.text import fold

COLUMNS = (
    "pk", "uuid", "version", "status", "citekey", "bibliographic_title", "csl_type", "issued", "doi", "isbn", "url",
    "reference_code", "volume", "issue", "pages", "number", "container",
)  # fmt: skip
_NUMBERS = ("reference_code", "volume", "issue", "pages", "number", "container")
_PARTS = {"chapter", "entry", "entry-dictionary", "entry-encyclopedia", "review"}
_YEAR = re.compile(r"\d{3}[\dX]")
_NOT_LETTERS = re.compile(r"[\W_]+")
_SHORTEST_START = 12


@dataclass(frozen=True, slots=True)
class Work:
    """What of a source is compared; `where` is its UUID, or the number of its row in the file."""

    where: str
    citekey: str
    title: str
    csl_type: str = ""
    year: str = ""
    family: str = ""
    doi: str = ""
    isbns: frozenset[str] = frozenset()
    url: str = ""
    numbers: tuple[str, ...] = ()
    shown: str = ""

    @property
    def is_part(self) -> bool:
        """Whether it is part of a book, so that it has the book's ISBN."""
        return self.csl_type in _PARTS


@dataclass(frozen=True, slots=True)
class Match:
    """A work that is there already, and what tells it."""

    work: Work
    why: str


@dataclass(slots=True)
class Known:
    """Works by what tells them apart."""

    by_key: dict[str, Work] = field(default_factory=dict)
    by_mark: dict[tuple[str, str], list[Work]] = field(default_factory=lambda: defaultdict(list))

    def add(self, work: Work) -> None:
        """Makes a work known."""
        self.by_key.setdefault(work.citekey, work)
        for mark in marks_of(work):
            self.by_mark[mark].append(work)

    def match(self, work: Work) -> Match | None:
        """The work that this one is, if it is known: the surest sign first."""
        for sort, value in marks_of(work):
            for other in self.by_mark.get((sort, value), ()):
                if agrees(sort, work, other):
                    return Match(other, why_of(sort))
        other_by_key = self.by_key.get(work.citekey)
        if other_by_key and is_same(work, other_by_key):
            return Match(other_by_key, _("citekey"))
        return None


def work_of(where: str, source: Mapping[str, object] | Document, family: str) -> Work:
    """What is compared of a source, from its columns or its content."""

    def text(key: str) -> str:
        return str(source.get(key) or "")

    found = _YEAR.search(text("issued"))
    return Work(
        where=where,
        citekey=text("citekey"),
        title=title_key(text("bibliographic_title")),
        csl_type=text("csl_type"),
        year=found.group() if found else "",
        family=fold(family),
        doi=doi_key(text("doi")),
        isbns=frozenset(isbn_keys(text("isbn"))),
        url=url_key(text("url")),
        numbers=tuple(fold(text(key)) for key in _NUMBERS),
        shown=text("bibliographic_title"),
    )


def title_key(title: str) -> str:
    """A title without accents, capitals and punctuation."""
    return " ".join(_NOT_LETTERS.sub(" ", fold(title)).split())


def family_of(creators: Sequence[Mapping[str, object]]) -> str:
    """The first creator's family name, or the name that has no parts."""
    first = creators[0] if creators else {}
    return str(first.get("family") or first.get("literal") or "")


def marks_of(work: Work) -> list[tuple[str, str]]:
    """The signs by which a work is found, the surest first."""
    marks = [("doi", work.doi)] if work.doi else []
    marks += [("isbn", isbn) for isbn in sorted(work.isbns)]
    if work.title:
        marks.append(("title", f"{work.title} {work.year}"))
    return [*marks, ("url", work.url)] if work.url else marks


def agrees(sort: str, one: Work, other: Work) -> bool:
    """Whether a common sign means the same work: a chapter has its book's ISBN, and two files may share a title."""
    if sort == "isbn":
        return one.title == other.title or not (one.is_part or other.is_part)
    if sort == "title":
        return not differs(one.family, other.family) and not any(map(differs, one.numbers, other.numbers))
    return True


def differs(one: str, other: str) -> bool:
    """Whether two values are given and not the same."""
    return bool(one and other and one != other)


def is_same(one: Work, other: Work) -> bool:
    """Whether two works with the same citekey are the same: another edition of the words, not another work."""
    if set(marks_of(one)) & set(marks_of(other)) or one.title == other.title:
        return True
    shorter, longer = sorted((one.title, other.title), key=len)
    if len(shorter) >= _SHORTEST_START and longer.startswith(shorter):
        return True
    return bool(one.family and one.year) and (one.family, one.year) == (other.family, other.year)


def why_of(sort: str) -> str:
    """What a sign is called."""
    return {"doi": _("DOI"), "isbn": _("ISBN"), "url": _("URL"), "title": _("title and year")}[sort]


def known_works(works: Iterable[Work]) -> Known:
    """The sources of the catalogue that share a sign with any of the works; three queries."""
    wanted = list(works)
    marks = {mark for work in wanted for mark in marks_of(work)}
    keys = {work.citekey for work in wanted}
    found = {}
    for row in Source.objects.order_by("pk").values(*COLUMNS).iterator():
        work = work_of(str(row["uuid"]), row, "")
        if work.citekey in keys or not marks.isdisjoint(marks_of(work)):
            found[row["pk"]] = row
    families = first_families(found)
    known = Known()
    for key, row in found.items():
        known.add(work_of(str(row["uuid"]), row, families.get(key, "")))
    return known


def first_families(keys: Iterable[int]) -> dict[int, str]:
    """The first creator of each source."""
    rows = Creator.objects.filter(source__in=list(keys)).order_by("source", "position", "id")
    families: dict[int, str] = {}
    for source, family, literal in rows.values_list("source", "family", "literal"):
        families.setdefault(source, family or literal)
    return families
