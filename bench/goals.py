"""The figures to reach, each computed from one run: reached or not, and by how much."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from bench.asking import LIMIT_SECONDS
from bench.growth import at, exponent

Json = dict[str, Any]
Series = dict[str, dict[int, float]]
PROJECT = "Legajo"
NOISE = 1.3
"""Differences below this factor mean nothing."""
FLAT = 1.25
"""Memory that grows by no more than this, for four times as many documents, is called flat."""


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal and what this run says of it; without a value it could not be judged."""

    name: str
    wanted: str
    value: str
    reached: bool | None
    miss: str = ""

    def as_json(self) -> Json:
        """As it stands in the results."""
        return asdict(self)


def at_most(name: str, value: float | None, limit: float, unit: str = "", *, right: bool = True) -> Goal:
    """A goal that is reached by staying below; a wrong answer never reaches it."""
    return _goal(name, value, f"≤ {figure(limit)}{unit}", value is not None and value <= limit, limit, unit, right)


def at_least(name: str, value: float | None, limit: float, unit: str = "", *, right: bool = True) -> Goal:
    """A goal that is reached by staying above."""
    return _goal(name, value, f"≥ {figure(limit)}{unit}", value is not None and value >= limit, limit, unit, right)


def _goal(name: str, value: float | None, wanted: str, reached: bool, limit: float, unit: str, right: bool) -> Goal:
    if value is None:
        return Goal(name, wanted, "–", None, "could not be measured in this run")
    shown = f"{figure(value)}{unit}"
    if not right:
        return Goal(name, wanted, shown, False, "the answers are not the oracle's")
    if reached:
        return Goal(name, wanted, shown, True)
    low, high = sorted((abs(value), abs(limit)))
    return Goal(name, wanted, shown, False, f"{figure(high / low)} times off" if low else "")


def figure(value: float) -> str:
    """Three figures, whole numbers from a thousand on."""
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{float(f'{value:.3g}'):g}"


def judged(result: Json, series: Series) -> list[Goal]:
    """Every goal, in the order in which they were set."""
    return [*engine_goals(result, series), *page_goals(result), *file_goals(result)]


def engine_goals(result: Json, series: Series) -> Iterator[Goal]:
    """Of finding itself."""
    for peer, wanted in (("Datasette", 0.6), ("naive ORM", 0.1)):
        share = against(result, "frequent", peer)
        yield at_most(f"(1) frequent word, against {peer}", share, wanted, right=ok(result, "frequent"))
    for workload, words in (("landing", "nine facets"), ("landing page", "every facet")):
        yield at_most(f"(2) landing, {words}", median(result, workload), 1, " ms", right=ok(result, workload))
        grown = exponent(series.get(f"{PROJECT}: {workload}", {}))
        yield at_most(f"(2) landing, {words}: growth exponent", grown, 0.1)
    yield at_most("(3) index work of an edit", at(result, "saving", "index", "median_ms"), 1.5, " ms")
    indexing = result["indexing"]
    yield at_least("(3) index rebuilt from nothing", indexing["records"] / indexing["seconds"], 4_000, " records/s")
    if "in_order" in indexing:
        yield Goal("(3) nothing stale in the rebuilt index", "in order", _words(indexing), indexing["in_order"])
    share = known(result, PROJECT, "typo").get("share")
    yield at_least("(4) a slip in every word of a name: found in the first ten", share and share * 100, 99, " %")
    times = faster(result, "typo")
    yield at_least("(4) the same, against row trigrams", times, 30, " times faster", right=ok(result, "typo"))
    yield at_most("(4) autocomplete", median(result, "prefix"), 0.5, " ms", right=ok(result, "prefix"))
    ways = (at(result, "documents", way, "median_ms") for way in ("live", "stored"))
    lists, right = quotient(*ways), bool(result["documents"].get("equal"))
    yield at_least("(5) list of 100 documents, against building them", lists, 20, " times faster", right=right)
    deep = quotient(median(result, "deep"), median(result, "first"))
    yield at_most("(6) page 10,000 by cursor, against page 1", deep, NOISE, " times", right=ok(result, "deep"))
    for workload in ("landing", "frequent", "medium", "rare", "disjunctive"):
        each = known(result, PROJECT, workload)
        yield Goal(f"counts of “{workload}” are the oracle's", "equal", each.get("words", "–"), each.get("equal"))


def page_goals(result: Json) -> Iterator[Goal]:
    """Of whole answers and of saving."""
    for name in ("landing", "frequent", "disjunctive"):
        for way, words in (("page", "HTML page"), ("api", "API list")):
            engine = median(result, f"{name} {way}")
            spent = at(result, "web", "workloads", f"{way} {name}", "median_ms")
            limit = round(3 * engine + 15, 1) if engine else 15
            yield at_most(
                f"whole answer, {words}, {name} (3 × engine + 15 ms)", spent if engine else None, limit, " ms"
            )
    yield at_most("autocomplete under 10 ms", median(result, "prefix"), 10, " ms", right=ok(result, "prefix"))
    found = at(result, "saving", "found", "p95_ms")
    yield at_most("saved record found by another process, p95 after commit", found, 50, " ms")


def file_goals(result: Json) -> Iterator[Goal]:
    """Of import and export."""
    small, large = (result["files"].get(size, {}) for size in ("small", "large"))
    exports = (small.get("export", {}), large.get("export", {}))
    yield at_least("import into an empty catalogue", rate(large, "import_s"), 1_000, " documents/s")
    yield at_most("import: memory for more documents", growth_of_memory(small, large), FLAT, " times")
    yield at_least("export", rate(exports[1], "export_s"), 10_000, " documents/s")
    yield at_most("export: memory for more documents", growth_of_memory(*exports), FLAT, " times")


def rate(done: Json, seconds: str) -> float | None:
    """Documents a second; only records count as documents, not the lines of terms, citations and disagreements."""
    return quotient(done.get("records"), done.get(seconds))


def _words(indexing: Json) -> str:
    return "in order" if indexing["in_order"] else "stale"


def known(result: Json, system: str, workload: str) -> Json:
    """What a system did in a workload; nothing where it was not asked."""
    found: Json = result["systems"].get(system, {}).get("workloads", {}).get(workload, {})
    return found


def median(result: Json, workload: str, system: str = PROJECT) -> float | None:
    """The warm median."""
    return known(result, system, workload).get("median_ms")


def ok(result: Json, workload: str) -> bool:
    """Whether the project's answers were right."""
    return bool(known(result, PROJECT, workload).get("equal"))


def against(result: Json, workload: str, peer: str) -> float | None:
    """The project's time as a share of a peer's; a peer without an answer has taken as long as it was given."""
    other = known(result, peer, workload)
    spent = LIMIT_SECONDS * 1000 if other.get("fault") else other.get("median_ms")
    return quotient(median(result, workload), spent)


def faster(result: Json, workload: str) -> float | None:
    """How many times faster than hand-written SQL."""
    return quotient(median(result, workload, "plain SQL"), median(result, workload))


def quotient(value: float | None, by: float | None) -> float | None:
    """One by the other, where both are known."""
    return value / by if value and by else None


def growth_of_memory(small: Json, large: Json) -> float | None:
    """The peak of the process with many documents by that with few."""
    if small.get("records") == large.get("records"):
        return None
    return quotient(large.get("peak_rss_bytes"), small.get("peak_rss_bytes"))
