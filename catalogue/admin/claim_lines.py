"""A claim of a document in a line of words, for lists in which it is not edited."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from catalogue.admin.fields import date_words, language
from catalogue.admin.numbers import print_number
from catalogue.documents import PARTS, Document
from catalogue.models import Stance


class Labels(NamedTuple):
    """The words of the terms that a document uses, and the scheme of each property's values."""

    words: Mapping[str, Mapping[str, str]]
    value_schemes: Mapping[str, str]

    def of(self, scheme: str, slug: str) -> str:
        """The label of a term in the language in force, else its slug."""
        return (self.words.get(f"{scheme}/{slug}") or {}).get(language()) or slug

    def value(self, entry: Document) -> str:
        """The label of an attribute's term."""
        return self.of(self.value_schemes.get(entry["property"], ""), entry["term"])


class Line(NamedTuple):
    """A claim that is not being edited: its place, what it says, on what it rests, and what is wrong with it."""

    uuid: str
    number: int
    words: str
    judgement: str
    marks: str
    errors: tuple[str, ...]


def line_of(list_key: str, entry: Document, labels: Labels, number: int, errors: Iterable[str] = ()) -> Line:
    """A claim of a document in the words of the language in force."""
    return Line(
        entry["uuid"],
        number,
        words_of_entry(list_key, entry, labels),
        judgement_of(entry),
        marks_of(entry),
        tuple(errors),
    )


def words_of_entry(list_key: str, entry: Document, labels: Labels) -> str:
    """What a claim of a document says, in a line: "birth: 4 November 1900"."""
    says = _SAYING[list_key](entry, labels)
    when = "" if list_key == "datings" else date_words(entry.get("date") or "")
    told = Truncator(" ".join(says.split())).chars(160)
    return f"{sort_of(list_key, entry, labels)}: {told}" + (f" ({when})" if when else "")


def sort_of(list_key: str, entry: Document, labels: Labels) -> str:
    """The type or property of a claim, as a reader reads it."""
    if list_key == "attributes":
        return labels.of("property", entry["property"])
    scheme = {"names": "name-type", "datings": "dating-type", "narratives": "narrative-type"}.get(list_key)
    return labels.of(scheme or "relation-type", entry["type"])


def judgement_of(entry: Document) -> str:
    """Certainty and standing where they are not the usual ones, and that the claim denies."""
    model = PARTS[0].model
    told = []
    for key, usual in (("certainty", "probable"), ("standing", "preferred")):
        value = entry.get(key) or usual
        if value != usual:
            told.append(str(dict(model._meta.get_field(key).flatchoices)[value]))  # type: ignore[union-attr]
    return ", ".join([*told, *([_("negated")] if entry.get("negated") else [])])


def marks_of(entry: Document) -> str:
    """The citations of a claim, in a line."""
    return "; ".join(_mark(note) for note in entry.get("footnotes", ()))


def _mark(note: Document) -> str:
    stance = note.get("stance") or Stance.SUPPORTS
    mark = str(note["citation"]["mark"])
    return mark if stance == Stance.SUPPORTS else f"{Stance(stance).label}: {mark}"


def _value(entry: Document, labels: Labels) -> str:
    if entry.get("term"):
        return labels.value(entry)
    return str(entry.get("text") or print_number(entry.get("number")))


def _object(entry: Document, labels: Labels) -> str:
    what = (entry.get("object") or {}).get("title") or entry.get("object_text") or ""
    role = labels.of("role", entry["role"]) if entry.get("role") else entry.get("role_text") or ""
    return f"{what}, {role}" if role else str(what)


_SAYING: dict[str, Any] = {
    "names": lambda entry, _labels: entry.get("text") or "",
    "datings": lambda entry, _labels: date_words(entry.get("date") or ""),
    "attributes": _value,
    "narratives": lambda entry, _labels: entry.get("text") or "",
    "relations": _object,
}
