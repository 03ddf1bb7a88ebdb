"""How words become searchable: the one treatment that indexed texts, typed questions and snippets share.

A word is a run of letters and figures. It is found by its exact form, folded, and by the stem that PostgreSQL's
dictionaries give it in the language of its text; both stand at the word's place. Stems are remembered, because taking
words apart anew for each text costs more than all the rest of indexing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from catalogue.search.statements import run
from catalogue.text import comma_letters, fold

# Languages whose inflections PostgreSQL can take off; texts of all others are found by their exact words.
STEMMERS = {"es": "spanish_stem", "ro": "romanian_stem", "en": "english_stem"}
# A vector may not exceed one megabyte; a longer text is found by its first letters.
LONGEST = 200_000
_LONGEST_WORD = 100
# Some fifty megabytes in all at the most.
_MOST_REMEMBERED = 50_000
# What joins two words (1944-1958, 221/1948, U.R.S.S.) parts them: each is looked for alone.
_WORD = re.compile(r"[^\W_ºª]+")
_NOT_LETTERS = re.compile(r"[\W_]+")
# Marks that no letter carries, soft hyphens, joiners: nobody types them.
_UNSEEN = re.compile("[\u00ad\u0300-\u036f\u200b-\u200d\u2060\ufeff]")

_STEM = "CASE language {} END".format(
    " ".join(f"WHEN '{language}' THEN ts_lexize('{stemmer}', word)" for language, stemmer in STEMMERS.items())
)
_STEMS = f"""
SELECT language, word, ({_STEM})[1]
FROM unnest(%(languages)s::text[], %(words)s::text[]) AS asked (language, word)
"""  # noqa: S608 -- assembled from constants of this module; words are bound

Lexemes = tuple[str, ...]


class Vocabulary:
    """The words of one language that were met, each with the forms by which it is found: exact, then its stem.

    They are kept as vectors take them, too.
    """

    def __init__(self) -> None:
        self.lexemes: dict[str, Lexemes] = {}
        self.packed: dict[str, tuple[bytes, ...]] = {}
        self.common: set[str] = set()

    def exact(self, word: str) -> str:
        """The word without its accents; empty when nothing of it can be looked for."""
        return self.lexemes[word][0]

    def stem(self, word: str) -> str:
        """The word without its ending; empty for one that the language does not count (la, de, the)."""
        return "" if word in self.common else self.lexemes[word][-1]

    def add(self, word: str, stem: str | None) -> None:
        exact = exact_form(word)
        if stem is None:
            self.common.add(word)
        lexemes = self.lexemes[word] = (exact, stem) if stem and stem != exact else (exact,)
        self.packed[word] = tuple(f"{lexeme}\0".encode() for lexeme in lexemes if lexeme)


_met: dict[str, Vocabulary] = {}


def vocabularies(words: Mapping[str, Iterable[str]]) -> dict[str, Vocabulary]:
    """By language, vocabularies that know these words; one query, and none when all were met before."""
    found: dict[str, Vocabulary] = {}
    asked: list[tuple[str, str]] = []
    for language, some in words.items():
        vocabulary = found[language] = _vocabulary(language)
        for word in set(some).difference(vocabulary.lexemes):
            if language in STEMMERS and word.isalpha():
                asked.append((language, word))
            else:
                vocabulary.add(word, "")
    for language, word, stem in _stems(asked):
        found[language].add(word, stem)
    return found


def _vocabulary(language: str) -> Vocabulary:
    """What is remembered of a language; forgotten as a whole when it is too much."""
    if language not in _met or len(_met[language].lexemes) > _MOST_REMEMBERED:
        _met[language] = Vocabulary()
    return _met[language]


def _stems(asked: list[tuple[str, str]]) -> Iterator[tuple[str, str, str | None]]:
    if not asked:
        return
    forms = [_inflected(word) for _language, word in asked]
    rows = run(_STEMS, {"languages": [language for language, _word in asked], "words": forms})
    stems = {(language, form): stem for language, form, stem in rows}
    for (language, word), form in zip(asked, forms, strict=True):
        yield language, word, stems[language, form]


@lru_cache(maxsize=20_000)
def exact_form(word: str) -> str:
    """A word as it is looked for without regard to accents and case."""
    folded = fold(word[:_LONGEST_WORD])
    return folded if folded.isalnum() else _NOT_LETTERS.sub("", folded)


def _inflected(word: str) -> str:
    """A word with its accents, which the stemmers need; Romanian cedillas are commas."""
    return comma_letters(word[:_LONGEST_WORD]).lower()


def composed(text: str) -> str:
    """The text with each accent in one character with its letter, so that words hold together."""
    return text if text.isascii() else _UNSEEN.sub("", unicodedata.normalize("NFC", text))


def words_of(text: str) -> list[str]:
    """The words of a text, as they are written."""
    return _WORD.findall(composed(text))


def word_places(text: str) -> Iterator[re.Match[str]]:
    """The words of a composed text, with their places."""
    return _WORD.finditer(text)
