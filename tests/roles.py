"""People of the tests by what they may do: a member of each role, and their browsers."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client

ROLES = ("contributor", "editor", "vocabulary-keeper", "administrator")


class _Editor:
    """What a migration is run with."""

    connection = connection


def make_roles() -> None:
    """The groups as the migration makes them, also after a test that emptied every table."""
    migration: Any = import_module("catalogue.migrations.0007_roles")
    migration.make_roles(apps, _Editor)


def member(role: str, name: str = "") -> User:
    """Somebody of the staff in a role; "nobody" has none."""
    user = User.objects.create_user(name or role.replace("-", "_"), is_staff=True)
    if role != "nobody":
        if not Group.objects.filter(name=role).exists():
            make_roles()
        user.groups.add(Group.objects.get(name=role))
    return user


def client_of(user: User | None) -> Client:
    """The browser of somebody who is signed in, or of a reader; it speaks English."""
    client = Client(headers={"accept-language": "en"})
    if user is not None:
        client.force_login(user)
    return client
