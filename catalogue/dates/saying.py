"""Dates as readers read them, in Spanish, English and Romanian; what no words fit is said as EDTF."""

from __future__ import annotations

import re
from dataclasses import dataclass

from catalogue.dates.calendar import month_length
from catalogue.dates.edtf import Edtf, parse_node
from catalogue.dates.language import Phrases
from catalogue.dates.languages import language_of
from catalogue.dates.nodes import Atom, Choice, End, Interval, Kind, Node, Span
from catalogue.dates.parts import Part, year_text
from catalogue.dates.saying_parts import bare_words, pair_words, third_words, with_doubt, year_words


def say_date(text_or_edtf: str | Edtf, *, language: str = "es") -> str:
    """The date in words; leap days of the Julian calendar are said as well, because sources have them."""
    text = text_or_edtf.text if isinstance(text_or_edtf, Edtf) else text_or_edtf
    phrases = language_of(language).phrases
    said = _Saying(phrases).node(parse_node(text, julian=True))
    if said is None:
        return text
    for pattern, mended in phrases.mending:
        said = re.sub(pattern, mended, said)
    return said


@dataclass(frozen=True, slots=True)
class _Saying:
    phrases: Phrases

    def node(self, node: Node) -> str | None:
        if isinstance(node, Atom):
            return self.alone(node)
        if isinstance(node, Interval):
            return self.interval(node)
        return self.choice(node)

    def alone(self, atom: Atom) -> str | None:
        """A date that stands by itself: without an article, unless "about" comes before it."""
        bare = bare_words(atom, self.phrases)
        if bare is None:
            return None
        if not atom.approximate:
            bare = re.sub("^(?:la|el|the) ", "", bare)
        return with_doubt(self.article(atom) + bare if atom.approximate else bare, atom, self.phrases)

    def article(self, atom: Atom) -> str:
        return self.phrases.articles.get(atom.kind, "")

    def inside(self, atom: Atom) -> str | None:
        """A date after a preposition, with its article."""
        bare = bare_words(atom, self.phrases)
        return None if bare is None else with_doubt(self.article(atom) + bare, atom, self.phrases)

    def interval(self, node: Interval) -> str | None:
        if isinstance(node.start, Atom) and isinstance(node.end, Atom):
            return third_words(node, self.phrases) or self.closed(node.start, node.end)
        if isinstance(node.start, Atom):
            return self.one_sided(node.start, self.phrases.since, self.phrases.unknown_end, node.end)
        if isinstance(node.end, Atom):
            by_day = node.end.kind is Kind.DAY
            until = self.phrases.until_day if by_day else self.phrases.until
            return self.one_sided(node.end, until, self.phrases.unknown_start, node.start)
        return self.phrases.any_time

    def closed(self, first: Atom, last: Atom) -> str | None:
        if all(atom.kind is Kind.YEAR and 1000 <= atom.year <= 9999 and not atom.qualified for atom in (first, last)):
            return f"{year_words(first.year, self.phrases)}-{year_words(last.year, self.phrases)}"
        pair = pair_words(first, last, self.phrases)
        if pair is None:
            return None
        if all(atom.approximate and not atom.uncertain for atom in (first, last)):
            return self.phrases.about_between.format(*pair)
        return self.phrases.between.format(*self.doubted(pair, first, last))

    def doubted(self, pair: tuple[str, str], first: Atom, last: Atom) -> tuple[str, str]:
        return with_doubt(pair[0], first, self.phrases), with_doubt(pair[1], last, self.phrases)

    def one_sided(self, atom: Atom, phrase: str, unknown: str, other: object) -> str | None:
        inside = self.inside(atom)
        if inside is None:
            return None
        said = phrase.format(inside)
        return unknown.format(said) if other is End.UNKNOWN else said

    def choice(self, node: Choice) -> str | None:
        spans = node.spans
        if len(spans) == 1 and not node.every and (said := self.beyond(spans[0])):
            return said
        joint = self.phrases.both if node.every else self.phrases.either
        if len(spans) == 2 and all(_single(span) for span in spans):
            return self.two(spans[0], spans[1], joint)
        members = [self.span(span) for span in spans]
        said_members = [member for member in members if member is not None]
        if len(said_members) != len(members):
            return None
        *firsts, last = said_members
        return f"{', '.join(firsts)} {joint} {last}" if firsts else last

    def two(self, one: Span, two: Span, joint: str) -> str | None:
        pair = pair_words(one.first, two.first, self.phrases) if one.first and two.first else None
        return f" {joint} ".join(self.doubted(pair, one.first, two.first)) if pair and one.first and two.first else None

    def span(self, span: Span) -> str | None:
        if span.first and span.last:
            return self.alone(span.first) if _single(span) else self.closed(span.first, span.last)
        if span.last:
            said = self.alone(span.last)
            return said and self.phrases.or_earlier.format(said)
        said = self.alone(span.first) if span.first else None
        return said and self.phrases.or_later.format(said)

    def beyond(self, span: Span) -> str | None:
        """The words "antes de 1946" for everything up to the end of 1945: so sources say it."""
        atom = span.last or span.first
        if (span.first and span.last) or atom is None or (part := _part(atom)) is None:
            return None
        beside = part.after(julian=False) if span.last else part.before(julian=False)
        neighbour = parse_node(beside.text)
        inside = self.inside(neighbour) if isinstance(neighbour, Atom) else None
        return inside and (self.phrases.before if span.last else self.phrases.after).format(inside)


def _part(atom: Atom) -> Part | None:
    """A plain year, month or day of the Gregorian calendar, which has a neighbour to name."""
    if atom.level or atom.kind not in (Kind.YEAR, Kind.MONTH, Kind.DAY):
        return None
    if atom.day and atom.day > month_length(atom.year, atom.month):
        return None
    month, day = (f"{number:02}" if number else "" for number in (atom.month, atom.day))
    return Part(year_text(atom.year), month, day)


def _single(span: Span) -> bool:
    return span.first is not None and span.first is span.last
