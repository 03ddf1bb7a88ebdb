"""Asking a system every question of a plan: what it answered, how long it took, what it held in memory."""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import asdict
from functools import partial
from typing import Any, Protocol

from bench.clock import Timing, measure
from bench.questions import Answer, Question, from_json
from bench.stages import rss_of, say

LIMIT_SECONDS = 60
"""After so long a system has not answered."""


class Overdue(Exception):
    """A system did not answer within the limit."""


class System(Protocol):
    """Something that can be asked."""

    name: str
    workloads: Collection[str]

    def ask(self, question: Question) -> Answer:
        """Its answer to one question."""

    def disk(self) -> dict[str, int]:
        """What it keeps on disk, in bytes."""


def ask_all(system: System, plan: dict[str, Any]) -> dict[str, Any]:
    """The answers and times of every workload that the system knows."""
    before = rss_of(os.getpid())
    found: dict[str, Any] = {}
    questions = from_json(plan["questions"])
    for workload in dict.fromkeys(question.workload for question in questions):
        asked = [question for question in questions if question.workload == workload]
        if workload in system.workloads:
            found[workload] = ask_each(system, asked, plan["seconds"])
            say(f"{system.name}: {workload} {found[workload]['timing']['median_ms'] or found[workload]['fault']} ms")
    return {
        "workloads": found,
        "rss_before_bytes": before,
        "rss_bytes": rss_of(os.getpid()),
        "disk": system.disk(),
    }


def ask_each(system: System, questions: list[Question], seconds: float) -> dict[str, Any]:
    """Answers and times of one workload."""
    try:
        timing, answers = measure([partial(system.ask, question) for question in questions], seconds=seconds)
    except Overdue:
        fault = f"no answer within {LIMIT_SECONDS} s"
        return {"timing": Timing().as_json(), "answers": [], "fault": fault}
    return {"timing": timing.as_json(), "answers": [asdict(answer) for answer in answers], "fault": ""}
