"""One more claim, or one more citation of a claim, in the content of a record."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import uuid4

from catalogue.admin.fields import placed_footnotes
from catalogue.documents import AUTHORIZED, Document, bare, cites, footnote_for, with_cite, without_cite
from catalogue.models import RelationType, Standing, Term
from catalogue.text import Cite, parse_cites

SAYS = {
    "names": ("type", "text", "date"),
    "datings": ("type", "date"),
    "attributes": ("property", "term", "text", "number", "date"),
    "relations": ("type", "object", "object_text", "object_count", "role", "role_text", "date"),
    "narratives": ("type", "language", "text"),
}
"""What makes two claims of a sort the same."""


class Added(NamedTuple):
    """What became of a content: what was done, and to which claim."""

    content: Document
    action: str
    """"added", "cited" (the claim was there, the citation is new), "continued" (a narrative), or "same"."""
    list_key: str
    uuid: str
    piece: str = ""
    """The words added to a narrative."""
    demoted: str = ""
    """The claim that is no longer preferred."""


def same_claim(content: Document, list_key: str, entry: Document) -> Document | None:
    """The claim of the record that says the same."""
    if list_key == "narratives":
        return None
    wanted = [_plain(entry.get(key)) for key in SAYS[list_key]]
    own = (each for each in content.get(list_key, ()) if not each.get("negated"))
    return next((each for each in own if _same(each, wanted, SAYS[list_key])), None)


def rival_claim(content: Document, list_key: str, entry: Document) -> Document | None:
    """The preferred claim beside which the new one cannot be preferred: its type allows one."""
    key = "property" if list_key == "attributes" else "type"
    if list_key == "narratives" or entry.get("standing") != Standing.PREFERRED or not is_single(list_key, entry[key]):
        return None
    own = (each for each in content.get(list_key, ()) if each[key] == entry[key])
    return next((each for each in own if each["standing"] == Standing.PREFERRED), None)


def is_single(list_key: str, slug: str) -> bool:
    """Whether a record has at most one preferred claim of the type; one query."""
    if list_key == "relations":
        return RelationType.objects.filter(slug=slug, single=True).exists()
    scheme = {"names": "name-type", "datings": "dating-type", "attributes": "property"}[list_key]
    return Term.objects.filter(scheme=scheme, slug=slug, single=True).exists()


def add_claim(content: Document, list_key: str, entry: Document, cite: Cite, *, demote: str = "") -> Added:
    """The content with a claim that rests on the citation; a claim that is there already only gets the citation."""
    if same := same_claim(content, list_key, entry):
        action = "same" if cites(same, cite) else "cited"
        cited = same if action == "same" else with_cite(same, cite, narrative=False)
        return Added(_replaced(content, list_key, cited), action, list_key, same["uuid"])
    if list_key == "narratives":
        return _narrated(content, entry, cite)
    made = {**entry, "uuid": str(uuid4()), "footnotes": [footnote_for(cite)]}
    entries = [
        {**each, "standing": str(Standing.ALTERNATIVE)} if each.get("uuid") == demote else each
        for each in content.get(list_key, ())
    ]
    return Added({**content, list_key: [*entries, made]}, "added", list_key, made["uuid"], demoted=demote)


def new_record(kind: str, name: str, cite: Cite) -> Document:
    """A draft of which only the name is known yet, as the source has it."""
    named = {"type": AUTHORIZED, "text": name, "uuid": str(uuid4())}
    notes = [footnote_for(cite)] if cite.stance == "supports" else []
    return {"kind": kind, "uuid": str(uuid4()), "status": "draft", "names": [named | {"footnotes": notes}]}


def taken_back(content: Document, added: Added, cite: Cite) -> Document:
    """The content without what was added to it; what others have done since stays."""
    entry = next((each for each in content[added.list_key] if each["uuid"] == added.uuid), None)
    if entry is None:
        return content
    if added.action == "continued":
        text = entry["text"].replace(added.piece, "").rstrip()
        changed: Document | None = entry | {"text": text, "footnotes": placed_footnotes(text, entry["footnotes"])}
    elif added.action == "cited":
        changed = without_cite(entry, cite)
    else:
        others = added.list_key != "narratives" and without_cite(entry, cite)["footnotes"]
        changed = without_cite(entry, cite) if others else None
    found = _replaced(content, added.list_key, changed) if changed else _removed(content, added)
    return _preferred_again(found, added)


def _narrated(content: Document, entry: Document, cite: Cite) -> Added:
    """The sentence at the end of the record's narrative of that type and language, or as a new one."""
    own = content.get("narratives", ())
    before = next(
        (each for each in own if (each["type"], each["language"]) == (entry["type"], entry["language"])), None
    )
    marked = with_cite(entry, cite, narrative=True)
    if before is None:
        made = {**marked, "uuid": str(uuid4())}
        return Added({**content, "narratives": [*own, made]}, "added", "narratives", made["uuid"])
    if marked["text"] in before["text"]:
        return Added(content, "same", "narratives", before["uuid"])
    piece = f" {marked['text'].strip()}"
    longer = before | {"text": before["text"].rstrip() + piece}
    return Added(_replaced(content, "narratives", longer), "continued", "narratives", before["uuid"], piece)


def _replaced(content: Document, list_key: str, entry: Document) -> Document:
    return {**content, list_key: [entry if each["uuid"] == entry["uuid"] else each for each in content[list_key]]}


def _removed(content: Document, added: Added) -> Document:
    return {**content, added.list_key: [each for each in content[added.list_key] if each["uuid"] != added.uuid]}


def _preferred_again(content: Document, added: Added) -> Document:
    found = next((each for each in content[added.list_key] if each["uuid"] == added.demoted), None)
    if found is None or found["standing"] != Standing.ALTERNATIVE:
        return content
    return _replaced(content, added.list_key, {**found, "standing": str(Standing.PREFERRED)})


def _same(entry: Document, wanted: list[Any], keys: tuple[str, ...]) -> bool:
    return all(_alike(_plain(entry.get(key)), value) for key, value in zip(keys, wanted, strict=True))


def _alike(stored: Any, typed: Any) -> bool:
    """Whether two values are equal; a record may be named by its uuid or by its kind and slug."""
    if isinstance(stored, dict) and isinstance(typed, dict) and ("uuid" in stored):
        shared = [key for key in ("uuid", "slug") if key in typed]
        return any(stored.get(key) == typed[key] for key in shared)
    return bool(stored == typed)


def _plain(value: Any) -> Any:
    if isinstance(value, dict) and "uuid" not in value and "slug" not in value:
        return bare(value) or None
    return value or None


def marked(citekey: str, place: str, stance: str) -> Cite:
    """The citation of a place in a source, as typed; raises MarkError."""
    place = place.strip()
    # A semicolon would part two sources: within braces it is one of the words of the place.
    kept = f"{{{place}}}" if ";" in place and "{" not in place else place
    first = parse_cites(f"@{citekey}, {kept}" if kept else f"@{citekey}")[0]
    return Cite(first.key, first.label, first.locator, stance, first.via)
