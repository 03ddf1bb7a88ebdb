"""Importing documents: vocabularies, sources, citations, disagreements, records; all of them, or the good ones."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import UUID

from django.db import reset_queries, transaction
from django.db.models import Max

from catalogue.curation import (
    Draft,
    Later,
    Saved,
    SaveRefused,
    announce_records,
    bare_tables,
    drop_announced,
    gather_statistics_of_records,
    save_citations,
    save_disagreements,
    save_records,
    save_relation_types,
    save_terms,
)
from catalogue.curation.drafts import User
from catalogue.documents import Document
from catalogue.ingest.identities import has_identity
from catalogue.ingest.lines import Files, Line, Refusal
from catalogue.ingest.survey import Bad, Entry, Survey, batched, survey
from catalogue.models import KIND_MODELS, Action, Record
from catalogue.search import gather_statistics

BATCH = 500
MANY = 2_000
"""Documents from which on an empty catalogue is filled with its ties and indexes taken off."""
SOME = 100
"""Documents from which on the planner is told how full the tables are, before the index is made from them."""
Progress = Callable[[int, int], None]
Saver = Callable[[Sequence[Document]], list[Saved]]


@dataclass(slots=True)
class Report:
    """What an import did, or would do."""

    outcomes: Counter[str] = field(default_factory=Counter)
    refusals: list[Refusal] = field(default_factory=list)
    written: bool = False

    @property
    def total(self) -> int:
        """How many documents were accepted."""
        return sum(self.outcomes.values())


class DryRun(Exception):
    """Takes back everything that a trial has written."""


def import_files(
    paths: Sequence[Path],
    *,
    user: User = None,
    reason: str = "",
    dry_run: bool = False,
    keep_good: bool = False,
    progress: Progress = lambda _done, _total: None,
) -> Report:
    """Imports files of documents.

    A refused run writes nothing. With `keep_good` the refused lines, and those that rest on them, are left out; the
    rest is committed batch by batch, so that a run that was cut off goes on where it stopped when it is started again.
    The files are read twice, a batch at a time: memory does not grow with them.
    """
    with Files(paths) as files, without_collector():
        run = Run(files, user, reason, progress)
        if dry_run or not keep_good:
            return run.whole(keep=not dry_run)
        refusals: list[Refusal] = []
        while True:
            trial = run.whole(keep=False)
            fresh = [each for each in trial.refusals if (each.file, each.number) not in run.bad]
            if not fresh:
                break
            refusals += fresh
            run.bad.update((each.file, each.number) for each in fresh)
        report = run.batches()
        report.refusals = refusals + [each for each in report.refusals if (each.file, each.number) not in run.bad]
        return report


@contextmanager
def without_collector() -> Iterator[None]:
    """Spares the search for cycles of objects: documents have none, and it would look through each of them."""
    working = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if working:
            gc.enable()


class Run:
    """One pass over the files."""

    def __init__(self, files: Files, user: User, reason: str, progress: Progress) -> None:
        self.files = files
        self.user = user
        self.reason = reason
        self.progress = progress
        self.bad: Bad = set()
        self.report = Report()
        self.survey = Survey()
        self.later: Later | None = None

    def whole(self, *, keep: bool) -> Report:
        """Saves everything in one transaction, and takes it back if anything was refused or it was a trial."""
        self.report = Report()
        try:
            with transaction.atomic():
                self.later = Later(alone=not Record.objects.exists())
                self.look()
                with self.tables():
                    self.pass_over()
                    # Before the tables get their ties back: what rests on a refused line has nothing to be tied to.
                    if self.report.refusals or not keep:
                        raise DryRun
                self.show()
                if self.report.refusals:
                    raise DryRun
        except DryRun:
            return self.report
        gather_statistics()
        self.report.written = True
        return self.report

    def batches(self) -> Report:
        """Saves everything batch by batch, each committed by itself."""
        self.report = Report(written=True)
        self.later = None
        self.look()
        self.pass_over()
        drop_announced()
        gather_statistics()
        return self.report

    def look(self) -> None:
        """Surveys the files, and announces the records that they bring."""
        upto = Record.objects.aggregate(last=Max("pk"))["last"] or 0
        self.survey = survey(self.files.paths, upto=upto, bad=self.bad, announce=self.announce)
        self.report.refusals += self.survey.refusals

    def pass_over(self) -> None:
        """Saves the lines in the order in which they rest on each other."""
        savers: dict[str, Saver] = {
            "term": save_terms,
            "relation-type": save_relation_types,
            "source": self.records,
            "citation": self.citations,
            "disagreement": save_disagreements,
            "record": self.records,
        }
        for step, saver in savers.items():
            self.save(step, saver)

    def tables(self) -> AbstractContextManager[None]:
        """The tables as they are; bare ones if an empty catalogue is filled with many documents."""
        filling = self.later is not None and self.later.alone and self.survey.total >= MANY
        return bare_tables() if filling else nullcontext()

    def announce(self, lines: Sequence[Line]) -> None:
        """Gives every record that will come its key, so that relations may point both ways."""
        announce_records([line.document for line in lines if line.kind in KIND_MODELS])

    def show(self) -> None:
        """Makes everything that was saved found and shown as it is now."""
        later = self.later
        if later is None:
            return
        if self.survey.total >= SOME:
            gather_statistics_of_records()
        for ids in later.chunks():
            for key, error in later.show(ids):
                self.note_unfindable(key, error)

    def note_unfindable(self, record_id: int, error: SaveRefused) -> None:
        """Keeps what the index refused with the line that it came from."""
        place = self.survey.place_of(str(Record.objects.values_list("uuid", flat=True).get(pk=record_id)))
        file, number = (self.files.paths[place.file].name, place.number) if place else ("", 0)
        self.report.refusals += [Refusal(file, number, each.pointer, each.message) for each in error.problems]

    def records(self, contents: Sequence[Document]) -> list[Saved]:
        """Saves records as imported ones."""
        drafts = [Draft(content) for content in contents]
        return save_records(drafts, user=self.user, reason=self.reason, action=Action.IMPORTED, later=self.later)

    def citations(self, contents: Sequence[Document]) -> list[Saved]:
        """Saves citations."""
        return save_citations([Draft(content) for content in contents], user=self.user, reason=self.reason)

    def save(self, step: str, saver: Saver) -> None:
        """Saves the lines of one step in batches; refused lines are noted and the others tried again without them."""
        entries = self.survey.steps[step]
        size = BATCH if step not in {"term", "relation-type"} else max(len(entries), 1)
        for group in batched(entries, size):
            batch = [self.read(entry) for entry in group]
            while batch:
                try:
                    with transaction.atomic():
                        saved = saver([line.document for line in batch])
                except SaveRefused as error:
                    batch = self.refuse(batch, error, saver)
                    continue
                self.report.outcomes.update(each.outcome for each in saved)
                break
            self.progress(self.report.total, self.survey.total)
            # With DEBUG each statement is kept, and those of a batch are long.
            reset_queries()

    def read(self, entry: Entry) -> Line:
        """The line of an entry with its document, which has the UUID that was found for it."""
        line = self.files.line(entry.place)
        if has_identity(line):
            return line
        return replace(line, document={**line.document, "uuid": str(UUID(bytes=entry.identity))})

    def refuse(self, batch: Sequence[Line], error: SaveRefused, saver: Saver) -> list[Line]:
        """Notes the problems of a batch, and answers with what is left of it."""
        if len(batch) > 1 and any(not problem.pointer for problem in error.problems):
            self.search(batch, saver)
            return []
        self.note(batch, error)
        bad = {problem.draft for problem in error.problems}
        return [line for index, line in enumerate(batch) if index not in bad]

    def note(self, batch: Sequence[Line], error: SaveRefused) -> None:
        """Keeps the problems of a batch with the lines that have them."""
        for problem in error.problems:
            line = batch[problem.draft]
            self.report.refusals.append(Refusal(line.file, line.number, problem.pointer, problem.message))

    def search(self, batch: Sequence[Line], saver: Saver) -> None:
        """Saves line by line, since a refusal of the database does not say which line it meant.

        What was refused is tried again as long as others are accepted: it may rest on one that stands later.
        """
        waiting, errors = list(batch), dict[int, SaveRefused]()
        while waiting:
            errors.clear()
            for index, line in enumerate(waiting):
                try:
                    with transaction.atomic():
                        saved = saver([line.document])
                except SaveRefused as error:
                    errors[index] = error
                else:
                    self.report.outcomes.update(each.outcome for each in saved)
            if len(errors) == len(waiting):
                break
            waiting = [waiting[index] for index in errors]
        for index, refusal in errors.items():
            self.note([waiting[index]], refusal)
