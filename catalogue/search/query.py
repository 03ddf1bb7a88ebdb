"""The language of the search box: words, "phrases", OR, -without, begin*, and field:value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from catalogue.search.vectors import STEMMERS, Vocabulary, vocabularies, words_of

LONGEST = 500
MOST_TERMS = 40
TITLE, SOURCE, PLACE = "title", "source", "place"
FIELDS = {"title": TITLE, "name": TITLE, "source": SOURCE, "place": PLACE}
_PIECE = re.compile(rf'(-?)(?:({"|".join(FIELDS)}):)?(?:"([^"]*)"|(\S+))', re.IGNORECASE)
_TYPED_QUOTES = str.maketrans("“”„«»", '"""""')


class QueryError(ValueError):
    """The words of the search box do not make a question."""


@dataclass(frozen=True, slots=True)
class Term:
    """One word or phrase that is looked for, or that must not occur; everywhere or in one field."""

    words: str
    phrase: bool = False
    prefix: bool = False
    negated: bool = False
    field: str = ""

    def __str__(self) -> str:
        """As it is typed."""
        words = f'"{self.words}"' if self.phrase else self.words + "*" * self.prefix
        return f"{'-' * self.negated}{self.field}{':' * bool(self.field)}{words}"


@dataclass(frozen=True, slots=True)
class Looked:
    """A term with the lexemes of its words: the exact words first, then the stems of each language.

    A word that occurs nowhere may be looked for in names as other words instead, the likeliest first; a rare one as
    others too.
    """

    term: Term
    exact: tuple[str, ...]
    stems: tuple[tuple[str, ...], ...] = ()
    instead: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    @property
    def common(self) -> bool:
        """Whether one of the languages does not count it as a word (la, de, the, of)."""
        return not (self.term.phrase or self.term.prefix or self.term.negated) and not all(map(any, self.stems))

    @property
    def in_names(self) -> bool:
        """Whether it is looked for in titles and names alone."""
        return self.term.field == TITLE or bool(self.instead)

    def sql(self) -> str:
        """The term as PostgreSQL's text queries say it."""
        if self.instead:
            return "(" + " | ".join(map(_quoted, self.instead)) + ")"
        joined = self._phrase if self.term.phrase else self._all
        forms = dict.fromkeys(form for form in map(joined, (self.exact, *self.stems)) if form)
        names = [f"{_quoted(word)}:A" for word in self.also]
        return "!" * self.term.negated + "(" + " | ".join([*(f"({form})" for form in forms), *names]) + ")"

    def _all(self, lexemes: Sequence[str]) -> str:
        quoted = [_quoted(lexeme) for lexeme in lexemes if lexeme]
        return " & ".join(quoted) + (":*" if self.term.prefix and quoted else "")

    def _phrase(self, lexemes: Sequence[str]) -> str:
        """The words one after another; those that a language does not count are stepped over."""
        query, distance = "", 0
        for lexeme in lexemes:
            distance += 1
            if lexeme:
                query += f" <{distance}> {_quoted(lexeme)}" if query else _quoted(lexeme)
                distance = 0
        return query


