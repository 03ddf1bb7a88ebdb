"""Contents that named one entry, naming another instead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalogue.citations import CiteKey, cite_of, key_of
from catalogue.curation.uniting import fold, is_foldable, united_notes
from catalogue.documents import PARTS, Document
from catalogue.text import Cite, Mark, MarkError, print_cites, replace_marks

POINTERS = ("object", "context", "attributed_to")


def repointed(content: Document, refs: Mapping[str, Document]) -> Document:
    """The content with every reference to one of some entries (by UUID) pointing at another."""

    def ref(value: Any) -> Any:
        return refs.get(value["uuid"], value) if isinstance(value, dict) else value

    found = dict(content)
    if "parent" in found:
        found["parent"] = ref(found["parent"])
        found["creators"] = [{**each, "record": ref(each["record"])} for each in found["creators"]]
    for part in PARTS:
        found[part.key] = [
            {**claim, **{key: ref(claim[key]) for key in POINTERS if key in claim}} for claim in found[part.key]
        ]
    return found


def with_equal_folded(before: Document, content: Document) -> tuple[Document, dict[str, str]]:
    """The content with claims that came to say the same as another one folded into it, and which went into which."""
    found, folded = dict(content), dict[str, str]()
    for part in PARTS:
        olds = {claim["uuid"]: claim for claim in before[part.key]}
        changed = [claim["uuid"] for claim in content[part.key] if olds.get(claim["uuid"]) != claim]
        claims = {claim["uuid"]: claim for claim in content[part.key]}
        for uuid in changed:
            twin = next(
                (
                    each
                    for each in claims.values()
                    if each["uuid"] not in changed and is_foldable(part, each, claims[uuid])
                ),
                None,
            )
            if twin is not None:
                claims[twin["uuid"]] = fold(twin, claims.pop(uuid))
                folded[uuid] = twin["uuid"]
        found[part.key] = list(claims.values())
    return found, folded


def with_citations(content: Document, keys: Mapping[str, str], citations: Mapping[str, Document]) -> Document:
    """The content with other citekeys in its marks, and citations (by UUID) that went into others replaced by these."""
    found = dict(content)
    for part in PARTS:
        claims = []
        for claim in found[part.key]:
            notes = [
                {**note, "citation": citations.get(note["citation"]["uuid"], note["citation"])}
                for note in claim["footnotes"]
            ]
            claims.append({**claim, "footnotes": once(notes)})
        if part.key == "narratives":
            claims = [{**claim, "text": with_citekeys(claim["text"], keys)} for claim in claims]
        found[part.key] = claims
    return found


def once(notes: list[Document]) -> list[Document]:
    """Footnotes of which none says the same as another."""
    found: list[Document] = []
    for note in notes:
        found = united_notes(found, [note])
    return found


def with_citekeys(text: str, keys: Mapping[str, str]) -> str:
    """A narrative whose marks name other sources; what does not change stays as it was typed."""
    if "@" not in text:
        return text

    def renewed(mark: Mark) -> str:
        after = [with_citekey(key_of(cite), keys) for cite in mark.cites]
        if after == [key_of(cite) for cite in mark.cites]:
            return text[mark.start : mark.end]
        return print_cites(renamed(mark.cites, after))

    try:
        return replace_marks(text, renewed)
    except MarkError:
        return text


def renamed(cites: tuple[Cite, ...], keys: list[CiteKey]) -> list[Cite]:
    """The cites of a mark with other identities, each once."""
    return list(dict.fromkeys(cite_of(key, cite.stance) for cite, key in zip(cites, keys, strict=True)))


def with_citekey(key: CiteKey, keys: Mapping[str, str]) -> CiteKey:
    """The identity of a citation under the citekeys that its sources have now."""
    via = with_citekey(key.via, keys) if key.via else None
    return key._replace(citekey=keys.get(key.citekey, key.citekey), via=via)
