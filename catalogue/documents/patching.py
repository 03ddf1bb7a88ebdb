"""A merge patch (RFC 7396) on a content; claims and footnotes are matched by uuid, so that none is lost unseen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from catalogue.documents.shape import PART_KEYS, Document, Problem, bare

DELETE = "$delete"
"""The key by which an item of a list that is matched by uuid is taken out of it."""


Change = Callable[[Document, Document, str], Document]


@dataclass(slots=True)
class Patched:
    """What a patch makes of a content, where its parts stood in the patch, and what cannot be done."""

    content: Document
    origins: dict[int, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, pointer: str, message: str) -> None:
        """Notes what cannot be done."""
        self.problems.append(Problem(pointer, message))

    def place(self, pointer: str) -> str:
        """Where the patch has what stands at a place of the content; nothing for what it does not touch."""
        head, key, *steps = pointer.split("/") if pointer else ("", "")
        if key not in PART_KEYS or not steps:
            return pointer
        item, found = self.content[key][int(steps[0])], ""
        if id(item) in self.origins:
            found, steps = self.origins[id(item)], steps[1:]
            if len(steps) > 1 and steps[0] == "footnotes" and steps[1].isdecimal():
                note = item["footnotes"][int(steps[1])] if int(steps[1]) < len(item["footnotes"]) else None
                return "/".join((self.origins[id(note)], *steps[2:])) if id(note) in self.origins else found
            return "/".join((found, *steps))
        return head


def patched(content: Document, patch: Document, *, seen: Document | None = None) -> Patched:
    """The content with a patch; `seen` is what the writer can see of it, when that is not the whole."""
    found = Patched(dict(content))
    known = hidden_notes(content, seen)
    for key, value in patch.items():
        if key in PART_KEYS:
            found.content[key] = Items(found, f"/{key}", known).claims(key, content.get(key) or [], value)
        else:
            found.content[key] = merged(content.get(key), unseen_kept(key, value, content, seen))
    return found


def merged(present: Any, patch: Any) -> Any:
    """RFC 7396; a reference to another record is replaced whole, for its uuid would outlive the words beside it."""
    if not isinstance(patch, dict):
        return patch
    kept = present if isinstance(present, dict) and "uuid" not in present else {}
    result = {key: value for key, value in kept.items() if patch.get(key, "") is not None}
    return result | {key: merged(kept.get(key), value) for key, value in patch.items() if value is not None}


def hidden_notes(content: Document, seen: Document | None) -> frozenset[str]:
    """The footnotes that the writer cannot see."""
    if seen is None:
        return frozenset()
    return frozenset(notes_in(content) - notes_in(seen))


def notes_in(content: Document) -> set[str]:
    """The footnotes of a content."""
    return {note["uuid"] for key in PART_KEYS for claim in content.get(key, ()) for note in claim.get("footnotes", ())}


def unseen_kept(key: str, value: Any, content: Document, seen: Document | None) -> Any:
    """What a writer sends back as they saw it, with what they could not see."""
    if seen is None or key not in content or key not in seen:
        return value
    if bare(value) == bare(seen[key]):
        return content[key]
    if key == "creators" and isinstance(value, list):
        whole = [(bare(shown), own) for shown, own in zip(seen[key], content[key], strict=True)]
        return [next((own for shown, own in whole if shown == bare(each)), each) for each in value]
    return value


def change_note(old: Document, patch: Document, _place: str) -> Document:
    """One footnote after its patch."""
    return {**merged({key: value for key, value in old.items() if key != "uuid"}, patch)} | {
        key: old[key] for key in ("uuid",) if key in old
    }


@dataclass(slots=True)
class Items:
    """The patching of one list whose items have a uuid."""

    found: Patched
    pointer: str
    hidden: frozenset[str]

    def claims(self, key: str, olds: list[Document], given: Any) -> Any:
        """The claims of one list after the patch."""

        def change(old: Document, patch: Document, place: str) -> Document:
            return self.claim(key, old, patch, place)

        return self.matched(olds, given, change)

    def matched(self, olds: list[Document], given: Any, change: Change) -> Any:
        """Known items changed or taken out, in their old order; then the new ones."""
        if given is None:
            self.found.refuse(self.pointer, _("is not emptied at once: take out each item by its uuid and “$delete”."))
            return olds
        if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
            return given
        kept: dict[str, Document | None] = {old["uuid"]: old for old in olds}
        own, touched, new = set(kept), set[str](), []
        for index, item in enumerate(given):
            place, uuid = f"{self.pointer}/{index}", str(item.get("uuid")).lower()
            if uuid in touched:
                self.found.refuse(f"{place}/uuid", _("stands twice in the patch."))
            elif uuid not in own and DELETE in item:
                self.found.refuse(place, _("is not there; nothing was taken out."))
            elif uuid not in own:
                new.append(self.noted(change({}, item, place), place))
            elif DELETE in item:
                kept[uuid] = None if self.meant(item, place) else kept[uuid]
            else:
                kept[uuid] = self.noted(change(kept[uuid] or {}, item, place), place)
            touched |= {uuid} & own
        return [*(each for each in kept.values() if each is not None), *new]

    def noted(self, item: Document, place: str) -> Document:
        """The item, of which it is known where it stood in the patch."""
        self.found.origins[id(item)] = place
        return item

    def meant(self, item: Document, place: str) -> bool:
        """Whether an item is to be taken out: said by `true` and nothing else."""
        if item[DELETE] is not True:
            self.found.refuse(f"{place}/{DELETE}", _("must be true, or be left out."))
        return item[DELETE] is True

    def claim(self, key: str, old: Document, patch: Document, place: str) -> Document:
        """One claim after its patch: marks say which footnotes there are, else footnotes are matched by uuid too."""
        plain = {name: value for name, value in patch.items() if name != "footnotes"}
        result: Document = merged({name: value for name, value in old.items() if name != "uuid"}, plain)
        if old:
            result["uuid"] = old["uuid"]
        notes = old.get("footnotes", [])
        says_marks = patch.get("marks") is not None
        if says_marks and any(note["uuid"] in self.hidden for note in notes):
            self.found.refuse(f"{place}/marks", _("would take away footnotes that you cannot see; send `footnotes`."))
        if says_marks or (key == "narratives" and "text" in patch):
            given = patch.get("footnotes")
            sent = given if isinstance(given, list) else ()
            named = {str(each.get("uuid")).lower() for each in sent if isinstance(each, dict)}
            notes = [note for note in notes if note["uuid"] in named]
        if "footnotes" in patch:
            items = Items(self.found, f"{place}/footnotes", self.hidden)
            result["footnotes"] = items.matched(notes, patch["footnotes"], change_note)
        else:
            result["footnotes"] = notes
        return result
