"""Finding the records that a table speaks of: by key, identifier, name, slug or UUID; never by likeness."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from catalogue.dates import DateError, parse_edtf
from catalogue.documents.resolving import is_uuid
from catalogue.ingest.tables.cells import CellError
from catalogue.ingest.tables.planning import Plan, Target, record_uuid
from catalogue.ingest.tables.profile import Matching, Profile
from catalogue.models import Dating, Identifier, Merge, Name, Record, Revision, Standing

CHUNK = 5_000
Found = dict[str, list[str]]
"""The UUIDs of the records that go by each word."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the record of a row is."""

    anchor: str
    """The UUID from which those of its claims are made; it stays when the record is merged into another."""
    uuid: str
    exists: bool


def chunks(words: Iterable[str]) -> Iterator[list[str]]:
    """Words in groups that one query can ask for."""
    listed = sorted(set(words))
    for start in range(0, len(listed), CHUNK):
        yield listed[start : start + CHUNK]


def present(uuids: Iterable[str]) -> dict[str, str]:
    """The records among these that have a content, by UUID; one that was merged answers with its survivor."""
    wanted = [uuid.lower() for uuid in uuids if is_uuid(uuid)]
    survivors = {str(old): str(new) for chunk in chunks(wanted) for old, new in survivors_of(chunk)}
    found: dict[str, str] = {}
    for chunk in chunks([*wanted, *survivors.values()]):
        rows = Record.objects.filter(uuid__in=chunk, version__gt=0).values_list("uuid", flat=True)
        found |= {str(uuid): str(uuid) for uuid in rows}
    return found | {old: new for old, new in survivors.items() if new in found}


def survivors_of(uuids: Sequence[str]) -> list[tuple[object, object]]:
    """What became of merged records, however often they were."""
    merges = Merge.objects.in_force().filter(absorbed_uuid__in=uuids)
    pairs = [(str(old), str(new)) for old, new in merges.values_list("absorbed_uuid", "survivor_uuid")]
    later = dict(survivors_of([new for _old, new in pairs])) if pairs else {}
    return [(old, later.get(new, new)) for old, new in pairs]


def by_identifier(scheme: str, _kind: str, values: Sequence[str]) -> Iterator[tuple[str, object]]:
    """Records by an identifier of a register."""
    rows = Identifier.objects.filter(scheme__slug=scheme, value__in=values, record__version__gt=0)
    yield from rows.values_list("value", "record__uuid")


def by_name(_scope: str, kind: str, names: Sequence[str]) -> Iterator[tuple[str, object]]:
    """Records of a kind by any of their names that is not rejected."""
    rows = Name.objects.filter(text__in=names, record__kind=kind, record__version__gt=0)
    yield from rows.exclude(standing=Standing.REJECTED).values_list("text", "record__uuid").distinct()


def by_slug(_scope: str, kind: str, slugs: Sequence[str]) -> Iterator[tuple[str, object]]:
    """Records of a kind by their slug."""
    yield from Record.objects.filter(kind=kind, slug__in=slugs, version__gt=0).values_list("slug", "uuid")


def by_citekey(_scope: str, _kind: str, keys: Sequence[str]) -> Iterator[tuple[str, object]]:
    """Sources by their citekey."""
    yield from Record.objects.filter(source__citekey__in=keys, version__gt=0).values_list("source__citekey", "uuid")


WAYS: dict[str, Callable[[str, str, Sequence[str]], Iterator[tuple[str, object]]]] = {
    "identifier": by_identifier,
    "name": by_name,
    "slug": by_slug,
    "citekey": by_citekey,
}


def look_up(by: str, scope: str, kind: str, words: Iterable[str]) -> Found:
    """The records that go by these words."""
    words = set(words)
    if by in {"key", "uuid"}:
        uuids = {word: record_uuid(scope, word) if by == "key" else word.lower() for word in words}
        there = present(uuids.values())
        return {word: [there[uuid]] for word, uuid in uuids.items() if uuid in there}
    found: Found = defaultdict(list)
    for chunk in chunks(words):
        for word, uuid in WAYS[by](scope, kind, chunk):
            found[word].append(str(uuid))
    return found


