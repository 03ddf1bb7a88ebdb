"""Saving and deleting citations and disagreements, which several records share."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any
from uuid import uuid4

from django.db import connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.curation.copying import copy_rows, next_keys
from catalogue.curation.drafts import Conflict, Draft, InUse, Saved, SaveRefused, User
from catalogue.curation.revisions import COLUMNS, last_versions
from catalogue.curation.ripples import citing, in_disagreement, mark_stale
from catalogue.curation.saving import CITATIONS_LOCK
from catalogue.curation.showing import show_anew
from catalogue.curation.vocabulary import refusing
from catalogue.documents import Document, Problem
from catalogue.documents.reading import Reader
from catalogue.documents.resolving import Named, Resolver, is_uuid, is_word, lock_records
from catalogue.documents.shape import CITATION_KEYS, form_of
from catalogue.documents.values import READERS
from catalogue.models import Action, Citation, Disagreement, Footnote, Record, Revision, Status
from catalogue.text import locator_sort_key

MADE = (
    "id", "uuid", "version", "source_id", "label", "locator", "locator_sort", "via_id", "quotation", "translation",
    "archive_url", "accessed", "note", "internal_note", "created_at", "modified_at",
)  # fmt: skip
PLAIN_KEYS = tuple(key for key in CITATION_KEYS if key not in {"source", "via"})


def save_citation(
    content: Document, *, user: User = None, reason: str = "", expected_version: int | None = None
) -> Saved:
    """Saves one citation; see `save_citations`."""
    return save_citations([Draft(content, expected_version)], user=user, reason=reason)[0]


def save_citations(drafts: Sequence[Draft], *, user: User = None, reason: str = "") -> list[Saved]:
    """Saves citations, matched by UUID, all of them or none; one may be read in another of the batch."""
    with refusing(), transaction.atomic():
        resolver = resolve(drafts)
        problems: list[Problem] = []
        values = [read_citation(draft.content, resolver, index, problems) for index, draft in enumerate(drafts)]
        if problems:
            raise SaveRefused(problems)
        uuids = [value["uuid"] for value in values]
        rows = {
            str(row.uuid): row for row in Citation.objects.select_for_update().filter(uuid__in=uuids).order_by("pk")
        }
        if hidden := list(refuse_hidden(values, rows, resolver)):
            raise SaveRefused(hidden)
        return CitationWriter(rows, resolver, user, reason).write(drafts, values)


def resolve(drafts: Sequence[Draft]) -> Resolver:
    """What the citations of a batch name."""
    named = Named()
    for draft in drafts:
        named.add_document(draft.content, role="citation")
    resolver = Resolver(named)
    ids = resolver.record_ids()
    # Records before citations, as every save takes them: the other way round two saves could wait for each other.
    lock_records(ids, own=())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CITATIONS_LOCK])
    resolver.load(ids)
    return resolver


def read_citation(raw: Any, resolver: Resolver, index: int, problems: list[Problem]) -> dict[str, Any]:
    """The values of one citation."""
    if not isinstance(raw, dict):
        problems.append(Problem("", _("a citation is an object with keys."), index))
        return {"uuid": ""}
    reader = Reader(resolver, kind="citation", old=None, draft=index)
    reader.refuse_unknown({key: raw[key] for key in raw if key != "kind"}, ("uuid", *CITATION_KEYS, "mark"))
    values: dict[str, Any] = {"uuid": reader.identity(raw, lambda: None)}
    with reader.at("source"):
        values["source"] = reader.reference(raw.get("source"), "source")
    via = raw.get("via") or None
    values["via"] = str(via["uuid"] if isinstance(via, dict) and via.get("uuid") else via).lower() if via else ""
    if via and not is_uuid(values["via"]):
        reader.problems.append(Problem("/via", _("names the citation in which it was read by uuid."), index))
    for key in PLAIN_KEYS:
        form = form_of(Citation, key)
        with reader.at(key):
            values[key] = READERS[form.name](raw.get(key), form, reader.report)
    if values["source"] is None and not values["via"]:
        reader.problems.append(
            Problem("/source", _("a citation without a source must say where it was read (via)."), index)
        )
    problems += reader.problems
    return values


def refuse_hidden(values: Sequence[dict[str, Any]], rows: dict[str, Citation], resolver: Resolver) -> Iterator[Problem]:
    """Refuses to move a citation on which published records rest to a source that the public cannot see."""
    for index, value in enumerate(values):
        row, source = rows.get(value["uuid"]), value["source"]
        brief = resolver.records[source["uuid"]] if source else None
        if row is None or brief is None or brief.status == Status.PUBLISHED:
            continue
        resting = Record.objects.published().filter(pk__in=citing([row.pk])).count()
        if resting:
            message = _("“%(title)s” is not published, and %(resting)s published records rest on this citation.") % {
                "title": brief.title,
                "resting": resting,
            }
            yield Problem("/source", message, index)


class CitationWriter:
    """Writes judged citations; those that were read in others after these."""

    def __init__(self, rows: dict[str, Citation], resolver: Resolver, user: User, reason: str) -> None:
        self.rows = rows
        self.ids = {facts.uuid: facts.id for facts in resolver.citations.values()}
        self.records = {brief.uuid: brief.id for brief in resolver.records.values()}
        self.user = user
        self.reason = reason
        self.before: dict[str, int] = {}
        self.revisions: list[tuple[Citation, dict[str, Any], Action]] = []
        self.touched: list[int] = []
        self.now = timezone.now()

    def write(self, drafts: Sequence[Draft], values: Sequence[dict[str, Any]]) -> list[Saved]:
        """Writes the batch in an order in which `via` always exists."""
        waiting = dict(enumerate(values))
        self.before = last_versions(value["uuid"] for value in values if value["uuid"] not in self.rows)
        saved: dict[int, Saved] = {}
        while waiting:
            ready = [index for index, value in waiting.items() if not value["via"] or value["via"] in self.ids]
            if not ready:
                raise SaveRefused(
                    [
                        Problem("/via", _("“%(via)s” is no citation.") % {"via": value["via"]}, index)
                        for index, value in waiting.items()
                    ]
                )
            new: list[Citation] = []
            for index in ready:
                saved[index] = self.save(waiting.pop(index), drafts[index].expected_version, new)
            self.create(new)
        self.keep()
        stale = citing(self.touched)
        if stale:
            show_anew(stale)
        return [replace(each, record_id=self.ids[each.uuid]) for _index, each in sorted(saved.items())]

    def create(self, new: Sequence[Citation]) -> None:
        """Writes new citations."""
        for row, key in zip(new, next_keys(Citation, len(new)), strict=True):
            row.pk = key
            self.ids[str(row.uuid)] = key
        if new:
            copy_rows(Citation, MADE, ([getattr(row, column) for column in MADE] for row in new))

    def save(self, value: dict[str, Any], expected: int | None, new: list[Citation]) -> Saved:
        """Writes one citation, or adds it to the new ones; its key is known when these are written."""
        old = self.rows.get(value["uuid"])
        if expected is not None and (old.version if old else 0) != expected:
            raise Conflict(value["uuid"], expected, old.version if old else 0)
        columns: dict[str, Any] = {key: value[key] for key in PLAIN_KEYS}
        columns["accessed"] = value["accessed"] or None
        columns["source_id"] = self.records[value["source"]["uuid"]] if value["source"] else None
        columns["via_id"] = self.ids[value["via"]] if value["via"] else None
        columns["locator_sort"] = locator_sort_key(value["label"], value["locator"])
        if old and all(same(getattr(old, key), new) for key, new in columns.items()):
            self.ids[value["uuid"]] = old.pk
            return Saved(old.pk, value["uuid"], "unchanged", old.version)
        row = old or Citation(uuid=value["uuid"], version=self.before.get(value["uuid"], 0), created_at=self.now)
        for key, column in columns.items():
            setattr(row, key, column)
        row.version += 1
        if old:
            row.save()
            self.ids[value["uuid"]] = row.pk
            self.touched.append(row.pk)
        else:
            row.modified_at = self.now
            new.append(row)
        self.revisions.append((row, value, Action.UPDATED if old else Action.CREATED))
        return Saved(row.pk or 0, value["uuid"], "updated" if old else "created", row.version)

    def keep(self) -> None:
        """Stores the revisions of what was written."""
        user_id = self.user.pk if self.user else None
        rows = (
            (
                row.uuid,
                "citation",
                row.pk,
                row.version,
                action.value,
                Revision.State.APPLIED.value,
                False,
                "",
                str(row)[:500],
                json.dumps({"kind": "citation", **value}, ensure_ascii=False),
                user_id,
                self.reason,
                self.now,
            )
            for row, value, action in self.revisions
        )
        if self.revisions:
            columns = tuple("citation_id" if column == "record_id" else column for column in COLUMNS)
            copy_rows(Revision, columns, rows)


def same(old: Any, new: Any) -> bool:
    """Whether a stored value and a written one say the same."""
    return (str(old) if old is not None else None) == (str(new) if new is not None else None)


def content_of_citation(row: Citation) -> Document:
    """A citation as a document."""
    plain = [key for key in CITATION_KEYS if key not in {"source", "via", "accessed"}]
    return {
        "kind": "citation",
        "uuid": str(row.uuid),
        **{key: getattr(row, key) for key in plain},
        "accessed": row.accessed.isoformat() if row.accessed else "",
        "source": {"uuid": str(row.source.uuid)} if row.source else None,
        "via": {"uuid": str(row.via.uuid)} if row.via else None,
    }


def delete_citation(citation_id: int, *, user: User = None, reason: str = "") -> None:
    """Deletes a citation on which nothing rests; leaves a tombstone."""
    with transaction.atomic():
        row = Citation.objects.select_for_update().order_by("pk").get(pk=citation_id)
        used = Footnote.objects.filter(citation=row).count()
        if used:
            raise InUse(
                ngettext(
                    "%(count)d footnote rests on this citation; take it away first.",
                    "%(count)d footnotes rest on this citation; take them away first.",
                    used,
                )
                % {"count": used}
            )
        Revision.objects.create(
            subject=row.uuid, kind="citation", version=row.version + 1, action=Action.DELETED, slug="",
            title=str(row)[:500], content=content_of_citation(row), user_id=user.pk if user else None, reason=reason,
        )  # fmt: skip
        try:
            row.delete()
        except ProtectedError as error:
            raise InUse(_("Other citations were read in this one (via); change these first.")) from error


def save_disagreement(content: Document) -> Saved:
    """Saves one disagreement; see `save_disagreements`."""
    return save_disagreements([content])[0]


def save_disagreements(contents: Sequence[Document]) -> list[Saved]:
    """Saves the notes of disagreements, matched by UUID; claims join them when their records are saved."""
    problems: list[Problem] = []
    for index, content in enumerate(contents):
        for key in sorted(content.keys() - {"kind", "uuid", "note", "reason"}):
            problems.append(Problem(f"/{key}", _("unknown key; known are: uuid, note, reason."), index))
        if content.get("uuid") and not is_uuid(content["uuid"]):
            problems.append(Problem("/uuid", _("“%(uuid)s” is not a UUID.") % {"uuid": content["uuid"]}, index))
        problems += [
            Problem(f"/{key}", _("must be text without NUL characters."), index)
            for key in ("note", "reason")
            if not is_word(content.get(key, ""))
        ]
    if problems:
        raise SaveRefused(problems)
    with refusing(), transaction.atomic():
        uuids = [content["uuid"] for content in contents if content.get("uuid")]
        rows = {str(row.uuid): row for row in Disagreement.objects.select_for_update().filter(uuid__in=uuids)}
        new, old, saved = [], [], []
        for content in contents:
            texts = {key: content.get(key, "") for key in ("note", "reason")}
            row = rows.get(str(content.get("uuid")).lower())
            if row is None:
                row = Disagreement(uuid=content.get("uuid") or uuid4(), **texts)
                new.append(row)
            elif (row.note, row.reason) != (texts["note"], texts["reason"]):
                row.note, row.reason = texts["note"], texts["reason"]
                old.append(row)
            saved.append(row)
        Disagreement.objects.bulk_create(new)
        Disagreement.objects.bulk_update(old, ("note", "reason"))
        mark_stale(in_disagreement([row.pk for row in old]))
        fresh, changed = {id(row) for row in new}, {id(row) for row in old}
        return [
            Saved(
                row.pk,
                str(row.uuid),
                "created" if id(row) in fresh else "updated" if id(row) in changed else "unchanged",
                1,
            )
            for row in saved
        ]


def delete_disagreement(disagreement_id: int) -> None:
    """Deletes a disagreement in which no claim stands any more; its words are kept, so that a revert finds them."""
    try:
        with transaction.atomic():
            for row in Disagreement.objects.filter(pk=disagreement_id):
                words = {"kind": "disagreement", "uuid": str(row.uuid), "note": row.note, "reason": row.reason}
                version = last_versions([str(row.uuid)]).get(str(row.uuid), 1) + 1
                Revision.objects.create(
                    subject=row.uuid, kind="disagreement", version=version, action=Action.DELETED, slug="",
                    title=str(row)[:500], content=words,
                )  # fmt: skip
                row.delete()
    except ProtectedError as error:
        raise InUse(
            ngettext(
                "%(count)d claim stands in this disagreement; take it out of it first.",
                "%(count)d claims stand in this disagreement; take them out of it first.",
                len(error.protected_objects),
            )
            % {"count": len(error.protected_objects)}
        ) from error
