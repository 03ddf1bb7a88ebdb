"""Files on their way into the catalogue: kept between the steps of an import, seen by nobody but who sent them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser

from catalogue.models import ImportUpload

KEPT = 20
"""How many unfinished imports an account has at most."""


def keep_upload(*, file_name: str, data: bytes, user: AbstractBaseUser, answers: dict[str, Any]) -> ImportUpload:
    """Keeps a file and what was said of it until it is imported; an account's older ones go."""
    old = ImportUpload.objects.filter(user_id=user.pk).order_by("-pk").values_list("pk", flat=True)[KEPT - 1 :]
    ImportUpload.objects.filter(pk__in=list(old)).delete()
    return ImportUpload.objects.create(file_name=file_name[:300], data=data, user_id=user.pk, answers=answers)


def answer_upload(upload: ImportUpload, answers: dict[str, Any]) -> None:
    """Keeps what the curator has chosen since."""
    upload.answers = answers
    upload.save(update_fields=["answers"])


def drop_upload(upload: ImportUpload) -> None:
    """Forgets a file that was imported or given up."""
    upload.delete()
