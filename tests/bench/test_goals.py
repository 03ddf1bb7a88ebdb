from __future__ import annotations

from typing import Any

from bench.goals import at_least, at_most, engine_goals, file_goals
from bench.growth import exponent


def test_a_goal_says_by_how_much_it_is_missed() -> None:
    assert at_most("landing", 0.8, 1, " ms").reached
    missed = at_most("landing", 3, 1, " ms")
    assert (missed.reached, missed.value, missed.miss) == (False, "3 ms", "3 times off")
    assert at_least("import", 250, 1_000).miss == "4 times off"


def test_what_was_not_measured_is_neither_reached_nor_missed() -> None:
    assert at_most("landing", None, 1).reached is None


def test_a_wrong_answer_reaches_no_goal() -> None:
    assert at_most("landing", 0.1, 1, right=False).reached is False


def result(**peer: Any) -> dict[str, Any]:
    right = {"median_ms": 10.0, "p95_ms": 12.0, "equal": True, "words": "equal", "share": None, "fault": ""}
    workloads = (
        "landing",
        "landing page",
        "frequent",
        "medium",
        "rare",
        "disjunctive",
        "prefix",
        "typo",
        "first",
        "deep",
    )
    return {
        "systems": {
            "Legajo": {"workloads": {name: right | {"share": 1.0} for name in workloads}},
            "Datasette": {"workloads": {"frequent": right | peer}},
        },
        "saving": {"index": right},
        "indexing": {"records": 100, "seconds": 1},
        "documents": {"stored": right, "live": right | {"median_ms": 500.0}, "equal": True},
    }


def ratio(found: dict[str, Any]) -> str:
    return next(goal.value for goal in engine_goals(found, {}) if goal.name == "(1) frequent word, against Datasette")


def test_the_ratio_is_that_of_the_medians() -> None:
    assert ratio(result(median_ms=40.0)) == "0.25"


def test_a_peer_that_gave_no_answer_has_taken_as_long_as_it_was_given() -> None:
    assert ratio(result(median_ms=None, fault="no answer within 60 s")) == "0.000167"


def test_a_peer_that_was_not_asked_makes_no_goal_reached() -> None:
    found = result()
    del found["systems"]["Datasette"]

    assert ratio(found) == "–"


def test_memory_is_flat_if_more_documents_take_no_more_of_it() -> None:
    def files(peak: int) -> dict[str, Any]:
        small = {"records": 100, "import_s": 1, "peak_rss_bytes": 100, "export": {}}
        return {"files": {"small": small, "large": {**small, "records": 400, "peak_rss_bytes": peak}}}

    judged = {peak: {goal.name: goal.reached for goal in file_goals(files(peak))} for peak in (110, 300)}

    assert judged[110]["import: memory for more documents"] is True
    assert judged[300]["import: memory for more documents"] is False


def test_the_exponent_of_growth_is_the_slope_on_logarithmic_scales() -> None:
    assert exponent({10_000: 1.0, 100_000: 10.0, 1_000_000: 100.0}) == 1.0
    assert exponent({10_000: 0.5, 100_000: 0.5}) == 0.0
    assert exponent({10_000: 0.5}) is None
