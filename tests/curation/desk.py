"""What the tests of workflow and proposals say of entries."""

from __future__ import annotations

from typing import Any

from catalogue.curation import Saved
from catalogue.documents import Document, build_documents, content_of
from catalogue.models import Revision


def person(text: str = "Ana Pauker", **more: Any) -> Document:
    return {"kind": "person", "names": [{"type": "authorized", "text": text, "basis": "editorial"}], **more}


def born(date: str, **more: Any) -> Document:
    return {"type": "birth", "date": date, **more}


def content(saved: Saved) -> Document:
    found: Document = content_of(build_documents([saved.record_id], full=True)[saved.record_id])
    return found


def proposal_of(saved: Saved) -> Revision:
    return Revision.objects.waiting().get(subject=saved.uuid)
