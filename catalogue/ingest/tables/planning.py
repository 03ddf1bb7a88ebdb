"""From rows to plans: which record each row speaks of, and the claims that it makes, each with its cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils.translation import gettext as _

from catalogue.citations import cites_of_row, in_words, key_of, mark_of
from catalogue.citations.marks import CiteKey
from catalogue.dates import DateError, parse_edtf
from catalogue.documents import Document
from catalogue.ingest.tables.cells import CellError, Cells
from catalogue.ingest.tables.profile import Block, Cite, Profile, Reference, Value
from catalogue.ingest.tables.reading import Row
from catalogue.text import MarkError, read_locus

NAMESPACE = uuid5(NAMESPACE_URL, "https://legajo.invalid/tables")
"""Records and claims that come from tables have their UUIDs in this namespace (RFC 9562, version 5)."""
SCALARS = frozenset({"certainty", "basis", "standing", "date_calendar", "date_reading"})
NUMBERS = ("low", "high")


def record_uuid(scope: str, key: str) -> str:
    """The UUID of the record that has this key in a set of tables."""
    return str(uuid5(NAMESPACE, f"{scope}\n{key}"))


def claim_uuid(anchor: str, *words: str) -> str:
    """The UUID of a claim by its place in the profile, and by what tells it from others there."""
    return str(uuid5(UUID(anchor), "\n".join(words)))


@dataclass(frozen=True, slots=True)
class Note:
    """A citation that a row brings."""

    mark: str
    stance: str
    scope: str = ""
    note: str = ""


@dataclass(slots=True)
class Target:
    """Another record that a row names: how, and with which words."""

    reference: Reference
    text: str
    column: str


@dataclass(slots=True)
class Planned:
    """A claim that a row makes."""

    block: Block
    uuid: str
    values: Document
    notes: list[Note]
    targets: dict[str, Target]
    row: Row
    columns: Mapping[str, str]
    """The column behind each key."""

    def column(self, key: str) -> str:
        """The column behind a key of the claim."""
        return self.columns.get(key, "")


@dataclass(slots=True)
class Plan:
    """What a row says of its record."""

    row: Row
    key: str
    """The words by which the record is found."""
    column: str
    head: Document = field(default_factory=dict)
    head_columns: dict[str, str] = field(default_factory=dict)
    head_targets: dict[str, Target] = field(default_factory=dict)
    identifiers: list[tuple[str, str, str]] = field(default_factory=list)
    """Scheme, value, column."""
    dating: str = ""
    claims: list[Planned] = field(default_factory=list)


class Planner:
    """Makes plans of rows by one profile."""

    def __init__(self, profile: Profile, header: tuple[str, ...]) -> None:
        self.profile = profile
        self.places = {name: at for at, name in enumerate(header)}

    def plan(self, row: Row) -> Plan | None:
        """The plan of a row; None if the profile leaves the row aside. Raises CellError."""
        cells = Cells(self.profile, self.places, row)
        matching = self.profile.matching
        if self.profile.when and not self.profile.when.holds(cells.text(self.profile.when.value)):
            return None
        key, column = cells.text(matching.value), cells.column(matching.value)
        if not key:
            raise CellError(_("is empty; without it the record cannot be found again."), column)
        plan = Plan(row, key, column)
        if matching.dating:
            plan.dating = cells.date(matching.dating[1])
        self.fill_head(plan, cells)
        for block in self.profile.blocks:
            plan.claims += self.claims(block, cells)
        return plan

    def fill_head(self, plan: Plan, cells: Cells) -> None:
        """The columns and identifiers of the record."""
        for key, value in self.profile.head.items():
            if (found := self.plain(cells, key, value)) not in ("", None):
                plan.head[key], plan.head_columns[key] = found, cells.column(value)
        for key, reference in self.profile.head_references.items():
            if target := self.target(cells, reference):
                plan.head_targets[key] = target
        for scheme, value in self.profile.identifiers:
            if found := cells.text(value):
                plan.identifiers.append((cells.text(scheme), found, cells.column(value)))

    def plain(self, cells: Cells, key: str, value: Value) -> Any:
        """The value of a key."""
        if isinstance(value.constant, bool | int) or value.constant is not None:
            return value.constant
        return cells.date(value) if key in {"issued", "date"} else cells.text(value)

    def target(self, cells: Cells, reference: Reference) -> Target | None:
        """The record that a row names, if it names one."""
        text = cells.text(reference.value)
        return Target(reference, text, cells.column(reference.value)) if text else None

    def claims(self, block: Block, cells: Cells) -> Iterator[Planned]:
        """The claims that a block makes of a row: none, one, or one for each piece of a split cell."""
        if block.each is None:
            if planned := self.claim(block, cells, ""):
                yield planned
            return
        for piece in dict.fromkeys(cells.split(block.each)):
            if planned := self.claim(block, cells.with_piece(block.each.name, piece), piece):
                yield planned

    def claim(self, block: Block, cells: Cells, piece: str) -> Planned | None:
        """One claim; None where its cells are empty or its condition does not hold."""
        if block.when and not block.when.holds(cells.text(block.when.value)):
            return None
        values, columns = self.values(block, cells)
        targets = {key: found for key, each in block.references.items() if (found := self.target(cells, each))}
        columns |= {key: target.column for key, target in targets.items()}
        if not says_something(block, values, targets):
            return None
        cited = [cells.column(cite.source or cite.mark) for cite in block.citations]
        columns["footnotes"] = next(filter(None, cited), "")
        notes = [note for cite in block.citations for note in self.notes(cite, cells)]
        keyed = cells.text(block.key) if block.key else ""
        planned = Planned(block, "", values, list(dict.fromkeys(notes)), targets, cells.row, columns)
        planned.uuid = "\n".join(self.tells_apart(planned, piece, keyed))
        return planned

    def tells_apart(self, planned: Planned, piece: str, keyed: str) -> Iterator[str]:
        """What tells a claim from others of its record: profile, place in it, and content where rows are many."""
        block = planned.block
        yield self.profile.name
        yield block.slot
        if block.each:
            yield piece
        if block.key:
            yield keyed
        elif self.profile.many and not block.each:
            yield from natural_words(planned)

    def values(self, block: Block, cells: Cells) -> tuple[Document, dict[str, str]]:
        """The values of a claim's keys, and the columns behind them."""
        values: Document = {}
        columns: dict[str, str] = {}
        number: Document = {}
        for key, value in block.values.items():
            columns[key] = cells.column(value)
            if key in {"from", "to", "date"}:
                continue
            if key in {"number", *NUMBERS}:
                found = cells.number(value)
                ends = NUMBERS if key == "number" else (key,)
                number |= dict.fromkeys(ends, found) if found is not None else {}
                columns.setdefault("number", columns[key])
            elif key in {"unit", "approximate"}:
                values[key] = self.plain(cells, key, value)
            elif (found := self.plain(cells, key, value)) not in ("", None):
                values[key] = found
        self.add_number(block, cells, values, number)
        self.add_date(block, cells, values, columns)
        return values, columns

    def add_number(self, block: Block, cells: Cells, values: Document, number: Document) -> None:
        """The number of an attribute; what the cell said otherwise is kept as its wording."""
        unit, approximate = values.pop("unit", ""), values.pop("approximate", False)
        if not number:
            return
        full = {"low": number.get("low"), "high": number.get("high")}
        values["number"] = {**full, "approximate": approximate in (True, "TRUE", "true", "1"), "unit": unit or ""}
        single = block.values.get("number")
        if single and "wording" not in values and (raw := cells.text(single)) != full["low"]:
            values["wording"] = raw

    def add_date(self, block: Block, cells: Cells, values: Document, columns: dict[str, str]) -> None:
        """The date of a claim, from one cell or from its two ends; what was written otherwise is kept as wording."""
        julian = values.get("date_calendar") == "julian"
        ends = [block.values.get(key) for key in ("from", "to")]
        if any(ends):
            dates = [cells.date(end, julian=julian) if end else "" for end in ends]
            raws = [cells.text(end) if end else "" for end in ends]
            found = spanned(dates, columns["from"] if ends[0] else columns["to"], raws, julian=julian)
            columns["date"] = ", ".join(filter(None, (columns.get("from"), columns.get("to"))))
        elif one := block.values.get("date"):
            dates, raws = [cells.date(one, julian=julian)], [cells.text(one)]
            found = dates[0]
        else:
            return
        if found:
            values["date"] = found
            if "date_wording" not in values and dates != raws:
                values["date_wording"] = " – ".join(dict.fromkeys(filter(None, raws)))

    def notes(self, cite: Cite, cells: Cells) -> Iterator[Note]:
        """The citations of one rule for a row."""
        if cite.when and not cite.when.holds(cells.text(cite.when.value)):
            return
        each = cite.each
        rows = [cells] if each is None else [cells.with_piece(each.name, piece) for piece in cells.split(each)]
        for row in rows:
            note = row.text(cite.note) if cite.note else ""
            for key, stance in self.places_cited(cite, row):
                yield Note(mark_of(key), cite.stance or stance, cite.scope, note)

    def places_cited(self, cite: Cite, cells: Cells) -> list[tuple[CiteKey, str]]:
        """The places in sources that a rule names for a row."""
        if cite.source:
            citekey = cells.text(cite.source).removeprefix("@")
            locator = cells.text(cite.locator) if cite.locator else ""
            locus = read_locus(locator) if locator and not cite.label else None
            label, place = (locus.label, locus.locator) if locus else (cite.label if locator else "", locator)
            return [(CiteKey(citekey, label, place, None), "supports")] if citekey else []
        marks = cells.text(cite.mark) if cite.mark else ""
        try:
            return [(key_of(each), each.stance) for each in cites_of_row(marks)]
        except MarkError as error:
            raise CellError(in_words(error), cells.column(cite.mark), marks) from error


