"""Reading the clock: the first time a question is asked, then warm ones, as medians and 95th percentiles."""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")

MOST_ROUNDS = 40
WARM_RUNS = 100
"""Enough for a quick workload; a slow one stops when its seconds are used up, after one warm round at least."""


@dataclass(slots=True)
class Timing:
    """Times of one workload in milliseconds."""

    cold: list[float] = field(default_factory=list)
    warm: list[float] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """What the results keep of it."""
        return {
            "median_ms": round_ms(statistics.median(self.warm)) if self.warm else None,
            "p95_ms": round_ms(percentile(self.warm, 0.95)) if self.warm else None,
            "cold_ms": round_ms(statistics.median(self.cold)) if self.cold else None,
            "runs": len(self.warm),
        }


def percentile(times: Sequence[float], share: float) -> float:
    """The time that so large a share of the runs did not exceed (nearest rank)."""
    ordered = sorted(times)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def round_ms(milliseconds: float) -> float:
    """Four figures: more would pretend."""
    return float(f"{milliseconds:.4g}")


def timed(action: Callable[[], T]) -> tuple[float, T]:
    """Milliseconds and what came of it."""
    started = time.perf_counter()
    value = action()
    return (time.perf_counter() - started) * 1000, value


def measure(actions: Sequence[Callable[[], T]], *, seconds: float) -> tuple[Timing, list[T]]:
    """Each action once cold, then all of them in turn; the answers are those of the first time."""
    timing = Timing()
    answers = []
    for action in actions:
        spent, answer = timed(action)
        timing.cold.append(spent)
        answers.append(answer)
    until = time.perf_counter() + seconds
    for _ in range(MOST_ROUNDS):
        for action in actions:
            timing.warm.append(timed(action)[0])
        if len(timing.warm) >= WARM_RUNS or time.perf_counter() > until:
            break
    return timing, answers
