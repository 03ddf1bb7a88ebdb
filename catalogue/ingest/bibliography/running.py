"""Importing a bibliography: the plan is saved in one transaction, and can be taken back as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from catalogue.curation import Conflict, Draft, Saved, SaveRefused, finish_run, start_run, submit_records
from catalogue.curation.drafts import User
from catalogue.ingest.bibliography.filling import fill, load_sources
from catalogue.ingest.bibliography.planning import Plan, Row
from catalogue.models import Action, ImportRun, Status


@dataclass(frozen=True, slots=True)
class File:
    """The file that is imported."""

    name: str
    data: bytes


@dataclass(slots=True)
class Result:
    """What an import did, or would do."""

    outcomes: Counter[str] = field(default_factory=Counter)
    run: ImportRun | None = None


class Trial(Exception):
    """Takes back everything that a trial has written."""


def import_sources(
    plan: Plan, file: File, *, user: User = None, reason: str = "", status: str = Status.DRAFT, dry_run: bool = False
) -> Result:
    """Saves the rows of a plan that are not refused; rows that the catalogue refuses are noted in the plan."""
    importer = Importer(plan, file, user, reason, status)
    try:
        with transaction.atomic():
            importer.run()
            if dry_run:
                raise Trial
    except Trial:
        importer.result.run = None
    return importer.result


@dataclass(slots=True)
class Importer:
    """One import of one file."""

    plan: Plan
    file: File
    user: User
    reason: str
    status: str
    result: Result = field(default_factory=Result)

    def run(self) -> None:
        """Saves what is to be saved, without the rows that are refused, until nothing more is."""
        drafts = self.drafts()
        run = self.start() if drafts else None
        while drafts:
            try:
                with transaction.atomic():
                    saved = self.submit([draft for _row, draft in drafts], run)
            except SaveRefused as error:
                drafts = self.without_refused(drafts, error)
                continue
            except Conflict as error:
                drafts = self.without_conflict(drafts, error)
                continue
            for (row, _draft), each in zip(drafts, saved, strict=True):
                row.outcome = each.outcome
            break
        self.count()
        if run is not None:
            self.finish(run)

    def drafts(self) -> list[tuple[Row, Draft]]:
        """The contents to be saved: new sources, and those in which something is filled in."""
        rows = [row for row in self.plan.rows if not row.is_refused]
        new = {row.number: Draft(self.content(row), 0) for row in rows if row.choice == "new"}
        filling = [row for row in rows if row.choice == "fill" and row.match]
        there = load_sources(row.match.work.where for row in filling if row.match and row.within is None)
        found: dict[str, tuple[Row, Draft]] = {}
        for row in filling:
            if row.within is not None:
                first = new.get(row.within)
                if first:
                    new[row.within] = Draft(fill(first.content, row.document), 0)
            elif row.match and (draft := there.get(row.match.work.where)):
                filled = Draft(fill(draft.content, row.document), draft.expected_version)
                if filled.content != draft.content:
                    there[row.match.work.where] = filled
                    found[row.match.work.where] = (row, filled)
        return [*((row, new[row.number]) for row in rows if row.number in new), *found.values()]

    def content(self, row: Row) -> dict[str, object]:
        """The content of a new source."""
        return {**row.document, "uuid": row.uuid, "status": self.status}

    def start(self) -> ImportRun:
        """The entry in the list of imports, by which all of this can be taken back."""
        return start_run(format="bibliography", file_name=self.file.name, data=self.file.data, user=self.user)

    def submit(self, drafts: Sequence[Draft], run: ImportRun | None) -> list[Saved]:
        """Saves in the person's name."""
        return submit_records(drafts, user=self.user, reason=self.reason, action=Action.IMPORTED, run=run)

    def without_refused(self, drafts: list[tuple[Row, Draft]], error: SaveRefused) -> list[tuple[Row, Draft]]:
        """Notes the refusals with their rows, and leaves those rows out."""
        bad = set()
        for problem in error.problems:
            row, _draft = drafts[problem.draft]
            row.refuse(problem.pointer.lstrip("/").replace("/", " "), problem.message)
            bad.add(problem.draft)
        return [each for index, each in enumerate(drafts) if index not in bad]

    def without_conflict(self, drafts: list[tuple[Row, Draft]], error: Conflict) -> list[tuple[Row, Draft]]:
        """Leaves out a source that somebody has changed meanwhile."""
        for row, draft in drafts:
            if draft.content.get("uuid") == error.uuid:
                row.refuse("", str(error))
        return [each for each in drafts if each[1].content.get("uuid") != error.uuid]

    def count(self) -> None:
        """How many sources were created, filled in, and left as they are."""
        for row in self.plan.rows:
            if not row.is_refused:
                self.result.outcomes[row.outcome or ("left" if row.choice == "leave" else "unchanged")] += 1
        self.result.outcomes["refused"] = self.plan.counts()["refused"]

    def finish(self, run: ImportRun) -> None:
        """Keeps the report; an import that changed nothing leaves no entry."""
        troubles = [trouble._asdict() for trouble in self.plan.troubles]
        kept = [
            {"place": row.mapped.entry.place, "key": row.work.citekey, "field": "", "message": notice}
            for row in self.plan.rows
            if row.outcome and not row.is_refused
            for notice in row.mapped.notices
        ]
        finish_run(run, counts=dict(self.result.outcomes), report=[*troubles, *kept])
        self.result.run = run