def says_something(block: Block, values: Document, targets: Mapping[str, Target]) -> bool:
    """Whether the cells of a claim hold what it is about."""
    return {
        "names": "text" in values,
        "narratives": "text" in values,
        "datings": "date" in values,
        "attributes": bool(values.keys() & {"term", "text", "number"}) and "property" in values,
        "relations": "object" in targets or "object_text" in values,
    }[block.part]


def natural_words(planned: Planned) -> Iterator[str]:
    """What a claim says, as words."""
    values = planned.values
    for key in ("type", "property", "term", "text", "object_text", "role", "role_text", "date", "language"):
        yield str(values.get(key, ""))
    number = values.get("number") or {}
    yield f"{number.get('low')}–{number.get('high')}"
    for key in ("object", "context"):
        target = planned.targets.get(key)
        yield f"{target.reference.by}:{target.reference.scope}:{target.text}" if target else ""


def spanned(dates: list[str], column: str, raws: list[str], *, julian: bool) -> str:
    """A date from its two ends; an end that is not given is unknown."""
    start, end = dates
    if not (start or end):
        return ""
    if start == end:
        return start
    if any(sign in each for each in dates for sign in "/[{"):
        raise CellError(_("the ends of a span must be single dates."), column, ", ".join(raws))
    try:
        return parse_edtf(f"{start}/{end}", julian=julian).text
    except DateError as error:
        raise CellError(in_words(error), column, ", ".join(raws)) from error
