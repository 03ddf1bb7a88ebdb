"""Sheets: the forms of one page taken together as a document, and its problems handed back to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.forms.utils import ErrorList

from catalogue.admin.conflicts import Sides
from catalogue.admin.forms import SavingForm, disable
from catalogue.admin.rows import Row, RowSet
from catalogue.curation import Conflict
from catalogue.documents import Document, Problem, completed
from catalogue.models import Revision


class Sheet:
    """The forms of one page; says whether they can be read, saves them, and takes refusals."""

    form: SavingForm
    uuid: str = ""
    row_sets: Sequence[RowSet] = ()
    current_version: int | None = None
    conflict: bool = False
    previewed: bool = False
    """Whether the curator asks to see the narratives as readers will, and not to save."""
    opening: bool = False
    """Whether the curator asks for more rows as forms, and not to save."""

    def is_valid(self) -> bool:
        """Whether everything typed can be read; all forms are asked, so that every problem is shown at once."""
        return all([self.form.is_valid(), *(rows.is_valid() for rows in self.row_sets)])

    def curate(self, user: AbstractBaseUser) -> Any:
        """Save through curation what the forms say; raises its refusals."""
        raise NotImplementedError

    def place(self, pointer: list[str], message: str) -> None:
        """Attach a problem of the document to the form that caused it."""
        self.form.refuse(pointer, message)

    def refuse(self, problems: Sequence[Problem]) -> None:
        """Attach the problems that curation found to the rows and fields that caused them."""
        for problem in problems:
            self.place(read_pointer(problem.pointer), problem.message)

    def check_version(self) -> None:
        """Refuse to save over a version that the curator has not seen."""
        if self.current_version is not None and self.form.expected_version != self.current_version:
            raise Conflict(self.uuid, self.form.expected_version or 0, self.current_version)

    def sides(self) -> Sides | None:
        """In a conflict: what the others and what the curator changed; None where it cannot be told."""
        return None

    def errors(self) -> ErrorList:
        """Every message, for the page's head."""
        found = [str(message) for messages in self.form.errors.values() for message in messages]
        return ErrorList([*found, *(message for _where, _target, message in self.failures())])

    def failures(self) -> Iterator[tuple[str, str, str]]:
        """Problems of rows: where, the id of the field, what."""
        for rows in self.row_sets:
            if rows.is_bound:
                yield from rows.failures()

    def disable(self) -> None:
        """Show everything without letting it be changed."""
        disable(self.form.fields)


def seen_content(uuid: str, current: Document, version: int | None, data: Mapping[str, Any] | None) -> Document:
    """The content that the page showed when it was made: the present one, unless somebody has saved since."""
    seen = str(data.get("version", "")) if data else ""
    if not seen.isdigit() or int(seen) == version:
        return current
    found = Revision.objects.filter(subject=uuid, version=int(seen), state=Revision.State.APPLIED)
    content = found.values_list("content", flat=True).first()
    return completed(content) if content and "kind" in content and "names" in current else content or current


class Placing:
    """Which row stands at which place of each list of the document that was sent."""

    def __init__(self) -> None:
        self.placed: dict[str, list[Row | None]] = {}

    def write(self, rows: RowSet, unseen: Sequence[Document] = ()) -> list[Document]:
        """The list that the rows say, then entries that the page did not know of."""
        written = list(rows.written())
        self.placed[rows.list_key] = [*written, *([None] * len(unseen))]
        return [*(row.content() for row in written), *unseen]

    def row_at(self, pointer: list[str]) -> Row | None:
        """The row that a pointer into a list names."""
        rows = self.placed.get(pointer[0], []) if pointer else []
        index = int(pointer[1]) if len(pointer) > 1 and pointer[1].isdigit() else len(rows)
        return rows[index] if index < len(rows) else None


def read_pointer(pointer: str) -> list[str]:
    """The steps of a JSON pointer (RFC 6901)."""
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
