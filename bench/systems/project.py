"""The project, asked through the functions that its pages and its API call."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import psycopg
from django.db import OperationalError
from django.http import QueryDict

from bench.asking import Overdue, ask_all
from bench.questions import ASKED_IN_WAYS, WAYS, WORKLOADS, Answer, Question
from bench.server import plain_url, sizes
from bench.shape import FACETS, SEVERAL_FACET, value_number, value_slug
from catalogue.models import Kind
from catalogue.search import Found, SearchTimeout, search, suggest

INDEX_TABLES = "name ~ '^catalogue_(search|facet|indexed|name(form|token|slip)|readydocument)'"


def parameter_of(facet: str) -> str:
    """The parameter of a facet."""
    return f"{'rel' if facet == SEVERAL_FACET else 'attr'}.{facet}"


FACET_OF = {parameter_of(facet): facet for facet in FACETS}


def parameters_of(question: Question) -> QueryDict:
    """The question as an address has it."""
    parameters = QueryDict(mutable=True)
    if question.word or question.name:
        parameters["q"] = question.word or question.name
    if question.years:
        parameters["date_from"], parameters["date_to"] = map(str, question.years)
    for facet, values in question.chosen.items():
        parameters.setlist(parameter_of(facet), [value_slug(facet, value) for value in values])
    return parameters


class Project:
    """`search` and `suggest`, in one process, on one connection."""

    name: str = "Legajo"
    workloads: Collection[str] = (*WORKLOADS, *(f"{name} {way}" for name in ASKED_IN_WAYS for way in WAYS))

    def __init__(self, url: str) -> None:
        self.url = url
        self.cursors: dict[int, str] = {}

    def ask(self, question: Question) -> Answer:
        """Its answer."""
        try:
            return self._answer(question)
        except (OperationalError, SearchTimeout) as error:
            raise Overdue from error

    def _answer(self, question: Question) -> Answer:
        parameters = parameters_of(question)
        workload, _space, way = question.workload.partition(" ")
        match workload:
            case "landing" | "frequent" | "medium" | "rare" | "disjunctive":
                if way == "api":
                    return self._counted(search(Kind.PERSON, parameters, facets="all"))
                if way == "page":
                    return self._counted(search(Kind.PERSON, parameters, facets="all", values=10, snippets=True))
                return self._counted(search(Kind.PERSON, parameters, facets=list(FACET_OF), values=10))
            case "prefix":
                return Answer(titles=[each.name for each in suggest(question.prefix, kind=Kind.PERSON)])
            case "typo":
                parameters["page_size"] = "10"
                return Answer(keys=search(Kind.PERSON, parameters).record_ids)
            case _:
                parameters["page_size"] = "10"
                if question.page > 1:
                    parameters["cursor"] = self._cursor(question.page)
                return Answer(keys=search(Kind.PERSON, parameters).record_ids)

    def _counted(self, found: Found) -> Answer:
        answer = Answer(total=found.count, keys=found.record_ids)
        for facet in found.facets:
            if name := FACET_OF.get(facet.name):
                answer.facets[name] = {value_number(each.value): each.count for each in facet.values}
        return answer

    def _cursor(self, page: int) -> str:
        """What leads to a page: the page before names it."""
        if page not in self.cursors:
            parameters = QueryDict(mutable=True)
            parameters.update({"page_size": "10", "page": str(page - 1)})
            self.cursors[page] = search(Kind.PERSON, parameters).next_cursor or ""
        return self.cursors[page]

    def disk(self) -> dict[str, int]:
        """The tables of finding and serving, and their indexes."""
        with psycopg.connect(plain_url(self.url)) as plain:
            return sizes(plain, INDEX_TABLES)


def work(plan: dict[str, Any]) -> dict[str, Any]:
    """Asks the project."""
    return ask_all(Project(plan["database"]), plan)
