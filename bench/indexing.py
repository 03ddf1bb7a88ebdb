"""Building the index: from nothing in one go, and once more chunk by chunk while a site would stay up."""

from __future__ import annotations

import time
from io import StringIO
from typing import Any

from django.core.management import call_command

from catalogue.models import Record
from catalogue.search import reindex

MOST_ONLINE = 150_000
"""Larger catalogues are not indexed a second time: it would take longer than all the rest."""


def work(plan: dict[str, Any]) -> dict[str, Any]:
    """Seconds of both ways, and whether the second found the work of the first in order."""
    started = time.perf_counter()
    call_command("reindex", at_once=True, verbosity=0, stdout=StringIO(), stderr=StringIO())
    found = {"seconds": time.perf_counter() - started, "records": Record.objects.count()}
    if plan["shape"]["records"] > MOST_ONLINE:
        return found
    started = time.perf_counter()
    report = reindex()
    return {**found, "online_seconds": time.perf_counter() - started, "in_order": report.in_order}
