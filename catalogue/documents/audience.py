"""The public shape of a content: the full one minus what only cataloguers may see."""

from __future__ import annotations

from catalogue.citations import CitationFacts
from catalogue.documents.loading import Brief, Loaded
from catalogue.documents.shape import PARTS, Document


def make_public(loaded: Loaded, content: Document) -> Document:
    """The content without internal notes, drafts, and relations to records that are not published."""
    hidden = {brief.uuid for brief in loaded.briefs.values() if not is_public(brief)}
    secret = {facts.uuid for facts in loaded.citations.values() if not is_open(facts)}
    public = {key: value for key, value in content.items() if key != "internal_note"}
    for part in PARTS:
        public[part.key] = [
            _public_claim(claim, secret) for claim in content[part.key] if not _points_at(claim, hidden)
        ]
    if (public.get("parent") or {}).get("uuid") in hidden:
        public["parent"] = None
    if "creators" in public:
        public["creators"] = [_public_creator(creator, hidden) for creator in public["creators"]]
    return public


def is_open(facts: CitationFacts) -> bool:
    """Whether the public may see the source of a citation, and those in which it was read."""
    if facts.source is not None and facts.source.status != "published":
        return False
    return facts.via is None or is_open(facts.via)


def is_public(brief: Brief) -> bool:
    """Whether a neighbour may be named to the public."""
    return brief.status == "published"


def _points_at(claim: Document, hidden: set[str]) -> bool:
    """Whether a claim is about a record that the public may not see."""
    return any((claim.get(key) or {}).get("uuid") in hidden for key in ("object", "context", "attributed_to"))


def _public_claim(claim: Document, secret: set[str]) -> Document:
    """A claim without its internal note and without citations of unpublished sources."""
    public = {key: value for key, value in claim.items() if key != "internal_note"}
    public["footnotes"] = [note for note in claim["footnotes"] if note["citation"]["uuid"] not in secret]
    return public


def _public_creator(creator: Document, hidden: set[str]) -> Document:
    """A creator who keeps the name on the title page even when the record behind it is a draft."""
    if (creator["record"] or {}).get("uuid") not in hidden:
        return creator
    literal = creator["literal"] or ("" if creator["family"] or creator["given"] else creator["record"]["title"])
    return {**creator, "literal": literal, "record": None}
