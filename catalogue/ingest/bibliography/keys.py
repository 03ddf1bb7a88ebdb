"""Citekeys: kept as the file has them, adjusted where a mark could not name them, made where there are none."""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _

from catalogue.ingest.bibliography.dates import read_issued
from catalogue.ingest.bibliography.entries import Entry, Item
from catalogue.text import is_key, slugify

LONGEST = 100
_IN_NOTE = re.compile(r"^\s*(?:citation key|citekey|bibtex(?:key)?)\s*:\s*(\S+)\s*$", re.IGNORECASE | re.MULTILINE)
_NOT_KEY = re.compile(r"[^\w\u0300-\u036f.:/-]+")
_NOT_WORD = re.compile(r"^[\W_]+|[^\w\u0300-\u036f]+$")
_YEAR = re.compile(r"\d{4}")
_SHORT_WORDS = 4


def citekey_of(entry: Entry, item: Item, note: str) -> tuple[str, bool]:
    """The citekey of a work, and whether it was made here."""
    in_note = _IN_NOTE.search(note)
    given = str(item.get("citation-key") or (in_note[1] if in_note else "") or entry.key).strip()
    if not given or "://" in given or re.fullmatch(r"\d+/\w+", given):
        return made_key(item), True
    key = tidy_key(given)
    if not key:
        return made_key(item), True
    if key != given:
        entry.notices.append(_("the key “%(given)s” becomes “%(key)s”.") % {"given": given, "key": key})
    return key, False


def tidy_key(given: str) -> str:
    """The key as a mark can name it."""
    composed = unicodedata.normalize("NFC", given)
    key = _NOT_WORD.sub("", _NOT_KEY.sub("-", composed))[:LONGEST]
    key = _NOT_WORD.sub("", key)
    return key if is_key(key) else ""


def made_key(item: Item) -> str:
    """A key for a work without one: family name, year, and a word of its title, `deletant-1999-communist`."""
    year = _YEAR.search(read_issued(item.get("issued") or ""))
    title = slugify(str(item.get("title") or ""), max_length=200).split("-")
    word = next((word for word in title if len(word) >= _SHORT_WORDS), title[0])
    parts = (_first_name(item), year.group() if year else "", word)
    return "-".join(part for part in parts if part) or "source"


def numbered(key: str, taken: set[str]) -> str:
    """The key, or the key with the first number that makes it another than those taken."""
    number, found = 1, key
    while found in taken:
        number += 1
        found = f"{key[: LONGEST - 5]}-{number}"
    return found


def _first_name(item: Item) -> str:
    for role in ("author", "editor", "compiler"):
        names = item.get(role)
        if isinstance(names, list) and names and isinstance(names[0], dict):
            name = str(names[0].get("family") or names[0].get("literal") or "")
            return "-".join(slugify(name).split("-")[:2])
    return ""
