"""The words of the vocabulary that contents use, for those who tell of them outside their documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from catalogue.documents.shape import KIND_KEYS, PARTS, TERM_SCHEMES, Document
from catalogue.documents.wording import Labels
from catalogue.models import RelationType, Term


def vocabulary_of(contents: Iterable[Document | None]) -> Labels:
    """The labels of every term and relation type that these contents name; two queries."""
    slugs = {slug for content in contents if content for slug in slugs_of(content)}
    found: dict[str, dict[str, str]] = {}
    rows = list(Term.objects.filter(slug__in=slugs)) if slugs else []
    values = {term.slug: term.value_scheme for term in rows if term.scheme == "property" and term.value_scheme}
    for term in rows:
        words = {code: term.label(code) for code in ("en", "es", "ro")}
        found[f"{term.scheme}/{term.slug}"] = words
        # A kept content does not say in which scheme the values of a property lie: by the property they are found too.
        for sort, scheme in values.items():
            if scheme == term.scheme:
                found.setdefault(f"{sort}/{term.slug}", words)
    for kind in RelationType.objects.filter(slug__in=slugs) if slugs else ():
        found[f"relation-type/{kind.slug}"] = {code: kind.label(code) for code in ("en", "es", "ro")}
    return found


def slugs_of(content: Document) -> Iterator[str]:
    """The slug of every term and relation type that a content names, empty keys or not."""
    kind = content.get("kind", "")
    for key in KIND_KEYS.get(kind, ()):
        if (kind, key) in TERM_SCHEMES:
            yield content.get(key) or ""
    for row in content.get("identifiers", ()):
        yield row["scheme"]
    for part in PARTS:
        for claim in content.get(part.key, ()):
            yield from (claim.get(key) or "" for key in ("type", "property", "term", "role"))
