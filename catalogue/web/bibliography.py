"""The description of a source: who made it, where it appeared, where the copy is kept."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext, pgettext

from catalogue.documents import Document
from catalogue.models import Creator, CslType, Level, SourceLink, Tier
from catalogue.web.facts import Fact
from catalogue.web.kinds import address_of
from catalogue.web.pieces import Piece, as_html
from catalogue.web.words import language_name, say


def source_facts(document: Document) -> Iterator[Fact]:
    """What is known of the copy, each with its word; what is empty is left out."""
    yield from (fact for fact in _facts(document) if fact.value)


def _facts(source: Document) -> Iterator[Fact]:
    yield from _creators(source)
    if source["bibliographic_title"] != source["title"]:
        yield Fact(gettext("Title"), _in_language(source["bibliographic_title"], source["text_language"]))
    yield Fact(gettext("Transliterated title"), source["title_transliterated"])
    yield Fact(gettext("Translated title"), source["title_translated"])
    yield Fact(gettext("Type"), _label(CslType, source["csl_type"]))
    yield Fact(gettext("Tier"), _label(Tier, source["tier"]))
    yield Fact(gettext("Level of description"), _label(Level, source["level"]))
    yield Fact(gettext("Part of"), _linked(source["parent"]))
    yield Fact(pgettext("of a source", "In"), source["container"])
    yield Fact(gettext("Published"), _imprint(source))
    yield Fact(gettext("Edition"), source["edition"])
    yield Fact(gettext("Volume"), source["volume"])
    yield Fact(gettext("Issue"), source["issue"])
    yield Fact(gettext("Pages"), source["pages"])
    yield Fact(pgettext("of a law or telegram", "Number"), source["number"])
    yield Fact(gettext("Language"), language_name(source["text_language"]) if source["text_language"] else "")
    yield Fact("ISBN", source["isbn"])
    yield Fact("ISSN", source["issn"])
    yield Fact("DOI", _address(f"https://doi.org/{source['doi']}", source["doi"]) if source["doi"] else "")
    yield from _whereabouts(source)


def _whereabouts(source: Document) -> Iterator[Fact]:
    yield Fact(gettext("Repository"), source["repository"])
    yield Fact(gettext("Collection"), source["collection"])
    yield Fact(gettext("Reference code"), source["reference_code"])
    yield Fact(gettext("Extent"), source["extent"])
    yield Fact(gettext("Access"), source["access_conditions"])
    yield Fact(gettext("Read at"), _address(source["url"], source["url"]))
    yield Fact(gettext("Read on"), say(source["accessed"]))
    yield Fact(
        gettext("Archived copy"), _address(source["archive_url"], say(source["archived"]) or source["archive_url"])
    )
    for link in source["links"]:
        rights = [Piece(f" ({link['rights']})", role="aside")] if link["rights"] else []
        yield Fact(_label(SourceLink.Role, link["role"]), as_html([Piece(link["url"], link["url"]), *rights]))
    yield Fact(gettext("About the copy"), source["note"])
    yield Fact(gettext("Citation key"), f"@{source['citekey']}")


def _creators(source: Document) -> Iterator[Fact]:
    """The creators by their part in the work, in the order of the title page."""
    by_role: dict[str, list[Piece]] = {}
    for creator in source["creators"]:
        pieces = by_role.setdefault(creator["role"], [])
        pieces += [Piece("; "), _creator(creator)] if pieces else [_creator(creator)]
    for role, pieces in by_role.items():
        yield Fact(_label(Creator.Role, role), as_html(pieces))


def _creator(creator: Document) -> Piece:
    record = creator["record"]
    name = creator["literal"] or ", ".join(part for part in (creator["family"], creator["given"]) if part)
    return Piece(name or record["title"], address_of(record) if record else "")


def _imprint(source: Document) -> str:
    made = ": ".join(part for part in (source["publisher_place"], source["publisher"]) if part)
    return ", ".join(part for part in (made, say(source["issued"])) if part)


def _label(choices: type[CslType | Tier | Level | Creator.Role | SourceLink.Role], value: str) -> str:
    return str(choices(value).label) if value else ""


def _linked(reference: Document | None) -> str:
    return Piece(reference["title"], address_of(reference)).html() if reference else ""


def _in_language(text: str, language: str) -> str:
    return Piece(text, lang=language).html()


def _address(url: str, words: str) -> str:
    return Piece(words, url).html() if url else ""
