"""What an account may do: one place that the admin and the API ask."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser, User

Account = User | AnonymousUser


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
