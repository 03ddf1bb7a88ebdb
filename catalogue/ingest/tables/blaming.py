"""From a problem of a document back to the row and column that it came from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from catalogue.documents import Document, Problem
from catalogue.ingest.tables.joining import Joined
from catalogue.ingest.tables.planning import Plan, Planned
from catalogue.ingest.tables.reading import Row, Table
from catalogue.ingest.tables.refusals import Refusal


class Blame:
    """Knows the rows behind the drafts of a batch."""

    def __init__(self, table: Table, joined: Sequence[Joined]) -> None:
        self.table = table
        self.joined = joined

    def refusals(self, problem: Problem) -> Iterator[Refusal]:
        """The rows that a problem refuses: the one behind its claim, else all rows of its record."""
        joined = self.joined[problem.draft]
        steps = problem.pointer.strip("/").split("/")
        claim = self.claim(joined, steps)
        if claim is not None:
            key = steps[2] if len(steps) > 2 else ""
            yield self.refusal(claim.row, self.column(claim, key), said(claim, key), problem.message)
            return
        for plan in joined.plans:
            column, value = self.of_head(plan, joined.content, steps)
            yield self.refusal(plan.row, column, value, problem.message)

    def claim(self, joined: Joined, steps: Sequence[str]) -> Planned | None:
        """The claim that a pointer names, if a row made it."""
        claims = joined.content.get(steps[0])
        if len(steps) < 2 or not steps[1].isdigit() or not isinstance(claims, list) or steps[0] == "identifiers":
            return None
        return joined.origins.get((steps[0], claims[int(steps[1])].get("uuid", "")))

    def column(self, claim: Planned, key: str) -> str:
        """The column behind a key; that of the claim's content where the whole is meant."""
        if found := claim.columns.get(key):
            return found
        return next(filter(None, claim.columns.values()), "") if not key else ""

    def of_head(self, plan: Plan, content: Document, steps: Sequence[str]) -> tuple[str, str]:
        """The column and value behind a key of the record itself."""
        if steps[0] == "identifiers" and len(steps) > 1 and steps[1].isdigit():
            row = content["identifiers"][int(steps[1])]
            columns = {(scheme, value): column for scheme, value, column in plan.identifiers}
            return columns.get((row["scheme"], row["value"]), ""), row["value"]
        return plan.head_columns.get(steps[0], plan.column), str(plan.head.get(steps[0], plan.key))

    def refusal(self, row: Row, column: str, value: str, reason: str) -> Refusal:
        """A refusal that shows the cells as the file has them."""
        names = [name for name in column.split(", ") if name in self.table.header]
        cells = [row.cells[self.table.column(name)] for name in names]
        return Refusal(row.number, column, ", ".join(filter(None, cells)) or value, reason, row.line)


def said(claim: Planned, key: str) -> str:
    """What a claim says under a key."""
    if key in claim.targets:
        return claim.targets[key].text
    if key == "footnotes":
        return "; ".join(note.mark for note in claim.notes)
    return str(claim.values.get(key, ""))
