"""Imports as wholes: each is kept with what it did, and can be taken back."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from catalogue.curation.drafts import User
from catalogue.models import ImportProfile, ImportRun


def start_run(*, format: str, file_name: str, data: bytes, user: User, profile: str = "") -> ImportRun:
    """Begins an import; every save that is part of it passes the run on."""
    return ImportRun.objects.create(
        format=format,
        file_name=file_name[:300],
        sha256=hashlib.sha256(data).hexdigest(),
        profile=profile,
        user_id=user.pk if user else None,
    )


def finish_run(run: ImportRun, *, counts: Mapping[str, int], report: Sequence[Mapping[str, Any]] = ()) -> None:
    """Keeps what an import did: how many records, and what was refused, left aside or made beside them."""
    run.counts, run.report = dict(counts), [dict(each) for each in report]
    run.save(update_fields=["counts", "report"])


def save_profile(name: str, text: str, *, user: User = None) -> ImportProfile:
    """Keeps a profile under its name for the next file."""
    changes = {"text": text, "modified_by_id": user.pk if user else None}
    profile, _created = ImportProfile.objects.update_or_create(name=name, defaults=changes)
    return profile


def delete_profile(profile_id: int) -> None:
    """Drops a profile; imports keep the text by which they were made."""
    ImportProfile.objects.filter(pk=profile_id).delete()
