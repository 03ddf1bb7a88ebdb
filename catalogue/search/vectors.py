"""How words become searchable: the one treatment that indexed texts and typed questions share."""

from __future__ import annotations

# Languages whose inflections PostgreSQL can take off; texts of all others are found by their exact words.
STEMMERS = {"es": "spanish", "ro": "romanian", "en": "english"}
# A vector may not exceed one megabyte; a longer text is found by its first letters.
LONGEST = 400_000
# What joins two words (1944-1958, 221/1948, U.R.S.S.) parts them here: each is looked for alone.
_JOINTS = "./-–—_:=+"
_DROPPED = "ºª"


def exact(text: str) -> str:
    """SQL: the words without their accents."""
    return f"catalogue_unaccent(translate({text}, '{_JOINTS}{_DROPPED}', '{' ' * len(_JOINTS)}'))"


def inflected(text: str) -> str:
    """SQL: the words with their accents, which the stemmers need; Romanian cedillas are commas."""
    return f"translate({text}, 'şŞţŢ{_JOINTS}{_DROPPED}', 'șȘțȚ{' ' * len(_JOINTS)}')"


def vector(weight: str, words: str = "words") -> str:
    """SQL: the weighted vector of one group's words, aggregated from rows of (weight, language, text)."""
    of_weight = f"{words}.weight = '{weight}'"
    joined = f"string_agg({words}.text, E'\\n' ORDER BY {words}.place, {words}.text)"
    parts = [f"to_tsvector('simple', {exact(_filtered(joined, of_weight))})"]
    for language, stemmer in STEMMERS.items():
        condition = f"{of_weight} AND {words}.language = '{language}'"
        parts.append(f"to_tsvector('{stemmer}', {inflected(_filtered(joined, condition))})")
    return f"setweight({' || '.join(parts)}, '{weight}')"


def _filtered(aggregate: str, condition: str) -> str:
    return f"coalesce(left({aggregate} FILTER (WHERE {condition}), {LONGEST}), '')"
