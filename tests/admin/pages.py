"""Reads the form of an admin page as a browser would, so that tests send what a curator sees."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.test import Client

BUTTONS = ("_save", "_continue", "_addanother")


class Form(HTMLParser):
    """Names and values of the controls of a page's main form; what stands in a template is not part of it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.values: dict[str, Any] = {}
        self.labels: dict[str, str] = {}
        self.in_template = 0
        self.select: str | None = None
        self.textarea: str | None = None
        self.first_option = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "template":
            self.in_template += 1
        if self.in_template:
            return
        name = found.get("name") or ""
        if name and found.get("aria-label"):
            self.labels[name] = str(found["aria-label"])
        if tag == "input" and name:
            self._input(name, found)
        elif tag == "select" and name:
            self.select, self.first_option = name, True
        elif tag == "option" and self.select and (self.first_option or "selected" in found):
            self.values[self.select], self.first_option = found.get("value") or "", False
        elif tag == "textarea" and name:
            self.textarea = name
            self.values[name] = ""

    def _input(self, name: str, found: dict[str, str | None]) -> None:
        sort = found.get("type")
        if sort in ("checkbox", "radio"):
            if "checked" in found:
                self.values[name] = found.get("value") or "on"
        elif sort not in ("submit", "button"):
            self.values[name] = found.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "template":
            self.in_template -= 1
        elif tag == "select":
            self.select = None
        elif tag == "textarea":
            self.textarea = None

    def handle_data(self, data: str) -> None:
        if self.textarea and not self.in_template:
            self.values[self.textarea] += data.removeprefix("\n") if not self.values[self.textarea] else data


def read_form(client: Client, address: str) -> Form:
    """The form of a page."""
    response = client.get(address)
    assert response.status_code == 200, address
    return Form(response.content.decode())


def send(client: Client, address: str, values: dict[str, Any], **changes: Any) -> Any:
    """Sends the values of a form with some of them changed, as pressing a button does."""
    data = {name: value for name, value in values.items() if not name.startswith("_") and name != "q"}
    data.update({name: value for name, value in changes.items() if value is not None})
    for name in (name for name, value in changes.items() if value is None):
        data.pop(name, None)
    return client.post(address, {**data, "_save": "Save"})


def person_page(record_id: int) -> str:
    """The admin page of a person."""
    return f"/admin/catalogue/person/{record_id}/change/"
