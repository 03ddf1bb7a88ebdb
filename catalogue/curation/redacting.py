"""Redaction: a record or a claim is taken away from everywhere, also from the history; a tombstone gives the reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.curation.deleting import delete_record
from catalogue.curation.drafts import Draft, User
from catalogue.curation.ripples import NEIGHBOURS, query
from catalogue.curation.saving import save_records
from catalogue.curation.scrubbing import Traces, rows_naming, scrub
from catalogue.documents import PARTS, Document, build_contents
from catalogue.documents.redaction import Gone, redacted
from catalogue.models import (
    CLAIM_MODELS,
    Action,
    Citation,
    Claim,
    Footnote,
    Kind,
    Merge,
    Record,
    Redaction,
    Revision,
    Source,
)

LONGEST_REASON = 500


class RedactionRefused(Exception):
    """Nothing was taken away; the sentence says what must be done first."""


@dataclass(frozen=True, slots=True)
class Redacted:
    """What was taken away, or would be: how much in each place, and which entries still speak of it in their words."""

    subject: str
    scope: str
    kind: str
    title: str
    counts: dict[str, int]
    speaking: list[Record] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Why:
    user: User
    reason: str


def redact(uuid: UUID | str, *, user: User, reason: str, dry_run: bool = False) -> Redacted:
    """Takes a record or a claim away from the catalogue and its history, for good.

    Raises RedactionRefused with a sentence; SaveRefused when what is left would not be an entry. A dry run says what
    would go, and changes nothing.
    """
    reason = reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise RedactionRefused(_("Give a reason that the public may read, in at most 500 letters."))
    subject = str(uuid).lower()
    with transaction.atomic():
        if Redaction.objects.filter(subject=subject).exists():
            raise RedactionRefused(_("This has been redacted already."))
        done = _redact(subject, _Why(user, reason))
        transaction.set_rollback(dry_run)
    return done


def _redact(subject: str, why: _Why) -> Redacted:
    record = Record.objects.select_for_update(no_key=True).filter(uuid=subject).first()
    if record:
        return _redact_record(record, why)
    for model in CLAIM_MODELS:
        claim: Claim | None = model._default_manager.select_related("record").filter(uuid=subject).first()
        if claim:
            return _redact_claim(claim, why)
    if Revision.objects.filter(subject=subject, kind__in=Kind.values).exists():
        return _redact_former_record(subject, why)
    return _redact_former_claim(subject, why)


def _redact_record(record: Record, why: _Why) -> Redacted:
    _refuse_if_cited(record)
    subjects = with_absorbed(str(record.uuid))
    traces = Traces.of_history(subjects)
    traces.add_record(record)
    title = record.title
    gone = Gone(records=frozenset(subjects), citations=_own_citations(record))
    freed = _free_neighbours(record, gone, why)
    public = record.is_published or traces.public
    slug = record.slug
    delete_record(record.pk, user=why.user)
    counts = {"records": 1, "relations of other records": freed} | scrub(gone, traces, subjects)
    _bury(subjects, record.kind, slug if public else "", why, versions=traces.versions, public=public)
    return Redacted(str(record.uuid), "record", record.kind, title, counts, traces.speaking())


def _redact_former_record(subject: str, why: _Why) -> Redacted:
    """One that was deleted: only its history is left."""
    merge = Merge.objects.in_force().filter(absorbed_uuid=subject).first()
    if merge:
        message = _("It was merged into “%(survivor)s”: redact that entry, or take the merge back first.")
        raise RedactionRefused(message % {"survivor": merge.survivor or merge.survivor_uuid})
    subjects = with_absorbed(subject)
    last = Revision.objects.filter(subject=subject).order_by("-version", "-pk").only("kind", "slug", "title")[0]
    kind, slug, title = last.kind, last.slug, last.title
    traces = Traces.of_history(subjects)
    counts = scrub(Gone(records=frozenset(subjects)), traces, subjects)
    _bury(subjects, kind, slug if traces.public else "", why, versions=traces.versions, public=traces.public)
    return Redacted(subject, "record", kind, title, counts, traces.speaking())


def _redact_claim(claim: Claim, why: _Why) -> Redacted:
    record, uuid = claim.record, str(claim.uuid)
    record = Record.objects.select_for_update(no_key=True).get(pk=record.pk)
    whole = build_contents([record.pk], full=True)[record.pk]
    claims = with_folded(uuid)
    said = (revision.content for each in claims for revision in saying(each))
    traces = Traces.of_claims(claims, [whole, *said])
    traces.log.append((str(claim._meta.model_name), str(claim.pk)))
    content = redacted(whole, Gone(claims=frozenset([uuid])))
    saved = save_records([Draft(content, record.version)], user=why.user, reason=why.reason, action=Action.REDACTED)
    record.refresh_from_db()
    head = {"slug": record.slug, "title": record.title}
    # Those that were merged into it bore the name too.
    now: Document = dict.fromkeys(with_absorbed(str(record.uuid)), head) if traces.names else {}
    gone = Gone(claims=frozenset(claims), renamed=now, former=frozenset(traces.names))
    public = Revision.objects.filter(subject=record.uuid, public=True).exists()
    counts = {"claims": len(saved)} | scrub(gone, traces)
    for each in claims:
        _keep_tombstone(each, "claim", record.uuid, record.kind, record.slug if public else "", why)
    return Redacted(uuid, "claim", record.kind, record.title, counts, traces.speaking())


def _redact_former_claim(subject: str, why: _Why) -> Redacted:
    """One that its record does not make any more: only the history has it."""
    found = [revision for revision in saying(subject) if subject in claims_of(revision.content)]
    if not found:
        raise RedactionRefused(_("There is no record and no claim with this UUID, also not in the history."))
    traces = Traces.of_claims([subject], (revision.content for revision in found))
    last, public = found[-1], any(revision.public for revision in found)
    counts = scrub(Gone(claims=frozenset([subject])), traces)
    _keep_tombstone(subject, "claim", last.subject, last.kind, last.slug if public else "", why)
    return Redacted(subject, "claim", last.kind, last.title, counts, traces.speaking())


def saying(uuid: str) -> list[Revision]:
    """The versions of records, and proposals, in which a UUID stands, the oldest first."""
    keys = rows_naming("catalogue_revision", "content", [uuid])
    return list(Revision.objects.filter(pk__in=keys, kind__in=Kind.values).order_by("pk"))


def claims_of(content: Document) -> dict[str, Document]:
    """The claims of a content by their UUIDs."""
    return {claim["uuid"]: claim for part in PARTS for claim in content.get(part.key, ()) if claim.get("uuid")}


def with_absorbed(subject: str) -> list[str]:
    """A record, and every one that was merged into it and never taken out again: they were the same."""
    subjects = [subject]
    for each in subjects:
        merged = Merge.objects.in_force().filter(survivor_uuid=each).values_list("absorbed_uuid", flat=True)
        subjects += [str(uuid) for uuid in merged if str(uuid) not in subjects]
    return subjects


def with_folded(uuid: str) -> list[str]:
    """A claim, and every one that a merge folded into it: they said the same."""
    claims = [uuid]
    for each in claims:
        for merge in Merge.objects.in_force().filter(pk__in=rows_naming("catalogue_merge", "after", [each])):
            folded: dict[str, str] = merge.after.get("folded", {})
            claims += [old for old, new in folded.items() if new == each and old not in claims]
    return claims


def _own_citations(record: Record) -> frozenset[str]:
    """The places of a source, which go with it."""
    return frozenset(map(str, Citation.objects.filter(source=record.pk).values_list("uuid", flat=True)))


def _refuse_if_cited(record: Record) -> None:
    """A source on which claims rest is not taken away from under them."""
    cited = Footnote.objects.filter(citation__source=record.pk).count()
    cited += Citation.objects.filter(via__source=record.pk).exclude(source=record.pk).count()
    cited += Source.objects.filter(parent=record.pk).count()
    if cited:
        message = _(
            "%(count)d footnotes, citations or parts rest on “%(title)s”: redact the claims that cite it, or let them"
            " rest on another source, first."
        )
        raise RedactionRefused(message % {"count": cited, "title": record.title})


def _free_neighbours(record: Record, gone: Gone, why: _Why) -> int:
    """Takes the record out of those that name it; how many there were."""
    ids = sorted(query(NEIGHBOURS, [record.pk]) - {record.pk})
    contents = build_contents(ids, full=True)
    drafts = [Draft(redacted(content, gone)) for content in contents.values()]
    if drafts:
        save_records(drafts, user=why.user, reason=why.reason, action=Action.REDACTED)
    return len(drafts)


def _bury(subjects: Iterable[str], kind: str, slug: str, why: _Why, *, versions: dict[str, int], public: bool) -> None:
    """Leaves tombstones: one that answers at the address, and one in the history, which the feeds pass on."""
    for place, subject in enumerate(subjects):
        _keep_tombstone(subject, "record", UUID(subject), kind, slug if not place else "", why)
        Revision.objects.create(
            subject=subject,
            kind=kind,
            version=versions.get(subject, 0) + 1,
            action=Action.REDACTED,
            public=public,
            slug="",
            title="",
            content={},
            user_id=why.user.pk if why.user else None,
            reason=why.reason,
        )


def _keep_tombstone(subject: str, scope: str, record_uuid: UUID, kind: str, slug: str, why: _Why) -> None:
    Redaction.objects.create(
        subject=subject,
        scope=scope,
        record_uuid=record_uuid,
        kind=kind,
        slug=slug,
        reason=why.reason,
        user_id=why.user.pk if why.user else None,
        at=timezone.now(),
    )
