"""The bars of a timeline as SVG, and the rows of its table: one format a bar, as for the values of a facet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from catalogue.citations.ready import ready
from catalogue.web.counting import entries, figure

HEIGHT = 76
"""Of the highest bar, in pixels."""
LEAST = 2
"""Of the lowest one: a single entry among thousands must be seen."""
TICKS_NARROW, TICKS_WIDE = 7, 20
"""So many labels have room under the axis."""
_LINK = (
    '<a href="{url}" rel="nofollow" aria-label="{label}: {entries}"{current}><title>{label}: {entries}</title>'
    '<rect class="slot" x="{slot:.2f}%" y="-18" width="{width:.2f}%" height="114"/>'
    '<rect class="bar" x="{left:.2f}%" y="{top}" width="{thickness:.2f}%" height="{height}"/>'
    '<text class="number" x="{middle:.2f}%" y="{top}" dy="-4" text-anchor="middle" aria-hidden="true">{count}</text>'
    "</a>"
)
_TICK = '<text class="{tick}" x="{middle:.2f}%" y="92" text-anchor="middle" aria-hidden="true">{short}</text>'
_ROW = '<tr><th scope="row"><a href="{url}" rel="nofollow"{current}>{label}</a></th><td>{count}</td></tr>'


@dataclass(frozen=True, slots=True)
class Bar:
    """One decade or year: what it is called, how many entries it has, and the question that asks for it."""

    label: str
    short: str
    count: int = 0
    url: str = ""
    selected: bool = False


def draw_bars(bars: Sequence[Bar]) -> str:
    """The bars side by side, each a link as high as the figure; places without an entry stay empty."""
    highest = max((bar.count for bar in bars), default=0) or 1
    width = 100 / max(len(bars), 1)
    near, far = -(-len(bars) // TICKS_NARROW), -(-len(bars) // TICKS_WIDE)
    return ready(
        "".join(
            _draw(bar, number * width, width, highest, _tick(number % near == 0, number % far == 0))
            for number, bar in enumerate(bars)
        )
    )


def write_rows(bars: Iterable[Bar]) -> str:
    """The same as the rows of a table."""
    return ready(
        "".join(
            _ROW.format(
                url=escape(bar.url), current=_current(bar), label=escape(bar.label), count=escape(figure(bar.count))
            )
            for bar in bars
            if bar.url
        )
    )


def _draw(bar: Bar, start: float, width: float, highest: int, tick: str) -> str:
    middle = start + width / 2
    drawn = _TICK.format(tick=tick, middle=middle, short=escape(bar.short)) if tick else ""
    if not bar.url:
        return drawn
    height = max(LEAST, round(HEIGHT * bar.count / highest)) if bar.count else 0
    return drawn + _LINK.format(
        url=escape(bar.url),
        label=escape(bar.label),
        entries=escape(entries(bar.count)),
        current=_current(bar),
        slot=start,
        width=width,
        left=start + width * 0.1,
        thickness=width * 0.8,
        middle=middle,
        top=HEIGHT - height,
        height=height,
        count=escape(figure(bar.count)),
    )


def _tick(near: bool, far: bool) -> str:
    """The class of the label under a bar: on wide screens more of them have room."""
    if near and far:
        return "tick"
    return "tick tick-narrow" if near else "tick tick-wide" if far else ""


def _current(bar: Bar) -> str:
    return ' aria-current="true"' if bar.selected else ""
