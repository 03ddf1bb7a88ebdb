"""Folding of letters, so that a reader finds a name without its accents."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_CEDILLA_TO_COMMA = str.maketrans({"ş": "ș", "Ş": "Ș", "ţ": "ț", "Ţ": "Ț"})
_CEDILLA = "\N{COMBINING CEDILLA}"
_COMMA_BELOW = "\N{COMBINING COMMA BELOW}"
_TYPEWRITER = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′‹›ʹʻʼʽˈ´＇", "'"),
        **dict.fromkeys("“”„‟″«»＂〝〞", '"'),
        **dict.fromkeys("‐‑‒–—―−⁃﹘﹣－", "-"),
        "⁄": "/",
        "·": " ",
    }
)
# Letters that Unicode does not decompose.
_STROKES = str.maketrans(
    {
        "đ": "d",
        "ð": "d",
        "ł": "l",
        "ø": "o",
        "æ": "ae",
        "œ": "oe",
        "ß": "ss",
        "ı": "i",
        "ħ": "h",
        "ŧ": "t",
        "þ": "th",
        "ŋ": "n",
    }
)
_CYRILLIC_TO_LATIN = str.maketrans(
    "абвгдезийклмнопрстуфыэіўґёјѓќѣћ", "abvgdeziiklmnoprstufyeiugejgkec"
) | str.maketrans(
    {
        "ж": "zh",
        "х": "kh",
        "ц": "ts",
        "ч": "ch",
        "ш": "sh",
        "щ": "shch",
        "ъ": "",
        "ь": "",
        "ю": "yu",
        "я": "ya",
        "є": "ye",
        "ї": "yi",
        "ђ": "dj",
        "љ": "lj",
        "њ": "nj",
        "џ": "dz",
        "ѕ": "dz",
    }
)
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


def fold(text: str) -> str:
    """The text as a reader types it in the search box: small letters, no accents, plain quotes.

    Letters of other scripts stay; й and ё are letters of their own, not и and е with a mark.
    """
    if not text.isascii():
        plain = unicodedata.normalize("NFKC", text.translate(_TYPEWRITER)).casefold()
        text = "".join(map(_fold_character, unicodedata.normalize("NFKC", plain)))
    return " ".join(text.casefold().split())


def comma_letters(text: str) -> str:
    """Romanian ş and ţ as typed with a cedilla become ș and ț with a comma: they are one letter."""
    text = text.translate(_CEDILLA_TO_COMMA)
    if _CEDILLA not in text:
        return text
    for letter in "sStT":
        text = text.replace(letter + _CEDILLA, unicodedata.normalize("NFC", letter + _COMMA_BELOW))
    return text


def romanized(text: str) -> str:
    """Small Cyrillic letters as Latin ones, after the common English way of writing Russian names."""
    return text.translate(_CYRILLIC_TO_LATIN)


def slugify(text: str, max_length: int = 80) -> str:
    """The words of a title for its address; empty when no letter can be written in ASCII."""
    words = _NOT_SLUG.sub("-", romanized(fold(text).replace("'", ""))).strip("-")
    if len(words) <= max_length:
        return words
    cut = words[: max_length + 1]
    whole_words = cut.rpartition("-")[0]
    return whole_words if len(whole_words) >= max_length // 2 else cut[:max_length].rstrip("-")


def initial(text: str) -> str:
    """The letter A–Z under which a title is browsed, or # for a figure or another script."""
    first = next((character for character in fold(text) if character.isalnum()), "")
    return first.upper() if "a" <= first <= "z" else "#"


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cf" or unicodedata.combining(character):
        return ""
    if category == "Cc":
        return " "
    if _is_cyrillic(character):
        return character
    letters = unicodedata.normalize("NFKD", character).translate(_TYPEWRITER)
    return "".join(c for c in letters.translate(_STROKES) if not unicodedata.combining(c))


def _is_cyrillic(character: str) -> bool:
    return "\u0400" <= character <= "\u052f" or "\u1c80" <= character <= "\u1c8f" or "\ua640" <= character <= "\ua69f"
