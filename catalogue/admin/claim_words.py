"""Where in a document a problem stands, said in words for people, with the page on which it is mended."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.text import Truncator, capfirst

from catalogue.documents import PARTS, Document, Part

LONGEST = 80


def place_of(content: Document, pointer: str) -> tuple[str, str]:
    """The claim that a pointer into a content names, and its page; of other places the name of the column."""
    steps = pointer.strip("/").split("/")
    part = next((part for part in PARTS if part.key == steps[0]), None)
    if part is None:
        return capfirst(steps[0].replace("_", " ")), ""
    claims: list[Document] = content.get(part.key, [])
    index = int(steps[1]) if len(steps) > 1 and steps[1].isdigit() else len(claims)
    if index >= len(claims):
        return named(part), ""
    uuid = claims[index].get("uuid")
    address = reverse(f"admin:catalogue_{part.target}_change", args=[uuid]) if uuid else ""
    return f"{named(part)} {index + 1}: {words_of_claim(claims[index])}", address


def named(part: Part) -> str:
    """What a list of claims is called."""
    return capfirst(str(part.model._meta.verbose_name))


def words_of_claim(claim: Document) -> str:
    """The first words of what a claim says."""
    found = (claim.get(key) for key in ("text", "date", "object", "object_text", "term", "number"))
    value: Any = next((each for each in found if each), "")
    if isinstance(value, dict):
        value = value.get("title") or " ".join(str(each) for each in value.values() if each and each is not True)
    sort = claim.get("type") or claim.get("property") or ""
    return Truncator(f"{sort} “{value}”" if value else sort).chars(LONGEST)
