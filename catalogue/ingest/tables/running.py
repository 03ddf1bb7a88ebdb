"""Running an import of a table: planned, matched, joined, saved; or tried out and taken back."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext as _

from catalogue.curation import (
    Draft,
    Later,
    Saved,
    SaveRefused,
    announce_records,
    drop_announced,
    finish_run,
    gather_statistics_of_records,
    save_disagreements,
    save_records,
    start_run,
    submit_records,
)
from catalogue.curation.drafts import User
from catalogue.curation.heads import title_of
from catalogue.documents import PARTS, Document, build_contents
from catalogue.ingest.tables.blaming import Blame
from catalogue.ingest.tables.cells import CellError
from catalogue.ingest.tables.history import History
from catalogue.ingest.tables.joining import Joined, Joiner
from catalogue.ingest.tables.matching import Identity, Matcher, References
from catalogue.ingest.tables.planning import Plan, Planner
from catalogue.ingest.tables.preparing import make_sources, make_words
from catalogue.ingest.tables.profile import Profile
from catalogue.ingest.tables.profile_reading import ProfileRefused, check_columns
from catalogue.ingest.tables.reading import Options, Row, Table, read_table
from catalogue.ingest.tables.refusals import Refusal
from catalogue.ingest.tables.reporting import Change, Made, Report
from catalogue.models import Action, ImportRun, Record, RelationType, Term

BATCH = 500
MANY = 1_000
"""Groups of rows from which on the planner is told what the tables hold now."""
Progress = Callable[[int, int], None]
Group = tuple[Identity, list[Plan]]


class TakenBack(Exception):
    """Takes back everything that an attempt has written."""


def import_table(
    data: bytes,
    name: str,
    profile: Profile,
    *,
    user: User = None,
    reason: str = "",
    dry_run: bool = False,
    keep_good: bool = False,
    options: Options | None = None,
    progress: Progress = lambda _done, _total: None,
) -> Report:
    """Imports a table by a profile, all of it or, with `keep_good`, its good rows; a dry run writes nothing.

    Raises TableRefused when the file cannot be read, ProfileRefused when the profile names columns that it lacks.
    """
    table = read_table(data, name, options or profile.options)
    if problems := check_columns(profile, table):
        raise ProfileRefused(problems)
    attempt = Attempt(table, data, profile, user, reason or _("import of %(file)s") % {"file": name}, progress)
    with without_collector():
        while True:
            report = attempt.run(dry_run=dry_run, keep_good=keep_good)
            if not attempt.hanging:
                return report
            attempt.bad |= attempt.hanging


@contextmanager
def without_collector() -> Iterator[None]:
    """Spares the search for cycles of objects: plans and contents have none."""
    working = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if working:
            gc.enable()


class Attempt:
    """One import, tried until no row rests on a refused one."""

    def __init__(
        self, table: Table, data: bytes, profile: Profile, user: User, reason: str, progress: Progress
    ) -> None:
        self.table = table
        self.data = data
        self.profile = profile
        self.user = user
        self.reason = reason
        self.progress = progress
        self.planner = Planner(profile, table.header)
        self.bad: set[Refusal] = set()
        """Refusals of rows that rest on refused ones."""
        self.hanging: set[Refusal] = set()

    def run(self, *, dry_run: bool, keep_good: bool) -> Report:
        """Imports everything in one transaction, and takes it back where it must not stay."""
        table = self.table
        self.report = Report(
            table.name,
            len(table.rows) + len({refusal.row for refusal in table.refusals}),
            notes=list(table.notes),
            encoding=table.encoding,
            delimiter=table.delimiter,
            sheet=table.sheet,
        )
        self.report.refusals = [*table.refusals, *sorted(self.bad, key=lambda each: each.row)]
        self.hanging = set()
        self.settled: set[str] = set()
        try:
            with transaction.atomic():
                run = self.carry_out()
                if dry_run or self.hanging or (self.report.refusals and not keep_good):
                    raise TakenBack
                self.report.run = str(run.uuid)
        except TakenBack:
            self.sort()
            return self.report
        self.report.written = True
        self.sort()
        return self.report

    def sort(self) -> None:
        """Refusals in the order of the rows."""
        self.report.refusals.sort(key=lambda each: (each.row, each.column))

    def carry_out(self) -> ImportRun:
        """Writes everything that can be."""
        user, name = self.user, self.table.name
        run = start_run(format="table", file_name=name, data=self.data, user=user, profile=self.profile.text)
        self.report.made = make_words(self.profile)
        sources = make_sources(self.profile, user=user, reason=self.reason, run=run)
        made = [Change(saved.uuid, title_of(content), saved.outcome, ()) for content, saved in sources]
        self.report.add(made, {}, contents_of)
        groups = self.groups(list(self.plans()))
        announce_records([announced(self.profile.kind, group) for group in groups if not group[0].exists])
        self.references = References(
            [plan for _identity, plans in groups for plan in plans],
            [identity.uuid for identity, _plans in groups if not identity.exists],
        )
        self.singles = single_types()
        self.later = Later() if user is None else None
        done = 0
        for start in range(0, len(groups), BATCH):
            self.save_groups(groups[start : start + BATCH], run)
            done += len(groups[start : start + BATCH])
            self.progress(done, len(groups))
        if done >= MANY:
            # Nobody else tells the planner of rows that are not committed: it would plan for the tables as they were.
            gather_statistics_of_records()
        for ids in self.later.chunks() if self.later else ():
            self.later.show(ids)  # type: ignore[union-attr]
        self.find_hanging(groups)
        drop_announced()
        finish_run(run, counts=self.report.counts(), report=self.report.lines())
        return run

    def plans(self) -> Iterator[Plan]:
        """The plans of the good rows."""
        bad = {refusal.row for refusal in self.bad}
        for row in self.table.rows:
            if row.number in bad:
                continue
            try:
                plan = self.planner.plan(row)
            except CellError as error:
                self.refuse(row, error)
                continue
            if plan is None:
                self.report.left_out += 1
            else:
                yield plan

    def refuse(self, row: Row, error: CellError) -> None:
        """Notes why a row is refused."""
        self.report.refusals.append(Refusal(row.number, error.column, error.value, error.reason, row.line))

    def groups(self, plans: Sequence[Plan]) -> list[Group]:
        """The rows of each record."""
        matcher = Matcher(self.profile, plans)
        found: dict[str, Group] = {}
        for plan in plans:
            try:
                identity = matcher.identity(plan)
                if identity.uuid in found and not self.profile.many:
                    first = found[identity.uuid][1][0].row.number
                    reason = _('row %(row)d is of the same record; say rows = "many" if that is meant.')
                    raise CellError(reason % {"row": first}, plan.column, plan.key)
            except CellError as error:
                self.refuse(plan.row, error)
                continue
            found.setdefault(identity.uuid, (identity, []))[1].append(plan)
        return list(found.values())

    def save_groups(self, groups: Sequence[Group], run: ImportRun) -> None:
        """Saves some records; rows that are refused are left out, and the rest tried again."""
        uuids = [identity.uuid for identity, _plans in groups if identity.exists]
        old_of = contents_of(uuids)
        joiner = Joiner(self.profile, self.references, self.singles, History(uuids))
        waiting = list(groups)
        while waiting:
            joined = [each for group in waiting if (each := self.join(joiner, group, old_of.get(group[0].uuid)))]
            refused = self.try_batch(joined, run)
            waiting = [
                (each.identity, rest)
                for each in joined
                if each.identity.uuid not in self.settled
                and (rest := [plan for plan in each.plans if plan.row.number not in refused])
            ]

    def join(self, joiner: Joiner, group: Group, old: Document | None) -> Joined | None:
        """A record with what its rows say; from the beginning again where a row is refused."""
        identity, plans = group
        while plans:
            joined = joiner.begin(identity, old)
            for plan in plans:
                try:
                    joiner.add(joined, plan)
                except CellError as error:
                    self.refuse(plan.row, error)
                    plans = [each for each in plans if each is not plan]
                    break
            else:
                return joined
        return None

    def try_batch(self, joined: Sequence[Joined], run: ImportRun) -> set[int]:
        """Saves records together, and answers with the rows that are refused."""
        if not joined:
            return set()
        try:
            with transaction.atomic():
                self.make_disagreements(joined)
                saved = self.submit([each.content for each in joined], run)
        except SaveRefused as error:
            if len(joined) > 1 and any(not problem.pointer for problem in error.problems):
                return self.search(joined, run)
            blame = Blame(self.table, joined)
            found = list(dict.fromkeys(refusal for problem in error.problems for refusal in blame.refusals(problem)))
            self.report.refusals += found
            return {refusal.row for refusal in found}
        self.count(joined, saved)
        return set()

    def search(self, joined: Sequence[Joined], run: ImportRun) -> set[int]:
        """Saves records in halves, since a refusal of the database does not say which it meant."""
        middle = len(joined) // 2
        return self.try_batch(joined[:middle], run) | self.try_batch(joined[middle:], run)

    def submit(self, contents: Sequence[Document], run: ImportRun) -> list[Saved]:
        """Saves contents, in a person's name or the operator's."""
        drafts = [Draft(content) for content in contents]
        if self.user is None:
            return save_records(drafts, reason=self.reason, action=Action.IMPORTED, later=self.later, run=run)
        return submit_records(drafts, user=self.user, reason=self.reason, action=Action.IMPORTED, run=run)

    def make_disagreements(self, joined: Sequence[Joined]) -> None:
        """Makes the disagreements in which new claims stand."""
        wanted = {uuid: reason for each in joined for uuid, reason in each.disagreements.items()}
        if wanted:
            saved = save_disagreements([{"uuid": uuid, "note": reason} for uuid, reason in wanted.items()])
            self.report.made += [
                Made("disagreement", each.uuid, wanted[each.uuid]) for each in saved if each.outcome == "created"
            ]

    def count(self, joined: Sequence[Joined], saved_ones: Sequence[Saved]) -> None:
        """Notes what became of records."""
        changes = [
            Change(
                each.identity.uuid, title_of(each.content), saved.outcome, tuple(plan.row.number for plan in each.plans)
            )
            for each, saved in zip(joined, saved_ones, strict=True)
        ]
        self.settled.update(change.uuid for change in changes)
        self.report.add(changes, {each.identity.uuid: each.old for each in joined if each.old}, contents_of)
        self.report.kept += [refusal for each in joined for refusal in each.kept]

    def find_hanging(self, groups: Sequence[Group]) -> None:
        """Finds the rows that point at records whose own rows were refused."""
        coming = [identity.uuid for identity, _plans in groups if not identity.exists]
        refused = {refusal.row for refusal in self.report.refusals}
        empty: set[str] = set()
        for start in range(0, len(coming), BATCH):
            rows = Record.objects.filter(uuid__in=coming[start : start + BATCH], version=0)
            empty.update(str(uuid) for uuid in rows.values_list("uuid", flat=True))
        if not empty:
            return
        for _identity, plans in groups:
            for plan in plans:
                if plan.row.number not in refused:
                    self.hanging.update(self.pointing(plan, empty))

    def pointing(self, plan: Plan, empty: set[str]) -> Iterator[Refusal]:
        """What of a row points at one of these records."""
        targets = [each for claim in plan.claims for each in claim.targets.values()]
        for target in [*plan.head_targets.values(), *targets]:
            if self.references.resolve(target) in empty:
                reason = _("names a record whose own row is refused.")
                yield Refusal(plan.row.number, target.column, target.text, reason, plan.row.line)


def contents_of(uuids: Sequence[str]) -> dict[str, Document]:
    """What the records say now."""
    keys = {str(uuid): pk for pk, uuid in Record.objects.filter(uuid__in=uuids).values_list("pk", "uuid")}
    contents = build_contents(list(keys.values()), full=True)
    return {uuid: contents[pk] for uuid, pk in keys.items()}


def announced(kind: str, group: Group) -> Document:
    """A record that is coming, as far as others need to know it."""
    identity, plans = group
    names = [
        {"type": "authorized", "text": claim.values.get("text", "")}
        for plan in plans
        for claim in plan.claims
        if claim.block.part == "names"
    ]
    return {"kind": kind, "uuid": identity.uuid, "names": names[:1], **plans[0].head}


def single_types() -> dict[str, frozenset[str]]:
    """The types of claims of which a record has one preferred at most, by list of claims."""
    terms: dict[str, set[str]] = defaultdict(set)
    for scheme, slug in Term.objects.filter(single=True).values_list("scheme", "slug"):
        terms[scheme].add(slug)
    relations = frozenset(RelationType.objects.filter(single=True).values_list("slug", flat=True))
    schemes = {part.key: "property" if part.key == "attributes" else f"{part.target}-type" for part in PARTS}
    return {part.key: frozenset(terms[schemes[part.key]]) for part in PARTS} | {"relations": relations}