Groups = tuple[tuple[Looked, ...], ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """What must hold together: of all the words of a record, of those of its names, of its sources and places."""

    anywhere: str = ""
    in_names: str = ""
    ties: tuple[Looked, ...] = ()


@dataclass(frozen=True, slots=True)
class TextQuery:
    """A question in words: its alternatives, what makes a hit come first, and the words that are highlighted."""

    text: str
    groups: Groups
    alternatives: tuple[Alternative, ...]
    named: str
    """What is looked for, in names alone; empty when nothing is."""
    weighs: str
    words: tuple[str, ...]
    """The words of its first alternative, folded as names are."""
    too_common: tuple[str, ...] = ()

    @property
    def terms(self) -> list[Looked]:
        """What a record's own words are asked for."""
        return [each for group in self.groups for each in group if _shown(each)]


def text_query(text: str) -> TextQuery:
    """The question as PostgreSQL understands it; costs one query for words that were never met before."""
    looked = [_looked_up(group) for group in parse_query(text)]
    known = tuple(group for group in looked if group)
    if not known:
        raise QueryError(_("There is no word to look for."))
    return assemble(text, known)


def parse_query(text: str) -> list[list[Term]]:
    """Alternatives of terms that must all hold; OR binds more loosely than words side by side."""
    if len(text) > LONGEST:
        raise QueryError(_("The words are too many; write at most %(most)d characters.") % {"most": LONGEST})
    typed = text.translate(_TYPED_QUOTES)
    if typed.count('"') % 2:
        raise QueryError(_("A quotation mark is not closed."))
    groups: list[list[Term]] = [[]]
    for dash, field, phrase, word in _PIECE.findall(typed):
        if (dash, field, word) == ("", "", "OR"):
            groups.append([])
        elif words_of(word or phrase):
            groups[-1] += _terms(bool(dash), FIELDS.get(field.lower(), ""), phrase, word)
    if not all(groups) and len(groups) > 1:
        raise QueryError(_("OR stands between two words."))
    if sum(map(len, groups)) > MOST_TERMS:
        raise QueryError(_("The words are too many; write at most %(most)d.") % {"most": MOST_TERMS})
    return groups


def _terms(negated: bool, field: str, phrase: str, word: str) -> list[Term]:
    """A phrase or a word; what is joined of several words (1944-1958) is several, unless they are excluded together."""
    if not word:
        return [Term(phrase, phrase=True, negated=negated, field=field)]
    prefix = word.endswith("*")
    if negated:
        return [Term(word.rstrip("*"), prefix=prefix, negated=True, field=field)]
    *whole, last = words_of(word)
    return [*(Term(each, field=field) for each in whole), Term(last, prefix=prefix, field=field)]


def _looked_up(terms: Iterable[Term]) -> tuple[Looked, ...]:
    parted = [(term, words_of(term.words)) for term in terms]
    every = {word for _term, words in parted for word in words}
    known = vocabularies(dict.fromkeys(STEMMERS, every))
    looked = (_with_lexemes(term, words, list(known.values())) for term, words in parted)
    return tuple(each for each in looked if any(each.exact))


def _with_lexemes(term: Term, words: list[str], known: list[Vocabulary]) -> Looked:
    exact = tuple(known[0].exact(word) for word in words)
    stems = tuple(tuple(each.stem(word) for word in words) for each in known)
    return Looked(term, exact, () if term.prefix else stems)


def assemble(text: str, known: Groups) -> TextQuery:
    """The question that these terms make; words that are too common are left out where others remain."""
    kept = [tuple(each for each in group if not each.common) or group for group in known]
    dropped = [each.term.words for all_, some in zip(known, kept, strict=True) for each in all_ if each not in some]
    named = [[each for each in group if _shown(each)] for group in kept]
    first = [each for each in known[0] if _shown(each)]
    return TextQuery(
        text=text,
        groups=known,
        alternatives=_alternatives(kept),
        named=_either(group for group in named if group) if all(named) or any(named) else "",
        weighs=" | ".join(each.sql() for group in known for each in group if _shown(each)),
        words=tuple(word for each in first for word in (each.instead[:1] or each.also[:1] or each.exact) if word),
        too_common=tuple(dropped),
    )


def _alternatives(groups: Sequence[Sequence[Looked]]) -> tuple[Alternative, ...]:
    """Those that ask for words alone make one text query together."""
    alternatives = [_alternative(group) for group in groups]
    plain = [each for each in alternatives if not (each.in_names or each.ties)]
    others = [each for each in alternatives if each.in_names or each.ties]
    together = [Alternative(" | ".join(f"({each.anywhere})" for each in plain))] if plain else []
    return (*together, *others)


def _alternative(group: Iterable[Looked]) -> Alternative:
    own = [each for each in group if not _tie(each)]
    return Alternative(
        anywhere=" & ".join(each.sql() for each in own if not each.in_names),
        in_names=" & ".join(each.sql() for each in own if each.in_names),
        ties=tuple(each for each in group if _tie(each)),
    )


def _tie(looked: Looked) -> bool:
    return looked.term.field in {SOURCE, PLACE}


def _shown(looked: Looked) -> bool:
    return not (looked.term.negated or _tie(looked))


def _either(groups: Iterable[Iterable[Looked]]) -> str:
    return " | ".join("(" + " & ".join(each.sql() for each in group) + ")" for group in groups)


def _quoted(lexeme: str) -> str:
    return f"'{lexeme}'"


def corrected(query: TextQuery, others: Mapping[Looked, Looked], best: Mapping[Looked, str]) -> TextQuery:
    """The same question with other terms for some of its own; its text says the best words for them."""
    groups = tuple(tuple(others.get(each, each) for each in group) for group in query.groups)
    typed = (
        " ".join(str(replace(each.term, words=best.get(each, each.term.words))) for each in group)
        for group in query.groups
    )
    return assemble(" OR ".join(typed), groups)
