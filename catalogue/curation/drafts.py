"""What is handed to the saving path, and what comes back from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext as _

from catalogue.documents import Document, DocumentError, Problem

User: TypeAlias = AbstractBaseUser | None
Outcome = Literal["created", "updated", "unchanged", "proposed"]


@dataclass(frozen=True, slots=True)
class Draft:
    """A content to be saved, and the version of the record on which it was written, if that matters."""

    content: Document
    expected_version: int | None = None
    exact: bool = False
    """Whether it is a whole content that once stood there: nothing in it is completed from what stands there now."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a draft."""

    record_id: int
    uuid: str
    outcome: Outcome
    version: int


class SaveRefused(DocumentError):
    """Nothing was written: the problems say what is wrong and where."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        super().__init__(problems)

    def of(self, draft: int) -> list[Problem]:
        """The problems of one draft of the batch."""
        return [problem for problem in self.problems if problem.draft == draft]


class Conflict(Exception):
    """Nothing was written: someone else has saved a newer version meanwhile."""

    def __init__(self, uuid: str, expected_version: int, current_version: int) -> None:
        self.uuid = uuid
        self.expected_version = expected_version
        self.current_version = current_version
        super().__init__(
            _(
                "This was written on version %(expected)d, but version %(current)d has been saved meanwhile;"
                " look at it and save again."
            )
            % {"expected": expected_version, "current": current_version}
        )


class InUse(Exception):
    """Nothing was deleted: others rest on it."""
