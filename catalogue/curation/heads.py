"""Who the records of a batch are: their identity, slug, title and order, found before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import uuid4

from django.utils.translation import gettext as _

from catalogue.curation.drafts import Draft
from catalogue.documents import Brief, Document, Problem
from catalogue.documents.resolving import Resolver, array, is_uuid, query
from catalogue.documents.rules import is_title
from catalogue.models import KIND_MODELS, Kind, PastSlug, Record
from catalogue.text import slugify

SLUG_LIMIT = 90
IDS = "SELECT uuid::text, id FROM catalogue_record WHERE uuid = ANY(%s::uuid[])"
VERSIONS = "SELECT id, version, kind FROM catalogue_record WHERE id = ANY(%s::bigint[])"


@dataclass(slots=True)
class Head:
    """The identity of one record of a batch."""

    draft: int
    kind: str
    uuid: str
    record_id: int = 0
    version: int = 0
    announced: tuple[str, str] | None = None
    """Slug and title by which others could name it before."""


def find_heads(drafts: Sequence[Draft]) -> tuple[list[Head], list[Problem]]:
    """The identity of each draft's record, and the problems of those that have none."""
    heads, problems = [], []
    for index, draft in enumerate(drafts):
        content: object = draft.content
        if not isinstance(content, dict):
            problems.append(Problem("", _("a document is an object with keys, beginning with its kind."), index))
            continue
        kind, uuid = content.get("kind"), content.get("uuid")
        if not isinstance(kind, str) or kind not in KIND_MODELS:
            message = _("“%(kind)s” is not a kind of record; known are: %(known)s.") % {
                "kind": kind,
                "known": ", ".join(Kind.values),
            }
            problems.append(Problem("/kind", message, index))
        elif uuid and not is_uuid(uuid):
            problems.append(Problem("/uuid", _("“%(uuid)s” is not a UUID.") % {"uuid": uuid}, index))
        else:
            heads.append(Head(index, str(kind), str(uuid or uuid4()).lower()))
    counts = Counter(head.uuid for head in heads)
    problems += [
        Problem("/uuid", _("%(uuid)s stands twice in this batch.") % {"uuid": head.uuid}, head.draft)
        for head in heads
        if counts[head.uuid] > 1
    ]
    return heads, problems


def find_ids(heads: Sequence[Head]) -> None:
    """Gives the heads of records that exist their keys."""
    ids = dict(query(IDS, array(head.uuid for head in heads)))
    for head in heads:
        head.record_id = ids.get(head.uuid, 0)


def read_versions(heads: Sequence[Head]) -> list[Problem]:
    """Reads versions under the lock; a record never changes its kind."""
    known = {row[0]: row[1:] for row in query(VERSIONS, array(head.record_id for head in heads if head.record_id))}
    problems = []
    for head in heads:
        if head.record_id not in known:
            head.record_id = 0
            continue
        head.version, kind = known[head.record_id]
        if kind != head.kind:
            problems.append(
                Problem(
                    "/kind",
                    _("this record is a %(kind)s; a record never changes its kind.") % {"kind": kind},
                    head.draft,
                )
            )
    return problems


def title_of(content: Document) -> str:
    """The title of a content: its authorised name, or the bibliographic title of a source."""
    if content["kind"] == Kind.SOURCE:
        return str(content.get("bibliographic_title") or "")
    listed = content.get("names")
    names = [name for name in listed if isinstance(name, dict)] if isinstance(listed, list) else []
    titles = [name for name in names if is_title({"type": "", "standing": "preferred", **name})]
    return str((titles or names or [{}])[0].get("text") or "")


def sort_title_of(content: Document) -> str:
    """How a content is filed when nobody says otherwise: family name first, else the title."""
    for name in content["names"]:
        if content["kind"] == Kind.PERSON and is_title(name) and name["family"]:
            return f"{name['family']}, {name['given']}".removesuffix(", ")
    return title_of(content)


def announce(heads: Sequence[Head], drafts: Sequence[Draft], resolver: Resolver) -> None:
    """Makes the records of the batch known to each other as they will be."""
    resolver.batch = {head.uuid for head in heads}
    # What a record of the batch leaves, another of the batch may take: a slug, a citekey.
    resolver.by_slug = {key: brief for key, brief in resolver.by_slug.items() if brief.uuid not in resolver.batch}
    resolver.by_citekey = {key: brief for key, brief in resolver.by_citekey.items() if brief.uuid not in resolver.batch}
    for head in heads:
        content = drafts[head.draft].content
        known = resolver.records.get(head.uuid)
        head.announced = (known.slug, known.title) if known else None
        brief = Brief(
            head.record_id,
            head.uuid,
            head.kind,
            str(content.get("slug") or (known.slug if known and head.version else "")),
            title_of(content) or (known.title if known else ""),
            str(content.get("status") or "draft"),
        )
        resolver.records[head.uuid] = brief
        if resolver.by_slug.get((head.kind, brief.slug), brief).uuid == head.uuid:
            resolver.by_slug[head.kind, brief.slug] = brief
        key = content.get("citekey")
        if isinstance(key, str) and resolver.by_citekey.get(key, brief).uuid == head.uuid:
            resolver.by_citekey[key] = brief


def give_slugs(contents: Sequence[Document]) -> None:
    """Makes the slugs that are missing, each unique in its kind."""
    lacking = [(content, _base_of(content)) for content in contents if not content["slug"]]
    held = {(content["kind"], content["slug"]) for content in contents if content["slug"]}
    for model in (Record, PastSlug) if lacking else ():
        slugs = model._default_manager.filter(slug__in={base for _content, base in lacking})
        held.update(slugs.values_list("kind", "slug"))
    for content, base in lacking:
        kind = content["kind"]
        if (kind, base) in held:
            for model in (Record, PastSlug):
                slugs = model._default_manager.filter(kind=kind, slug__startswith=f"{base}-")
                held.update(slugs.values_list("kind", "slug"))
        content["slug"] = next(slug for slug in _candidates(base) if (kind, slug) not in held)
        held.add((kind, content["slug"]))


def _base_of(content: Document) -> str:
    """The slug of a content that nobody else has."""
    return slugify(title_of(content), max_length=SLUG_LIMIT) or str(content["kind"])


def _candidates(base: str) -> Iterator[str]:
    """A slug and its numbered variants; ten thousand namesakes are enough."""
    yield base
    yield from (f"{base}-{number}" for number in range(2, 10_000))
