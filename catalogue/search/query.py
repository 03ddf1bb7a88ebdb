"""The language of the search box: words, "phrases", OR, -without, begin*."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _

from catalogue.search.vectors import STEMMERS, exact, inflected
from catalogue.text import fold

LONGEST = 500
MOST_TERMS = 40
_PIECE = re.compile(r'(-?)"([^"]*)"|(\S+)')
_LEXEME = re.compile(r"('(?:[^'\\]|''|\\.)*')(:\*)?")
# Signs that stand between words and are none: a dash, an ampersand, three dots.
_DECORATION = "-–—&+*.,;:!?…·/\\|()[]{}<>=~^%#@$'’´`_"
_TYPED_QUOTES = str.maketrans("“”„«»", '"""""')


class QueryError(ValueError):
    """The words of the search box do not make a question."""


@dataclass(frozen=True, slots=True)
class Term:
    """One word or phrase that is looked for, or that must not occur."""

    words: str
    phrase: bool = False
    prefix: bool = False
    negated: bool = False


@dataclass(frozen=True, slots=True)
class TextQuery:
    """A question as PostgreSQL text queries: what matches, what matches in names alone, what makes a hit weigh,
    and the words of its first alternative, folded as names are.
    """

    matches: str
    in_names: str
    weighs: str
    words: tuple[str, ...]
    too_common: tuple[str, ...] = ()


Groups = list[list[Term]]


def parse_query(text: str) -> Groups:
    """Alternatives of terms that must all hold; OR binds more loosely than words side by side."""
    if len(text) > LONGEST:
        raise QueryError(_("The words are too many; write at most %(most)d characters.") % {"most": LONGEST})
    typed = text.translate(_TYPED_QUOTES)
    if typed.count('"') % 2:
        raise QueryError(_("A quotation mark is not closed."))
    groups: Groups = [[]]
    for dash, phrase, word in _PIECE.findall(typed):
        if word == "OR":
            groups.append([])
        elif (word or phrase).strip(_DECORATION):
            groups[-1].append(_term(dash, phrase, word))
    if not all(groups) and len(groups) > 1:
        raise QueryError(_("OR stands between two words."))
    if sum(map(len, groups)) > MOST_TERMS:
        raise QueryError(_("The words are too many; write at most %(most)d.") % {"most": MOST_TERMS})
    return groups


def _term(dash: str, phrase: str, word: str) -> Term:
    if not word:
        return Term(phrase, phrase=True, negated=bool(dash))
    bare = word.removeprefix("-")
    return Term(bare.rstrip("*"), prefix=bare.endswith("*"), negated=word.startswith("-"))


_STEMMED = ",\n".join(
    f"CASE WHEN prefix THEN '' WHEN phrase THEN phraseto_tsquery('{stemmer}', {inflected('words')})::text"
    f" ELSE plainto_tsquery('{stemmer}', {inflected('words')})::text END"
    for stemmer in STEMMERS.values()
)
_LEXEMES = f"""
SELECT CASE WHEN phrase THEN phraseto_tsquery('simple', {exact("words")})::text
    ELSE plainto_tsquery('simple', {exact("words")})::text END,
{_STEMMED}
FROM unnest(%s::text[], %s::boolean[], %s::boolean[]) WITH ORDINALITY AS term (words, phrase, prefix, place)
ORDER BY place
"""  # noqa: S608 -- assembled from constants of this layer; what was typed is bound


@dataclass(frozen=True, slots=True)
class _Looked:
    """A term with its lexemes: the exact words first, then the stems of each language."""

    term: Term
    exact: str
    stems: tuple[str, ...]

    @property
    def common(self) -> bool:
        """Whether one of the languages does not count it as a word (la, de, the, of)."""
        return not (self.term.phrase or self.term.prefix or self.term.negated) and not all(self.stems)

    def sql(self) -> str:
        forms = dict.fromkeys(form for form in (self.exact, *self.stems) if form)
        return ("!" if self.term.negated else "") + "(" + " | ".join(f"({form})" for form in forms) + ")"

    def in_names(self) -> str:
        return _LEXEME.sub(lambda found: f"{found[1]}:{'*' if found[2] else ''}A", self.sql())


def text_query(text: str) -> TextQuery:
    """The question as PostgreSQL understands it; costs one query, which reads no table."""
    groups = parse_query(text)
    looked = iter(_looked_up([term for group in groups for term in group]))
    known = [[each for each in (next(looked) for _term in group) if each.exact] for group in groups]
    known = [group for group in known if group]
    if not known:
        raise QueryError(_("There is no word to look for."))
    kept = [[each for each in group if not each.common] or group for group in known]
    dropped = [each.term.words for all_, some in zip(known, kept, strict=True) for each in all_ if each not in some]
    weighing = [each.sql() for group in known for each in group if not each.term.negated]
    return TextQuery(
        matches=_either(kept, _Looked.sql),
        in_names=_either(kept, _Looked.in_names),
        weighs=" | ".join(weighing) or _either(kept, _Looked.sql),
        words=tuple(word for each in known[0] if not each.term.negated for word in fold(each.term.words).split()),
        too_common=tuple(dropped),
    )


def _looked_up(terms: list[Term]) -> list[_Looked]:
    columns = ([term.words for term in terms], [term.phrase for term in terms], [term.prefix for term in terms])
    with connection.cursor() as cursor:
        cursor.execute(_LEXEMES, columns)
        rows = cursor.fetchall()
    return [
        _Looked(term, f"{words}:*" if term.prefix and words else words, tuple(stems))
        for term, (words, *stems) in zip(terms, rows, strict=True)
    ]


def _either(groups: list[list[_Looked]], form: Callable[[_Looked], str]) -> str:
    return " | ".join("(" + " & ".join(form(each) for each in group) + ")" for group in groups)
