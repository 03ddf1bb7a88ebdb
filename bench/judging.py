"""Whether what a system answered is right: its totals, counts and keys against the oracle's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bench.oracle import COUNTED
from bench.questions import Question
from bench.shape import FACETS
from catalogue.text import fold

Json = dict[str, Any]
MOST_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the bench says of one system's answers to one workload."""

    equal: bool
    words: str
    share: float | None = None

    def as_json(self) -> Json:
        """As it stands in the results."""
        return {"equal": self.equal, "words": self.words, "share": self.share}


def verdict(workload: str, questions: Sequence[Question], asked: Json, truths: Sequence[Json]) -> Verdict:
    """The judgement over all questions of a workload; a system that did not answer is never right."""
    if asked["fault"]:
        return Verdict(False, asked["fault"])
    answers = asked["answers"]
    base = workload.partition(" ")[0]
    if base in COUNTED:
        return counted(answers, truths)
    if base in {"first", "deep"}:
        wrong = [1 for answer, truth in zip(answers, truths, strict=True) if answer["keys"] != truth["keys"]]
        return Verdict(not wrong, "other records" if wrong else "equal")
    if base == "typo":
        share = found_share(answers, truths)
        return Verdict(share >= 0.99, f"{share:.0%} found in the first ten", share)
    return suggested(questions, answers)


def counted(answers: Sequence[Json], truths: Sequence[Json]) -> Verdict:
    """Totals and counts; a facet that a system does not have is named, not held against it."""
    faults: dict[str, None] = {}
    lacking: dict[str, None] = {}
    for answer, truth in zip(answers, truths, strict=True):
        if answer["total"] != truth["total"]:
            faults["total"] = None
        for facet in FACETS:
            given = answer["facets"].get(facet)
            if given is None:
                # A facet without any value may be left out.
                if truth["facets"][facet]:
                    lacking[facet] = None
            elif not counts_are_right(given, truth["facets"][facet]):
                faults[facet] = None
    words = f"differs: {', '.join(faults)}" if faults else "equal"
    if len(lacking) == len(FACETS):
        return Verdict(False, "no counts")
    return Verdict(not faults, words + (f"; without {', '.join(lacking)}" if lacking else ""))


def counts_are_right(given: dict[str, int], truth: dict[str, int]) -> bool:
    """Whether every count is the oracle's, and the most frequent values are among them."""
    if any(truth.get(str(value), 0) != count for value, count in given.items()):
        return False
    shown = sorted((count for count in given.values() if count), reverse=True)[:MOST_SHOWN]
    return shown == sorted(truth.values(), reverse=True)[:MOST_SHOWN]


def found_share(answers: Sequence[Json], truths: Sequence[Json]) -> float:
    """In how many cases a record of the name that was meant is among the first ten."""
    pairs = zip(answers, truths, strict=True)
    found = [not set(truth["keys"]).isdisjoint(answer["keys"][:10]) for answer, truth in pairs]
    return sum(found) / len(found) if found else 0.0


def suggested(questions: Sequence[Question], answers: Sequence[Json]) -> Verdict:
    """Suggestions have to begin, in one of their words, with what was typed, and there has to be one."""
    for question, answer in zip(questions, answers, strict=True):
        prefix = fold(question.prefix)
        if not answer["titles"]:
            return Verdict(False, f"nothing for “{question.prefix}”")
        for title in answer["titles"]:
            if not any(word.startswith(prefix) for word in fold(title).replace(",", " ").split()):
                return Verdict(False, f"“{title}” for “{question.prefix}”")
    return Verdict(True, "equal")
