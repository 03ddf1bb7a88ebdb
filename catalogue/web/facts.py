"""The head of a page: what sort of thing the record is, when it was, and what it is called elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext, pgettext

from catalogue.documents import Document
from catalogue.documents.shape import KIND_KEYS, TERM_SCHEMES
from catalogue.models import Kind, Standing
from catalogue.web.labels import Labels
from catalogue.web.pieces import Piece, as_html
from catalogue.web.words import date_words, say

REGISTERS = {
    "wikidata": "https://www.wikidata.org/wiki/{}",
    "viaf": "https://viaf.org/viaf/{}",
    "gnd": "https://d-nb.info/gnd/{}",
    "isni": "https://isni.org/isni/{}",
    "geonames": "https://www.geonames.org/{}",
    "doi": "https://doi.org/{}",
    "orcid": "https://orcid.org/{}",
}
"""Where an identifier of a well-known register leads."""


MOST_CALLINGS = 2


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the head: a word and what it says."""

    label: str
    value: str


def classification(document: Document, labels: Labels) -> list[str]:
    """What it is, in a few words: echelon and branch, kind of event; of a person the offices and callings."""
    if document["kind"] == Kind.PERSON:
        return _callings(document, labels)
    return [labels.column(key, document[key]) for key in _columns(document)]


def _columns(document: Document) -> list[str]:
    kind = document["kind"]
    return [key for key in KIND_KEYS[kind] if (kind, key) in TERM_SCHEMES and document[key]]


def _callings(document: Document, labels: Labels) -> list[str]:
    """The last rank and the first occupations: gender says nothing in a list of persons."""
    terms = {
        name: [labels.value(claim) for claim in document["attributes"] if claim["property"] == name and _holds(claim)]
        for name in ("rank", "occupation")
    }
    return [*terms["rank"][-1:], *terms["occupation"][:MOST_CALLINGS]]


def _holds(claim: Document) -> bool:
    return bool(claim["term"]) and claim["standing"] == Standing.PREFERRED and not claim["negated"]


def head_facts(document: Document, labels: Labels) -> Iterator[Fact]:
    """The preferred datings and where the record stands, without footnotes: the claims below carry them."""
    if document["kind"] == Kind.PERSON and document["gender"]:
        yield Fact(gettext("Gender"), labels.column("gender", document["gender"]))
    datings = preferred_datings(document)
    # The one date of an event stands under its title already.
    for claim in datings if len(datings) > 1 or document["kind"] != Kind.EVENT else ():
        yield Fact(labels.term("dating-type", claim["type"]), date_words(claim))
    if document["kind"] == Kind.PLACE and document["latitude"]:
        yield Fact(gettext("Coordinates"), as_html([_point(document["latitude"], document["longitude"])]))
    for identifier in document["identifiers"]:
        yield Fact(labels.term("identifier-scheme", identifier["scheme"]), _identifier(identifier))


def preferred_datings(document: Document) -> list[Document]:
    """The datings that the catalogue holds to be the right ones."""
    return [one for one in document["datings"] if one["standing"] == Standing.PREFERRED and not one["negated"]]


def lifespan(document: Document, labels: Labels) -> str:
    """When it was, in a few words for titles and lists: "1882–1946", "12 de septiembre de 1944"."""
    if document["kind"] == Kind.SOURCE:
        return say(document["issued"])
    datings = preferred_datings(document)
    if not datings:
        return ""
    first, last = _year(document["earliest"]), _year(document["latest"])
    if len(datings) > 1 and first and last:
        return first if first == last else f"{first}–{last}"
    return _one_end(datings[0]["type"], date_words(datings[0]), labels)


def _one_end(dating: str, words: str, labels: Labels) -> str:
    """A single date, with the word that says which end of the time it is."""
    if dating == "occurred":
        return words
    if dating == "birth":
        return pgettext("born on", "b. %(date)s") % {"date": words}
    if dating == "death":
        return pgettext("died on", "d. %(date)s") % {"date": words}
    return f"{labels.term('dating-type', dating)}: {words}"


def _year(bound: int | None) -> str:
    """The year of a bound, which is year*10000 + month*100 + day."""
    return "" if bound is None else str(bound // 10_000)


def _point(latitude: str, longitude: str) -> Piece:
    """A place on the map of OpenStreetMap: a link, nothing is loaded from there."""
    url = f"https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}#map=9/{latitude}/{longitude}"
    north = f"{latitude.lstrip('-')}° {'S' if latitude.startswith('-') else 'N'}"
    west = pgettext("west, in coordinates", "W")
    east = f"{longitude.lstrip('-')}° {west if longitude.startswith('-') else 'E'}"
    return Piece(f"{north}, {east}", url)


def _identifier(identifier: Document) -> str:
    address = REGISTERS.get(identifier["scheme"], "")
    return Piece(identifier["value"], address.format(identifier["value"])).html()
