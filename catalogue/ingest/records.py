"""Importing documents: vocabularies, sources, citations, disagreements, records; all of them, or the good ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from django.db import transaction

from catalogue.curation import (
    Draft,
    Saved,
    SaveRefused,
    announce_records,
    drop_announced,
    save_citations,
    save_disagreements,
    save_records,
    save_relation_types,
    save_terms,
)
from catalogue.curation.drafts import User
from catalogue.documents import Document
from catalogue.ingest.identities import identify, refuse_doubles
from catalogue.ingest.lines import Line, Refusal, read_files
from catalogue.models import Action, Kind
from catalogue.search import gather_statistics

BATCH = 500
KNOWN = ("term", "relation-type", Kind.SOURCE, "citation", "disagreement", "record")
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
    """
    lines, refusals = split(read_files(paths))
    lines, doubles = refuse_doubles(identify(lines))
    refusals += doubles
    run = Run(lines, user, reason, progress)
    if dry_run or not keep_good:
        return run.whole(refusals, keep=not dry_run)
    while True:
        trial = run.whole([], keep=False)
        if not trial.refusals:
            break
        refusals += trial.refusals
        bad = {(refusal.file, refusal.number) for refusal in trial.refusals}
        run.lines = [line for line in run.lines if (line.file, line.number) not in bad]
    report = run.batches()
    report.refusals = refusals + report.refusals
    return report


def split(items: Iterable[Line | Refusal]) -> tuple[list[Line], list[Refusal]]:
    """Lines that can be read, and refusals of those that cannot or are of no known kind."""
    lines, refusals = [], []
    for item in items:
        if isinstance(item, Refusal):
            refusals.append(item)
        elif step_of(item) not in KNOWN:
            message = f"“{item.kind}” is not a kind of document; known are: {', '.join(known_kinds())}."
            refusals.append(Refusal(item.file, item.number, "/kind", message))
        else:
            lines.append(item)
    return lines, refusals


def known_kinds() -> list[str]:
    """Every word that a line may have as its kind."""
    return ["term", "relation-type", "citation", "disagreement", *Kind.values]


def step_of(line: Line) -> str:
    """The step of the import at which a line is saved."""
    if line.kind in Kind.values and line.kind != Kind.SOURCE:
        return "record"
    return line.kind


class Run:
    """One pass over the lines."""

    def __init__(self, lines: list[Line], user: User, reason: str, progress: Progress) -> None:
        self.lines = lines
        self.user = user
        self.reason = reason
        self.progress = progress
        self.report = Report()

    def whole(self, refusals: Sequence[Refusal], *, keep: bool) -> Report:
        """Saves everything in one transaction, and takes it back if anything was refused or it was a trial."""
        self.report = Report(refusals=list(refusals))
        try:
            with transaction.atomic():
                self.pass_over(lambda: transaction.atomic())
                if self.report.refusals or not keep:
                    raise DryRun
        except DryRun:
            return self.report
        gather_statistics()
        self.report.written = True
        return self.report

    def batches(self) -> Report:
        """Saves everything batch by batch, each committed by itself."""
        self.report = Report(written=True)
        self.pass_over(lambda: transaction.atomic())
        drop_announced()
        gather_statistics()
        return self.report

    def pass_over(self, unit: Callable[[], transaction.Atomic]) -> None:
        """Saves the lines in the order in which they rest on each other."""
        steps: dict[str, list[Line]] = {step: [] for step in KNOWN}
        for line in self.lines:
            steps[step_of(line)].append(line)
        self.save("term", steps["term"], save_terms, unit)
        self.save("relation-type", steps["relation-type"], save_relation_types, unit)
        self.announce([*steps[Kind.SOURCE], *steps["record"]])
        self.save(Kind.SOURCE, parents_first(steps[Kind.SOURCE]), self.records, unit)
        self.save("citation", steps["citation"], self.citations, unit)
        self.save("disagreement", steps["disagreement"], save_disagreements, unit)
        self.save("record", sorted(steps["record"], key=file_order), self.records, unit)

    def announce(self, lines: Sequence[Line]) -> None:
        """Gives every record that will come its key, so that relations may point both ways."""
        announce_records([line.document for line in lines])

    def records(self, contents: Sequence[Document]) -> list[Saved]:
        """Saves records as imported ones."""
        drafts = [Draft(content) for content in contents]
        return save_records(drafts, user=self.user, reason=self.reason, action=Action.IMPORTED)

    def citations(self, contents: Sequence[Document]) -> list[Saved]:
        """Saves citations."""
        return save_citations([Draft(content) for content in contents], user=self.user, reason=self.reason)

    def save(
        self,
        step: str,
        lines: Sequence[Line],
        saver: Saver,
        unit: Callable[[], transaction.Atomic],
    ) -> None:
        """Saves the lines of one step in batches; refused lines are noted and the others tried again without them."""
        size = BATCH if step not in {"term", "relation-type", "citation"} else max(len(lines), 1)
        for batch in batched(lines, size):
            while batch:
                try:
                    with unit():
                        saved = saver([line.document for line in batch])
                except SaveRefused as error:
                    batch = self.refuse(batch, error, saver)
                    continue
                self.report.outcomes.update(each.outcome for each in saved)
                break
            self.progress(self.report.total, len(self.lines))

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


def batched(lines: Sequence[Line], size: int) -> Iterator[list[Line]]:
    """The lines in groups."""
    stream = iter(lines)
    while group := list(islice(stream, size)):
        yield group


def file_order(line: Line) -> tuple[str, str]:
    """The order of records in files: by kind and UUID."""
    return line.kind, str(line.document.get("uuid", ""))


def parents_first(lines: Sequence[Line]) -> list[Line]:
    """Sources in an order in which each stands after the one it is part of."""
    by_name = {str(line.document.get(key)).lower(): line for line in lines for key in ("citekey", "uuid")}
    ordered: dict[int, Line] = {}

    def place(line: Line, above: frozenset[int]) -> None:
        parent = line.document.get("parent")
        name = (parent.get("uuid") or parent.get("citekey")) if isinstance(parent, dict) else None
        upper = by_name.get(str(name).lower()) if name else None
        if upper is not None and id(upper) not in above:
            place(upper, above | {id(upper)})
        ordered.setdefault(id(line), line)

    for line in lines:
        place(line, frozenset({id(line)}))
    return list(ordered.values())
