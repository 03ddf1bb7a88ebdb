"""The citations of a claim in a document, as a mark names them."""

from __future__ import annotations

from catalogue.documents.shape import Document
from catalogue.text import Cite, parse_cites, print_cites


def cite_of(footnote: Document) -> Cite:
    """The part of a mark that a footnote amounts to."""
    cite = parse_cites(footnote["citation"]["mark"])[0]
    return Cite(cite.key, cite.label, cite.locator, footnote.get("stance") or "supports", cite.via)


def footnote_for(cite: Cite) -> Document:
    """A new footnote that names its citation by mark."""
    plain = Cite(cite.key, cite.label, cite.locator, via=cite.via)
    return {"citation": {"mark": print_cites([plain])[1:-1]}, "stance": cite.stance}


def cites(claim: Document, cite: Cite) -> bool:
    """Whether a claim has this citation with this stance."""
    return any(cite_of(note) == cite for note in claim.get("footnotes", ()))


def with_cite(claim: Document, cite: Cite, *, narrative: bool) -> Document:
    """The claim with one footnote more; in a narrative the mark stands at the end of the last sentence."""
    if narrative:
        text = claim["text"].rstrip()
        words = text.rstrip(".!?…")
        return claim | {"text": f"{words} {print_cites([cite])}{text[len(words) :]}"}
    return claim | {"footnotes": [*claim.get("footnotes", ()), footnote_for(cite)]}


def without_cite(claim: Document, cite: Cite) -> Document:
    """The claim without the footnotes of this citation and stance."""
    return claim | {"footnotes": [note for note in claim["footnotes"] if cite_of(note) != cite]}
