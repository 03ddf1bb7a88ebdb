"""Dates of EAC-CPF: `date`, `dateRange` and `dateSet`, with `standardDate`, `notBefore` and `notAfter`."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.dates import DateError, parse_edtf, read_date
from catalogue.ingest.eac.elements import Node
from catalogue.ingest.eac.entities import Existence, Moment

DATES = ("date", "dateRange", "dateSet")
_UNSURE = {"approximate": "~", "circa": "~", "ca": "~", "c": "~", "uncertain": "?", "probable": "?"}
_OPEN = frozenset({"", "present", "presente", "actualidad", "open", "ongoing", "prezent"})
_NOT_KNOWN = frozenset({"unknown", "?", "desconocido", "necunoscut"})


def read_moment(node: Node | None, language: str) -> Moment:
    """One date; its wording is kept where it says more than the normalised form."""
    if node is None:
        return Moment()
    words = node.say()
    status = node.attribute("status")
    julian = node.attribute("calendar").lower() == "julian"
    normal = normalised(node, node.attribute("standardDate"))
    if not normal and (status or words).strip(" .").lower() in _OPEN | _NOT_KNOWN:
        return Moment("", words if status not in ("ongoing", "") else "")
    edtf = normal or in_words(words, language)
    return Moment(edtf, "" if words == edtf else words, julian)


def normalised(node: Node, standard: str) -> str:
    """The EDTF of the attributes."""
    before, after = node.attribute("notAfter"), node.attribute("notBefore")
    sure = _UNSURE.get(node.attribute("certainty").lower().strip(" ."), "")
    candidates = [f"{standard}{sure}", standard] if standard else []
    if after or before:
        candidates.append(f"[{after}..{before}]")
    return next((found for each in candidates if (found := readable(each))), "")


def readable(text: str) -> str:
    """The text, if it is EDTF."""
    try:
        return parse_edtf(text).text
    except DateError:
        return ""


def in_words(words: str, language: str) -> str:
    """The EDTF that the words of a date mean; nothing where they cannot be understood."""
    try:
        return read_date(words, language=language if language in ("es", "en", "ro") else "en").text
    except DateError:
        return ""


def moments(node: Node, language: str) -> list[Moment]:
    """The dates that stand directly below an element, a range as an interval."""
    found = []
    for child in single_dates(node):
        if child.name == "date":
            found.append(read_moment(child, language))
            continue
        begin, end = ends(child, language)
        edtf = readable(f"{begin.edtf or '..'}/{end.edtf or '..'}") if begin.edtf or end.edtf else ""
        wording = " – ".join(part.wording or part.edtf for part in (begin, end)) if begin.wording or end.wording else ""
        found.append(Moment(edtf, wording.strip(" –"), begin.julian or end.julian))
    return [moment for moment in found if moment.edtf or moment.wording]


def single_dates(node: Node) -> Iterator[Node]:
    """Dates and ranges, those of sets one by one."""
    for child in node.children(*DATES):
        if child.name == "dateSet":
            yield from single_dates(child)
        else:
            yield child


def ends(node: Node, language: str) -> tuple[Moment, Moment]:
    """Beginning and end of a range."""
    return read_moment(node.child("fromDate"), language), read_moment(node.child("toDate"), language)


def read_existence(node: Node, language: str) -> list[Existence]:
    """The dates of existence; a single date is a beginning and an end that cannot be told apart."""
    found = []
    for child in single_dates(node):
        if child.name == "date":
            found.append(Existence(begin=read_moment(child, language)))
            continue
        begin, end = ends(child, language)
        parts = [Existence(begin=begin), Existence(end=end)]
        for part, name in zip(parts, ("fromDate", "toDate"), strict=True):
            side = child.child(name)
            part.sources = side.attribute("sourceReference").split() if side is not None else []
        found += [Existence(begin=begin, end=end)] if parts[0].sources == parts[1].sources == [] else parts
    return found
