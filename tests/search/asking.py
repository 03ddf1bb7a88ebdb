"""Asking the page and the API as their readers do: over all pages of the list, by the links that they give."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.test import Client

from catalogue.search import LARGEST_SIZE
from tests.search.reference import Counts
from tests.search.reference_facts import Catalogue
from tests.web.reading import Page

MOST_PAGES = 100


@dataclass
class Answer:
    """What was found: records in order, how many were promised, and the counts beside them."""

    ids: list[int] = field(default_factory=list)
    count: int = -1
    counts: dict[str, Counts] = field(default_factory=dict)
    truncated: set[str] = field(default_factory=set)
    corrected: bool = False


class Asker:
    """A reader of page and API."""

    def __init__(self, catalogue: Catalogue, client: Client) -> None:
        self.client = client
        self.by_uuid = {facts.uuid: key for key, facts in catalogue.records.items()}
        self.by_address = {f"/{facts.kind}s/{facts.slug}/": key for key, facts in catalogue.records.items()}

    def page(self, kind: str | None, asked: QueryDict) -> Answer:
        """What the HTML pages say."""
        path, answer = f"/{kind}s/" if kind else "/search/", Answer()
        question = asked.copy()
        question.setdefault("page_size", str(LARGEST_SIZE))
        query = f"?{question.urlencode()}"
        for number in range(MOST_PAGES):
            response = self.client.get(f"{path}{query}")
            assert response.status_code == 200, (response.status_code, path, query)
            page = Page(response.content.decode())
            if not number:
                self._read_counts(page, answer)
            for rows in page.find("ol", class_="rows"):
                answer.ids += [self.by_address[title.find("a")[0].attributes["href"]] for title in rows.find("h3")]
            following = {link.attributes["href"] for link in page.find("a", rel="next")}
            if not following:
                return answer
            (query,) = following
        raise AssertionError("The pages never end.")

    def api(self, kind: str | None, asked: QueryDict, *, facets: str = "all") -> Answer:
        """What the API says."""
        question = asked.copy()
        question.setdefault("page_size", str(LARGEST_SIZE))
        question.setdefault("fields", "uuid")
        question.setdefault("facets", facets)
        address: str | None = f"/api/v1/{f'{kind}s' if kind else 'records'}/?{question.urlencode()}"
        answer = Answer()
        for number in range(MOST_PAGES):
            if address is None:
                return answer
            response = self.client.get(address)
            assert response.status_code == 200, (response.status_code, address, response.content[:500])
            body = json.loads(response.content)
            if not number:
                answer.count = body["count"]
                answer.corrected = bool(body.get("corrected"))
                self._take_facets(body.get("facets", ()), answer)
            answer.ids += [self.by_uuid[result["uuid"]] for result in body["results"]]
            address = body["next"]
        raise AssertionError("The pages never end.")

    def _take_facets(self, facets: Any, answer: Answer) -> None:
        for facet in facets:
            values = {value["value"]: value["count"] for value in facet["values"]}
            answer.counts[facet["name"]] = Counts(values, facet["missing"])
            if facet["truncated"]:
                answer.truncated.add(facet["name"])

    def _read_counts(self, page: Page, answer: Answer) -> None:
        """Boxes to tick with their counts, and the table beside the figure of the period."""
        answer.count = _number(page.by_id("count").words)
        answer.corrected = any("muestra" in notice.words for notice in page.find("p", class_="notice"))
        for label in page.find("label"):
            for box in label.find("input", type="checkbox"):
                name, value = box.attributes["name"], box.attributes["value"]
                count = _number(label.find("span", class_="count")[0].words)
                facet = answer.counts.setdefault(name.removesuffix("__isnull"), Counts({}, -1))
                if name.endswith("__isnull"):
                    answer.counts[name.removesuffix("__isnull")] = facet._replace(missing=count)
                else:
                    facet.values[value] = count
        for table in page.find("table", **{"aria-labelledby": "timeline-heading"}):
            rows = [(row.find("th")[0].words, _number(row.find("td")[0].words)) for row in table.find("tr")[1:]]
            answer.counts["period"] = Counts({_period(words): count for words, count in rows}, -1)


def _number(words: str) -> int:
    """The number with which words begin; the demo has less than ten thousand of anything."""
    return int(words.split()[0])


def _period(words: str) -> str:
    """The value that is shown so: 194X for 1940–1949."""
    return f"{words[:3]}X" if "–" in words else words
