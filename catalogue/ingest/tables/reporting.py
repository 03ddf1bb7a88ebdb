"""What an import of a table did, or would do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from catalogue.documents import Document
from catalogue.documents.differences import Difference, differences
from catalogue.ingest.tables.refusals import Refusal

Contents = Callable[[Sequence[str]], Mapping[str, Document]]
LISTED = 200
"""Records whose changes are kept for showing."""


@dataclass(frozen=True, slots=True)
class Change:
    """A record that is new, changed or unchanged, and the rows behind it."""

    uuid: str
    title: str
    outcome: str
    rows: tuple[int, ...]
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """Something that an import made beside records: a word of the vocabulary, a disagreement."""

    what: str
    uuid: str
    name: str


@dataclass(slots=True)
class Report:
    """What became of each row and record."""

    name: str
    rows: int = 0
    """Rows of the table that hold anything."""
    left_out: int = 0
    """Rows that the profile's condition leaves aside."""
    outcomes: Counter[str] = field(default_factory=Counter)
    """How many records were or would be created, updated, unchanged, proposed."""
    refusals: list[Refusal] = field(default_factory=list)
    kept: list[Refusal] = field(default_factory=list)
    """Cells that say otherwise than a person did since."""
    changes: list[Change] = field(default_factory=list)
    made: list[Made] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    written: bool = False
    run: str = ""
    """The UUID of the import, by which it can be taken back."""

    @property
    def refused(self) -> int:
        """How many rows were refused."""
        return len({refusal.row for refusal in self.refusals})

    def add(self, changes: Sequence[Change], old: Mapping[str, Document], read: Contents) -> None:
        """Counts records, and keeps the first ones with what changes in them; `read` gives their new contents."""
        self.outcomes.update(change.outcome for change in changes)
        room = LISTED - len(self.changes)
        shown = [change for change in changes if change.outcome != "unchanged"][:room]
        changed = [change.uuid for change in shown if change.outcome == "updated"]
        new = read(changed) if changed else {}
        for change in shown:
            words = differences(old[change.uuid], new[change.uuid]) if change.uuid in new else []
            self.changes.append(replace(change, differences=tuple(words)))

    def counts(self) -> dict[str, int]:
        """The numbers that are kept with the import."""
        keys = ("created", "updated", "unchanged", "proposed")
        return {key: self.outcomes[key] for key in keys if self.outcomes[key] or key != "proposed"} | {
            "refused": self.refused
        }

    def lines(self) -> list[dict[str, object]]:
        """What is kept with the import of single rows, and of what was made beside records."""
        found: list[dict[str, object]] = []
        found += [{"sort": "refused", **each.as_row()} for each in self.refusals]
        found += [{"sort": "kept", **each.as_row()} for each in self.kept]
        found += [{"sort": "made", "what": each.what, "uuid": each.uuid, "name": each.name} for each in self.made]
        return found
