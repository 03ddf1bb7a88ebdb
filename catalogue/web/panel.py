"""The values of a facet as markup: boxes to tick, counts, and the links that exclude.

A page may show hundreds of values, so each is printed by one format of escaped words: a template, or `format_html`
for each of them, takes ten times as long.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django.utils.translation import gettext, pgettext

from catalogue.citations.ready import ready
from catalogue.search import FacetValue
from catalogue.web.counting import entries, figure

_COUNT = '<span class="count" aria-hidden="true">{count}</span><span class="unseen">, {entries}</span>'
_BOX = (
    '<label><input type="checkbox" name="{name}" value="{value}"{checked}> <span>{label}</span> ' + _COUNT + "</label>"
)
_EXCLUDE = ' <a class="exclude" rel="nofollow" href="{exclude}" title="{words}" aria-label="{words}">−</a>'
_INCLUDE = ' <a class="exclude" rel="nofollow" href="{exclude}" title="{words}" aria-label="{words}">+</a>'
_PLAIN = f"<li>{_BOX}</li>"
_EXCLUDABLE = f"<li>{_BOX}{_EXCLUDE}</li>"
_MISSING = f'<li class="missing">{_BOX}{_EXCLUDE}</li>'
_MISSING_CHOSEN = f'<li class="missing">{_BOX}</li>'
_EXCLUDED = (
    '<li class="excluded"><s>{label}</s> ' + _COUNT + '<span class="unseen">, {state}</span>' + _INCLUDE + "</li>"
)


class Panel:
    """Prints values; the words that every line repeats are translated once."""

    def __init__(self) -> None:
        self._exclude = escape(gettext("Exclude %(value)s"))
        self._include = escape(gettext("Stop excluding %(value)s"))
        self._excluded = escape(pgettext("state of a value of a filter", "excluded"))
        self._nothing = escape(gettext("no value"))
        self._counts: dict[int, tuple[str, str]] = {}

    def print(self, name: str, values: Iterable[FacetValue], *, missing: str = "") -> str:
        """The lines of a facet; what stands for “no value” comes last."""
        name = escape(name)
        return ready("".join(self._value(name, value) for value in values) + missing)

    def missing(self, name: str, count: int, exclude: str, *, selected: bool) -> str:
        """The line of “no value”, for `print`."""
        line = _MISSING_CHOSEN if selected else _MISSING
        return self._line(line, escape(name), "true", self._nothing, count, exclude, selected=selected)

    def _value(self, name: str, value: FacetValue) -> str:
        line = _EXCLUDED if value.excluded else _EXCLUDABLE if value.exclude else _PLAIN
        label = escape(value.label)
        return self._line(
            line,
            name,
            escape(value.value),
            label,
            value.count,
            value.exclude,
            selected=value.selected,
            excluded=value.excluded,
        )

    def _line(
        self,
        line: str,
        name: str,
        value: str,
        label: str,
        count: int,
        exclude: str,
        *,
        selected: bool,
        excluded: bool = False,
    ) -> str:
        """One line; what comes in is escaped, but for the address."""
        shown, said = self._count(count)
        return line.format(
            name=name,
            value=value,
            label=label,
            checked=" checked" if selected else "",
            count=shown,
            entries=said,
            exclude=escape(exclude),
            words=(self._include if excluded else self._exclude).replace("%(value)s", label),
            state=self._excluded,
        )

    def _count(self, count: int) -> tuple[str, str]:
        if count not in self._counts:
            self._counts[count] = escape(figure(count)), escape(entries(count))
        return self._counts[count]
