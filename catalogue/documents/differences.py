"""What changed from one content to another, claim by claim, in words of the language in force."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from django.db import models
from django.utils.translation import gettext

from catalogue.documents.changes import Change, Deed, Difference, change_of
from catalogue.documents.claim_changes import ClaimChanges
from catalogue.documents.completing import completed
from catalogue.documents.content import NESTED
from catalogue.documents.shape import (
    CITATION_KEYS,
    CLAIM_KEYS,
    FOOTNOTE_KEYS,
    HEAD_KEYS,
    KIND_KEYS,
    PARTS,
    Document,
    Part,
    bare,
    form_of,
    model_of,
)
from catalogue.documents.steps import DATE_KEYS
from catalogue.documents.wording import Labels, Wording, label_of, reference_words
from catalogue.models import Citation, Footnote

__all__ = ["Change", "Difference", "differences"]


def differences(old: Document | None, new: Document | None, *, labels: Labels | None = None) -> list[Difference]:
    """What must be done to the old content to make it the new one; None is a record that is not there.

    Claims are the same when their UUIDs are. Contents may leave out their empty keys. `labels` are the words of the
    vocabulary as an envelope has them (see `vocabulary_of`); without them terms are said by their slugs.
    """
    there = old or new
    if there is None:
        return []
    wording = Wording(labels or {})
    if there["kind"] not in KIND_KEYS:
        return list(plain_differences(old or {}, new or {}, wording))
    before, after = whole(old, there), whole(new, there)
    found = list(head_differences(before, after, wording))
    for key in ("identifiers", "creators", "links"):
        if key in before:
            found += list_differences(key, before[key], after[key], wording)
    claims = ClaimChanges(before, after, wording)
    for part in PARTS:
        found += claims.of(part)
    return found


def whole(content: Document | None, other: Document) -> Document:
    """A content with all its keys; one that is not there has only its kind."""
    found = completed(content if content is not None else {"kind": other["kind"], "uuid": other.get("uuid", "")})
    if content is None:
        found |= {key: "" for key in HEAD_KEYS if key not in {"kind", "uuid"}}
    for part in PARTS:
        found[part.key] = [with_defaults(part, claim) for claim in found[part.key]]
    return found


def with_defaults(part: Part, claim: Document) -> Document:
    """A claim whose closed words are never empty: where none was written, the usual one was meant."""
    notes = [note | usual_words(Footnote, FOOTNOTE_KEYS, note) for note in claim["footnotes"]]
    return claim | usual_words(part.model, CLAIM_KEYS, claim) | {"footnotes": notes}


def usual_words(model: type[models.Model], keys: tuple[str, ...], values: Document) -> Document:
    """The usual words for the keys of closed lists that are empty."""
    return {key: form.default for key in keys if not values[key] and (form := form_of(model, key)).name == "choice"}


def head_differences(old: Document, new: Document, wording: Wording) -> Iterator[Difference]:
    """The columns of the record itself that differ."""
    model = model_of(new["kind"])
    for key in (*HEAD_KEYS[2:], *KIND_KEYS[new["kind"]], "internal_note"):
        if key not in NESTED and bare(old[key]) != bare(new[key]):
            yield column_difference(model, new["kind"], key, (old[key], new[key]), wording)


def column_difference(
    model: type[models.Model], kind: str, key: str, values: tuple[object, object], wording: Wording
) -> Difference:
    """One column that differs."""
    before, after = (wording.value(model, kind, key, value) for value in values)
    is_text = form_of(model, key).name == "text" and key not in DATE_KEYS
    change = change_of(key, label_of(model, key), before, after, is_text=is_text)
    return Difference("", "", deed(before, after), change.label, (change,), change.words)


def deed(before: object, after: object) -> Deed:
    """What a change from one value to another is."""
    if before and after:
        return "changed"
    return "removed" if before else "added"


def list_differences(key: str, old: list[Document], new: list[Document], wording: Wording) -> Iterator[Difference]:
    """The identifiers, creators or links that came and went, or that they only changed places."""
    name, say = LISTS[key]
    before, after = [say(row, wording) for row in old], [say(row, wording) for row in new]
    for rows, others, action in ((before, after, "removed"), (after, before, "added")):
        for said in rows:
            if said not in others:
                yield row_difference(name(), said, action)
    if before != after and sorted(before) == sorted(after):
        subject = name()
        change = Change(
            key, subject, "; ".join(before), "; ".join(after), gettext("%(what)s: order changed") % {"what": subject}
        )
        yield Difference("", "", "changed", subject, (change,), change.words)


def row_difference(name: str, said: str, action: str) -> Difference:
    """A row of a list that came or went."""
    values = {"what": name, "value": said}
    if action == "added":
        change = Change("row", name, "", said, gettext("%(what)s %(value)s added") % values)
        return Difference("", "", "added", name, (change,), change.words)
    change = Change("row", name, said, "", gettext("%(what)s %(value)s removed") % values)
    return Difference("", "", "removed", name, (change,), change.words)


def identifier_words(row: Document, wording: Wording) -> str:
    """An identifier: its register and its value."""
    return f"{wording.term('identifier-scheme', row['scheme'])} {row['value']}"


def creator_words(row: Document, _wording: Wording) -> str:
    """A creator: name, role, and the record behind it."""
    name = row["literal"] or " ".join(part for part in (row["given"], row["family"]) if part)
    record = reference_words(row["record"]) if row["record"] else ""
    name = f"{name} → {record}" if name and record and name != record else name or record
    return f"{name} ({row['role']})" if row["role"] else name


def link_words(row: Document, _wording: Wording) -> str:
    """A link: its address, what it is and under which rights."""
    return " · ".join(part for part in (row["url"], row["role"], row["rights"]) if part)


LISTS: Mapping[str, tuple[Callable[[], str], Callable[[Document, Wording], str]]] = {
    "identifiers": (lambda: gettext("identifier"), identifier_words),
    "creators": (lambda: gettext("creator"), creator_words),
    "links": (lambda: gettext("link"), link_words),
}


def plain_differences(old: Document, new: Document, wording: Wording) -> Iterator[Difference]:
    """The keys that differ in what is not a record: a citation, a term, a disagreement."""
    is_citation = (new or old)["kind"] == "citation"
    keys = CITATION_KEYS if is_citation else tuple(dict.fromkeys([*old, *new]))
    for key in keys:
        before, after = old.get(key) or "", new.get(key) or ""
        if key in {"kind", "uuid", "mark"} or bare(before) == bare(after):
            continue
        if is_citation:
            yield column_difference(Citation, "citation", key, (before, after), wording)
        else:
            change = change_of(key, key.replace("_", " "), plain(before), plain(after), is_text=isinstance(after, str))
            yield Difference("", "", deed(before, after), change.label, (change,), change.words)


def plain(value: object) -> str:
    """A value of a vocabulary in words."""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list):
        return ", ".join(map(plain, value))
    return reference_words(value) if isinstance(value, dict) else str(value)
