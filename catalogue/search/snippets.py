"""What of a record bears the words: which name, which claim, with the words in it marked."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from catalogue.models import RelationType, Term
from catalogue.search.query import Looked, TextQuery
from catalogue.search.vectors import Vocabulary, composed, vocabularies, word_places, words_of
from catalogue.search.words import Place, Said, texts_of
from catalogue.text import fold

MOST = 3
_LONGEST = 30
_BEFORE = 8
_ORDER = (
    Place.NAME,
    Place.SOURCE_TITLE,
    Place.TRANSLATED_TITLE,
    Place.ATTRIBUTE,
    Place.ROLE,
    Place.TIE,
    Place.NARRATIVE,
    Place.QUOTATION,
    Place.REMARK,
    Place.FOOTNOTE,
    Place.CITATION,
    Place.CREATOR,
    Place.SOURCE,
    Place.IDENTIFIER,
    Place.CLASSED,
)
# What Markdown adds to the words: headings, lists and quotations, emphasis, addresses of links.
_MARKUP = re.compile(r"^[#>\s*+-]+(?=\s)|[*`]+|(?<!\w)_+|_+(?!\w)", re.MULTILINE)
_BEFORE_STOP = re.compile(r"\s+(?=[.,;:!?)])")
_LINK = re.compile(r"!?\[([^][]*)\]\([^()\s]*\)")


Hits = dict[str, set[str]]


@dataclass(frozen=True, slots=True)
class Snippet:
    """A text of a record that bears the words, in pieces: each with whether it is one of the words."""

    label: str
    pieces: tuple[tuple[str, bool], ...]
    lang: str = ""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A word or phrase that is marked: the forms of each of its words."""

    forms: tuple[frozenset[str], ...]
    prefix: str = ""
    names_only: bool = False


@dataclass(slots=True)
class _Match:
    """A text in which some of the words stand: which words by their numbers, and which of the terms."""

    said: Said
    text: str
    words: list[re.Match[str]]
    marked: dict[int, int]

    @property
    def terms(self) -> int:
        """How many different terms it has."""
        return len(set(self.marked.values()))


def snippets_of(record_ids: Sequence[int], query: TextQuery) -> dict[int, list[Snippet]]:
    """At most three snippets a record: names that are not its title first, then what has most of the terms.

    Of public texts only; as many queries for a page as for one record.
    """
    texts = texts_of(record_ids)
    wanted = _wanted(query)
    known, hits = _with_words(texts, wanted)
    chosen = {record: _chosen(texts[record], wanted, known, hits) for record in record_ids if record in texts}
    labels = _Labels([match.said for matches in chosen.values() for match in matches])
    return {record: [_snippet(match, wanted, known, labels) for match in found] for record, found in chosen.items()}


def _wanted(query: TextQuery) -> list[_Wanted]:
    found = [_parts(each) for each in query.terms if each.term.words not in query.too_common]
    return [part for parts in found for part in parts]


def _parts(looked: Looked) -> list[_Wanted]:
    if looked.instead:
        return [_Wanted((frozenset([word]),), names_only=True) for word in looked.instead]
    forms = [
        frozenset(filter(None, (exact, *stems)))
        for exact, *stems in zip(looked.exact, *(looked.stems or ((),)), strict=False)
    ] or [frozenset([exact]) for exact in looked.exact]
    names_only = looked.in_names
    also = [_Wanted((frozenset([word]),), names_only=True) for word in looked.also]
    if looked.term.phrase:
        return [_Wanted(tuple(forms), names_only=names_only)]
    parts = [*also, *(_Wanted((each,), names_only=names_only) for each in forms)]
    if looked.term.prefix:
        parts[-1] = _Wanted((frozenset(),), prefix=looked.exact[-1], names_only=names_only)
    return parts


def _with_words(texts: dict[int, list[Said]], wanted: Sequence[_Wanted]) -> tuple[dict[str, Vocabulary], Hits]:
    """The vocabularies of the texts, and the words that hit; texts without any of these are left out."""
    words = {said: words_of(said.text) for of in texts.values() for said in of}
    met: dict[str, set[str]] = defaultdict(set)
    for said, some in words.items():
        met[said.language].update(some)
    known = vocabularies(met)
    parts = [(forms, each.prefix) for each in wanted for forms in each.forms]
    hits = {
        language: {word for word in some if any(_is(known[language].lexemes[word], *part) for part in parts)}
        for language, some in met.items()
    }
    for record, of in texts.items():
        title = [said for said in of[:1] if said.place == Place.TITLE]
        rest = of[len(title) :]
        texts[record] = [*title, *(said for said in rest if not hits[said.language].isdisjoint(words[said]))]
    return known, hits


