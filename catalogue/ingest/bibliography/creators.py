"""Who made a work: the names of CSL as creators of a source."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from catalogue.documents import Document
from catalogue.ingest.bibliography.entries import Entry, Item, Kept
from catalogue.models import Creator

ROLES = tuple(str(role) for role in Creator.Role.values)
OTHERS = (
    "chair", "collection-editor", "composer", "container-author", "contributor", "curator", "director",
    "editorial-director", "editor-translator", "executive-producer", "guest", "host", "illustrator", "interviewer",
    "narrator", "organizer", "original-author", "performer", "producer", "reviewed-author", "script-writer",
    "series-creator",
)  # fmt: skip


def read_creators(item: Item, entry: Entry) -> tuple[list[Document], list[Kept]]:
    """The creators in the roles that a source has, in their order; those in other roles are kept in words."""
    creators, kept = [], []
    for role in (*ROLES, *OTHERS):
        names = item.get(role)
        if names is None:
            continue
        if not isinstance(names, list) or not all(isinstance(name, dict) for name in names):
            entry.refuse(role, _("names are a list of objects with family and given, or literal."))
            continue
        made = [creator for name in names if (creator := read_name(name))]
        if role in ROLES:
            creators += [{"role": role, **creator} for creator in made]
        elif made:
            kept.append(Kept(role, "; ".join(map(said, made))))
    return creators, kept


def read_name(name: Item) -> Document:
    """One name, with its particles where they are written."""
    literal = words(name.get("literal") or name.get("name"))
    family = " ".join(part for key in ("non-dropping-particle", "family") if (part := words(name.get(key))))
    given = " ".join(part for key in ("given", "dropping-particle") if (part := words(name.get(key))))
    if suffix := words(name.get("suffix")):
        given = f"{given}, {suffix}" if given else suffix
    if literal or not family or not given:
        alone = literal or " ".join(part for part in (given, family) if part)
        # A family name alone is one; only what the file calls literal is a name without parts.
        return {"family": family} if family and not literal and not given else {"literal": alone} if alone else {}
    return {"family": family, "given": given}


def said(creator: Document) -> str:
    """A name in one line, family name first."""
    return str(
        creator.get("literal") or ", ".join(part for key in ("family", "given") if (part := creator.get(key, "")))
    )


def words(value: Any) -> str:
    """A part of a name with single spaces."""
    return " ".join(str(value).split()) if isinstance(value, str | int) and not isinstance(value, bool) else ""
