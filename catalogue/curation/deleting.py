"""Deleting records: refused while others rest on them; a tombstone stays."""

from __future__ import annotations

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.curation.drafts import Conflict, InUse, User
from catalogue.curation.ripples import in_disagreement, mark_stale
from catalogue.documents import build_contents
from catalogue.models import (
    CLAIM_MODELS,
    Action,
    Citation,
    Creator,
    Footnote,
    Record,
    Relation,
    Revision,
    Source,
    Status,
)
from catalogue.search import forget


def delete_record(record_id: int, *, user: User = None, reason: str = "", expected_version: int | None = None) -> None:
    """Deletes a record with its claims and footnotes, unless others cite it or point at it.

    Citations of a deleted source that nothing rests on go with it. Raises InUse with a sentence that says by what
    the record is held, Conflict when it has a newer version than expected, Record.DoesNotExist when it is gone.
    """
    with transaction.atomic():
        record = Record.objects.select_for_update(no_key=True).get(pk=record_id)
        if expected_version is not None and record.version != expected_version:
            raise Conflict(str(record.uuid), expected_version, record.version)
        refuse_if_held(record)
        bury(record, user=user, reason=reason)
        beside = disagreeing_with(record)
        try:
            # Its own claims first: one that is attributed to the record itself would hold it.
            for model in CLAIM_MODELS:
                model._default_manager.filter(record=record).delete()
            Creator.objects.filter(source=record_id).delete()
            Citation.objects.filter(source=record_id).delete()
            forget([record_id])
            record.delete()
            mark_stale(beside)
        except ProtectedError as error:
            raise InUse(
                _("“%(title)s” is still used by %(count)s others.")
                % {"title": record.title, "count": len(error.protected_objects)}
            ) from error


def refuse_if_held(record: Record) -> None:
    """Raises InUse when claims of other records rest on the record or point at it."""
    reasons = []
    cited = Footnote.objects.filter(citation__source=record.pk).count()
    if cited:
        reasons.append(ngettext("%(count)d footnote cites it", "%(count)d footnotes cite it", cited) % {"count": cited})
    read_in = Citation.objects.filter(via__source=record.pk).exclude(source=record.pk).count()
    if read_in:
        reasons.append(
            ngettext("%(count)d citation was read in it", "%(count)d citations were read in it", read_in)
            % {"count": read_in}
        )
    named = Relation.objects.exclude(record=record).filter(object=record).count()
    named += Relation.objects.exclude(record=record).filter(context=record).count()
    named += sum(
        model._default_manager.filter(attributed_to=record).exclude(record=record).count() for model in CLAIM_MODELS
    )
    if named:
        reasons.append(
            ngettext(
                "%(count)d claim of other records points at it", "%(count)d claims of other records point at it", named
            )
            % {"count": named}
        )
    parts = Source.objects.filter(parent=record.pk).count()
    if parts:
        reasons.append(
            ngettext("%(count)d source is part of it", "%(count)d sources are part of it", parts) % {"count": parts}
        )
    works = record.works_created.exclude(source=record.pk).count()
    if works:
        reasons.append(
            ngettext("%(count)d source names it as creator", "%(count)d sources name it as creator", works)
            % {"count": works}
        )
    if reasons:
        raise InUse(
            _("“%(title)s” cannot be deleted: %(reasons)s. Change these first.")
            % {"title": record.title, "reasons": ", ".join(reasons)}
        )


def disagreeing_with(record: Record) -> set[int]:
    """The records whose documents show claims of this one as the other side of a disagreement."""
    found: set[int] = set()
    for model in CLAIM_MODELS:
        claims = model._default_manager.filter(record=record, disagreement__isnull=False)
        found |= in_disagreement(list(claims.values_list("disagreement", flat=True)))
    return found - {record.pk}


def bury(record: Record, *, user: User, reason: str) -> None:
    """Keeps the last content and the address of a record that is about to go."""
    Revision.objects.create(
        subject=record.uuid,
        kind=record.kind,
        version=record.version + 1,
        action=Action.DELETED,
        public=record.status == Status.PUBLISHED,
        slug=record.slug,
        title=record.title,
        content=build_contents([record.pk], full=True)[record.pk],
        user_id=user.pk if user else None,
        reason=reason,
    )
