"""The text of a narrative, whose marks always say what its footnotes cite."""

from __future__ import annotations

from collections.abc import Sequence

from catalogue.citations import CiteKey, cite_of, key_of
from catalogue.text import Cite, Mark, MarkError, parse_marks, print_cites, replace_marks

Tie = tuple[CiteKey, str]


def with_present_marks(text: str, ties: Sequence[Tie]) -> str:
    """The text with the marks that its citations have now, given with their stances in the order of its footnotes.

    A source may get another citekey, a citation another page, after the text was written; what did not change stays
    as it was typed.
    """
    if "@" not in text:
        return text
    try:
        written = list(dict.fromkeys(tie_of(cite) for mark in parse_marks(text) for cite in mark.cites))
    except MarkError:
        return text
    if len(written) != len(ties) or written == list(ties):
        return text
    present = dict(zip(written, ties, strict=True))

    def renewed(mark: Mark) -> str:
        before = [tie_of(cite) for cite in mark.cites]
        after = [present[tie] for tie in before]
        return text[mark.start : mark.end] if before == after else print_cites([cite_of(*tie) for tie in after])

    return replace_marks(text, renewed)


def tie_of(cite: Cite) -> Tie:
    """What a cite says: a citation and a stance."""
    return key_of(cite), cite.stance
