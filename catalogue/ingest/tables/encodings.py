"""From the bytes of a text file to its text: declared, marked, UTF-8, or told by its words; never guessed wrong."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from django.utils.translation import gettext as _

from catalogue.ingest.tables.refusals import TableRefused

CANDIDATES = ("cp1252", "mac_roman", "cp1250")
"""What a file of Western or Central European letters may be in when it is not UTF-8."""
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"  # a letter in UTF-8
)
HIGH = re.compile(rb"[\x80-\xff]")
COMMON = frozenset("áéíóúñüäößçèàâêôåøæÁÉÍÓÚÑÜÄÖÇÈÀÂÊÔÅØÆ")
SEEN = frozenset("ăîșțşţĂÎȘȚŞŢìòùëïûãõýÿœšžńłśżźćąęčřěůďťňőűĺľŕÌÒÙËÏÛÃÕŠŽŁŚŻŹĆČŘĐđðþÞŐŰ")
OPENING, CLOSING, DASHES = frozenset("“‘«„¿¡‹"), frozenset("”’»›…"), frozenset("–—")
AFTER_NUMBERS = frozenset("°ºª€£§%‰½¼¾²³")
SURE, APART = 1.2, 0.6
"""The mean that a reading needs to be believed, and how far the others must stay behind it where they differ."""
SAMPLES = 3
MOST_WEIGHED = 5_000


class Decoded(NamedTuple):
    """A text and how it was found."""

    text: str
    encoding: str
    guessed: bool = False


def decode(data: bytes, declared: str = "") -> Decoded:
    """The text of a file; raises TableRefused with the candidates when its encoding cannot be told."""
    if declared:
        return as_declared(data, declared)
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return as_declared(data, encoding)
    if b"\x00" in data:
        raise TableRefused(
            _("The file holds NUL bytes: it is not text, or in UTF-16 without its mark; name its encoding.")
        )
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        refuse_mixed(data, error)
    return told_by_its_words(data)


def as_declared(data: bytes, encoding: str) -> Decoded:
    """The text in the encoding that somebody named or that the file's mark says."""
    try:
        name = codecs.lookup(encoding).name
        text = data.decode("utf-8-sig" if name == "utf-8" else encoding)
    except LookupError as error:
        raise TableRefused(_("“%(encoding)s” is not an encoding that is known.") % {"encoding": encoding}) from error
    except UnicodeError as error:
        start = getattr(error, "start", 0)
        raise TableRefused(
            _("The file is not in %(encoding)s: line %(line)d, byte %(byte)d (%(value)s) is impossible in it.")
            % {
                "encoding": encoding,
                "line": data.count(b"\n", 0, start) + 1,
                "byte": start + 1,
                "value": data[start : start + 1].hex(),
            }
        ) from error
    return Decoded(text, "utf-8" if name in {"utf-8", "utf-8-sig"} else encoding)


def refuse_mixed(data: bytes, error: UnicodeDecodeError) -> None:
    """Refuses a file that is UTF-8 in part: two encodings in one file have no right reading."""
    rest = SEQUENCE.sub(b"", data)
    letters, strays = len(SEQUENCE.findall(data)), len(HIGH.findall(rest))
    if letters and letters * 4 >= strays:
        raise TableRefused(
            _(
                "The file mixes encodings: most of it is UTF-8, but line %(line)d holds the byte %(value)s."
                " Save it anew in one encoding."
            )
            % {"line": data.count(b"\n", 0, error.start) + 1, "value": data[error.start : error.start + 1].hex()}
        )


def told_by_its_words(data: bytes) -> Decoded:
    """The one reading in which accents stand in words and quotes around them; refuses when two are likely."""
    readings: dict[str, str] = {}
    for encoding in CANDIDATES:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text not in readings.values():
            readings[encoding] = text
    places = [found.start() for found in HIGH.finditer(data)][:MOST_WEIGHED]
    weights = {encoding: [weight_at(text, at) for at in places] for encoding, text in readings.items()}
    ranked = sorted(readings, key=lambda each: -sum(weights[each]))
    best = ranked[0]
    likely = sum(weights[best]) / len(places) >= SURE
    if likely and all(apart(readings, weights, places, best, other) >= APART for other in ranked[1:]):
        return Decoded(readings[best], best, guessed=True)
    shown = "; ".join(f"{each}: {sample(readings[each])}" for each in ranked)
    raise TableRefused(
        _("The encoding cannot be told; name the right one. The file would read as %(shown)s.") % {"shown": shown}
    )


def apart(readings: dict[str, str], weights: dict[str, list[float]], places: list[int], best: str, other: str) -> float:
    """How much better one reading is than another, where they differ (a byte is a letter in each of them)."""
    differing = [
        mine - theirs
        for at, mine, theirs in zip(places, weights[best], weights[other], strict=True)
        if readings[best][at] != readings[other][at]
    ]
    return sum(differing) / max(1, len(differing))


def weight_at(text: str, at: int) -> float:
    """How much a letter beyond ASCII looks as if it stood where it belongs: 2 surely, -2 surely not."""
    return weight(text[max(0, at - 1) : at], text[at], text[at + 1 : at + 2])


def weight(before: str, each: str, after: str) -> float:
    """How well one character fits between its neighbours."""
    if each.isalpha() and each not in AFTER_NUMBERS:
        return weight_of_letter(before, each, after)
    if each in OPENING:
        return 2 if after.isalnum() and not before.isalnum() else -2
    if each in CLOSING:
        return closing(each, before, after)
    if each in DASHES:
        return 1 if before.isspace() == after.isspace() and not (before.isalpha() and after.isalpha()) else -1
    if each in AFTER_NUMBERS:
        return 2 if (before.isdigit() or before.isspace() or before in "Nn") and not after.islower() else -2
    return 1 if each == "\xa0" else -2


def closing(each: str, before: str, after: str) -> float:
    """A closing quote follows a word; an apostrophe may stand within one."""
    if each == "’" and before.isalpha() and after in {"s", "t", "d", "l", "r", "v", "m"}:
        return 1.6
    return 2 if not before.isspace() and not after.isalnum() else -2


def weight_of_letter(before: str, each: str, after: str) -> float:
    """A letter stands in a word, capitals at its beginning or among capitals."""
    if not (before.isalpha() or after.isalpha()):
        return 1 if each in "àéóáÀÉÓÁ" and before.isspace() and after.isspace() else -1
    if (each.isupper() and before.islower()) or (each.islower() and after.isupper()):
        return -2
    if each.isupper() and after.islower() and before.isalpha():
        return -1
    if each in COMMON or (each == "ã" and after in {"o", "e"}):
        return 2
    return 1 if each in SEEN else -1


def sample(text: str) -> str:
    """A few of the words that make the difference."""
    words = dict.fromkeys(word for word in re.findall(r"\S+", text) if not word.isascii())
    return ", ".join(f"“{word[:40]}”" for word in list(words)[:SAMPLES])
