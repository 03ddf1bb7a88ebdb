"""The filters that are applied, each with the way to take it away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext, pgettext

from catalogue.models import Record
from catalogue.search import Facet, FilterError, as_uuid
from catalogue.web.questions import ALL, MISSING, NOT, ask, ask_without, facet_of
from catalogue.web.timeline import period_words

NO_FILTERS = {"page", "cursor", "page_size", "ordering", "facets", "date_match", "fields", "include"}
NAMING_RECORDS = ("cites", "related")
PLAIN: dict[str, Callable[[], str]] = {
    "q": lambda: gettext("Words"),
    "date_from": lambda: gettext("From"),
    "date_to": lambda: gettext("To"),
    "period": lambda: gettext("Period"),
    "cites": lambda: gettext("Rests on"),
    "related": lambda: gettext("Related to"),
    "sources_min": lambda: gettext("Sources, at least"),
    "sources_max": lambda: gettext("Sources, at most"),
}
MOST_LOOKED_UP = 50
MOST_SHOWN = 100
"""Chips of a question: as many values of a filter as can be chosen."""


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter that is applied, with the ways to take it away or to turn it round."""

    label: str
    value: str
    remove: str
    exclude: str = ""


def read_chips(asked: QueryDict, facets: Iterable[Facet], *, drafts: bool) -> list[Chip]:
    """Everything that narrows the list, in the order of the address; one query if records are named."""
    chips = _Chips(asked, {facet.name: facet for facet in facets}, titles_of(asked, drafts=drafts))
    return list(islice(chips.read(), MOST_SHOWN))


def titles_of(asked: QueryDict, *, drafts: bool) -> Mapping[str, str]:
    """The titles of the records that the question names by slug, citekey or uuid, by what it calls them."""
    values = [value for name in NAMING_RECORDS for value in asked.getlist(name)][:MOST_LOOKED_UP]
    wanted = {value: value.rpartition(":")[2] for value in values if value.strip() and "\x00" not in value}
    if not wanted:
        return {}
    uuids = {uuid for name in wanted.values() if (uuid := as_uuid(name))}
    named = Q(slug__in=wanted.values()) | Q(source__citekey__in=wanted.values()) | Q(uuid__in=uuids)
    visible = Record.objects.all() if drafts else Record.objects.published()
    rows = visible.filter(named).order_by("pk").values_list("title", "kind", "slug", "source__citekey", "uuid")
    titles: dict[str, str] = {}
    for title, kind, slug, citekey, uuid in rows:
        for name in (f"{kind}:{slug}", slug, citekey, str(uuid)):
            titles.setdefault(name, title)
    return {value: titles[name] for value, name in wanted.items() if name in titles} | {
        value: titles[value] for value in wanted if value in titles
    }


def said_problems(error: FilterError) -> list[str]:
    """What is wrong with a question, each with the filter that it is about."""
    return [f"{_label(problem.parameter)}: {problem.message}" for problem in error.problems]


@dataclass(frozen=True, slots=True)
class _Chips:
    asked: QueryDict
    facets: Mapping[str, Facet]
    titles: Mapping[str, str]

    def read(self) -> Iterator[Chip]:
        for parameter, values in self.asked.lists():
            if parameter not in NO_FILTERS:
                for value in dict.fromkeys(values):
                    if value.strip():
                        yield self.chip(parameter, value)

    def chip(self, parameter: str, value: str) -> Chip:
        without = ask_without(self.asked, parameter, value)
        remove = ask(self.asked, without)
        facet = self.facets.get(facet_of(parameter))
        label = facet.label if facet else _label(parameter)
        if parameter.endswith(MISSING):
            return Chip(label, gettext("any value") if value in {"false", "0"} else gettext("no value"), remove)
        words = self.words(facet, parameter, value)
        if parameter.endswith(NOT):
            return Chip(label, pgettext("excluded filter", "not %(value)s") % {"value": words}, remove)
        if parameter.endswith(ALL):
            return Chip(
                pgettext("filter by all of its values", "%(filter)s, all of") % {"filter": label}, words, remove
            )
        return Chip(label, words, remove, self.exclude(facet, value, without))

    def exclude(self, facet: Facet | None, value: str, without: Mapping[str, Sequence[str]]) -> str:
        """The question that leaves out what this filter asked for, where there is such a thing."""
        if facet is None or facet.kind != "values":
            return ""
        name = facet.name + NOT
        return ask(self.asked, {**without, name: [*self.asked.getlist(name), value]})

    def words(self, facet: Facet | None, parameter: str, value: str) -> str:
        """What a value is called."""
        if parameter in NAMING_RECORDS:
            return self.titles.get(value, value)
        if parameter == "period":
            return period_words(value)
        labels = (known.label for known in facet.values if known.value == value) if facet else iter(())
        return next(labels, value)


def _label(parameter: str) -> str:
    return PLAIN.get(parameter, lambda: parameter)()