class Matcher:
    """Says who the records of a table are."""

    def __init__(self, profile: Profile, plans: Sequence[Plan]) -> None:
        self.profile = profile
        self.matching: Matching = profile.matching
        self.found = look_up(self.matching.by, self.matching.scope, profile.kind, {plan.key for plan in plans})
        self.dated = self.datings() if self.matching.dating else {}
        self.buried = buried(self.anchor(plan) for plan in plans)

    def anchor(self, plan: Plan) -> str:
        """The UUID that a record has which comes from this row."""
        if self.matching.by == "uuid":
            return plan.key.lower()
        if self.matching.by == "key":
            return record_uuid(self.matching.scope, plan.key)
        told_apart = f"{self.matching.by} {self.matching.scope} {self.profile.kind}"
        return record_uuid(told_apart, f"{plan.key} {plan.dating}".strip())

    def identity(self, plan: Plan) -> Identity:
        """Who the record of a row is; raises CellError where nobody or several are meant."""
        if self.matching.by == "uuid" and not is_uuid(plan.key):
            raise CellError(_("is not a UUID."), plan.column, plan.key)
        there = [uuid for uuid in self.found.get(plan.key, ()) if self.may_be(uuid, plan.dating)]
        if len(there) > 1:
            reason = _("%(count)d records go by this name; match them by a key or an identifier, or by a dating too.")
            raise CellError(reason % {"count": len(there)}, plan.column, plan.key)
        anchor = self.anchor(plan)
        if there:
            stays = self.matching.by in {"key", "uuid"}
            return Identity(anchor if stays else there[0], there[0], exists=True)
        if not self.profile.create:
            raise CellError(_("no record of the catalogue is found by it."), plan.column, plan.key)
        if self.matching.by in {"slug", "citekey"} and self.matching.by not in plan.head:
            plan.head[self.matching.by] = plan.key
        if anchor in self.buried:
            raise CellError(_("its record was deleted; restore it, or leave the row out."), plan.column, plan.key)
        return Identity(anchor, anchor, exists=False)

    def datings(self) -> dict[str, list[tuple[int | None, int | None]]]:
        """The datings that tell namesakes apart, by record."""
        sort = self.matching.dating[0] if self.matching.dating else ""
        found: dict[str, list[tuple[int | None, int | None]]] = defaultdict(list)
        uuids = [uuid for each in self.found.values() for uuid in each]
        for chunk in chunks(uuids):
            rows = Dating.objects.filter(record__uuid__in=chunk, type__slug=sort)
            for uuid, earliest, latest in rows.values_list("record__uuid", "earliest", "latest"):
                found[str(uuid)].append((earliest, latest))
        return found

    def may_be(self, uuid: str, date: str) -> bool:
        """Whether a record may be the one of a row: its dating and that of the row overlap, where both have one."""
        if not (date and self.dated.get(uuid)):
            return True
        try:
            bounds = parse_edtf(date).bounds
        except DateError:
            return False
        return any(overlap(bounds.earliest, bounds.latest, *each) for each in self.dated[uuid])


def overlap(low: int | None, high: int | None, earliest: int | None, latest: int | None) -> bool:
    """Whether two spans have a day in common; an open end reaches everywhere."""
    before = high is not None and earliest is not None and high < earliest
    after = low is not None and latest is not None and low > latest
    return not (before or after)


def buried(uuids: Iterable[str]) -> set[str]:
    """Records among these that a person has deleted, and nobody restored."""
    found: set[str] = set()
    for chunk in chunks(uuid for uuid in uuids if is_uuid(uuid)):
        last = Revision.objects.filter(subject__in=chunk, state=Revision.State.APPLIED)
        rows = last.order_by("subject", "-version").distinct("subject").values_list("subject", "action", "run")
        found |= {str(subject) for subject, action, run in rows if action == "deleted" and not run}
    return found - set(present(found))


class References:
    """Finds the records that the rows of a table name."""

    def __init__(self, plans: Sequence[Plan], coming: Iterable[str]) -> None:
        self.coming = set(coming)
        wanted: dict[tuple[str, str], set[str]] = defaultdict(set)
        for plan in plans:
            for target in targets_of(plan):
                wanted[target.reference.by, target.reference.scope].add(target.text)
        self.found = {(by, scope): look_up(by, scope, scope, words) for (by, scope), words in wanted.items()}

    def resolve(self, target: Target) -> str:
        """The UUID of a record that a row names; raises CellError where there is none, or several."""
        reference = target.reference
        there = self.found[reference.by, reference.scope].get(target.text, [])
        if len(there) == 1:
            return there[0]
        if len(there) > 1:
            raise CellError(_("%(count)d records go by it.") % {"count": len(there)}, target.column, target.text)
        made = record_uuid(reference.scope, target.text) if reference.by == "key" else target.text.lower()
        if reference.by in {"key", "uuid"} and made in self.coming:
            return made
        where = f"{reference.by} {reference.scope}".strip()
        raise CellError(
            _("names no record of the catalogue (%(where)s).") % {"where": where}, target.column, target.text
        )


def targets_of(plan: Plan) -> Iterator[Target]:
    """Every record that a row names."""
    yield from plan.head_targets.values()
    for claim in plan.claims:
        yield from claim.targets.values()
