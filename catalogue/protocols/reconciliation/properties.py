"""The properties that can be compared and fetched: the vocabulary, under ids that tell its sorts apart."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalogue.models import Kind, RelationType, Term
from catalogue.text import fold

SCHEMES = {"property": "attr", "dating-type": "dating", "identifier-scheme": "identifier", "name-type": "name"}
SOURCES = "sources"


class Property(NamedTuple):
    """A property with the words that name it, and of which kinds its values are."""

    id: str
    name: str
    kinds: tuple[str, ...] = ()
    type: str = ""


def all_properties(kind: str = "") -> list[Property]:
    """Every property that records of a kind may have, in the order of their names; two queries."""
    label = f"label_{(get_language() or 'en')[:2]}"
    terms = Term.objects.filter(scheme__in=SCHEMES).values_list("scheme", "slug", label)
    found = [Property(f"{SCHEMES[scheme]}.{slug}", name or slug) for scheme, slug, name in terms]
    types = RelationType.objects.values_list("slug", label, "subject_kinds", "object_kinds")
    for slug, name, subjects, objects in types:
        if not (kind and subjects) or kind in subjects:
            found.append(
                Property(f"rel.{slug}", name or slug, tuple(subjects), objects[0] if len(objects) == 1 else "")
            )
    found.append(Property(SOURCES, _("Number of sources")))
    return sorted(found, key=lambda each: (fold(each.name), each.id))


def suggested(prefix: str, limit: int) -> list[Property]:
    """The properties in whose name or id a word begins so."""
    wanted = fold(prefix)
    return [
        each
        for each in all_properties()
        if any(part.startswith(wanted) for part in (*fold(each.name).split(), each.id, each.id.partition(".")[2]))
    ][:limit]


def types() -> list[dict[str, str]]:
    """The kinds of entry as types."""
    return [{"id": kind.value, "name": str(kind.label)} for kind in Kind]
