"""What an import would do: each work of the file as a row that is new, a duplicate, or refused."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal
from uuid import uuid4

from django.utils.translation import gettext as _

from catalogue.documents import Document
from catalogue.ingest.bibliography.duplicates import Known, Match, Work, family_of, known_works, title_key, work_of
from catalogue.ingest.bibliography.entries import Trouble
from catalogue.ingest.bibliography.keys import numbered
from catalogue.ingest.bibliography.mapping import Mapped
from catalogue.models import Record
from catalogue.text import fold

Choice = Literal["new", "use", "fill", "leave"]
CHOICES: tuple[Choice, ...] = ("use", "fill", "new", "leave")
"""What can be done with a work: take it as new, use the one that is there, fill what is empty in it, leave it out."""
_WHOLES = {"book", "collection", "document", "report"}


@dataclass(slots=True)
class Row:
    """One work of the file and what becomes of it."""

    number: int
    mapped: Mapped
    uuid: str
    work: Work
    match: Match | None = None
    within: int | None = None
    """The row of the file of which it is a duplicate."""
    clash: Work | None = None
    """Another work of the catalogue or the file that has its citekey."""
    choice: Choice = "new"
    troubles: list[Trouble] = field(default_factory=list)
    outcome: str = ""

    @property
    def document(self) -> Document:
        """The content of the source that it would be."""
        return self.mapped.document

    @property
    def is_refused(self) -> bool:
        """Whether it cannot be taken."""
        return bool(self.troubles)

    @property
    def state(self) -> str:
        """What it is: new, duplicate, or refused."""
        return "refused" if self.troubles else "duplicate" if self.match else "new"

    def refuse(self, name: str, message: str) -> None:
        """Notes why it cannot be taken."""
        self.troubles.append(Trouble(self.mapped.entry.place, self.work.citekey, name, message))


@dataclass(slots=True)
class Plan:
    """The rows of a file, and what could not be read in it."""

    rows: list[Row]
    unread: list[Trouble]

    @property
    def troubles(self) -> list[Trouble]:
        """Everything that is refused, in the order of the file."""
        return [*self.unread, *(trouble for row in self.rows for trouble in row.troubles)]

    def counts(self) -> dict[str, int]:
        """How many rows are in which state."""
        states = Counter(row.state for row in self.rows)
        refused = states["refused"] + len(self.unread)
        return {"new": states["new"], "duplicate": states["duplicate"], "refused": refused}


def make_plan(
    works: Sequence[Mapped],
    unread: Sequence[Trouble],
    *,
    choices: Mapping[int, str] | None = None,
    duplicates: Choice = "use",
    rename: bool = False,
) -> Plan:
    """What becomes of each work: by the choice for its row, else duplicates as said, and clashing keys refused."""
    rows = []
    for number, mapped in enumerate(works, start=1):
        work = work_of(str(number), mapped.document, family_of(mapped.document.get("creators", ())))
        rows.append(Row(number, mapped, str(uuid4()), work, troubles=list(mapped.troubles)))
    known = known_works(row.work for row in rows)
    named = Record.objects.filter(source__citekey__in=_with_numbers(rows))
    taken = {str(key) for key in named.values_list("source__citekey", flat=True)}
    planner = Planner(rows, known, taken, dict(choices or {}), duplicates, rename)
    for row in rows:
        if not row.is_refused:
            planner.decide(row)
    planner.tie_parts()
    return Plan(rows, list(unread))


def _with_numbers(rows: Sequence[Row]) -> list[str]:
    """The keys of the file, and those that a clash could make of them."""
    keys = {row.work.citekey for row in rows}
    return [*keys, *(f"{key}-{number}" for key in keys for number in range(2, 10))]


@dataclass(slots=True)
class Planner:
    """Decides row by row; a row knows those before it."""

    rows: Sequence[Row]
    known: Known
    taken: set[str]
    choices: Mapping[int, str]
    duplicates: Choice
    rename: bool
    own: Known = field(default_factory=Known)
    keys: dict[str, Row] = field(default_factory=dict)

    def decide(self, row: Row) -> None:
        """Whether a row is new, a duplicate, or refused for its key; then what was chosen for it."""
        row.match = self.known.match(row.work)
        if row.match is None and (twin := self.own.match(row.work)):
            row.match, row.within = twin, int(twin.work.where)
        chosen = self.choices.get(row.number, "")
        row.choice = self.duplicates if row.match else "new"
        if chosen in CHOICES and (row.match or chosen in ("new", "leave")):
            row.choice = chosen
        if row.choice == "new":
            self.key(row, agreed=chosen == "new")
        if row.choice == "new" and not row.is_refused:
            self.own.add(row.work)
            self.keys[row.work.citekey] = row

    def key(self, row: Row, *, agreed: bool) -> None:
        """Gives a new source its key; one that names another work is refused, or changed if that was said."""
        key = row.document["citekey"]
        row.clash = self.known.by_key.get(key) or (self.keys[key].work if key in self.keys else None)
        if row.clash is None and key not in self.taken:
            return
        if not (agreed or self.rename or row.mapped.made_key or row.match):
            title = row.clash.shown if row.clash else key
            row.refuse(
                "citekey", _("“%(key)s” is the key of another work, “%(title)s”.") % {"key": key, "title": title}
            )
            return
        new = numbered(key, self.taken | self.keys.keys() | self.known.by_key.keys())
        if not row.mapped.made_key:
            row.mapped.entry.notices.append(_("the key “%(given)s” becomes “%(key)s”.") % {"given": key, "key": new})
        row.document["citekey"] = new
        row.work = work_of(row.work.where, row.document, row.work.family)

    def uuid_of(self, row: Row) -> str:
        """The source that a row becomes or is."""
        if row.choice == "new" and not row.is_refused:
            return row.uuid
        if row.within is not None:
            return self.uuid_of(self.rows[row.within - 1])
        return row.match.work.where if row.match else ""

    def tie_parts(self) -> None:
        """Names the whole of each part: by crossref, else the one book that has the container's title."""
        by_entry = {row.mapped.entry.key.lower(): row for row in reversed(self.rows) if row.mapped.entry.key}
        wholes = defaultdict(list)
        for row in self.rows:
            if row.work.csl_type in _WHOLES and row.work.title:
                wholes[row.work.title].append(row)
        for row in self.rows:
            whole = by_entry.get(row.mapped.entry.within.lower())
            named = wholes.get(title_key(row.document.get("container", "")), [])
            if whole is None and row.work.is_part and len(named) == 1:
                whole = named[0] if not differs_in_year(row.work, named[0].work) else None
            uuid = self.uuid_of(whole) if whole is not None and whole is not row else ""
            if uuid and uuid != self.uuid_of(row):
                row.document["parent"] = {"uuid": uuid}
        self.tie_to_catalogue()

    def tie_to_catalogue(self) -> None:
        """Names the whole of parts whose book stands in the catalogue already."""
        loose = [row for row in self.rows if row.work.is_part and "parent" not in row.document]
        folded = {fold(container) for row in loose if (container := row.document.get("container"))}
        wholes = defaultdict(list)
        if folded:
            found = Record.objects.filter(fold_key__in=folded, source__csl_type__in=_WHOLES)
            for uuid, key, issued in found.values_list("uuid", "fold_key", "source__issued"):
                wholes[key].append((str(uuid), work_of("", {"issued": issued}, "")))
        for row in loose:
            named = wholes[fold(row.document.get("container") or "?")]
            if len(named) == 1 and not differs_in_year(row.work, named[0][1]):
                row.document["parent"] = {"uuid": named[0][0]}


def differs_in_year(one: Work, other: Work) -> bool:
    """Whether both works have a year, and not the same."""
    return bool(one.year and other.year and one.year != other.year)
