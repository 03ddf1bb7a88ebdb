"""What a document says of a property, as values of the reconciliation API."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import get_language

from catalogue.dates import DateError, parse_edtf
from catalogue.documents import Document
from catalogue.models import Standing

Value = dict[str, Any]
MIDNIGHT = "T00:00:00Z"
"""The protocol knows no days without a time."""
ORDER = {Standing.PREFERRED: 0, Standing.LESS_PRECISE: 1, Standing.ALTERNATIVE: 2}


def values_of(document: Document, property_id: str) -> list[Value]:
    """The values of a property, the preferred first; what was rejected or denied is none."""
    sort, _dot, slug = property_id.partition(".")
    match sort:
        case "attr":
            return [_attribute(document, claim) for claim in _held(document["attributes"], "property", slug)]
        case "rel":
            return [_object(claim) for claim in _held(document["relations"], "type", slug)]
        case "dating":
            return [_date(claim["date"]) for claim in _held(document["datings"], "type", slug)]
        case "identifier":
            return [{"str": each["value"]} for each in document["identifiers"] if each["scheme"] == slug]
        case "name":
            return [{"str": claim["text"]} for claim in _held(document["names"], "type", slug)]
    return [{"int": len({note["source"]["uuid"] for note in document["notes"] if note["source"]})}]


def _held(claims: list[Document], key: str, slug: str) -> Iterator[Document]:
    stands = [
        claim
        for claim in claims
        if claim[key] == slug and not claim["negated"] and claim["standing"] != Standing.REJECTED
    ]
    return iter(sorted(stands, key=lambda claim: ORDER.get(claim["standing"], 3)))


def _attribute(document: Document, claim: Document) -> Value:
    if claim["term"]:
        words = document["labels"].get(f"{claim.get('scheme') or claim['property']}/{claim['term']}", {})
        return {"str": words.get((get_language() or "en")[:2]) or claim["term"]}
    if number := claim["number"]:
        low, high = number.get("low"), number.get("high")
        if low and low == high:
            return {"float": float(low)}
        return {"str": "–".join(str(each) for each in (low, high) if each)}
    return {"str": claim["text"] or claim["wording"]}


def _object(claim: Document) -> Value:
    if to := claim["object"]:
        return {"id": to["uuid"], "name": to["title"]}
    return {"str": claim["object_text"]}


def _date(edtf: str) -> Value:
    """A day as the protocol writes it; what is less exact as its words, which promise no more than is known."""
    try:
        date = parse_edtf(edtf)
    except DateError:
        return {"str": edtf}
    return {"date": f"{edtf}{MIDNIGHT}"} if date.exact and date.level == 0 else {"str": edtf}


def described(document: Document) -> str:
    """A few words by which namesakes are told apart: the first and last year, and what it is tied to."""
    years = [str(bound)[:4] for bound in (document["earliest"], document["latest"]) if bound]
    ties = [claim["object"]["title"] for claim in document["relations"] if claim["object"] and not claim["negated"]]
    return "; ".join(each for each in ("–".join(dict.fromkeys(years)), ", ".join(dict.fromkeys(ties[:3]))) if each)
