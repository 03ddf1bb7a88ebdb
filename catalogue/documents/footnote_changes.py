"""What became of the footnotes of a claim, each named by the number that its readers see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext

from catalogue.documents.changes import Change, change_of
from catalogue.documents.shape import FOOTNOTE_KEYS, Document, bare, form_of
from catalogue.documents.wording import choice_words, label_of
from catalogue.models import Footnote, Scope, Stance

Numbers = Mapping[str, int]


def footnote_changes(
    old: Sequence[Document], new: Sequence[Document], before: Numbers, after: Numbers
) -> Iterator[Change]:
    """Footnotes that went, came, changed, or only stand in another order."""
    olds, news = {note["uuid"]: note for note in old}, {note["uuid"]: note for note in new}
    for uuid, note in olds.items():
        if uuid not in news:
            yield gone(note, before)
    for uuid, note in news.items():
        if uuid not in olds:
            yield come(note, after)
        else:
            yield from altered(olds[uuid], note, after)
    kept = [uuid for uuid in olds if uuid in news]
    present = [uuid for uuid in news if uuid in olds]
    if kept != present:
        yield reordered([olds[uuid] for uuid in kept], [news[uuid] for uuid in present])


def reordered(old: Sequence[Document], new: Sequence[Document]) -> Change:
    """That the footnotes that stay stand in another order."""
    before, after = ("; ".join(map(mark_words, notes)) for notes in (old, new))
    return Change("footnotes", gettext("notes"), before, after, gettext("order of the notes changed"))


def come(note: Document, numbers: Numbers) -> Change:
    """A footnote that was added."""
    label = note_label(note, numbers)
    words = gettext("%(note)s added (%(mark)s)") % {"note": label, "mark": mark_words(note)}
    return Change("footnotes", label, "", mark_words(note), words)


def gone(note: Document, numbers: Numbers) -> Change:
    """A footnote that was taken out."""
    label = note_label(note, numbers)
    words = gettext("%(note)s removed (%(mark)s)") % {"note": label, "mark": mark_words(note)}
    return Change("footnotes", label, mark_words(note), "", words)


def altered(old: Document, new: Document, numbers: Numbers) -> Iterator[Change]:
    """What changed in a footnote that stays."""
    label = note_label(new, numbers)
    if bare(old["citation"]) != bare(new["citation"]):
        before, after = mark_of(old), mark_of(new)
        yield change_of("footnotes", label, before, after)
    for key in FOOTNOTE_KEYS:
        if old[key] == new[key]:
            continue
        is_choice = form_of(Footnote, key).name == "choice"
        values = [choice_words(Footnote, key, each[key]) if is_choice else each[key] for each in (old, new)]
        name = gettext("%(note)s, %(what)s") % {"note": label, "what": label_of(Footnote, key)}
        yield change_of("footnotes", name, *values, is_text=not is_choice)


def note_label(note: Document, numbers: Numbers) -> str:
    """A note by its number."""
    return gettext("note %(number)s") % {"number": numbers.get(note["citation"]["uuid"], "?")}


def mark_words(note: Document) -> str:
    """The citation of a note, with its stance and scope where they are not the usual ones."""
    words = [mark_of(note)]
    if note["stance"] != Stance.SUPPORTS:
        words.append(choice_words(Footnote, "stance", note["stance"]))
    if note["scope"] != Scope.WHOLE:
        words.append(choice_words(Footnote, "scope", note["scope"]))
    return ", ".join(words)


def mark_of(note: Document) -> str:
    """The citation of a note as a mark."""
    return str(note["citation"].get("mark") or note["citation"]["uuid"])
