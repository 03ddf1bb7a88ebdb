"""Roles as groups: contributor, editor, vocabulary keeper, administrator; and proposals as a view of the history."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.management import create_permissions
from django.db import migrations

KINDS = ("person", "unit", "organization", "event", "place", "source")
WRITTEN = (*KINDS, "citation", "disagreement")
WORDS = ("term", "relationtype")
PRIVATE = ("errorreport", "redaction")
"""Messages of readers with their addresses, and what was taken away: for those who handle them."""


def codes(actions: Iterable[str], models: Iterable[str]) -> set[str]:
    """The permissions to do something with some models."""
    names = list(models)
    return {f"{action}_{model}" for action in actions for model in names}


def roles(models: Iterable[str]) -> dict[str, set[str]]:
    """What each role may do with the catalogue."""
    looking = codes(["view"], set(models) - set(PRIVATE))
    contributor = looking | codes(["add", "change"], WRITTEN)
    editor = contributor | codes(["view"], models) | codes(["delete"], WRITTEN)
    editor |= codes(["add", "change", "delete"], ["importprofile"])
    editor |= codes(["publish", "merge", "import", "tend"], ["record"])
    keeper = looking | codes(["add", "change", "delete"], WORDS)
    return {"contributor": contributor, "editor": editor, "vocabulary-keeper": keeper}


def make_roles(apps: Any, schema_editor: Any) -> None:
    """Makes the groups and gives them what they lack; what a site has given them beside it stays."""
    alias = schema_editor.connection.alias
    for label in ("catalogue", "auth"):
        make_permissions(apps, label, alias)
    group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    own = permission.objects.using(alias).filter(content_type__app_label="catalogue")
    models = {model._meta.model_name for model in apps.get_app_config("catalogue").get_models()}
    granted = {name: own.filter(codename__in=allowed) for name, allowed in roles(models).items()}
    accounts = permission.objects.using(alias).filter(
        content_type__app_label="auth", content_type__model__in=["user", "group"]
    )
    granted["administrator"] = own | accounts
    for name, permissions in granted.items():
        group.objects.using(alias).get_or_create(name=name)[0].permissions.add(*permissions)


def make_permissions(apps: Any, label: str, alias: str) -> None:
    """Makes the permissions of an app now; Django itself makes them only when all migrations have run."""
    config = apps.get_app_config(label)
    # Without models of its own an app has no permissions, and the app of a migration does not know that it has them.
    config.models_module = True
    create_permissions(config, verbosity=0, using=alias, apps=apps)
    config.models_module = None


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0006_curating"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [
        migrations.CreateModel(
            name="Proposal",
            fields=[],
            options={
                "verbose_name": "proposal",
                "verbose_name_plural": "proposals",
                "ordering": ("-id",),
                "proxy": True,
                "indexes": [],
                "constraints": [],
                "default_permissions": ("view",),
            },
            bases=("catalogue.revision",),
        ),
        migrations.RunPython(make_roles, migrations.RunPython.noop),
    ]
