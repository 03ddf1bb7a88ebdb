"""The filters beside a list, as a form and as links that need no script."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import QueryDict

from catalogue.search import Facet, FacetName
from catalogue.web.kinds import list_address
from catalogue.web.panel import Panel
from catalogue.web.questions import FACET_PAGE, MISSING, PLACE_IN_LIST, and_also, ask, facet_of

SHOWN = 10
"""How many values of a facet are seen before the reader asks for more."""
OPEN = 3
"""How many facets stand open at first."""
OF_EVERY_KIND = ("place", "source", "certainty", "disputed", "unsourced", "language", "status")
"""They come after those of the kind itself and of the vocabulary."""
OF_THE_WHOLE = {"kind", "period", "place", "language", "certainty", "disputed", "unsourced", "status"}
"""What is counted in the whole catalogue at once; the others say something of few kinds, and wait to be asked."""
OWN_FIELDS = {"q", "date_from", "date_to", "date_match", "ordering", "sources_min", "sources_max"}


@dataclass(frozen=True, slots=True)
class Box:
    """One facet of the form, its values as markup."""

    name: str
    label: str
    values: str
    more: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Door:
    """A facet that was not counted, with the page that does."""

    label: str
    url: str


def facets_to_count(asked: QueryDict, known: Iterable[FacetName]) -> list[str]:
    """Of those of the whole catalogue, what says something of every kind, and what is asked."""
    wanted = OF_THE_WHOLE | {facet_of(parameter) for parameter in asked}
    return [each.name for each in known if each.name in wanted]


def read_boxes(facets: Iterable[Facet], asked: QueryDict, count: int, kind: str | None) -> list[Box]:
    """The facets worth showing: one that cannot narrow the list is left out, and the period has its own figure."""
    shown = [facet for facet in facets if facet.kind != "period" and (_is_asked(facet) or _divides(facet, count))]
    shown.sort(key=lambda facet: OF_EVERY_KIND.index(facet.name) + 1 if facet.name in OF_EVERY_KIND else 0)
    panel, question = Panel(), ask(asked, {})
    return [_box(facet, panel, question, kind, is_first=place < OPEN) for place, facet in enumerate(shown)]


def read_doors(known: Iterable[FacetName], counted: Iterable[str], asked: QueryDict) -> list[Door]:
    """The facets of the whole catalogue that were not counted."""
    question, left = ask(asked, {}), set(counted)
    return [Door(each.label, facet_address(None, each.name, question)) for each in known if each.name not in left]


def facet_address(kind: str | None, name: str, question: str) -> str:
    """The page with all the values of a facet."""
    return f"{list_address(kind)}facets/{name}/{question}"


def hidden_fields(asked: QueryDict, boxes: Sequence[Box] = ()) -> list[tuple[str, str]]:
    """What the form must carry along, because it has no field of its own for it."""
    fields = OWN_FIELDS.union(PLACE_IN_LIST, FACET_PAGE, (box.name for box in boxes))
    ticked = {box.name + MISSING for box in boxes}
    return [
        (name, value)
        for name, values in asked.lists()
        for value in values
        if value and name not in fields and not (name in ticked and value in {"true", "1"})
    ]


def _is_asked(facet: Facet) -> bool:
    return bool(facet.selected or facet.excluded or facet.missing_selected)


def _divides(facet: Facet, count: int) -> bool:
    return facet.truncated or any(value.count < count for value in facet.values)


def _box(facet: Facet, panel: Panel, question: str, kind: str | None, *, is_first: bool) -> Box:
    # A chosen value must not be left for another page, or the form would look as if it were not chosen.
    values = sorted(facet.values, key=lambda value: not (value.selected or value.excluded))
    chosen = sum(value.selected or value.excluded for value in values)
    shown = values[: max(SHOWN, chosen)]
    missing = ""
    if facet.missing or facet.missing_selected:
        name = facet.name + MISSING
        exclude = "" if facet.missing_selected else and_also(question, name, "false")
        missing = panel.missing(name, facet.missing, exclude, selected=facet.missing_selected)
    return Box(
        name=facet.name,
        label=facet.label,
        values=panel.print(facet.name, shown, missing=missing),
        more=facet_address(kind, facet.name, question) if facet.truncated or len(shown) < len(values) else "",
        is_open=is_first or _is_asked(facet),
    )
