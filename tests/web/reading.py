"""Reading a page as a browser without scripts does: its ids, its links, its forms, its words."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.test import Client

Attributes = dict[str, str]
_EMPTY = {"meta", "link", "input", "br", "img", "hr"}


@dataclass
class Element:
    """One element with what it holds, as text and as elements."""

    tag: str
    attributes: Attributes
    text: list[str] = field(default_factory=list)
    inside: list[Element] = field(default_factory=list)

    @property
    def words(self) -> str:
        """Its words, with single spaces."""
        return " ".join("".join(self.text).split())

    def find(self, tag: str = "", **wanted: str) -> list[Element]:
        """The elements in it of a tag, with these attributes; `class_` asks for one of the classes."""
        css = wanted.pop("class_", "")
        return [
            each
            for each in self.inside
            if (not tag or each.tag == tag)
            and (not css or css in each.attributes.get("class", "").split())
            and all(each.attributes.get(name) == value for name, value in wanted.items())
        ]


class Page(HTMLParser):
    """A page that was answered."""

    def __init__(self, html: str, status: int = 200) -> None:
        super().__init__()
        self.html = html
        self.status = status
        self.root = Element("page", {})
        self._open = [self.root]
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        for above in self._open:
            above.inside.append(element)
        if tag not in _EMPTY:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _EMPTY:
            assert self._open[-1].tag == tag, f"</{tag}> closes <{self._open[-1].tag}>"
            self._open.pop()

    def handle_data(self, data: str) -> None:
        for above in self._open:
            above.text.append(data)

    @property
    def words(self) -> str:
        """What is read on the page."""
        return self.root.words

    def find(self, tag: str = "", **wanted: str) -> list[Element]:
        """The elements of a tag with these attributes."""
        return self.root.find(tag, **wanted)

    def by_id(self, name: str) -> Element:
        """The one element with this id."""
        (found,) = self.root.find(id=name)
        return found

    def ids(self) -> Counter[str]:
        """How often each id stands on the page."""
        return Counter(each.attributes["id"] for each in self.root.inside if "id" in each.attributes)

    def fragments(self) -> set[str]:
        """The places of this page to which its links lead."""
        links = (each.attributes.get("href", "") for each in self.find("a"))
        return {link[1:] for link in links if link.startswith("#")}


def read(client: Client, address: str, *, status: int = 200, **headers: Any) -> Page:
    """Asks for a page and reads it."""
    response = client.get(address, **headers)
    assert response.status_code == status, f"{address}: {response.status_code}"
    return Page(response.content.decode(), response.status_code)


def numbers_in(element: Element) -> list[int]:
    """The numbers of the notes behind a claim, in order."""
    marks = element.find("a", class_="mark")
    return [int(found[0]) for mark in marks if (found := re.findall(r"\d+", mark.words))]
