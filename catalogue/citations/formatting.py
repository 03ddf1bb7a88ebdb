"""References and notes in words, in the manner of the Chicago notes style, in Spanish, English and Romanian."""

from __future__ import annotations

from catalogue.citations.loading import CitationFacts, SourceFacts
from catalogue.dates import DateError, say_date
from catalogue.text import print_locus

WORDS = {
    "es": {
        "ed": "ed.",
        "and": "y",
        "no": "n.º",
        "in": "en",
        "via": "citado en",
        "unknown": "Fuente sin identificar",
        "others": "y otros",
        "accessed": "consultado el",
    },
    "en": {
        "ed": "ed.",
        "and": "and",
        "no": "no.",
        "in": "in",
        "via": "cited in",
        "unknown": "Source not identified",
        "others": "and others",
        "accessed": "accessed",
    },
    "ro": {
        "ed": "ed.",
        "and": "și",
        "no": "nr.",
        "in": "în",
        "via": "citat în",
        "unknown": "Sursă neidentificată",
        "others": "și alții",
        "accessed": "accesat la",
    },
}
PARTS_OF_A_WHOLE = {
    "article", "article-journal", "article-magazine", "article-newspaper", "chapter", "entry",
    "entry-dictionary", "entry-encyclopedia", "review", "webpage", "personal_communication",
}  # fmt: skip
MANY = 3
"""More creators than this are shortened to the first."""


def words(language: str) -> dict[str, str]:
    """The small words of references in a language; Spanish where it has none."""
    return WORDS.get(language[:2], WORDS["es"])


def creator_names(source: SourceFacts, language: str, role: str = "author") -> str:
    """The names of the creators in one role, given name first: `Dennis Deletant y Marius Oprea`."""
    names = [
        creator["literal"] or " ".join(part for part in (creator["given"], creator["family"]) if part)
        for creator in source.creators
        if creator["role"] == role
    ]
    if len(names) > MANY:
        return f"{names[0]} {words(language)['others']}"
    if len(names) > 1:
        return f"{', '.join(names[:-1])} {words(language)['and']} {names[-1]}"
    return names[0] if names else ""


def format_reference(source: SourceFacts, language: str = "es") -> str:
    """The whole reference of a source: creators, title, container, publication, date, numbers."""
    say = words(language)
    parts = [_responsibility(source, language), _title(source, language)]
    container = source.text("container")
    if container:
        prefix = f"{say['in']} " if source.text("csl_type") == "chapter" else ""
        parts.append(f"{prefix}{container}")
    parts += _numbers(source, language)
    head = ", ".join(part for part in parts if part)
    tail = [source.text(key) for key in ("repository", "collection", "reference_code", "number")]
    tail += [f"doi:{source.text('doi')}" if source.text("doi") else "", _accessed(source, language)]
    return ", ".join(part for part in (f"{head} {_imprint(source, language)}".strip(), *tail) if part) + "."


def format_note(citation: CitationFacts, language: str = "es") -> str:
    """A note: the reference with the place in it, and where it was read if at second hand."""
    say = words(language)
    head = format_reference(citation.source, language).removesuffix(".") if citation.source else say["unknown"]
    locus = print_locus(citation.label, citation.locator, language=language)
    text = f"{head}, {locus}" if locus else head
    if citation.via:
        text = f"{text}, {say['via']} {format_note(citation.via, language).removesuffix('.')}"
    return f"{text}."


def _responsibility(source: SourceFacts, language: str) -> str:
    """Who answers for the work: its authors, else its editors."""
    authors = creator_names(source, language)
    if authors:
        return authors
    editors = creator_names(source, language, "editor")
    return f"{editors} ({words(language)['ed']})" if editors else ""


def _title(source: SourceFacts, language: str) -> str:
    """The title, in quotation marks when it is part of something larger, with its translation."""
    title = source.text("bibliographic_title") or source.title
    if source.text("csl_type") in PARTS_OF_A_WHOLE:
        title = f"«{title}»" if language[:2] != "en" else f"“{title}”"
    translated = source.text("title_translated")
    return f"{title} [{translated}]" if translated else title


def _numbers(source: SourceFacts, language: str) -> list[str]:
    """Volume, issue, edition and pages, as far as the work has them."""
    parts = [source.text("edition")]
    if source.text("volume"):
        parts.append(f"vol. {source.text('volume')}")
    if source.text("issue"):
        parts.append(f"{words(language)['no']} {source.text('issue')}")
    if source.text("pages"):
        parts.append(print_locus("page", source.text("pages"), language=language))
    return parts


def _imprint(source: SourceFacts, language: str) -> str:
    """Place, publisher and date: `(Londres: Hurst, 1999)`."""
    place, publisher = source.text("publisher_place"), source.text("publisher")
    made = ": ".join(part for part in (place, publisher) if part)
    issued = _day(source.text("issued"), language)
    inside = ", ".join(part for part in (made, issued) if part)
    return f"({inside})" if inside else ""


def _accessed(source: SourceFacts, language: str) -> str:
    """When an address was read; for works that have one."""
    if not source.text("url") or not source.text("accessed"):
        return ""
    return f"{words(language)['accessed']} {_day(source.text('accessed'), language)}"


def _day(date: str, language: str) -> str:
    """A date in words; as written where it cannot be said."""
    try:
        return say_date(date, language=language) if date else ""
    except DateError:
        return date