def _chosen(
    texts: Sequence[Said], wanted: Sequence[_Wanted], known: Mapping[str, Vocabulary], hits: Hits
) -> list[_Match]:
    title = next((fold(said.text) for said in texts if said.place == Place.TITLE), "")
    found = []
    shown = {title}
    for said in texts:
        text = _readable(said)
        if said.place == Place.TITLE or (said.place.is_name and fold(text) in shown):
            continue
        if match := _match(said, text, wanted, known[said.language], hits[said.language]):
            found.append(match)
            shown.add(fold(text))
    found.sort(key=lambda match: (not match.said.place.is_name, -match.terms, _ORDER.index(match.said.place)))
    return found[:MOST]


def _match(said: Said, text: str, wanted: Sequence[_Wanted], known: Vocabulary, hits: Collection[str]) -> _Match | None:
    words = list(word_places(text))
    lexemes = {number: known.lexemes[word[0]] for number, word in enumerate(words) if word[0] in hits}
    marked: dict[int, int] = {}
    for number, each in enumerate(wanted):
        if each.names_only and not said.place.is_name:
            continue
        for start in lexemes:
            if all(_is(lexemes.get(start + ahead, ()), forms, each.prefix) for ahead, forms in enumerate(each.forms)):
                marked |= dict.fromkeys(range(start, start + len(each.forms)), number)
    return _Match(said, text, words, marked) if marked else None


def _is(lexemes: Sequence[str], forms: frozenset[str], prefix: str) -> bool:
    if prefix:
        return bool(lexemes) and lexemes[0].startswith(prefix)
    return not forms.isdisjoint(lexemes)


def _readable(said: Said) -> str:
    text = composed(said.text)
    if said.place == Place.NARRATIVE:
        # Where a citation mark was taken out, a space is left before the full stop.
        text = _BEFORE_STOP.sub("", _MARKUP.sub("", _LINK.sub(r"\1", text)))
    elif said.place == Place.SOURCE:
        text = ", ".join(filter(None, text.split("\n")))
    return " ".join(text.split())


class _Labels:
    """What the texts are, in the language of the reader: two queries for all of them."""

    def __init__(self, texts: Sequence[Said]) -> None:
        terms = {said.term for said in texts} | {said.type for said in texts if said.place not in _RELATIONS}
        self.terms = Term.objects.in_bulk(list(filter(None, terms))) if any(terms) else {}
        types = {said.type for said in texts if said.place in _RELATIONS and said.type}
        self.types = RelationType.objects.in_bulk(list(types)) if types else {}

    def of(self, said: Said) -> str:
        """What the text is: the type of the name, the property, the relation."""
        labelled = (self.types if said.place in _RELATIONS else self.terms).get(said.type)
        return labelled.label() if labelled else _place_label(said.place)


_RELATIONS = (Place.ROLE, Place.TIE)


def _place_label(place: Place) -> str:
    labels = {
        Place.SOURCE_TITLE: _("Title"),
        Place.TRANSLATED_TITLE: _("Translated title"),
        Place.SOURCE: _("Publication"),
        Place.CREATOR: _("Creator"),
        Place.IDENTIFIER: _("Identifier"),
        Place.CLASSED: _("Type"),
        Place.QUOTATION: _("Quotation"),
    }
    return labels.get(place) or _("Note")


def _snippet(match: _Match, wanted: Sequence[_Wanted], known: Mapping[str, Vocabulary], labels: _Labels) -> Snippet:
    said = match.said
    if said.term and (term := labels.terms.get(said.term)):
        # Found by its label in any language, a term is shown in the reader's.
        text = term.label()
        words = words_of(text)
        shown = _match(said, text, wanted, vocabularies({said.language: words})[said.language], words)
        return Snippet(labels.of(said), _pieces(shown) if shown else ((text, False),))
    return Snippet(labels.of(said), _pieces(match), said.language)


def _pieces(match: _Match) -> tuple[tuple[str, bool], ...]:
    """The text, or the thirty words of it in which most of what was looked for stands."""
    words, text = match.words, match.text
    first = _first(match) if len(words) > _LONGEST else 0
    last = min(first + _LONGEST, len(words)) - 1
    start = words[first].start() if first else 0
    end = words[last].end() if last < len(words) - 1 else len(text)
    pieces = [("…", False)] if first else []
    place = start
    for number in sorted(number for number in match.marked if first <= number <= last):
        word = words[number]
        if word.start() > place:
            pieces.append((text[place : word.start()], False))
        pieces.append((word[0], True))
        place = word.end()
    rest = text[place:end] + ("…" if last < len(words) - 1 else "")
    return (*pieces, (rest, False)) if rest else tuple(pieces)


def _first(match: _Match) -> int:
    """The word from which on most of the terms stand close together."""

    def worth(first: int) -> tuple[int, int, int]:
        inside = [term for number, term in match.marked.items() if first <= number < first + _LONGEST]
        return len(set(inside)), len(inside), -first

    starts = {max(0, min(number - _BEFORE, len(match.words) - _LONGEST)) for number in match.marked}
    return max(starts, key=worth)
