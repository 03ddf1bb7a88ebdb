"""Citations of a source that goes into another: they follow it, and the same place becomes one citation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import gettext as _

from catalogue.curation.citing import content_of_citation, delete_citation, save_citations
from catalogue.curation.drafts import Draft, User
from catalogue.curation.ripples import citing
from catalogue.curation.uniting import joined
from catalogue.documents import Document
from catalogue.models import Citation, Merge, Source

FILLED = ("quotation", "translation", "archive_url", "accessed", "note")


class Place(NamedTuple):
    """What makes a citation the same as another, by keys."""

    source: int | None
    label: str
    locator: str
    via: int | None


@dataclass(slots=True)
class Joining:
    """What becomes of the citations that a merge of two sources touches."""

    befores: dict[str, Document] = field(default_factory=dict)
    """Contents by UUID, as they were."""
    afters: dict[str, Document | None] = field(default_factory=dict)
    """Contents by UUID, as they will be; None for one that goes into another."""
    into: dict[str, str] = field(default_factory=dict)
    """The citation into which another goes, by UUID; those read in others first."""
    citing: set[int] = field(default_factory=set)
    """The records whose notes cite what goes."""


def plan_citations(survivor_id: int, absorbed_id: int) -> Joining:
    """Follows every citation of the absorbed source, and those that were read in it."""
    rows = dict[int, Citation]()
    dirty = set(Citation.objects.filter(source=absorbed_id).values_list("pk", flat=True))
    into: dict[int, int] = {}
    placed: dict[Place, int] = {}
    done = set[int]()
    while waiting := dirty - done:
        rows |= load(waiting - rows.keys())
        ready = [rows[key] for key in sorted(waiting) if rows[key].via_id not in waiting] or [rows[min(waiting)]]
        for row in ready:
            place = place_of(row, survivor_id, absorbed_id, into)
            twin = placed.get(place) or standing_at(place, dirty)
            done.add(row.pk)
            if twin is None:
                placed[place] = row.pk
            else:
                into[row.pk] = twin
                dirty |= set(Citation.objects.filter(via=row.pk).values_list("pk", flat=True))
    rows |= load(set(into.values()) - rows.keys())
    return described(rows, done, into, survivor_id, absorbed_id)


def load(keys: Iterable[int]) -> dict[int, Citation]:
    """Citations by key."""
    return {row.pk: row for row in Citation.objects.filter(pk__in=list(keys)).select_related("source", "via")}


def place_of(row: Citation, survivor_id: int, absorbed_id: int, into: dict[int, int]) -> Place:
    """Where a citation will stand."""
    source = survivor_id if row.source_id == absorbed_id else row.source_id
    via = into.get(row.via_id, row.via_id) if row.via_id else None
    return Place(source, row.label, row.locator, via)


def standing_at(place: Place, dirty: set[int]) -> int | None:
    """The citation that stands at a place and will not move."""
    found = Citation.objects.filter(label=place.label, locator=place.locator).exclude(pk__in=dirty)
    found = found.filter(source=place.source) if place.source else found.filter(source__isnull=True)
    found = found.filter(via=place.via) if place.via else found.filter(via__isnull=True)
    return found.values_list("pk", flat=True).first()


def described(
    rows: dict[int, Citation], touched: set[int], into: dict[int, int], survivor_id: int, absorbed_id: int
) -> Joining:
    """The same by UUID, with contents."""
    joining = Joining()
    names = {key: str(row.uuid) for key, row in rows.items()}
    for key in sorted(touched | set(into.values())):
        joining.befores[names[key]] = content_of_citation(rows[key])
    for key in sorted(touched - into.keys()):
        row = rows[key]
        content = dict(joining.befores[names[key]])
        if row.source_id == absorbed_id:
            content["source"] = {"uuid": uuid_of_source(survivor_id)}
        if row.via_id in into:
            content["via"] = {"uuid": names[into[row.via_id]]}
        joining.afters[names[key]] = content
    for key, twin in into.items():
        base = joining.afters.get(names[twin]) or joining.befores[names[twin]]
        joining.afters[names[twin]] = filled(base, joining.befores[names[key]])
        joining.afters[names[key]] = None
    joining.into = {names[key]: names[twin] for key, twin in reversed(into.items())}
    joining.citing = citing(list(into))
    return joining


def uuid_of_source(source_id: int) -> str:
    """The UUID of a source."""
    return str(Source.objects.values_list("uuid", flat=True).get(pk=source_id))


def filled(kept: Document, gone: Document) -> Document:
    """A citation with what another of the same place knows besides; what differs is kept in the internal note."""
    found = {**kept, "internal_note": joined(kept["internal_note"], gone["internal_note"])}
    for key in FILLED:
        if not kept[key]:
            found[key] = gone[key]
        elif gone[key] and gone[key] != kept[key]:
            words = _("From the merged citation: %(value)s") % {"value": gone[key]}
            found["internal_note"] = joined(found["internal_note"], words)
    return found


def move_citations(joining: Joining, *, user: User, reason: str) -> None:
    """Writes the citations that stay, at their new places."""
    drafts = [Draft(content) for content in joining.afters.values() if content is not None]
    if drafts:
        save_citations(drafts, user=user, reason=reason)


def drop_citations(joining: Joining, *, user: User, reason: str) -> None:
    """Deletes the citations that went into others, once no note rests on them."""
    keys = dict(Citation.objects.filter(uuid__in=joining.afters).values_list("uuid", "pk"))
    by_uuid = {str(uuid): key for uuid, key in keys.items()}
    for gone, kept in joining.into.items():
        Merge.objects.filter(citation=by_uuid[gone]).update(citation=by_uuid[kept])
        delete_citation(by_uuid[gone], user=user, reason=reason)


@dataclass(slots=True)
class Restored:
    """Citations as they must be again, and what stands in the way."""

    contents: list[Document] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)


def restored_citations(merge_before: dict[str, Document], merge_after: dict[str, Document | None]) -> Restored:
    """What citations must say again, and what stands in the way."""
    rows = {
        str(row.uuid): row for row in Citation.objects.filter(uuid__in=merge_before).select_related("source", "via")
    }
    restored = Restored()
    for uuid, before in merge_before.items():
        after, row = merge_after.get(uuid, before), rows.get(uuid)
        if after is None or row is None:
            restore_gone(restored, uuid, before, after, row)
            continue
        present = content_of_citation(row)
        for key in before:
            if before[key] == after[key]:
                continue
            if present[key] not in (after[key], before[key]):
                restored.conflicts.append(_("The citation %(uuid)s has been changed since.") % {"uuid": uuid})
            present[key] = before[key]
        restored.contents.append(present)
    return restored


def restore_gone(restored: Restored, uuid: str, before: Document, after: Document | None, row: Citation | None) -> None:
    """A citation that is not there now, or should not be."""
    if after is None and row is None:
        restored.contents.append(before)
    elif after is None:
        restored.conflicts.append(_("The citation %(uuid)s has been made anew since.") % {"uuid": uuid})
    elif before != after:
        restored.conflicts.append(_("The citation %(uuid)s has been deleted since.") % {"uuid": uuid})


def restore_citations(contents: Sequence[Document], *, user: User, reason: str) -> None:
    """Writes citations as they were."""
    if contents:
        save_citations([Draft(content) for content in contents], user=user, reason=reason)
