"""Looking for words the plain way: each record's vector beside a query made word by word, no index in between."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db import connection

_PIECE = re.compile(r'(-?)(?:"([^"]*)"|(\S+))')
# What joins two words parts them; what the unaccented words do without.
_JOINTS = str.maketrans("./-–—_:=+şţŞŢ", " " * 9 + "șțȘȚ", "ºª")
_STEMMERS = ("spanish", "romanian", "english")
_FORMS = """
SELECT CASE WHEN phrase THEN phraseto_tsquery('simple', catalogue_unaccent(words))
    ELSE plainto_tsquery('simple', catalogue_unaccent(words)) END::text || CASE WHEN prefix THEN ':*' ELSE '' END,
    ARRAY(SELECT CASE WHEN prefix THEN '' WHEN phrase THEN phraseto_tsquery(stemmer::regconfig, words)::text
        ELSE plainto_tsquery(stemmer::regconfig, words)::text END FROM unnest(%s::text[]) AS stemmer)
FROM (VALUES (%s, %s, %s)) AS typed (words, phrase, prefix)
"""


def records_with(typed: str) -> set[int]:
    """The records in whose public texts the words stand; OR parts alternatives, the rest must all hold."""
    alternatives = [each for part in typed.split(" OR ") if (each := _condition(part))]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_indexscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        question = " | ".join(f"({each})" for each in alternatives)
        cursor.execute("SELECT record_id FROM catalogue_searchentry WHERE vector @@ %s::tsquery", [question])
        found = {row[0] for row in cursor.fetchall()}
        cursor.execute("SET LOCAL enable_indexscan = on")
        cursor.execute("SET LOCAL enable_bitmapscan = on")
    return found


def _condition(typed: str) -> str:
    """What must hold, with what is no word in one of the languages (la, the) left out unless nothing else is asked."""
    conditions, rare = [], []
    for dash, phrase, word in _PIECE.findall(typed):
        bare = word.removeprefix("-")
        without = bool(dash) or bare != word
        exact, stems = _forms(phrase or bare.rstrip("*"), phrase=bool(phrase), prefix=bare.endswith("*"))
        condition = ("!" if without else "") + f"({' | '.join(f'({form})' for form in [exact, *filter(None, stems)])})"
        conditions.append(condition)
        if without or phrase or bare.endswith("*") or all(stems):
            rare.append(condition)
    return " & ".join(rare or conditions)


def _forms(words: str, *, phrase: bool, prefix: bool) -> tuple[str, list[str]]:
    with connection.cursor() as cursor:
        cursor.execute(_FORMS, [list(_STEMMERS), words.translate(_JOINTS), phrase, prefix])
        exact, stems = cursor.fetchone()
    return exact, stems


def words_of(texts: Iterable[str]) -> list[str]:
    """The different words of texts, without what joins or surrounds them."""
    found = {word for text in texts for word in re.findall(r"[^\W\d_]{3,}", text)}
    return sorted(found)
