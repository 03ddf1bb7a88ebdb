"""A document in the fifteen elements of Dublin Core: what any harvester can read, and no more than it can hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from catalogue.citations.prose import first_words
from catalogue.documents import Document
from catalogue.documents.shape import KIND_KEYS, TERM_SCHEMES
from catalogue.exports.site import Site
from catalogue.models import Creator, Kind, Standing

DESCRIPTION = 1000
"""How many letters of a narrative are told."""
_LANGUAGES = ("en", "es", "ro")
_TEXTS = frozenset({"article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "chapter",
                    "document", "entry", "entry-dictionary", "entry-encyclopedia", "hearing", "legal_case",
                    "legislation", "manuscript", "pamphlet", "paper-conference", "periodical", "personal_communication",
                    "post", "post-weblog", "regulation", "report", "review", "speech", "standard", "thesis", "treaty",
                    "webpage"})  # fmt: skip


class Statement(NamedTuple):
    """One element with its value; `language` only where the value is words of a known language."""

    element: str
    value: str
    language: str = ""


def dublin_core(document: Document, *, site: Site) -> list[Statement]:
    """The statements on one public document, each once, in the usual order of the elements."""
    told = _source(document) if document["kind"] == Kind.SOURCE else _authority(document, site)
    common = [*_titles(document), *told, *_subjects(document), *_descriptions(document), *_types(document)]
    common += [*_identifiers(document, site), *_references(document), *_relations(document, site)]
    common += [*_places(document), *_rights(site)]
    return [each for each in dict.fromkeys(common) if each.value]


def _told(claims: Iterable[Document]) -> Iterator[Document]:
    """The claims that stand: what was rejected or denied would be taken for true without its footnote."""
    return (claim for claim in claims if not claim["negated"] and claim["standing"] != Standing.REJECTED)


def _label(document: Document, key: str) -> Statement | None:
    """The words of a term in the language of the entry, as subject; none for one that the document does not know."""
    words: Mapping[str, str] = document["labels"].get(key, {})
    language = document["language"] if document["language"] in _LANGUAGES else "en"
    return Statement("subject", words[language], language) if words.get(language) else None


def _titles(document: Document) -> Iterator[Statement]:
    language = document["language"]
    if document["kind"] == Kind.SOURCE:
        yield Statement("title", document["bibliographic_title"] or document["title"], document["text_language"])
        yield Statement("title", document["title_translated"], language)
        return
    names = list(_told(document["names"]))
    own = next((name["language"] for name in names if name["text"] == document["title"]), "")
    yield Statement("title", document["title"], own or language)
    for name in names:
        if name["text"] != document["title"]:
            yield Statement("title", name["text"], name["language"])


def _source(document: Document) -> Iterator[Statement]:
    """What is said of a source only: it is described as the work that it is."""
    for creator in document["creators"]:
        name = ", ".join(filter(None, (creator["family"], creator["given"]))) or creator["literal"]
        name = name or (creator["record"] or {}).get("title", "")
        yield Statement("creator" if creator["role"] == Creator.Role.AUTHOR else "contributor", name)
    yield Statement("publisher", document["publisher"])
    yield Statement("date", document["issued"])
    yield Statement("language", document["text_language"])


def _authority(document: Document, site: Site) -> Iterator[Statement]:
    """What is said of every other entry only: it is the catalogue's own description."""
    yield Statement("publisher", site.publisher)
    for dating in _told(document["datings"]):
        yield Statement("date", dating["date"])
    yield Statement("language", document["language"])


def _subjects(document: Document) -> Iterator[Statement]:
    kind = document["kind"]
    for key in KIND_KEYS[kind]:
        if (kind, key) in TERM_SCHEMES and key not in {"type", "gender"}:
            yield from _known(_label(document, f"{TERM_SCHEMES[kind, key]}/{document[key]}"))
    for claim in _told(document["attributes"]):
        if claim["term"]:
            yield from _known(_label(document, f"{claim.get('scheme') or claim['property']}/{claim['term']}"))
        else:
            yield Statement("subject", claim["text"] or "")


def _known(statement: Statement | None) -> list[Statement]:
    return [statement] if statement else []


def _descriptions(document: Document) -> Iterator[Statement]:
    for narrative in _told(document["narratives"]):
        yield Statement("description", first_words(narrative["text"], limit=DESCRIPTION), narrative["language"])


def _types(document: Document) -> Iterator[Statement]:
    """The DCMI type where there is one, then the catalogue's own words."""
    kind = document["kind"]
    if kind == Kind.EVENT:
        yield Statement("type", "Event")
    if kind == Kind.SOURCE:
        yield Statement("type", "Text" if document["csl_type"] in _TEXTS else "")
    yield Statement("type", kind)
    if label := _label(document, f"{TERM_SCHEMES.get((kind, 'type'), '')}/{document.get('type')}"):
        yield label._replace(element="type")
    yield Statement("type", document.get("csl_type") or "")


def _identifiers(document: Document, site: Site) -> Iterator[Statement]:
    yield Statement("identifier", site.address(document["permanent_url"]))
    if document["kind"] == Kind.SOURCE:
        yield from (Statement("identifier", value) for value in _of_the_work(document))
    for each in document["identifiers"]:
        yield Statement("identifier", f"{each['scheme']}:{each['value']}")


def _of_the_work(document: Mapping[str, Any]) -> Iterator[str]:
    for prefix, key in (("https://doi.org/", "doi"), ("urn:isbn:", "isbn"), ("urn:issn:", "issn"), ("", "url")):
        if document[key]:
            yield f"{prefix}{document[key]}"
    yield ", ".join(filter(None, (document[key] for key in ("repository", "collection", "reference_code"))))


def _references(document: Document) -> Iterator[Statement]:
    """What the entry rests on, as its notes say it."""
    return (Statement("source", note["text"], document["language"]) for note in document["notes"])


def _relations(document: Document, site: Site) -> Iterator[Statement]:
    """The permanent addresses of the entries that it is tied to."""
    named = [claim["object"] for claim in _told(document["relations"])]
    named.append(document.get("parent"))
    for other in named:
        if other and other.get("uuid"):
            yield Statement("relation", site.address(f"/id/{other['uuid']}"))


def _places(document: Document) -> Iterator[Statement]:
    """Where it was: the places that it is tied to, and the point of a place."""
    for claim in _told(document["relations"]):
        if claim["object"] and claim["object"]["kind"] == Kind.PLACE:
            yield Statement("coverage", claim["object"]["title"])
    if document.get("latitude") and document.get("longitude"):
        yield Statement("coverage", f"north={document['latitude']}; east={document['longitude']}")


def _rights(site: Site) -> Iterator[Statement]:
    yield Statement("rights", site.license)
    yield Statement("rights", site.license_name)
