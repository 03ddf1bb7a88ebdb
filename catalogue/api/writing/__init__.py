"""Writing at the API: what an editor may do in the admin, a program may do here, judged by the same doors."""

from __future__ import annotations

from catalogue.api.writing.documents import Writes, WritesOne, WritesRecords

__all__ = ["Writes", "WritesOne", "WritesRecords"]
