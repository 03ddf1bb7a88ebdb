"""Note numbers beside claims: each leads to its note, and each note knows every place it was called from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, pgettext_lazy

from catalogue.models import Scope, Stance

STANCES: dict[str, Promise | str] = {
    Stance.SUPPORTS: pgettext_lazy("stance of a footnote", "supports"),
    Stance.CONTRADICTS: pgettext_lazy("stance of a footnote", "contradicts"),
    Stance.MENTIONS: pgettext_lazy("stance of a footnote", "mentions"),
}
SCOPES: dict[str, Promise | str] = {
    Scope.DATE_START: pgettext_lazy("scope of a footnote", "start of the date"),
    Scope.DATE_END: pgettext_lazy("scope of a footnote", "end of the date"),
    Scope.PLACE: pgettext_lazy("scope of a footnote", "place"),
    Scope.ROLE: pgettext_lazy("scope of a footnote", "role"),
    Scope.VALUE: pgettext_lazy("scope of a footnote", "value"),
    Scope.WORDING: pgettext_lazy("scope of a footnote", "wording"),
}
SIGNS = {Stance.SUPPORTS: "", Stance.CONTRADICTS: "≠\u2009", Stance.MENTIONS: "cf.\u2009"}
"""Before the number, so that the stance does not hang on a colour."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place from which a note is called: the anchor to go back to, and what was said there."""

    anchor: str
    letter: str
    where: str
    remark: str


class Marks:
    """Hands out the marks of one page in the order of its claims.

    With `page`, the notes stand on another page: the marks lead there, and nothing leads back. With `prefix`, several
    sets of notes stand on one page, each with anchors of its own.
    """

    def __init__(self, notes: Iterable[Mapping[str, Any]], *, page: str = "", prefix: str = "") -> None:
        self.page = page
        self.prefix = prefix
        self._texts = {note["number"]: note["text"] for note in notes}
        self._places: dict[int, list[Place]] = defaultdict(list)

    def places(self, number: int) -> tuple[Place, ...]:
        """Where a note was called from, in order."""
        return tuple(self._places[number])

    def render(self, footnotes: Iterable[Mapping[str, Any]], where: str) -> str:
        """The numbers that follow a claim or a clause, as one superscript."""
        links = format_html_join("\u2009", "{}", ((self._link(footnote, where),) for footnote in footnotes))
        return format_html('<sup class="marks">{}</sup>', links) if links else ""

    def _link(self, footnote: Mapping[str, Any], where: str) -> str:
        number, stance = footnote["number"], footnote["stance"]
        anchor = ""
        if not self.page:
            anchor = format_html(' id="{}"', self._remember(footnote, where))
        said = gettext("note %(number)s") % {"number": number}
        if stance != Stance.SUPPORTS:
            said = f"{said}, {STANCES[stance]}"
        return format_html(
            '<a class="mark mark-{}"{} href="{}#{}note-{}" role="doc-noteref" title="{}" aria-label="{}">{}{}</a>',
            stance,
            anchor,
            self.page,
            self.prefix,
            number,
            self._texts.get(number, ""),
            said,
            SIGNS[stance],
            number,
        )

    def _remember(self, footnote: Mapping[str, Any], where: str) -> str:
        places = self._places[footnote["number"]]
        anchor = f"{self.prefix}ref-{footnote['number']}-{len(places) + 1}"
        places.append(Place(anchor, _letter(len(places)), where, remark_of(footnote)))
        return anchor


def remark_of(footnote: Mapping[str, Any]) -> str:
    """What is particular about one use of a citation: its stance, the part it speaks of, its old number."""
    parts = []
    if footnote["stance"] != Stance.SUPPORTS:
        parts.append(str(STANCES[footnote["stance"]]))
    if footnote["scope"] in SCOPES:
        words = f" «{footnote['scope_words']}»" if footnote["scope_words"] else ""
        parts.append(f"{SCOPES[footnote['scope']]}{words}")
    if footnote["original_label"]:
        parts.append(gettext("note %(label)s of the original") % {"label": footnote["original_label"]})
    if footnote["note"]:
        parts.append(footnote["note"])
    return "; ".join(parts)


def _letter(place: int) -> str:
    """A, b, c… z, aa, ab… for the places of one note."""
    rest, last = divmod(place, 26)
    return f"{_letter(rest - 1) if rest else ''}{chr(ord('a') + last)}"
