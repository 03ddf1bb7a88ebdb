"""The filters beside a list, and those that are applied, as a form and as links that need no script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext, pgettext

from catalogue.search import Facet, FacetValue

SHOWN = 8
"""How many values of a facet are seen before the reader asks for more."""
OPEN = 3
"""How many facets stand open at first."""
OF_EVERY_KIND = ("place", "source", "certainty", "disputed", "unsourced", "language", "status")
"""They come after those of the kind itself and of the vocabulary."""
NOT, MISSING = "__not", "__isnull"


@dataclass(frozen=True, slots=True)
class Box:
    """One facet of the form."""

    name: str
    label: str
    first: tuple[FacetValue, ...]
    more: tuple[FacetValue, ...]
    missing: int
    missing_name: str
    missing_selected: bool
    truncated: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter that is applied, with the ways to take it away or to turn it round."""

    label: str
    value: str
    remove: str
    exclude: str = ""


def read_boxes(facets: Iterable[Facet], asked: QueryDict, count: int) -> list[Box]:
    """The facets worth showing: one that cannot narrow the list is left out."""
    shown = [facet for facet in facets if facet.selected or _divides(facet, count) or asked.get(facet.name + MISSING)]
    shown.sort(key=lambda facet: OF_EVERY_KIND.index(facet.name) + 1 if facet.name in OF_EVERY_KIND else 0)
    return [_box(facet, asked, place) for place, facet in enumerate(shown)]


def _divides(facet: Facet, count: int) -> bool:
    return any(value.count < count for value in facet.values)


def _box(facet: Facet, asked: QueryDict, place: int) -> Box:
    # A chosen value must not be folded away, or the form would look as if it were not chosen.
    chosen_first = sorted(facet.values, key=lambda value: not value.selected)
    missing = asked.get(facet.name + MISSING, "")
    return Box(
        name=facet.name,
        label=facet.label,
        first=tuple(chosen_first[:SHOWN]),
        more=tuple(chosen_first[SHOWN:]),
        missing=facet.missing,
        missing_name=facet.name + MISSING,
        missing_selected=missing in {"true", "1"},
        truncated=facet.truncated,
        is_open=place < OPEN or bool(facet.selected) or bool(missing),
    )


def read_chips(asked: QueryDict, facets: Iterable[Facet]) -> Iterator[Chip]:
    """Everything that narrows the list, in the order of the address."""
    known = {facet.name: facet for facet in facets}
    for parameter, values in asked.lists():
        if parameter in {"page", "page_size", "ordering", "facets", "date_match"}:
            continue
        for value in values:
            if value.strip():
                yield _chip(asked, known, parameter, value)


def _chip(asked: QueryDict, known: dict[str, Facet], parameter: str, value: str) -> Chip:
    remove = address_without(asked, parameter, value)
    name = parameter.removesuffix(NOT).removesuffix(MISSING)
    facet = known.get(name)
    label = facet.label if facet else str(_PLAIN.get(parameter, lambda: parameter)())
    if parameter.endswith(MISSING):
        words = gettext("any") if value in {"false", "0"} else gettext("none")
        return Chip(label, words, remove)
    words = _value_label(facet, value)
    if parameter.endswith(NOT):
        return Chip(label, pgettext("excluded filter", "not %(value)s") % {"value": words}, remove)
    can_exclude = facet is not None and name not in {"disputed", "unsourced"}
    exclude = address_without(asked, parameter, value, {name + NOT: value}) if can_exclude else ""
    return Chip(label, words, remove, exclude)


_PLAIN = {
    "q": lambda: gettext("Words"),
    "date_from": lambda: gettext("From"),
    "date_to": lambda: gettext("To"),
}


def _value_label(facet: Facet | None, value: str) -> str:
    labels = {known.value: known.label for known in facet.values} if facet else {}
    return labels.get(value, value)


def address_without(asked: QueryDict, parameter: str, value: str, added: dict[str, str] | None = None) -> str:
    """The same question without one value, on its first page."""
    kept = asked.copy()
    kept.setlist(parameter, [one for one in asked.getlist(parameter) if one != value])
    kept.pop("page", None)
    for name, words in (added or {}).items():
        kept.appendlist(name, words)
    return f"?{kept.urlencode()}"


def hidden_fields(asked: QueryDict, boxes: Iterable[Box]) -> list[tuple[str, str]]:
    """What the form must carry along, because it has no field of its own for it."""
    fields = {"q", "date_from", "date_to", "date_match", "ordering", "page"}
    for box in boxes:
        fields.add(box.name)
        if not box.missing_selected:
            continue
        fields.add(box.missing_name)
    return [(name, value) for name, values in asked.lists() if name not in fields for value in values if value]
