"""What the database refuses, said in a sentence."""

from __future__ import annotations

from django.apps import apps
from django.db import DatabaseError, DataError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from catalogue.documents import Problem

SENTENCES = {
    "catalogue_source_citekey_key": gettext_noop("Another source already has this citekey."),
    "record_kind_slug_unique": gettext_noop("Another record of this kind already has this slug."),
    "catalogue_footnote_uuid_key": gettext_noop("A footnote with this UUID belongs to another claim."),
}


def refusal_of(error: DatabaseError) -> Problem:
    """The problem behind a broken constraint: the model's own sentence for it, else the database's."""
    if isinstance(error, DataError):
        return Problem(
            "", _("The database cannot keep a value of this: %(value)s.") % {"value": str(error).splitlines()[0]}
        )
    diagnosis = getattr(error.__cause__, "diag", None)
    name = str(getattr(diagnosis, "constraint_name", "") or "")
    detail = str(getattr(diagnosis, "message_detail", "") or "")
    return Problem("", f"{sentence_of(name)} {detail}".strip())


def sentence_of(name: str) -> str:
    """What breaking a constraint means."""
    if name in SENTENCES:
        return _(SENTENCES[name])
    for model in apps.get_app_config("catalogue").get_models():
        for constraint in model._meta.constraints:
            own = constraint.violation_error_message != constraint.default_violation_error_message
            if constraint.name == name and own:
                return str(constraint.get_violation_error_message())
    return _("The database refuses this (rule “%(name)s”).") % {"name": name}
