"""What became of each claim from one content to another."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext, pgettext

from catalogue.citations import number_footnotes
from catalogue.documents.changes import Change, Deed, Difference, change_of, sentence
from catalogue.documents.footnote_changes import footnote_changes
from catalogue.documents.shape import CLAIM_KEYS, PARTS, Document, Part, bare, form_of, is_empty
from catalogue.documents.wording import Wording, label_of, number_words, quoted, reference_words
from catalogue.models import Standing

VALUE_KEYS = {
    "names": ("text",),
    "datings": ("date",),
    "attributes": ("term", "text", "number"),
    "narratives": ("text",),
    "relations": ("object", "object_text", "object_count"),
}
"""The keys that together are the value of a claim."""
RIVALS = {"names", "datings", "attributes"}
"""Parts whose claims of one type are mostly rivals, so that one of them is the preferred one."""


def type_of(part: Part, claim: Document) -> str:
    """The slug of what a claim speaks of: its type, or its property."""
    return str(claim["property" if part.key == "attributes" else "type"])


class ClaimChanges:
    """Compares the claims of two whole contents of one record."""

    def __init__(self, old: Document, new: Document, wording: Wording) -> None:
        self.old = old
        self.new = new
        self.wording = wording
        self.numbers_before = numbers_of(old)
        self.numbers_after = numbers_of(new)

    def of(self, part: Part) -> Iterator[Difference]:
        """The differences of one sort of claims: those that stay or come in the new order, then those that went."""
        olds = {claim["uuid"]: claim for claim in self.old[part.key]}
        news = {claim["uuid"]: claim for claim in self.new[part.key]}
        moved = moves([*olds], [*news])
        swaps = self.swaps(part)
        for uuid, claim in news.items():
            found = self.difference(part, olds.get(uuid), claim, moved.get(uuid), swaps.get(uuid))
            if found is not None:
                yield found
        for uuid, claim in olds.items():
            if uuid not in news:
                yield self.removed(part, claim)

    def difference(
        self, part: Part, old: Document | None, new: Document, moved: Change | None, swap: Change | None
    ) -> Difference | None:
        """What became of one claim that is in the new content."""
        changes = [self.came(part, new)] if old is None else []
        if swap is not None:
            changes.append(swap)
        changes += self.value_changes(part, old, new) if old is not None and swap is None else []
        changes += self.key_changes(part, old, new, is_told=swap is not None)
        changes += [moved] if moved is not None else []
        notes = old["footnotes"] if old else []
        changes += footnote_changes(notes, new["footnotes"], self.numbers_before, self.numbers_after)
        if not changes:
            return None
        is_value = old is None or any(change.key in {"value", "preferred"} for change in changes)
        subject = self.subject(part, new, bare_type=is_value)
        action: Deed = "changed" if old is not None else "added"
        return Difference(part.key, new["uuid"], action, subject, tuple(changes), sentence(subject, tuple(changes)))

    def removed(self, part: Part, old: Document) -> Difference:
        """A claim that the new content has no longer."""
        subject = self.subject(part, old, bare_type=True)
        value = self.value(part, old)
        told = value if part.key in {"datings", "attributes"} else ""
        words = gettext("%(value)s removed") % {"value": told} if told else gettext("removed")
        changes = [Change("value", self.value_label(part), value, "", words)]
        if old["footnotes"]:
            marks = "; ".join(note["citation"].get("mark", "") for note in old["footnotes"])
            words = gettext("with its notes (%(marks)s)") % {"marks": marks}
            changes.append(Change("footnotes", gettext("notes"), marks, "", words))
        return Difference(part.key, old["uuid"], "removed", subject, tuple(changes), sentence(subject, tuple(changes)))

    def came(self, part: Part, new: Document) -> Change:
        """That a claim was added, with its value where the subject does not say it."""
        value = self.value(part, new)
        told = value if part.key in {"datings", "attributes"} else ""
        words = gettext("%(value)s added") % {"value": told} if told else gettext("added")
        return Change("added", self.value_label(part), "", value, words)

    def value_changes(self, part: Part, old: Document, new: Document) -> list[Change]:
        """The change of what a claim says."""
        keys = VALUE_KEYS[part.key]
        if all(bare(old[key]) == bare(new[key]) for key in keys):
            return []
        before, after = self.value(part, old), self.value(part, new)
        label = self.value_label(part)
        if (
            part.key in RIVALS
            and self.is_sole_preferred(part, old, self.old)
            and self.is_sole_preferred(part, new, self.new)
        ):
            label = pgettext("standing of a claim", "preferred")
        is_text = part.key in {"names", "narratives", "relations"} or bool(old.get("text") or new.get("text"))
        return [change_of("value", label, before, after, is_text=is_text)]

    def key_changes(self, part: Part, old: Document | None, new: Document, *, is_told: bool) -> Iterator[Change]:
        """The changes of everything else that a claim has; of a new one, what is not as usual."""
        for key in (*part.keys, *CLAIM_KEYS, "disagreement"):
            if key in VALUE_KEYS[part.key] or (is_told and key == "standing"):
                continue
            if old is None and (key in {"type", "property"} or self.is_usual(part, key, new[key])):
                continue
            before = old[key] if old is not None else self.usual(part, key)
            if bare(before) != bare(new[key]):
                yield self.key_change(part, key, before, new[key], is_new=old is None)

    def key_change(self, part: Part, key: str, before: Any, after: Any, *, is_new: bool) -> Change:
        """The change of one key of a claim."""
        label = label_of(part.model, key)
        if key == "disagreement":
            return disagreement_change(label, before, after)
        said = [self.wording.value(part.model, part.target, key, value) for value in (before, after)]
        if is_new:
            said[0] = ""
        return change_of(key, label, *said, is_text=form_of(part.model, key).name == "text" and key != "date")

    def usual(self, part: Part, key: str) -> Any:
        """The value of a key that nobody has set."""
        return None if key == "disagreement" else form_of(part.model, key).default

    def is_usual(self, part: Part, key: str, value: Any) -> bool:
        """Whether a value is the one that nobody has set."""
        return is_empty(value) or bool(value == self.usual(part, key))

    def swaps(self, part: Part) -> dict[str, Change]:
        """The claims that took the preference from another of their type, by UUID."""
        if part.key not in RIVALS:
            return {}
        before, after = preferred_of(part, self.old), preferred_of(part, self.new)
        found = {}
        for sort, claims in after.items():
            olds = before.get(sort, [])
            if len(claims) == 1 and len(olds) == 1 and claims[0]["uuid"] != olds[0]["uuid"]:
                label = pgettext("standing of a claim", "preferred")
                values = (self.value(part, olds[0]), self.value(part, claims[0]))
                found[claims[0]["uuid"]] = change_of("preferred", label, *values, is_text=part.key == "names")
        return found

    def is_sole_preferred(self, part: Part, claim: Document, content: Document) -> bool:
        """Whether a claim is the only preferred one of its type."""
        return preferred_of(part, content).get(type_of(part, claim)) == [claim]

    def subject(self, part: Part, claim: Document, *, bare_type: bool) -> str:
        """What a claim is called; beside others of its type by its value too."""
        if part.key == "names":
            return gettext("name “%(text)s”") % {"text": claim["text"]}
        if part.key == "relations":
            return f"{self.wording.relation(claim['type'])} {quoted(self.value(part, claim))}"
        sort = type_of(part, claim)
        scheme = "property" if part.key == "attributes" else f"{part.target}-type"
        word = self.wording.term(scheme, sort)
        if bare_type or part.key == "narratives" or not self.has_others(part, claim):
            return word
        return f"{word} {self.value(part, claim)}"

    def has_others(self, part: Part, claim: Document) -> bool:
        """Whether either content has another claim of this type."""
        sort, every = type_of(part, claim), (*self.old[part.key], *self.new[part.key])
        return any(type_of(part, other) == sort and other["uuid"] != claim["uuid"] for other in every)

    def value(self, part: Part, claim: Document) -> str:
        """What a claim says, in words."""
        if part.key == "datings":
            return self.wording.date(claim["date"])
        if part.key == "relations":
            count = f" ({claim['object_count']})" if claim["object_count"] is not None else ""
            return (reference_words(claim["object"]) if claim["object"] else claim["object_text"]) + count
        if part.key == "attributes" and not claim["text"]:
            scheme = claim.get("scheme") or claim["property"]
            return self.wording.term(scheme, claim["term"]) if claim["term"] else number_words(claim["number"])
        return str(claim["text"])

    def value_label(self, part: Part) -> str:
        """What the value of a claim is called."""
        if part.key == "attributes":
            return gettext("value")
        return label_of(part.model, VALUE_KEYS[part.key][0])


def preferred_of(part: Part, content: Document) -> dict[str, list[Document]]:
    """The preferred claims of one part, by type."""
    found = defaultdict(list)
    for claim in content[part.key]:
        if claim["standing"] == Standing.PREFERRED:
            found[type_of(part, claim)].append(claim)
    return found


def disagreement_change(label: str, before: Document | None, after: Document | None) -> Change:
    """That a claim joined a disagreement, left it, or went over to another."""
    signs = [each["uuid"][:8] if each else "" for each in (before, after)]
    return change_of("disagreement", label, *signs)


def numbers_of(content: Document) -> dict[str, int]:
    """The numbers of the notes of a content, by citation, as its readers see them."""
    claims = [claim for part in PARTS for claim in content[part.key]]
    return number_footnotes(
        (claim["uuid"], [note["citation"]["uuid"] for note in claim["footnotes"]]) for claim in claims
    ).numbers


def moves(old: Sequence[str], new: Sequence[str]) -> dict[str, Change]:
    """Which claims changed places among those that stay: as few as explain the new order."""
    places = {uuid: index for index, uuid in enumerate(old)}
    common = [uuid for uuid in new if uuid in places]
    still = rising([places[uuid] for uuid in common])
    found = {}
    for uuid in common:
        if places[uuid] not in still:
            before, after = str(places[uuid] + 1), str(new.index(uuid) + 1)
            found[uuid] = change_of("position", gettext("place"), before, after)
    return found


def rising(places: Sequence[int]) -> set[int]:
    """A longest rising run of places: what can be taken as not having moved."""
    ends: list[int] = []
    tails: list[int] = []
    before: list[int] = []
    for index, place in enumerate(places):
        at = bisect_left(tails, place)
        before.append(ends[at - 1] if at else -1)
        if at == len(tails):
            tails.append(place)
            ends.append(index)
        else:
            tails[at], ends[at] = place, index
    found, step = set(), ends[-1] if ends else -1
    while step >= 0:
        found.add(places[step])
        step = before[step]
    return found
