"""Deleting in a person's name: the right to it is asked, and what stands now must be what the person saw."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from catalogue.curation.citing import delete_citation, delete_disagreement
from catalogue.curation.deleting import delete_record
from catalogue.curation.drafts import Conflict
from catalogue.curation.rights import account, may_publish
from catalogue.models import Citation, Disagreement, Kind, Record


def retract_record(record_id: int, *, user: AbstractBaseUser, reason: str = "", expected_version: int) -> None:
    """Deletes a record; see `delete_record`. What the public sees is an editor's to take away."""
    with transaction.atomic():
        record = Record.objects.select_for_update(no_key=True).get(pk=record_id)
        refuse_without(user, "delete", (record.kind,))
        if record.is_published and not may_publish(account(user)):
            raise PermissionDenied(_("Only an editor deletes a published entry."))
        delete_record(record_id, user=user, reason=reason, expected_version=expected_version)


def retract_citation(uuid: UUID, *, user: AbstractBaseUser, reason: str = "", expected_version: int) -> None:
    """Deletes a citation on which nothing rests; see `delete_citation`."""
    with transaction.atomic():
        refuse_without(user, "delete", ("citation",))
        row = Citation.objects.select_for_update().order_by("pk").get(uuid=uuid)
        if row.version != expected_version:
            raise Conflict(str(uuid), expected_version, row.version)
        delete_citation(row.pk, user=user, reason=reason)


def retract_disagreement(uuid: UUID, *, user: AbstractBaseUser) -> None:
    """Deletes a disagreement in which no claim stands."""
    with transaction.atomic():
        refuse_without(user, "delete", ("disagreement",))
        delete_disagreement(Disagreement.objects.select_for_update().get(uuid=uuid).pk)


def refuse_without(user: AbstractBaseUser, act: str, names: Iterable[str]) -> None:
    """Raises PermissionDenied unless the account may add, change or delete entries of these names."""
    person = account(user)
    for name in names:
        if not (person.is_active and person.has_perm(f"catalogue.{act}_{name}")):
            label = Kind(name).label if name in Kind.values else name
            raise PermissionDenied(_("You may not do this with entries of the kind “%(kind)s”.") % {"kind": label})
