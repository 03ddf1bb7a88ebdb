"""The other sides of disagreements, where they are claims of other records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from catalogue.citations.note_marks import Marks
from catalogue.documents import Document, ready_documents
from catalogue.models import Record
from catalogue.web.claims import ClaimReader
from catalogue.web.groups import Rival
from catalogue.web.kinds import address_of
from catalogue.web.labels import Labels


def load_rivals(document: Document) -> Mapping[str, Sequence[Rival]]:
    """The rival claims of other published records, by disagreement; no query where there is none."""
    sides = [(known["uuid"], side) for known in document["disagreements"] for side in known["elsewhere"]]
    if not sides:
        return {}
    readers = _readers({side["record"]["uuid"] for _disagreement, side in sides})
    rivals: dict[str, list[Rival]] = defaultdict(list)
    for disagreement, side in sides:
        reader = readers.get(side["record"]["uuid"])
        rival = _rival(reader, side) if reader else None
        if rival:
            rivals[disagreement].append(rival)
    return rivals


def reader_elsewhere(document: Document) -> ClaimReader:
    """A reader of claims whose notes stand on the page of their own record."""
    return ClaimReader(document, Labels(document), Marks(document["notes"], page=address_of(document)))


def _readers(uuids: set[str]) -> dict[str, ClaimReader]:
    ids = list(Record.objects.filter(uuid__in=uuids).values_list("pk", flat=True))
    return {document["uuid"]: reader_elsewhere(document) for document in ready_documents(ids).values()}


def _rival(reader: ClaimReader, side: Document) -> Rival | None:
    document = reader.document
    found = (claim for claim in document[side["list"]] if claim["uuid"] == side["uuid"])
    claim = next(found, None)
    if claim is None:
        return None
    url = f"{address_of(document)}#claim-{claim['uuid']}"
    return Rival(reader.read(side["list"], claim), document["title"], url)
