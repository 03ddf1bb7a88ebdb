"""Dumps at the API: which there are, and their files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.urls import reverse
from rest_framework.request import Request
from rest_framework.response import Response

from catalogue.api.reading import ReadingView, refuse_unknown
from catalogue.api.schema import Described
from catalogue.exports.dumping import MANIFEST, dumps_in, read_manifest

TYPES = {".ndjson": "application/x-ndjson", ".csv": "text/csv; charset=utf-8", ".json": "application/json"}


class DumpList(ReadingView):
    """Dumps."""

    described = Described("DumpList")

    def get(self, request: Request) -> Response:
        """The dumps that can be had, the last first, each with its files and their sums."""
        refuse_unknown(request.query_params, ())
        dumps = dumps_in(Path(settings.DUMPS_DIR)) if settings.DUMPS_DIR else []
        return Response({"results": [dump_body(dump) for dump in dumps]})


class DumpFile(ReadingView):
    """A file of a dump."""

    described = Described(
        "DumpContent", statuses=(400, 404), types=("application/json", "application/x-ndjson", "text/csv")
    )

    def get(self, request: Request, dump: str, file: str) -> HttpResponseBase:
        """The file as it was written; it never changes."""
        refuse_unknown(request.query_params, ())
        folder = Path(settings.DUMPS_DIR) if settings.DUMPS_DIR else None
        found = next((each for each in dumps_in(folder) if each.name == dump), None) if folder else None
        # Only what the manifest names is a file of the dump; nothing else in the folder can be reached.
        if found is None or file not in {MANIFEST, *(each["name"] for each in read_manifest(found)["files"])}:
            raise Http404
        path = found / file
        response = FileResponse(path.open("rb"), content_type=TYPES[path.suffix])
        response["Content-Disposition"] = f'attachment; filename="{dump}-{file}"'
        response["Cache-Control"] = "public, max-age=31536000, immutable"
        response["ETag"] = f'"{dump}-{file}"'
        return response


def dump_body(dump: Path) -> dict[str, Any]:
    """The manifest of a dump with the addresses of its files."""
    manifest = read_manifest(dump)
    for each in manifest["files"]:
        each["url"] = reverse("api:dump-file", kwargs={"dump": dump.name, "file": each["name"]})
    return {"name": dump.name, **manifest}
