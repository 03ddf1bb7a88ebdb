"""The lines of an export, kept while an import still has the contents at hand: later they would have to be built."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from catalogue.curation.copying import copy_rows
from catalogue.curation.heads import Head, title_of
from catalogue.curation.ripples import NEIGHBOURS, query
from catalogue.documents import FORM, PARTS, record_line
from catalogue.models import ReadyDocument, Record, Status

if TYPE_CHECKING:
    from catalogue.curation.saving import Batch

COLUMNS = ("record_id", "version", "ripple", "form", "document", "line", "full_line")


def keep_lines(batch: Batch, changed: Sequence[Head]) -> None:
    """Stores the lines of new published records, as if all that they name were published and kept its name."""
    copy_rows(
        ReadyDocument,
        COLUMNS,
        (
            (head.record_id, head.version, 0, FORM, "", *lines_of(batch, head))
            for head in changed
            if batch.contents[head.draft]["status"] == Status.PUBLISHED
        ),
    )


def lines_of(batch: Batch, head: Head) -> tuple[str, str]:
    """The line in the public export and, where it is another, in the internal one."""
    content, full = batch.contents[head.draft], batch.line(head)
    claims = (claim for part in PARTS for claim in content[part.key])
    if not content["internal_note"] and not any(claim["internal_note"] for claim in claims):
        return full, ""
    public = {**content, "internal_note": ""}
    for part in PARTS:
        public[part.key] = [{**claim, "internal_note": ""} for claim in content[part.key]]
    return record_line(public), full


def renamed(batch: Batch, changed: Sequence[Head]) -> list[int]:
    """The records that others may have named otherwise, before they were saved or in the same batch."""
    briefs, found = batch.resolver.records, []
    for head in changed:
        content = batch.contents[head.draft]
        name = (content["slug"], title_of(content))
        brief = briefs[head.uuid]
        if name != (brief.slug, brief.title) or head.announced not in (None, name):
            found.append(head.record_id)
    return found


def naming(renamed_ids: Sequence[int]) -> set[int]:
    """The records whose stored lines are wrong after all: they name one that is not published or has another name."""
    hidden = Record.objects.exclude(status=Status.PUBLISHED).values_list("pk", flat=True)
    return query(NEIGHBOURS, [*renamed_ids, *hidden])
