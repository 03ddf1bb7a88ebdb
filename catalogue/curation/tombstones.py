"""What was redacted does not come back: whoever sends it is told why it went."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from catalogue.documents import PARTS, Problem
from catalogue.documents.resolving import array, is_uuid, query

if TYPE_CHECKING:
    from catalogue.curation.saving import Batch

AMONG = "SELECT subject::text, reason FROM catalogue_redaction WHERE subject = ANY(%s::uuid[])"


def redacted_among(uuids: Iterable[str]) -> dict[str, str]:
    """Which of these records and claims were redacted, each with the reason; one query."""
    wanted = [uuid for uuid in uuids if is_uuid(uuid)]
    return dict(query(AMONG, array(wanted))) if wanted else {}


def returning(batch: Batch) -> list[Problem]:
    """The records and claims of a batch that were taken away for good; one query."""
    places: dict[str, tuple[str, int]] = {}
    for head in batch.heads:
        places[head.uuid] = ("/uuid", head.draft)
        for part in PARTS:
            for index, claim in enumerate(batch.contents[head.draft].get(part.key, ())):
                places[claim.get("uuid", "")] = (f"/{part.key}/{index}/uuid", head.draft)
    message = _("This was redacted and does not come back: %(reason)s")
    return [
        Problem(places[uuid][0], message % {"reason": reason}, places[uuid][1])
        for uuid, reason in redacted_among(places).items()
    ]
