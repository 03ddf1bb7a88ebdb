"""What the database refuses, said in a sentence."""

from __future__ import annotations

from django.apps import apps
from django.db import DatabaseError, DataError

from catalogue.documents import Problem

SENTENCES = {
    "catalogue_source_citekey_key": "Another source already has this citekey.",
    "record_kind_slug_unique": "Another record of this kind already has this slug.",
    "catalogue_footnote_uuid_key": "A footnote with this UUID belongs to another claim.",
}


def refusal_of(error: DatabaseError) -> Problem:
    """The problem behind a broken constraint: the model's own sentence for it, else the database's."""
    if isinstance(error, DataError):
        return Problem("", f"The database cannot keep a value of this: {str(error).splitlines()[0]}.")
    diagnosis = getattr(error.__cause__, "diag", None)
    name = str(getattr(diagnosis, "constraint_name", "") or "")
    detail = str(getattr(diagnosis, "message_detail", "") or "")
    return Problem("", f"{sentence_of(name)} {detail}".strip())


def sentence_of(name: str) -> str:
    """What breaking a constraint means."""
    if name in SENTENCES:
        return SENTENCES[name]
    for model in apps.get_app_config("catalogue").get_models():
        for constraint in model._meta.constraints:
            own = constraint.violation_error_message != constraint.default_violation_error_message
            if constraint.name == name and own:
                return str(constraint.get_violation_error_message())
    return f"The database refuses this (rule “{name}”)."
