"""The one way in: contents are judged, written, kept as revisions and made findable in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import DataError, IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from catalogue.curation import heads as identities
from catalogue.curation.drafts import Conflict, Draft, Outcome, Saved, SaveRefused, User
from catalogue.curation.heads import Head
from catalogue.curation.loops import SOURCES, in_loop
from catalogue.curation.refusals import refusal_of
from catalogue.curation.revisions import Why, keep_revisions
from catalogue.curation.ripples import citing_sources, neighbours_of
from catalogue.curation.rivals import hold_disagreements, preferred_twice
from catalogue.curation.rows import Keys
from catalogue.curation.showing import Later, show_anew
from catalogue.curation.tombstones import returning
from catalogue.curation.writing import write_records
from catalogue.curation.writing_citations import write_citations
from catalogue.curation.writing_claims import write_claims
from catalogue.documents import Document, Problem, bare, content_of, record_line
from catalogue.documents.content import build_content
from catalogue.documents.loading import Loaded, load
from catalogue.documents.reading import Reader
from catalogue.documents.resolving import Named, Resolver, lock_records, lock_terms
from catalogue.documents.rules import check_content
from catalogue.models import Action, ImportRun, Kind, Record, Status

CITATIONS_LOCK = 7_201_944
"""Advisory lock of those who make citations, so that the same place in a source is not made twice at once."""


@dataclass(slots=True)
class Batch:
    """The work of one save: what there was, what there will be."""

    drafts: Sequence[Draft]
    heads: list[Head]
    resolver: Resolver
    loaded: Loaded = field(default_factory=Loaded)
    olds: dict[int, Document] = field(default_factory=dict)
    contents: dict[int, Document] = field(default_factory=dict)
    lines: dict[int, str] = field(default_factory=dict)

    def line(self, head: Head) -> str:
        """The content of the record as a line of a file."""
        if head.draft not in self.lines:
            self.lines[head.draft] = record_line(self.contents[head.draft])
        return self.lines[head.draft]

    def old(self, head: Head) -> Document | None:
        """The content of the record before this save, if it had one."""
        return self.olds.get(head.record_id) if head.record_id else None

    def changed(self) -> list[Head]:
        """The records whose content this save changes."""
        return [head for head in self.heads if not self.is_same(head)]

    def is_same(self, head: Head) -> bool:
        """Whether the record already says all of its draft, and no more."""
        old = self.old(head)
        return old is not None and bool(bare(old) == bare(self.contents[head.draft]))


def save_record(
    content: Document, *, user: User = None, reason: str = "", expected_version: int | None = None
) -> Saved:
    """Saves one record; see `save_records`."""
    return save_records([Draft(content, expected_version)], user=user, reason=reason)[0]


def save_records(
    drafts: Sequence[Draft],
    *,
    user: User = None,
    reason: str = "",
    action: Action | None = None,
    later: Later | None = None,
    run: ImportRun | None = None,
) -> list[Saved]:
    """Saves contents of records, all of them or none.

    A content replaces the whole content of its record: what it leaves out has its default. Raises SaveRefused with
    every problem, or Conflict when a record has a newer version than its draft expected. With `later` the caller
    shows anew what was touched, before the same transaction ends. `run` is the import that the save is part of.
    """
    try:
        with transaction.atomic():
            batch = read_batch(drafts)
            changed = batch.changed()
            why = Why(user, reason, action, run)
            outcomes = write_batch(batch, changed, why, later=later)
    except (IntegrityError, DataError) as error:
        raise SaveRefused([refusal_of(error)]) from error
    return [outcomes[head.draft] for head in batch.heads]


def read_batch(drafts: Sequence[Draft]) -> Batch:
    """Judges the drafts under lock; raises with every problem, and writes nothing."""
    heads, problems = identities.find_heads(drafts)
    if problems:
        raise SaveRefused(problems)
    named = Named()
    for draft in drafts:
        named.add_document(draft.content)
    named.uuids.update(head.uuid for head in heads)
    named.terms.add("authorized")
    resolver = Resolver(named)
    identities.find_ids(heads)
    ids = resolver.record_ids()
    lock_records(ids, own=[head.record_id for head in heads if head.record_id])
    lock_terms(named.terms)
    problems = identities.read_versions(heads)
    check_versions(drafts, heads)
    resolver.load(ids)
    if any(key not in resolver.by_key for key in named.cites):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CITATIONS_LOCK])
        resolver.load_citations()
    identities.announce(heads, drafts, resolver)
    batch = Batch(drafts, heads, resolver)
    load_olds(batch)
    problems += read_contents(batch)
    if problems:
        raise SaveRefused(problems)
    return batch


def check_versions(drafts: Sequence[Draft], heads: Sequence[Head]) -> None:
    """Refuses a draft that was written on another version than the present one."""
    for head in heads:
        expected = drafts[head.draft].expected_version
        if expected is not None and expected != head.version:
            raise Conflict(head.uuid, expected, head.version)


def load_olds(batch: Batch) -> None:
    """Reads what the records said before; a record that was only announced said nothing."""
    ids = [head.record_id for head in batch.heads if head.record_id and head.version]
    if ids:
        batch.loaded = load(ids)
        batch.olds = {key: content_of(build_content(batch.loaded, key)) for key in ids}


def read_contents(batch: Batch) -> list[Problem]:
    """Reads and judges every draft against what the batch names."""
    problems = []
    for head in batch.heads:
        reader = Reader(batch.resolver, kind=head.kind, old=batch.old(head), draft=head.draft)
        content = reader.read(batch.drafts[head.draft].content, head.uuid)
        batch.contents[head.draft] = content
        problems += reader.problems
        if not reader.problems:
            problems += check_content(content, batch.resolver, draft=head.draft, record_id=head.record_id)
    problems += check_withdrawn(batch)
    problems += returning(batch)
    if not problems:
        complete_contents(batch)
    return problems


def check_withdrawn(batch: Batch) -> list[Problem]:
    """Refuses to withdraw from the public a source on which published records rest."""
    problems = []
    for head in batch.heads:
        old, new = batch.old(head), batch.contents[head.draft]
        withdrawn = old and old["status"] == Status.PUBLISHED and new["status"] != Status.PUBLISHED
        resting = count_resting(head.record_id) if withdrawn and head.kind == Kind.SOURCE else 0
        if resting:
            message = _("%(resting)s published records rest on this source; it must stay published while they do.") % {
                "resting": resting
            }
            problems.append(Problem("/status", message, head.draft))
    return problems


def count_resting(source_id: int) -> int:
    """How many published records cite a source, also at second hand."""
    return Record.objects.published().filter(pk__in=citing_sources([source_id])).exclude(pk=source_id).count()


def complete_contents(batch: Batch) -> None:
    """Fills in slugs and sort titles that were left to the catalogue."""
    for head in batch.heads:
        content, old = batch.contents[head.draft], batch.old(head)
        if not content["slug"]:
            content["slug"] = old["slug"] if old else batch.resolver.records[head.uuid].slug
        made = identities.sort_title_of(content)
        is_made = old and not batch.drafts[head.draft].exact and content["sort_title"] == identities.sort_title_of(old)
        if not content["sort_title"] or is_made:
            content["sort_title"] = made
    identities.give_slugs([batch.contents[head.draft] for head in batch.heads])


def write_batch(batch: Batch, changed: Sequence[Head], why: Why, *, later: Later | None) -> dict[int, Saved]:
    """Writes what changed, and answers for every draft what became of it."""
    touched = {head.draft for head in changed}
    same = [head for head in batch.heads if head.draft not in touched]
    found = {head.draft: Saved(head.record_id, head.uuid, "unchanged", head.version) for head in same}
    if not changed:
        return found
    changes = [(batch.old(head), batch.contents[head.draft], head.record_id) for head in changed]
    stale = neighbours_of(changes) if later is None or not later.alone else set[int]()
    keys = Keys(batch.resolver)
    write_records(batch, changed, keys, user=why.user)
    refuse_loops(changed)
    write_citations(batch.resolver, keys)
    keys.disagreements = hold_disagreements(batch.resolver.disagreements)
    write_claims(batch, changed, keys)
    rivals = preferred_twice({head.draft: batch.contents[head.draft] for head in changed}, keys.disagreements)
    if rivals:
        raise SaveRefused(rivals)
    keep_revisions(batch, changed, why)
    # Neighbours are found by this record's name, and must not be by that of one that was withdrawn.
    shown = stale.union(head.record_id for head in changed)
    if later is None:
        show_anew(shown)
    else:
        later.add(shown)
        if later.alone:
            later.add_new(batch, changed)
    for head in changed:
        outcome: Outcome = "updated" if batch.old(head) else "created"
        found[head.draft] = Saved(head.record_id, head.uuid, outcome, head.version)
    return found


def refuse_loops(changed: Sequence[Head]) -> None:
    """Refuses a source that would be part of itself, by however many steps."""
    circling = in_loop(SOURCES, [head.record_id for head in changed if head.kind == Kind.SOURCE])
    if circling:
        message = _("a source cannot be part of itself, by however many steps.")
        raise SaveRefused(Problem("/parent", message, head.draft) for head in changed if head.record_id in circling)
