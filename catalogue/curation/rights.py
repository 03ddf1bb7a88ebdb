"""What an account may do: one place that the admin and the API ask."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias, cast

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from catalogue.models import Kind

Account: TypeAlias = User | AnonymousUser


def may_see_drafts(user: Account) -> bool:
    """Whether the account may see entries that are not published: the cataloguers."""
    return bool(user.is_active and user.is_staff and user.has_perm("catalogue.view_record"))


def may_publish(user: Account) -> bool:
    """Whether the account may publish entries, edit published ones and decide on proposals."""
    return user.is_active and user.has_perm("catalogue.publish_record")


def may_merge(user: Account) -> bool:
    """Whether the account may merge, unmerge and split entries."""
    return user.is_active and user.has_perm("catalogue.merge_record")


def may_import(user: Account) -> bool:
    """Whether the account may import files and take imports back."""
    return user.is_active and user.has_perm("catalogue.import_record")


def may_redact(user: Account) -> bool:
    """Whether the account may redact entries and claims."""
    return user.is_active and user.has_perm("catalogue.redact_record")


def may_tend(user: Account) -> bool:
    """Whether the account may handle reports of errors."""
    return user.is_active and user.has_perm("catalogue.tend_record")


def account(user: AbstractBaseUser) -> Account:
    """The user as one that has permissions, which every account of this catalogue is."""
    return cast("Account", user)


def refuse_without_right(user: Account, *, adds: Iterable[str] = (), changes: Iterable[str] = ()) -> None:
    """Raises PermissionDenied unless the account may add and change records of these kinds."""
    wanted = {("add", kind) for kind in adds} | {("change", kind) for kind in changes}
    for act, kind in sorted(wanted):
        if not (user.is_active and user.has_perm(f"catalogue.{act}_{kind}")):
            raise PermissionDenied(_("You may not save entries of the kind “%(kind)s”.") % {"kind": Kind(kind).label})
