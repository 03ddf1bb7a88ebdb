"""Lists without filters are asked again and again: their answers are kept while nothing at all is written.

PostgreSQL tells which transactions a statement sees. While that does not change, nothing was committed that a new
answer could tell; each process asks before it answers, so that what was saved is found by the next request.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TYPE_CHECKING

from django.db import connection

from catalogue.search.statements import run

if TYPE_CHECKING:
    from catalogue.search.found import Found

MOST = 20
"""How many answers a process keeps: one with all facets takes a megabyte."""
_SNAPSHOT = """
SELECT current_database() || ' ' || pg_postmaster_start_time()::text || ' ' || pg_current_snapshot()::text,
    pg_is_in_recovery()
"""
_lock = Lock()
_kept: OrderedDict[Hashable, tuple[str, Found]] = OrderedDict()


def remembered(question: Hashable, answer: Callable[[], Found]) -> Found:
    """The kept answer while it is still true, else a new one.

    Inside a transaction nothing is kept: what it wrote itself does not show in its snapshot. Nor on a standby, whose
    snapshot does not tell which transactions of its primary it has seen.
    """
    if connection.in_atomic_block:
        return answer()
    ((snapshot, is_standby),) = run(_SNAPSHOT)
    with _lock:
        kept = _kept.get(question)
        if kept and kept[0] == snapshot and not is_standby:
            _kept.move_to_end(question)
            return kept[1]
    # The answer is read after the snapshot was taken: what is committed between is told once more, never missed.
    found = answer()
    with _lock:
        _kept[question] = (snapshot, found)
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return found
