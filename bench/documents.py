"""Lists of a hundred documents: the stored ones, and the same built from prefetched rows."""

from __future__ import annotations

import json
import random
from functools import partial
from typing import Any

from bench.clock import measure
from bench.shape import FIRST_PERSON
from catalogue.documents import build_documents, ready_documents

EACH = 100
LISTS = 5


def work(plan: dict[str, Any]) -> dict[str, Any]:
    """Times of both ways for the same lists, and whether they say the same."""
    rng = random.Random(f"documents/{plan['shape']['seed']}")
    every = range(FIRST_PERSON, FIRST_PERSON + plan["shape"]["records"])
    lists = [sorted(rng.sample(every, min(EACH, len(every)))) for _ in range(LISTS)]
    for ids in lists:
        ready_documents(ids)  # made when first asked for: that is not what a list costs
    stored, given = measure([partial(ready_documents, ids) for ids in lists], seconds=plan["seconds"])
    live, built = measure([partial(build_documents, ids, full=False) for ids in lists], seconds=plan["seconds"])
    return {
        "stored": stored.as_json(),
        "live": live.as_json(),
        "equal": all(same(one, other) for one, other in zip(given, built, strict=True)),
        "documents": len(lists[0]),
    }


def same(one: dict[int, Any], other: dict[int, Any]) -> bool:
    """Whether two lists hold the same documents; how often a neighbour changed stands in stored ones only."""
    return list(map(_bare, one.items())) == list(map(_bare, other.items()))


def _bare(item: tuple[int, Any]) -> str:
    key, document = item
    kept = {name: value for name, value in document.items() if name != "ripple"}
    return f"{key} {json.dumps(kept, sort_keys=True)}"
